"""What a pupil has said so far on the own page: in the browser's session, until it is sent.

Every page that was answered is kept there, and what is being written with it, so that nothing is
lost when the page is loaded anew or the time runs out. It goes with the session.
"""

from __future__ import annotations

from django.http import HttpRequest

from felles.portal.texts import FamilyText
from felles.ui.visits import get_words, keep_words

FACES = ("very_good", "good", "so_so", "bad", "very_bad")
PEOPLE = (
    "teacher",
    "school",
    "parent",
    "home",
    "grandparent",
    "sibling",
    "family",
    "friend",
    "club",
    "coach",
    "other",
    "nobody",
)
# The slug in the address, and the texts' key of the question.
STEPS = {
    "hvordan": "feel",
    "bra": "good",
    "vanskelig": "hard",
    "trygg": "safe",
    "onske": "wish",
    "hemmelig": "secret",
}
MORE = "safe_words"
LONGEST = 2000
# As long as what the case keeps of whom the pupil is safe with.
LONGEST_SAFE = 200
LONGEST_MORE = 120


def keep(request: HttpRequest, step: str) -> None:
    """Keep what one page was answered with; a page that is skipped says nothing."""
    key = STEPS.get(step)
    if key is None:
        return
    typed = {} if "skip" in request.POST else _typed(request, key)
    said = get_words(request)
    for name in (key, MORE) if key == "safe" else (key,):
        said[name] = typed.get(name, "")
    keep_words(request, said)


def _typed(request: HttpRequest, key: str) -> dict[str, str]:
    post = request.POST
    if key == "feel":
        value = post.get("feel", "")
        return {key: value if value in FACES else ""}
    if key == "safe":
        chosen = [name for name in PEOPLE if name in post.getlist("safe")]
        return {key: ",".join(chosen), MORE: post.get(MORE, "").strip()[:LONGEST_MORE]}
    return {key: post.get("text", "").strip()[:LONGEST]}


def find_next(said: dict[str, str]) -> str:
    """The first page that has not been answered or skipped; "" when all have."""
    return next((slug for slug, key in STEPS.items() if key not in said), "")


def in_words(said: dict[str, str], text: FamilyText) -> dict[str, str]:
    """What was chosen, with faces and people in words. What was typed comes first, and whole."""
    found = {key: said.get(key, "") for key in STEPS.values()}
    if found["feel"]:
        found["feel"] = text.say(f"pupil.face.{found['feel']}")
    chosen = [text.say(f"pupil.person.{name}") for name in found["safe"].split(",") if name]
    found["safe"] = _join([said.get(MORE, ""), *chosen])
    return found


def _join(parts: list[str]) -> str:
    """«Kari, En lærer»: as many as there is room for, none cut in two."""
    line = ""
    for part in filter(None, parts):
        longer = f"{line}, {part}" if line else part
        if len(longer) <= LONGEST_SAFE:
            line = longer
    return line

"""The pupil's own page: one question at a time, with faces and few words.

What is chosen lies in the browser's session until the pupil sends it, and goes with it.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from felles.casework.actions import OwnWords, write_own_words
from felles.portal.access import VisitRequest, pupil_visit
from felles.portal.pages import render_family
from felles.portal.session import get_text
from felles.portal.texts import FamilyText, load_text
from felles.ui import clock
from felles.ui.visits import get_token

KEY = "pupil_words"
FACES = ("very_good", "good", "so_so", "bad", "very_bad")
PEOPLE = ("teacher", "school", "home", "family", "friend", "club", "other", "nobody")
# The slug in the address, and the texts' key of the question.
STEPS = {
    "hvordan": "feel",
    "bra": "good",
    "vanskelig": "hard",
    "trygg": "safe",
    "onske": "wish",
    "hemmelig": "secret",
}
CHECK = "se-over"
LONGEST = 2000


def _answers(request: VisitRequest) -> dict[str, str]:
    return dict(request.session.get(KEY, {}))


@pupil_visit
@require_safe
def start(request: VisitRequest) -> HttpResponse:
    """Hello, and that the pupil decides."""
    return render_family(request, "portal/pupil/start.html", {"called": request.called})


@pupil_visit
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: VisitRequest, step: str) -> HttpResponse:
    """One question, or the last look."""
    if step == CHECK:
        return _check(request)
    if step not in STEPS:
        raise Http404
    slugs = [*STEPS, CHECK]
    number = slugs.index(step)
    if request.method == "POST":
        answers = _answers(request)
        answers[STEPS[step]] = "" if "skip" in request.POST else _typed(request, STEPS[step])
        request.session[KEY] = answers
        return redirect("pupil-step", slugs[number + 1])
    kept = _answers(request).get(STEPS[step], "")
    context = {
        "called": request.called,
        "key": STEPS[step],
        "kept": kept,
        "chosen": kept.split(","),
        "faces": FACES,
        "people": PEOPLE,
        "number": number + 1,
        "total": len(STEPS),
        "before": slugs[number - 1] if number else "",
    }
    return render_family(request, "portal/pupil/step.html", context)


def _typed(request: VisitRequest, key: str) -> str:
    if key == "feel":
        value = request.POST.get("feel", "")
        return value if value in FACES else ""
    if key == "safe":
        return ",".join(name for name in PEOPLE if name in request.POST.getlist("safe"))
    return request.POST.get("text", "").strip()[:LONGEST]


def _check(request: VisitRequest) -> HttpResponse:
    if request.method == "POST":
        # In bokmål, for the adults who read it; what the pupil typed stays as it is.
        said = _in_words(request, load_text("nb"))
        words = OwnWords(
            said=" ".join(filter(None, [_stop(said["feel"]), said["hard"]])),
            good=said["good"],
            wish=said["wish"],
            safe_with=said["safe"],
            not_to_share=said["secret"],
        )
        write_own_words(at=clock.now(), token=get_token(request), words=words)
        language = get_text(request)
        request.session.flush()
        context = {"called": request.called, "t": language, "has_said": bool(words)}
        return render_family(request, "portal/pupil/done.html", context)
    said = _in_words(request, get_text(request))
    rows = [(slug, f"pupil.{key}", said[key]) for slug, key in STEPS.items() if said[key]]
    context = {"called": request.called, "rows": rows, "before": [*STEPS][-1]}
    return render_family(request, "portal/pupil/check.html", context)


def _stop(text: str) -> str:
    return f"{text}." if text else ""


def _in_words(request: VisitRequest, text: FamilyText) -> dict[str, str]:
    """What was chosen, with faces and people in words."""
    say, answers = text.say, _answers(request)
    said = {key: answers.get(key, "") for key in STEPS.values()}
    if said["feel"]:
        said["feel"] = say(f"pupil.face.{said['feel']}")
    people = [name for name in said["safe"].split(",") if name]
    said["safe"] = ", ".join(say(f"pupil.person.{name}") for name in people)
    return said

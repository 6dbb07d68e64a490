"""The pupil's own questions on paper: faces to cross, and room to draw or write by hand.

It names no guardian, and knows nothing of the case but the name that the child goes by.
"""

from __future__ import annotations

from felles.casework.queries import PaperFacts
from felles.portal.papers.parts import (
    Part,
    Sheet,
    field,
    foot,
    heading,
    hint,
    lead,
    notes,
    room,
    text,
)
from felles.portal.texts import FamilyText
from felles.portal.words import FACES, PEOPLE

LOW, HIGH = 28, 40  # mm to draw or write in


def sheet(family: FamilyText, bokmal: FamilyText, facts: PaperFacts) -> Sheet:
    """The questions of the pupil's own page, blank."""
    say = family.say
    return Sheet(
        title=say("pupil.sheet_title"),
        lead=lead(family, facts),
        heading=say("pupil.sheet_title"),
        notes=notes(family, bokmal),
        foot=foot(family),
        parts=(
            text(f"{say('pupil.hello', name=facts.called)} {say('pupil.ask')}"),
            text(f"{say('pupil.decide')} {say('pupil.stop_any')}"),
            *_ask(family, bokmal, "feel"),
            hint(say("pupil.sheet_cross")),
            _pictures(family, bokmal, "face", FACES),
            *_ask(family, bokmal, "good"),
            hint(f"{say('pupil.good_hint')} {say('pupil.draw')}"),
            room(HIGH),
            *_ask(family, bokmal, "hard"),
            hint(f"{say('pupil.hard_hint')} {say('pupil.draw')}"),
            room(HIGH),
            *_ask(family, bokmal, "safe"),
            hint(say("pupil.safe_hint")),
            _pictures(family, bokmal, "person", PEOPLE),
            field(say("pupil.safe_words")),
            *_ask(family, bokmal, "wish"),
            hint(f"{say('pupil.wish_hint')} {say('pupil.draw')}"),
            room(HIGH),
            *_ask(family, bokmal, "secret"),
            hint(f"{say('pupil.secret_hint')} {say('pupil.secret_kept')}"),
            room(LOW),
        ),
        end=(
            heading(say("pupil.who_reads")),
            text(f"{say('pupil.who_reads_text')} {say('pupil.danger')}"),
            text(say("pupil.sheet_back")),
        ),
    )


def _ask(family: FamilyText, bokmal: FamilyText, key: str) -> list[Part]:
    """The question; below it in bokmål, for the adult who reads the answer."""
    said = [heading(family.say(f"pupil.{key}"))]
    if _is_norwegian(family):
        return said
    return [*said, Part("bokmal", bokmal.say(f"pupil.{key}"))]


def _pictures(family: FamilyText, bokmal: FamilyText, section: str, names: tuple[str, ...]) -> Part:
    folder = {"face": "faces", "person": "people"}[section]
    keys = [(name, f"pupil.{section}.{name}") for name in names]
    return Part(
        "pictures",
        count=len(names) if section == "face" else 4,
        pictures=tuple(
            (
                f"{folder}/{name}.svg",
                family.say(key),
                "" if _is_norwegian(family) else bokmal.say(key),
            )
            for name, key in keys
        ),
    )


def _is_norwegian(family: FamilyText) -> bool:
    return family.about.code in ("nb", "nn")

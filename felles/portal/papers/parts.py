"""What a paper is put together from, free of any look. ``paper.typ`` knows how each part looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from felles.casework.queries import PaperFacts, PaperService
from felles.portal.texts import FamilyText
from felles.ui.papers import TextStatus


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a paper, top to bottom.

    ``kind`` is heading, text, hint, bullets, steps, ticks, service, lines, field, words (those
    of the staff, in Norwegian), bokmal, pictures or room. ``items`` are the points of a list, each
    with a note or none; a service has the labels of its two boxes. ``pictures`` are files, each
    with its label, and that in bokmål or none; ``count`` is how many lines, pictures in a row, or
    mm of room.
    """

    kind: str
    text: str = ""
    note: str = ""
    items: tuple[tuple[str, str], ...] = ()
    count: int = 0
    pictures: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole paper. ``title`` says which form it is and never about whom.

    ``notes`` stand on top: first in the paper's language, then in bokmål. ``end`` are the last
    parts, which stay together on one page.
    """

    title: str
    lead: str
    heading: str
    notes: tuple[str, ...]
    foot: str
    parts: tuple[Part, ...]
    end: tuple[Part, ...]


def heading(text: str) -> Part:
    """A heading below the paper's own."""
    return Part("heading", text)


def text(words: str) -> Part:
    """A paragraph."""
    return Part("text", words)


def hint(words: str) -> Part:
    """A smaller paragraph that helps with what follows."""
    return Part("hint", words)


def bullets(points: Sequence[str | tuple[str, str]]) -> Part:
    """Points in no order, each perhaps with a note."""
    items = ((point, "") if isinstance(point, str) else point for point in points)
    return Part("bullets", items=tuple(items))


def steps(points: list[str]) -> Part:
    """Points in order."""
    return Part("steps", items=tuple((point, "") for point in points))


def ticks(points: list[tuple[str, str]]) -> Part:
    """Boxes to tick, each with a label and perhaps a note."""
    return Part("ticks", items=tuple(points))


def yes_or_no(family: FamilyText, label: str, note: str) -> Part:
    """Something to say yes or no to."""
    boxes = ((family.say("common.yes"), ""), (family.say("common.no"), ""))
    return Part("service", label, note, boxes)


def lines(count: int) -> Part:
    """Empty lines to write on."""
    return Part("lines", count=count)


def room(height: int) -> Part:
    """An empty frame to draw or write in, ``height`` mm high."""
    return Part("room", count=height)


def field(label: str, value: str = "") -> Part:
    """A label with a line to write on, or what is known already."""
    return Part("field", label, value)


def staff_words(family: FamilyText, words: str) -> list[Part]:
    """What the staff wrote, said to be Norwegian where the paper is not; lines when it is blank."""
    if not words:
        return [hint(family.say("common.by_hand")), lines(4)]
    return [*in_norwegian(family), Part("words", words)]


def in_norwegian(family: FamilyText) -> list[Part]:
    """Says that what follows is Norwegian, where the paper is not."""
    is_norwegian = family.about.code in ("nb", "nn")
    return [] if is_norwegian else [hint(family.say("common.norwegian"))]


def closing(family: FamilyText, facts: PaperFacts) -> tuple[Part, ...]:
    """Whom to ask, and that an interpreter is free."""
    said = [family.say("common.contact"), family.say("common.interpreter")]
    if facts.school_phone:
        said.insert(1, family.say("common.phone", phone=facts.school_phone))
    return (text(" ".join(said)),)


def lead(family: FamilyText, facts: PaperFacts, title: str = "") -> str:
    """«Samtykke til samarbeid · Fra Furulia skole»; no school with a protected address."""
    school = family.say("common.from", school=facts.school_name) if facts.school_name else ""
    return " · ".join(part for part in (title, school) if part)


def notes(family: FamilyText, bokmal: FamilyText) -> tuple[str, ...]:
    """That nobody has approved the translation, in its own language and in bokmål."""
    if family.about.status is not TextStatus.TO_BE_APPROVED:
        return ()
    return tuple(words.say("common.translation_note") for words in (family, bokmal))


def foot(family: FamilyText) -> str:
    """The version of the text, and that a source text waits for approval."""
    said = family.say("common.version_note", version=f"{family.about.version} {family.about.code}")
    if family.about.status is TextStatus.SOURCE:
        return f"{said}. {family.say('common.source_note')}"
    return said


def service_name(family: FamilyText, service: PaperService) -> str:
    """The service in the language of the paper, and its own name where that may be said."""
    label = family.say(f"services.{service.kind.value}")
    if not service.name:
        return label
    if service.name.casefold().startswith(label.casefold()):
        return family.isolate(service.name)
    joint = " " if service.name.isdigit() else ": "
    return f"{label}{joint}{family.isolate(service.name)}"


def day(value: date) -> str:
    """«24.11.2026»: as dates are written here, in every language."""
    return value.strftime("%d.%m.%Y")

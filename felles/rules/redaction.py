"""An aid for whoever writes without a name: marks what may lead to a child. It promises nothing.

Text that this module finds nothing in is *not* anonymous; a person decides (docs/access.md,
rule 5). It marks registered names with Norwegian genitive, identity numbers, phone numbers,
e-mail addresses, street addresses and classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from felles.rules.text import N_


class Trace(StrEnum):
    """What sort of thing may lead to a child."""

    NAME = "name"
    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    CLASS = "class"

    @property
    def label(self) -> str:
        return TRACE_LABELS[self]


TRACE_LABELS = {
    Trace.NAME: N_("navn"),
    Trace.IDENTITY_NUMBER: N_("fødselsnummer"),
    Trace.PHONE: N_("telefonnummer"),
    Trace.EMAIL: N_("e-postadresse"),
    Trace.ADDRESS: N_("adresse"),
    Trace.CLASS: N_("klasse"),
}


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in the text, ``start`` to ``end`` (characters, end excluded), and what it is."""

    start: int
    end: int
    trace: Trace


# Names that are also everyday words count only with a capital letter.
_WORDS_TOO = frozenset(
    (
        *("alle", "bo", "dag", "else", "even", "gro", "hell", "jo", "knut", "liv", "lovise", "may"),
        *("mi", "min", "mons", "my", "nå", "odd", "per", "rose", "rune", "si", "siv", "sol"),
        *("stein", "stig", "storm", "tor", "tora", "ulv", "unn", "vår", "via"),
    )
)
_STREET = r"(?:vei(?:en)?|veg(?:en)?|gate|gata|gaten|plass(?:en)?|all[eé](?:en)?|sti(?:en)?|bakken"
_STREET += r"|svingen|haugen|lia|tunet|ringen|terrasse(?:n)?|bråten|jordet|kroken)"
# Longest digit runs first: an identity number also holds what looks like a phone number.
_PATTERNS: tuple[tuple[Trace, re.Pattern[str]], ...] = (
    (Trace.EMAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (Trace.IDENTITY_NUMBER, re.compile(r"(?<!\d)\d{6}[ .-]?\d{5}(?!\d)")),
    (Trace.PHONE, re.compile(r"(?<!\d)(?:(?:\+|00)47[ -]?)?[2-9](?:[ -]?\d){7}(?!\d)")),
    (
        Trace.ADDRESS,
        re.compile(rf"\b\w*{_STREET}\s+\d{{1,4}}\s?[a-zæøå]?\b", re.IGNORECASE),
    ),
    (Trace.CLASS, re.compile(r"(?<![\w.])(?:[1-9]|10)\s?[A-HÆØÅa-h](?![\w.])")),
)


def _name_parts(names: Iterable[str]) -> set[str]:
    parts = {part for name in names for part in re.split(r"[\s\-]+", name)}
    return {part for part in parts if len(part) > 1}


def _name_pattern(parts: set[str]) -> re.Pattern[str] | None:
    """Match any of the names as a word, with the genitive's -s, -'s or a lone apostrophe."""
    if not parts:
        return None
    longest_first = sorted((re.escape(part) for part in parts), key=lambda part: (-len(part), part))
    return re.compile(rf"(?<!\w)({'|'.join(longest_first)})(?:['’]?s|['’])?(?!\w)", re.IGNORECASE)


def _names(text: str, names: Iterable[str]) -> Iterator[Mark]:
    pattern = _name_pattern(_name_parts(names))
    if pattern is None:
        return
    for match in pattern.finditer(text):
        word = match.group(1)
        if word.casefold() in _WORDS_TOO and not word[0].isupper():
            continue
        yield Mark(match.start(), match.end(), Trace.NAME)


def find_traces(text: str, *, names: Iterable[str] = ()) -> list[Mark]:
    """Places in ``text`` that may lead to a child, in order, never overlapping.

    ``names`` are the registered names to look for (pupils and guardians of the school), full or
    in parts, with nicknames.
    """
    found: list[Mark] = []
    for trace, pattern in _PATTERNS:
        found += [Mark(hit.start(), hit.end(), trace) for hit in pattern.finditer(text)]
    found += _names(text, names)
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept

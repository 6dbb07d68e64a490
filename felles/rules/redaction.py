"""An aid for whoever writes without a name: marks what may lead to a child. It promises nothing.

Text that this module finds nothing in is *not* anonymous; a person decides (docs/access.md,
rule 5). What it finds and what it misses is measured in docs/redaction.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from felles.rules.identity import has_check_digits
from felles.rules.redaction_names import UNSEEN, NameBook, find_by_shape, find_registered, fold
from felles.rules.text import N_


class Trace(StrEnum):
    """What sort of thing may lead to a child. Where two overlap, the first of these is said."""

    IDENTITY_NUMBER = "identity_number"
    EMAIL = "email"
    PHONE = "phone"
    BIRTH = "birth"
    ADDRESS = "address"
    CLASS = "class"
    LINK = "link"
    NAME = "name"

    @property
    def label(self) -> str:
        return TRACE_LABELS[self]


TRACE_LABELS = {
    Trace.IDENTITY_NUMBER: N_("fødselsnummer"),
    Trace.EMAIL: N_("e-postadresse"),
    Trace.PHONE: N_("telefonnummer"),
    Trace.BIRTH: N_("fødselsdato"),
    Trace.ADDRESS: N_("adresse"),
    Trace.CLASS: N_("klasse eller trinn"),
    Trace.LINK: N_("lenke eller brukernavn"),
    Trace.NAME: N_("navn"),
}
# These lead to one person by themselves: no writer has a good reason to leave them.
REFUSED = frozenset({Trace.IDENTITY_NUMBER, Trace.PHONE, Trace.EMAIL})
_RANK = {trace: number for number, trace in enumerate(Trace)}


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in the text, ``start`` to ``end`` (characters, end excluded), and what it is."""

    start: int
    end: int
    trace: Trace


_NO_DIGIT_BEFORE, _NO_DIGIT_AFTER = r"(?<!\d)", r"(?!\d)"
_GAP = r"[ \u00a0\u202f.\-\u2010-\u2013/]"
_STREET = r"(?:vei(?:en)?|veg(?:en)?|gate|gata|gaten|plass(?:en)?|all[eé](?:en)?|sti(?:en)?|bakken"
_STREET += r"|svingen|haugen|lia|tunet|ringen|terrasse(?:n)?|bråten|jordet|kroken)"
_COUNTED = r"(?!\s*(?:gang|uke|dag|time|min|år|elev|barn|måned|voks|lærer|av|til)\w*)"
_YEARS = r"(?:første|andre|tredje|fjerde|femte|sjette|sjuende|syvende)"
_MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
_IDENTITY = rf"{_NO_DIGIT_BEFORE}(?:\d{{6}}{_GAP}{{0,2}}\d{{5}}"
_IDENTITY += rf"|(?:\d\d{_GAP}?){{3}}\d{{3}}{_GAP}?\d\d){_NO_DIGIT_AFTER}"
_DATE = (
    r"(?:(?:19|20)\d\d-\d\d-\d\d|[0-3]\d[ -][01]\d[ -](?:19|20)\d\d"
    r"|20\d\d[-\u2010-\u2013]20\d\d)(?!\d)"
)
_PHONE = rf"{_NO_DIGIT_BEFORE}(?:(?:\+|00) ?47{_GAP}?)?(?!{_DATE})(?:"
_PHONE += (
    r"[2-9](?:[ \u00a0\u202f\-\u2010-\u2013]?\d){7}|[2-9]\d(?:\.\d\d){3}|[2-9]\d\d\.\d\d\.\d{3})"
)
_PHONE += rf"{_NO_DIGIT_AFTER}(?!\s*(?:kr|kroner)\b)"
_ELSEWHERE = r"(?<![\d+])(?:\+|00)(?!47)\d[\d \u00a0()\-]{6,16}\d"
_MAIL = r"[\w.+'-]+(?:@| ?[(\[](?:at|krøllalfa|alfakrøll)[)\]] ?)[\w-]+(?:\.[\w-]+)*"
_ANY_CASE = re.IGNORECASE

_PATTERNS: tuple[tuple[Trace, re.Pattern[str]], ...] = (
    (Trace.IDENTITY_NUMBER, re.compile(_IDENTITY)),
    (Trace.EMAIL, re.compile(_MAIL, _ANY_CASE)),
    (Trace.PHONE, re.compile(_PHONE)),
    (Trace.PHONE, re.compile(_ELSEWHERE)),
    (
        Trace.BIRTH,
        re.compile(
            r"\bf(?:ødt|\.)\s*(?:den\s+)?\d{1,2}[./]\s?(?:\d{1,2}[./]?\s?|(?:" + _MONTHS + r")\s?)"
            r"(?:\d{4}|\d\d)?",
            _ANY_CASE,
        ),
    ),
    (
        Trace.ADDRESS,
        re.compile(rf"\b\w*{_STREET}\s+\d{{1,4}}(?!\d)(?:\s?[a-zæøå]\b)?{_COUNTED}", _ANY_CASE),
    ),
    (Trace.ADDRESS, re.compile(r"\b[A-ZÆØÅ]\w{2,}(?:veien|vegen|vei|gata|gaten|gate)s?\b")),
    (Trace.ADDRESS, re.compile(r"(?<![\d.])\d{4} [A-ZÆØÅ][a-zæøå]+")),
    (
        Trace.CLASS,
        re.compile(r"(?<![\w.\u2013-])(?:[1-9]|10)\.?\s?[A-HÆØÅa-h](?!\w|\.\w)"),
    ),
    (
        Trace.CLASS,
        re.compile(
            r"(?<![\w.\u2013-])(?:[1-9]|10)\.?[ -]?(?:klass|trinn|årstrinn)\w*"
            r"|\b(?:klasse|trinn)\s(?:[1-9]|10)(?![\d\u2013-])"
            rf"|\b{_YEARS}[ -]?(?:klass|trinn|årstrinn)\w*"
            r"|\bi\s+(?:fjerde|femte|sjette|sjuende|syvende)\b"
            r"|\bi\s+(?:første|andre|tredje)(?=\s*[.,;!?)]|\s*\Z)",
            _ANY_CASE,
        ),
    ),
    (Trace.LINK, re.compile(r"(?:https?://|www\.)\S+|(?<![\w.@])@\w[\w.]*", _ANY_CASE)),
)
_ELEVEN = re.compile(rf"{_NO_DIGIT_BEFORE}\d(?:{_GAP}?\d){{10}}{_NO_DIGIT_AFTER}")


def tidy(text: str) -> str:
    """The text without signs that are not seen, and with each letter as one sign.

    What is looked over is then what is read and what is kept.
    """
    return unicodedata.normalize("NFC", re.sub(f"[{UNSEEN}]", "", text))


def find_traces(text: str, *, names: Iterable[str] = ()) -> list[Mark]:
    """Places in ``text`` that may lead to a child, in order, never overlapping.

    ``names`` are the registered names to look for, full or in parts, with nicknames.
    """
    registered = find_registered(text, NameBook.of(names, nicknames=False))
    marks = [Mark(token.start, token.end, Trace.NAME) for token in registered]
    return _merged([*_find_patterns(text), *marks])


def look_over(
    text: str,
    *,
    names: NameBook | Iterable[str] = (),
    known: Iterable[str] = (),
    classes: Iterable[str] = (),
) -> list[Mark]:
    """As :func:`find_traces`, and all that looks like a name: for the writer to decide on.

    ``known`` are names of services and schools that may be written, ``classes`` what the classes
    are called. Which rule found a name cannot be told from its mark.
    """
    folded = frozenset(fold(word) for name in known for word in name.split())
    book = names if isinstance(names, NameBook) else NameBook.of(names)
    tokens = [*find_registered(text, book), *find_by_shape(text, folded)]
    marks = [Mark(token.start, token.end, Trace.NAME) for token in tokens]
    return _merged([*_find_patterns(text), *_find_classes(text, classes), *marks])


def _find_patterns(text: str) -> Iterator[Mark]:
    for trace, pattern in _PATTERNS:
        yield from (Mark(hit.start(), hit.end(), trace) for hit in pattern.finditer(text))
    for hit in _ELEVEN.finditer(text):
        if has_check_digits("".join(sign for sign in hit.group() if sign.isdigit())):
            yield Mark(hit.start(), hit.end(), Trace.IDENTITY_NUMBER)


def _find_classes(text: str, classes: Iterable[str]) -> Iterator[Mark]:
    named = sorted({re.escape(name) for name in classes if len(name) > 1 and not name.isdigit()})
    if named:
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(named)})s?(?!\w)", _ANY_CASE)
        yield from (Mark(hit.start(), hit.end(), Trace.CLASS) for hit in pattern.finditer(text))


def _merged(marks: Iterable[Mark]) -> list[Mark]:
    """In order; marks that overlap become one, called what says most."""
    merged: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, _RANK[mark.trace])):
        if merged and mark.start < merged[-1].end:
            merged.append(_joined(merged.pop(), mark))
        else:
            merged.append(mark)
    return merged


def _joined(first: Mark, second: Mark) -> Mark:
    trace = min(first.trace, second.trace, key=_RANK.__getitem__)
    return Mark(first.start, max(first.end, second.end), trace)

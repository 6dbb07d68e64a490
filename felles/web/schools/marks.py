"""What in a text may point to a child. An aid to the writer; it makes no text anonymous."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_IDENTITY = re.compile(r"(?<!\d)\d{6}[ ]?\d{5}(?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:\+?47[ ]?)?(?:\d[ ]?){7}\d(?!\d)")
_CLASS = re.compile(r"\b(?:10|[1-9])[ ]?[A-HÆØÅ]\b")
_STARTS = re.compile(r"(?:^|[.!?:\n«\"]\s*)$")
# Written with a capital letter, and no child.
_KNOWN = frozenset(
    {"bup", "ppt", "nav", "aks", "sfo", "fau", "oslohjelpa", "oslo", "norge", "norsk", "vi", "dere"}
)
# A short word in small letters is more often a word (dag, bo, liv) than a name.
_SHORT = 4


def has_identity_number(text: str) -> bool:
    """True when the text holds something that looks like a national identity number."""
    return _IDENTITY.search(text) is not None


def find_marks(text: str, names: frozenset[str], known: frozenset[str]) -> list[str]:
    """Words and numbers that may point to a child, in order, each once.

    ``names`` are words of pupils' names that the writer may look up; ``known`` are words of the
    names of services and schools. Both are casefolded.
    """
    return list(dict.fromkeys(_marks(text, names, known | _KNOWN)))


def _marks(text: str, names: frozenset[str], known: frozenset[str]) -> Iterator[str]:
    for pattern in (_PHONE, _CLASS):
        for found in pattern.finditer(text):
            yield " ".join(found.group().split())
        # The letter of a class is not an initial of its own.
        text = pattern.sub(lambda found: " " * len(found.group()), text)
    for found in _WORD.finditer(text):
        word, folded = found.group(), found.group().casefold()
        is_capital = word[0].isupper()
        if folded in names:
            points = is_capital or len(word) >= _SHORT
        else:
            points = is_capital and folded not in known and not _starts(text, found.start())
        if points:
            yield word


def _starts(text: str, position: int) -> bool:
    """True at the start of a sentence, where every word has a capital letter."""
    return _STARTS.search(text[:position]) is not None

"""What in a text may be somebody's name: registered names, common names, and capital letters.

Part of the writer's aid (:mod:`felles.rules.redaction`). The capital-letter rule and the common
names are the same for everybody; registered names come from the caller.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from felles.rules.redaction_words import (
    ABBREVIATIONS,
    AFTER_COMMA,
    COMMON_NAMES,
    COMMON_WORDS_TOO,
    NOUN_ENDINGS,
    ORDINARY,
    OWNED,
    PARTICLES,
    SHORT_FORMS,
    VERBS,
    WORDS_TOO,
)

# Signs that are not seen: soft hyphen, zero width, byte order mark.
UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_LETTER = rf"[^\W\d_][\u0300-\u036f{UNSEEN}]*"
_JOIN = r"[-\u2010\u2011'’´`]"
_TOKEN = re.compile(rf"(?:{_LETTER})+(?:{_JOIN}(?:{_LETTER})+)*(?:['’´](?!\w))?")
_NOT_LETTERS = re.compile(rf"['’´`{UNSEEN}]")
_PARTS = re.compile(r"[\s\-\u2010\u2011]+")
_SPELLED = str.maketrans({"ä": "æ", "ö": "ø", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ß": "ss"})
_SHORTEST_NICKNAME = 3


def fold(word: str) -> str:
    """The word as it is compared: small letters, accents off, æ ø å kept, aa as å."""
    text = unicodedata.normalize("NFC", _NOT_LETTERS.sub("", word)).casefold()
    text = unicodedata.normalize("NFC", text).translate(_SPELLED)
    return "".join(_bare(letter) for letter in text).replace("aa", "å")


def _bare(letter: str) -> str:
    if letter == "å":
        return letter
    apart = unicodedata.normalize("NFD", letter)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _stems(folded: str) -> tuple[str, ...]:
    """The word, and without the genitive's -s."""
    return (folded, folded[:-1]) if folded.endswith("s") and len(folded) > 2 else (folded,)


@dataclass(frozen=True)
class NameBook:
    """Registered names, ready to be looked up word by word."""

    words: frozenset[str]
    starts: frozenset[str] = field(default=frozenset(), repr=False)

    @classmethod
    def of(cls, names: Iterable[str], *, nicknames: bool = True) -> NameBook:
        """From full names or parts: each part, neighbours joined, and short forms of them."""
        words: set[str] = set()
        for name in names:
            parts = [fold(part) for part in _PARTS.split(name)]
            parts = [part for part in parts if len(part) > 1]
            words.update(part for part in parts if part not in PARTICLES)
            words.update(a + b for a, b in pairwise(parts))
        if not nicknames:
            return cls(frozenset(words))
        words.update(short for word in list(words) for short in SHORT_FORMS.get(word, ()))
        starts = {word[:end] for word in words for end in range(_SHORTEST_NICKNAME, len(word))}
        return cls(frozenset(words), frozenset(starts - ORDINARY - VERBS - COMMON_WORDS_TOO))

    def holds(self, token: str) -> bool:
        """True when the word, a part of it, or a short form of a name is registered."""
        parts = [part for part in _PARTS.split(token) if part]
        is_nickname = token[0].isupper() and fold(token) in self.starts
        return is_nickname or any(self._holds(part) for part in (token.replace("-", ""), *parts))

    def _holds(self, part: str) -> bool:
        return any(
            stem in self.words and (part[0].isupper() or stem not in WORDS_TOO)
            for stem in _stems(fold(part))
        )


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


def list_tokens(text: str) -> list[Token]:
    """The words of a text in order; words joined by a hyphen are one."""
    return [Token(hit.group(), hit.start(), hit.end()) for hit in _TOKEN.finditer(text)]


def find_registered(text: str, book: NameBook) -> Iterator[Token]:
    """Words that are registered names, in any of their forms."""
    return (token for token in list_tokens(text) if book.holds(token.text))


_WINDOW = 24
_SENTENCE = re.compile(
    r"[.!?…\n][\s\"«»“”'(\[\-\u2010-\u2015•*]*(?:\d{1,2}[.)]\s*)?\Z"  # a new sentence, or a line
)
_GOES_ON = re.compile(rf"(?:\b(?:{'|'.join(sorted(ABBREVIATIONS))})|\b[A-ZÆØÅ])\.[ \u00a0]\Z")


def _starts_sentence(text: str, position: int) -> bool:
    """True where every word has a capital letter: first in the text, a line or a sentence."""
    before = text[max(0, position - _WINDOW) : position]
    before = before if position > _WINDOW else f"\n{before}"
    return _SENTENCE.search(before) is not None and _GOES_ON.search(before) is None


def find_by_shape(text: str, known: frozenset[str]) -> Iterator[Token]:
    """Words that look like a name: common names, and capital letters within a sentence.

    ``known`` are folded words that may have a capital letter, such as the services' names.
    """
    tokens = list_tokens(text)
    for token, after in zip_longest(tokens, tokens[1:]):
        stems = _stems(token.folded)
        if any(stem in known for stem in stems):
            continue
        if _is_common(token, stems) or (token.is_capital and _stands_out(text, token, after)):
            yield token


def _is_common(token: Token, stems: tuple[str, ...]) -> bool:
    parts = {stem for part in _PARTS.split(token.text) if part for stem in _stems(fold(part))}
    names = (_COMMON & parts) | (_COMMON & set(stems))
    return bool(names - _COMMON_WORDS)


_COMMON = frozenset(fold(name) for name in COMMON_NAMES)
_COMMON_WORDS = frozenset(fold(name) for name in COMMON_WORDS_TOO | ORDINARY)


def _stands_out(text: str, token: Token, after: Token | None) -> bool:
    """May a word with a capital letter be a name, by where it stands?"""
    folded = token.folded
    if len(folded) == 1:
        return folded not in {"i", "å"} and text[token.end : token.end + 1] != "-"
    if not _starts_sentence(text, token.start):
        return folded not in ORDINARY or folded in _COMMON
    if folded in ORDINARY:
        return False
    return after is not None and _is_talked_about(text, token, after)


def _is_talked_about(text: str, token: Token, after: Token) -> bool:
    """First in a sentence: before a surname, a verb, another one, or what somebody has."""
    between, is_noun = text[token.end : after.start].strip(), token.folded.endswith(NOUN_ENDINGS)
    if between == ",":
        return after.folded in AFTER_COMMA and not is_noun
    if between:
        return False
    if after.is_capital and after.folded not in ORDINARY:
        return True
    if token.folded.endswith("s") and after.folded in OWNED:
        return True
    return (after.folded in VERBS or after.folded == "og") and not is_noun

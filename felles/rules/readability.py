"""How easy a text is to read, as far as counting can tell.

Source: C. H. Björnsson, «Läsbarhet» (1968): LIX is the words of a sentence on average, plus the
percentage of words that have more than six letters. Up to 30 is very easy, as in books for
children; from 60 it is very hard. It was made for Swedish and is used for Norwegian and Danish
alike; for English J. Anderson (1983) found that it gives a hint. It tells nothing of languages
that join many small words into one (Turkish), bend them at the end (Polish, Ukrainian), or that
are written with signs of another kind. And it counts words, not sense: only people can tell
whether a text is understood.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from felles.rules.text import N_

# A word is long when it has more letters than this.
LONG = 6
# Over this a writer is asked to look again.
HINT_OVER = 30
# A mark ends a sentence when what follows begins anew: «kl. 17» and «f.eks. mat» go on.
_END = re.compile(r"[.!?:…።؟۔]+(?:\s+(?![a-zæøåäö\d])|\s*$)")


class Meaning(StrEnum):
    """What LIX is worth in a language."""

    MEASURE = "measure"
    HINT = "hint"
    NONE = "none"

    @property
    def label(self) -> str:
        return MEANING_LABELS[self]


MEANING_LABELS = {
    Meaning.MEASURE: N_("LIX passer for språket"),
    Meaning.HINT: N_("LIX gir et hint"),
    Meaning.NONE: N_("LIX sier ikke noe om dette språket"),
}
_MEANINGS = {"nb": Meaning.MEASURE, "nn": Meaning.MEASURE, "en": Meaning.HINT}


class Ease(StrEnum):
    """Björnsson's five steps."""

    VERY_EASY = "very_easy"
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"
    VERY_HARD = "very_hard"

    @property
    def label(self) -> str:
        return EASE_LABELS[self]


EASE_LABELS = {
    Ease.VERY_EASY: N_("Svært lett"),
    Ease.EASY: N_("Lett"),
    Ease.MEDIUM: N_("Middels"),
    Ease.HARD: N_("Vanskelig"),
    Ease.VERY_HARD: N_("Svært vanskelig"),
}
_STEPS = ((30, Ease.VERY_EASY), (40, Ease.EASY), (50, Ease.MEDIUM), (60, Ease.HARD))


@dataclass(frozen=True, slots=True)
class Reading:
    """What was counted in a text. ``lix`` and ``longest`` (in words) are 0 when it is empty."""

    words: int
    sentences: int
    lix: float
    longest: int

    @property
    def ease(self) -> Ease:
        """Where it stands on the scale."""
        return next((ease for most, ease in _STEPS if self.lix <= most), Ease.VERY_HARD)

    @property
    def is_hard(self) -> bool:
        """True when the writer should look again."""
        return self.lix > HINT_OVER


def meaning_of(language: str) -> Meaning:
    """What LIX is worth in a language, by its tag (BCP 47)."""
    return _MEANINGS.get(language, Meaning.NONE)


def split_sentences(texts: Iterable[str]) -> list[list[str]]:
    """The words of each sentence. A line that ends without a mark, such as a heading, is one."""
    lines = [line for text in texts for line in text.splitlines()]
    parts = (part for line in lines for part in _END.split(line))
    found = ([word for word in part.split() if _letters(word)] for part in parts)
    return [words for words in found if words]


def _letters(word: str) -> int:
    return sum(sign.isalnum() for sign in word)


def read(texts: Iterable[str]) -> Reading:
    """Count the words, the sentences and the long words of some texts."""
    sentences = split_sentences(texts)
    if not sentences:
        return Reading(0, 0, 0.0, 0)
    words = [word for sentence in sentences for word in sentence]
    long = sum(_letters(word) > LONG for word in words)
    lix = len(words) / len(sentences) + 100 * long / len(words)
    return Reading(len(words), len(sentences), lix, max(map(len, sentences)))


def fingerprint(texts: Iterable[str]) -> str:
    """A mark of the texts as they stand: any change gives another one."""
    return hashlib.sha256("\x00".join(texts).encode()).hexdigest()

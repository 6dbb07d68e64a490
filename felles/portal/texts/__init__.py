"""The texts for families: one file a language, with a version and how far it has come.

Data, not code: a translator or a lawyer changes a file and gives it a new version. Every file has
the same keys and the same placeholders; a test holds them together.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from felles.ui.papers import LANGUAGES, TEXT_PARTS, TextLanguage, TextPart, TextStatus

FOLDER = Path(__file__).parent
# The part that a section is read over with, where it is not called the same.
_PART_OF = {
    **dict.fromkeys(("services", "does", "knows", "topics", "roles"), "common"),
    **dict.fromkeys(("page", "start", "link", "home"), "entry"),
    **dict.fromkeys(("help",), "write"),
    **dict.fromkeys(("warn",), "message"),
}
# Keep a name in the other direction from pulling the words around it along (Unicode UAX 9).
_ISOLATE, _END = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class FamilyText:
    """All the words of one language. Keys are written ``section.word``."""

    about: TextLanguage
    is_rtl: bool
    words: Mapping[str, str | tuple[str, ...]]

    def say(self, key: str, **values: str) -> str:
        """One text with its placeholders filled in.

        Raises:
            KeyError: there is no such text, or a placeholder has no value.
        """
        text = self.words[key]
        if not isinstance(text, str):
            raise KeyError(f"{key} is a list")
        return self._fill(text, values)

    def say_list(self, key: str, **values: str) -> list[str]:
        """The texts of a list, in order.

        Raises:
            KeyError: there is no such list, or a placeholder has no value.
        """
        texts = self.words[key]
        if isinstance(texts, str):
            raise KeyError(f"{key} is one text")
        return [self._fill(text, values) for text in texts]

    def isolate(self, value: str) -> str:
        """A name or number that stands by itself in text that runs from right to left.

        A web address stands bare: a phone would take the mark after it for a part of the link.
        """
        is_bare = not self.is_rtl or "://" in value
        return value if is_bare else f"{_ISOLATE}{value}{_END}"

    def _fill(self, text: str, values: Mapping[str, str]) -> str:
        return text.format_map({name: self.isolate(value) for name, value in values.items()})


@cache
def load_text(code: str) -> FamilyText:
    """The words of one of ``LANGUAGES``.

    Raises:
        KeyError: no such language.
    """
    if code not in LANGUAGES:
        raise KeyError(code)
    data = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    about = TextLanguage(
        code=data.pop("code"),
        name=data.pop("name"),
        version=data.pop("version"),
        status=TextStatus(data.pop("status")),
    )
    is_rtl = data.pop("direction") == "rtl"
    return FamilyText(about, is_rtl, dict(_flatten(data, "")))


def _flatten(data: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value if isinstance(value, str) else tuple(value)


def with_approval(text: FamilyText, approved: Mapping[str, str]) -> FamilyText:
    """The text, marked as approved when a person has approved this very version of it."""
    about = text.about
    if about.status is not TextStatus.TO_BE_APPROVED or approved.get(about.code) != about.version:
        return text
    return replace(text, about=replace(about, status=TextStatus.APPROVED))


def list_texts() -> list[FamilyText]:
    """The words of every language."""
    return [load_text(code) for code in LANGUAGES]


def list_parts(texts: Sequence[FamilyText]) -> list[TextPart]:
    """Every part in every language: the words of its sections, in order."""
    return [
        TextPart(key, text.about, tuple(_lines(text, key))) for key in TEXT_PARTS for text in texts
    ]


def _lines(text: FamilyText, part: str) -> Iterator[str]:
    for key, value in text.words.items():
        section = key.partition(".")[0]
        if _PART_OF.get(section, section) == part:
            yield from [value] if isinstance(value, str) else value

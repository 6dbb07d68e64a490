"""The guide's ten themes, and what a sheet about a theme must hold before anybody may use it.

Source: the guide, part 3A («Kursrekkene»). The sheets themselves are data
(``felles/activities/catalogue/``); codes of the curriculum are data as well, each with the place
where it was read, and unchecked until somebody has compared it with Udir's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from felles.rules.text import N_

KEY_LONGEST = 32
_KEY = re.compile(r"[a-z0-9-]{2,32}")
_CODE = re.compile(r"(?:KM|KE|TT)\d{1,6}")
LEAST_OUTLINES, MOST_OUTLINES = 2, 3


class Theme(StrEnum):
    """The themes, in the guide's order. The values are keys and stand in addresses."""

    IDENTITY = "identitet"
    SELF_ESTEEM = "selvfolelse"
    FEELINGS = "folelser"
    FRIENDSHIP = "vennskap"
    COOPERATION = "samarbeid"
    CONFLICTS = "konflikter"
    RESPECT = "respekt"
    SOCIAL_MEDIA = "sosiale-medier"
    BULLYING = "mobbing"
    BOUNDARIES = "grenser"

    @property
    def label(self) -> str:
        return THEME_LABELS[self]


THEME_LABELS = {
    Theme.IDENTITY: N_("Identitet"),
    Theme.SELF_ESTEEM: N_("Selvfølelse"),
    Theme.FEELINGS: N_("Egne og andres følelser"),
    Theme.FRIENDSHIP: N_("Vennskap"),
    Theme.COOPERATION: N_("Samarbeid"),
    Theme.CONFLICTS: N_("Å løse konflikter"),
    Theme.RESPECT: N_("Respekt"),
    Theme.SOCIAL_MEDIA: N_("Sosiale medier"),
    Theme.BULLYING: N_("Mobbing"),
    Theme.BOUNDARIES: N_("Egne og andres grenser"),
}


class CodeKind(StrEnum):
    """What a code of the curriculum names."""

    AIM = "KM"
    CORE = "KE"
    ACROSS = "TT"

    @property
    def label(self) -> str:
        return CODE_LABELS[self]


CODE_LABELS = {
    CodeKind.AIM: N_("Kompetansemål"),
    CodeKind.CORE: N_("Kjerneelement"),
    CodeKind.ACROSS: N_("Tverrfaglig tema"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a session: how many minutes, its name, and what is done."""

    minutes: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A session from beginning to end."""

    key: str
    title: str
    aim: str
    parts: tuple[Part, ...]
    materials: tuple[str, ...]
    takes_home: str

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(part.minutes for part in self.parts)


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the curriculum. ``checked_on`` is empty until somebody compared it with Udir."""

    code: str
    plan: str
    text: str
    read_at: str
    checked_on: str = ""

    @property
    def kind(self) -> CodeKind:
        """What it names."""
        return CodeKind(self.code[:2])


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the catalogue says of a theme."""

    theme: Theme
    about: str
    aims: tuple[str, ...]
    mind: tuple[str, ...]
    outlines: tuple[Outline, ...]
    codes: tuple[Code, ...]

    def find_outline(self, key: str) -> Outline | None:
        """The outline with the key; None when there is none."""
        return next((one for one in self.outlines if one.key == key), None)


class Unfit(ValueError):
    """A sheet that cannot be used; the text says where and why."""


def read_sheet(key: str, raw: Mapping[str, Any], codes: Mapping[str, Any]) -> Sheet:
    """The sheet of a theme, from its file and the table of codes.

    Raises:
        Unfit: something is missing, too much, or no code that is known.
    """
    if key not in {theme.value for theme in Theme}:
        raise Unfit(f"{key}: no such theme")
    _only(key, raw, {"about", "aims", "mind", "codes", "outline"})
    outlines = tuple(
        _outline(f"{key}: outline {number}", one)
        for number, one in enumerate(_list(key, raw, "outline"), start=1)
    )
    if not LEAST_OUTLINES <= len(outlines) <= MOST_OUTLINES:
        raise Unfit(f"{key}: needs 2 or 3 outlines")
    if len({one.key for one in outlines}) < len(outlines):
        raise Unfit(f"{key}: two outlines have one key")
    return Sheet(
        theme=Theme(key),
        about=_text(key, raw, "about"),
        aims=_texts(key, raw, "aims"),
        mind=_texts(key, raw, "mind"),
        outlines=outlines,
        codes=tuple(_code(key, name, codes) for name in _texts(key, raw, "codes")),
    )


def _outline(where: str, raw: Mapping[str, Any]) -> Outline:
    _only(where, raw, {"key", "title", "aim", "materials", "takes_home", "part"})
    key = _text(where, raw, "key")
    if not _KEY.fullmatch(key):
        raise Unfit(f"{where}: {key} is no key")
    parts = tuple(_part(where, one) for one in _list(where, raw, "part"))
    made = Outline(
        key=key,
        title=_text(where, raw, "title"),
        aim=_text(where, raw, "aim"),
        parts=parts,
        materials=_texts(where, raw, "materials"),
        takes_home=_text(where, raw, "takes_home"),
    )
    if not 30 <= made.minutes <= 90:
        raise Unfit(f"{where}: lasts {made.minutes} minutes")
    return made


def _part(where: str, raw: Mapping[str, Any]) -> Part:
    _only(where, raw, {"minutes", "name", "text"})
    minutes = raw.get("minutes")
    if not isinstance(minutes, int) or not 1 <= minutes <= 60:
        raise Unfit(f"{where}: a part needs its minutes")
    return Part(minutes, _text(where, raw, "name"), _text(where, raw, "text"))


def _code(where: str, name: str, codes: Mapping[str, Any]) -> Code:
    raw = codes.get(name)
    if raw is None or not _CODE.fullmatch(name):
        raise Unfit(f"{where}: nobody has read the code {name}")
    _only(name, raw, {"plan", "text", "read_at", "checked_on"})
    return Code(
        code=name,
        plan=_text(name, raw, "plan"),
        text=_text(name, raw, "text"),
        read_at=_text(name, raw, "read_at"),
        checked_on=str(raw.get("checked_on", "")),
    )


def _only(where: str, raw: Mapping[str, Any], known: set[str]) -> None:
    if extra := sorted(set(raw) - known):
        raise Unfit(f"{where}: does not know {', '.join(extra)}")


def _text(where: str, raw: Mapping[str, Any], name: str) -> str:
    found = raw.get(name)
    if not isinstance(found, str) or not found.strip():
        raise Unfit(f"{where}: {name} is missing")
    return found.strip()


def _texts(where: str, raw: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = _list(where, raw, name)
    if not all(isinstance(one, str) and one.strip() for one in found):
        raise Unfit(f"{where}: {name} holds something else than texts")
    return tuple(found)


def _list(where: str, raw: Mapping[str, Any], name: str) -> list[Any]:
    found = raw.get(name)
    if not isinstance(found, list) or not found:
        raise Unfit(f"{where}: {name} is missing")
    return found


def propose_outlines(sheets: Sequence[Sheet], count: int) -> list[tuple[Theme, str]]:
    """A theme and an outline for each of so many sessions, in the order of the themes.

    Sessions are shared as evenly as they can be, the first themes first; a theme with more sessions
    than outlines leaves the outline open. More themes than sessions: the last ones are left out.
    """
    return list(_shared(sheets[:count], count))


def _shared(sheets: Sequence[Sheet], count: int) -> Iterator[tuple[Theme, str]]:
    for number, sheet in enumerate(sheets):
        many = count // len(sheets) + (number < count % len(sheets))
        for turn in range(many):
            fits = turn < len(sheet.outlines)
            yield sheet.theme, sheet.outlines[turn].key if fits else ""

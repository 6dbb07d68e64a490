"""The door through which rosters and registers come in.

Reading the files of outside systems is the work of ``interop``, and the pages that take them in
are those of ``web``; the two faces do not know of each other. So this is where they meet: interop
puts its readers here when the program starts, and the pages and commands ask for them here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from felles.people.ids import identity_hash
from felles.rules.register import RegisterFile
from felles.rules.roster import Roster

Tell = Callable[[str], None]
DATE_ORDERS = ("dmy", "mdy")
ENCODINGS = ("utf-8", "utf-16", "cp1252")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a roster.

    ``date_order`` is one of ``DATE_ORDERS``, ``encoding`` one of ``ENCODINGS``, or empty: told by
    the files. ``schools`` says of a school's key in the roster which organisation number it has.
    """

    on: date
    date_order: str = ""
    encoding: str = ""
    schools: dict[str, str] = field(default_factory=dict)


class RosterReader(Protocol):
    """Reads a folder or zip file. Never raises: what is wrong stands in the roster it returns."""

    def __call__(self, path: Path, options: ReadOptions, *, tell: Tell) -> Roster: ...


class RegisterReader(Protocol):
    """Reads a file of the national school register. Never raises, as above."""

    def __call__(self, path: Path, *, at: datetime) -> RegisterFile: ...


@dataclass(slots=True)
class _Door:
    roster: RosterReader | None = None
    register: RegisterReader | None = None


_door = _Door()


def install(*, roster: RosterReader, register: RegisterReader) -> None:
    """Put the readers in place. Done once, when the program starts."""
    _door.roster, _door.register = roster, register


def read_roster(path: Path, options: ReadOptions, *, tell: Tell = lambda _file: None) -> Roster:
    """Read a roster; ``tell`` hears the name of each file as its turn comes."""
    if _door.roster is None:
        raise RuntimeError("no reader of rosters is installed")
    return _door.roster(path, options, tell=tell)


def read_register(path: Path, *, at: datetime) -> RegisterFile:
    """Read a file of the national school register, fetched at the latest at ``at``."""
    if _door.register is None:
        raise RuntimeError("no reader of the school register is installed")
    return _door.register(path, at=at)


def external_key(kind: str, sourced_id: str) -> str:
    """Keyed hash of the id that a roster gives a person, class or school; ``kind`` keeps apart.

    Rosters make ids of parents from identity numbers in a way that can be turned back. So no id
    of a roster is stored in clear.
    """
    return identity_hash(f"{kind}\n{sourced_id.strip()}")


@dataclass(frozen=True, slots=True)
class CaseTies:
    """Of some pupils: who has an open case, and who has any case, at which school."""

    open: frozenset[int] = frozenset()
    at_schools: frozenset[tuple[int, int]] = frozenset()


class FindCases(Protocol):
    """Tells of the cases of pupils. Casework stands above people, so it is handed in."""

    def __call__(self, pupil_ids: Collection[int], /) -> CaseTies: ...


# Called with what is under way, how many are done, and how many there are.
Progress = Callable[[str, int, int], None]


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""

"""A roster as Felles understands it, whatever the format of the file it came in.

Rows are frozen and hold no number or id of a person in clear: ``key`` and ``identity`` are keyed
hashes. Source: docs/access.md, rules 8 and 9; docs/rosters.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from felles.rules.people import Protection, Relation
from felles.rules.roles import Role
from felles.rules.roster_problems import Problem, Spot


class SchoolRow(NamedTuple):
    """A school that the roster speaks of. ``is_linked``: a person said which school it is."""

    key: str
    name: str
    org_number: str
    spot: Spot
    is_linked: bool = False


class ClassRow(NamedTuple):
    """A class, such as 6B: the group that has a contact teacher."""

    key: str
    school_key: str
    name: str
    grade: int | None
    spot: Spot


class PupilRow(NamedTuple):
    """A pupil. None as class, birth date, grade or protection: the roster does not say."""

    key: str
    identity: str
    school_key: str
    class_key: str | None
    given_name: str
    family_name: str
    preferred_name: str
    birth_on: date | None
    grade: int | None
    protection: Protection | None
    spot: Spot

    @property
    def name(self) -> str:
        """Full name, as lists show it."""
        return f"{self.preferred_name or self.given_name} {self.family_name}".strip()


class GuardianRow(NamedTuple):
    """A parent or guardian, as the roster has it."""

    key: str
    name: str
    phone: str
    email: str
    spot: Spot


class LinkRow(NamedTuple):
    """That somebody is a pupil's parent or guardian. It proves no parental responsibility."""

    pupil_key: str
    guardian_key: str
    relation: Relation
    spot: Spot


class StaffPlace(NamedTuple):
    """A school where somebody works, and the role that an administrator may want to give."""

    school_key: str
    role: Role


class StaffRow(NamedTuple):
    """A member of staff. A roster gives nobody a role in Felles."""

    key: str
    name: str
    username: str
    email: str
    places: tuple[StaffPlace, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything that was understood of a roster, and what was not.

    ``is_whole``: whoever is missing from it has left. ``held_keys`` are people whose rows were
    refused: they are not missing. ``ended_keys`` are people whom the roster says have left.
    """

    format: str = ""
    schools: tuple[SchoolRow, ...] = ()
    classes: tuple[ClassRow, ...] = ()
    pupils: tuple[PupilRow, ...] = ()
    guardians: tuple[GuardianRow, ...] = ()
    links: tuple[LinkRow, ...] = ()
    staff: tuple[StaffRow, ...] = ()
    is_whole: bool = True
    knows_parents: bool = True
    held_keys: frozenset[str] = field(default_factory=frozenset)
    ended_keys: frozenset[str] = field(default_factory=frozenset)
    problems: tuple[Problem, ...] = ()

    @property
    def stops(self) -> bool:
        """True when the files cannot be trusted as a whole: nothing of them is used."""
        return any(problem.stops for problem in self.problems)

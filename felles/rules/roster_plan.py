"""What a roster's rows are held against, and the plan that comes of it.

Source: docs/access.md, rules 4, 8 and 9; docs/rosters.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from felles.rules.people import Protection, may_import_protection
from felles.rules.roles import Role
from felles.rules.roster import ClassRow, GuardianRow, LinkRow, PupilRow, SchoolRow, StaffRow
from felles.rules.roster_problems import Level, Problem, ProblemKind


class KnownSchool(NamedTuple):
    """A school in Felles."""

    id: int
    name: str
    org_number: str
    key: str
    has_rector: bool = True


class KnownClass(NamedTuple):
    """A class that came with a roster."""

    id: int
    key: str
    school_id: int
    name: str
    grade: int | None
    is_active: bool


class KnownPupil(NamedTuple):
    """A pupil that a roster has named, or whose identity hash is known."""

    id: int
    key: str
    identity: str
    school_id: int
    class_id: int | None
    given_name: str
    family_name: str
    preferred_name: str
    birth_on: date | None
    grade: int | None
    is_protected: bool
    roster_protection: Protection
    is_off: bool
    # The roster has said that the address is secret, and nobody stands on the reader list.
    lacks_reader: bool = False

    @property
    def name(self) -> str:
        """Full name, as lists show it."""
        return f"{self.preferred_name or self.given_name} {self.family_name}".strip()


class KnownGuardian(NamedTuple):
    """A guardian who came with a roster."""

    id: int
    key: str
    name: str
    phone: str
    email: str


class KnownTie(NamedTuple):
    """A tie between pupil and guardian that a roster has named."""

    id: int
    pupil_id: int
    guardian_id: int
    is_off: bool
    is_ended: bool


class KnownStaff(NamedTuple):
    """A user whom a roster has named; ``schools`` are where the user holds a role now."""

    id: int
    key: str
    name: str
    is_off: bool
    schools: frozenset[int]
    offered: frozenset[tuple[int, Role]]


@dataclass(frozen=True, slots=True)
class Known:
    """Everything the difference is worked out against."""

    schools: tuple[KnownSchool, ...] = ()
    classes: tuple[KnownClass, ...] = ()
    pupils: tuple[KnownPupil, ...] = ()
    guardians: tuple[KnownGuardian, ...] = ()
    ties: tuple[KnownTie, ...] = ()
    staff: tuple[KnownStaff, ...] = ()


class PupilChangeKind(StrEnum):
    """What happens to a pupil."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class PupilChange:
    """A pupil to be made or changed. ``fields`` names what differs."""

    kind: PupilChangeKind
    row: PupilRow
    known: KnownPupil | None
    school_id: int
    fields: tuple[str, ...] = ()

    @property
    def is_protected(self) -> bool:
        """True when no name may be shown: Felles or the roster says that the address is secret."""
        return bool(self.row.protection) or (self.known is not None and self.known.is_protected)

    @property
    def raises_protection(self) -> bool:
        """True when the roster says for the first time that the address is (so) secret."""
        now = self.known.roster_protection if self.known else Protection.NONE
        return self.row.protection is not None and self.row.protection > now

    @property
    def wants_to_clear(self) -> bool:
        """True when the roster no longer says that the address is secret, as it did before."""
        now = self.known.roster_protection if self.known else Protection.NONE
        return self.row.protection is not None and not may_import_protection(
            now, self.row.protection
        )


_NO_CHANGES = frozenset({"problems", "moved_links", "unknown_schools"})


@dataclass(slots=True)
class Plan:
    """The whole difference. Schools are Felles' own ids, people still the roster's keys."""

    format: str = ""
    school_ids: dict[str, int] = field(default_factory=dict)
    unknown_schools: list[SchoolRow] = field(default_factory=list)
    linked: list[tuple[int, SchoolRow]] = field(default_factory=list)
    new_classes: list[tuple[int, ClassRow]] = field(default_factory=list)
    changed_classes: list[tuple[KnownClass, ClassRow]] = field(default_factory=list)
    gone_classes: list[KnownClass] = field(default_factory=list)
    pupils: list[PupilChange] = field(default_factory=list)
    gone_pupils: list[KnownPupil] = field(default_factory=list)
    unread_pupils: list[KnownPupil] = field(default_factory=list)
    new_guardians: list[GuardianRow] = field(default_factory=list)
    changed_guardians: list[tuple[KnownGuardian, GuardianRow]] = field(default_factory=list)
    new_links: list[LinkRow] = field(default_factory=list)
    back_links: list[KnownTie] = field(default_factory=list)
    gone_links: list[KnownTie] = field(default_factory=list)
    # All links of pupils who change school, for those whom apply has to enter there anew.
    moved_links: list[LinkRow] = field(default_factory=list)
    new_staff: list[StaffRow] = field(default_factory=list)
    changed_staff: list[tuple[KnownStaff, StaffRow]] = field(default_factory=list)
    back_staff: list[KnownStaff] = field(default_factory=list)
    gone_staff: list[KnownStaff] = field(default_factory=list)
    offers: list[tuple[StaffRow, int, Role]] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def stops(self) -> bool:
        """True when the files cannot be used at all."""
        return any(problem.stops for problem in self.problems)

    @property
    def refused(self) -> int:
        """How many rows are left out."""
        return sum(one.times for one in self.problems if one.kind.level is Level.REFUSED)

    @property
    def needs_confirmation(self) -> bool:
        """True when so many are gone that a person must say that it is right."""
        return any(problem.kind is ProblemKind.MANY_GONE for problem in self.problems)

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to do."""
        return not any(self._changes())

    def _changes(self) -> Iterator[list[object]]:
        for name in Plan.__slots__:
            value = getattr(self, name)
            if isinstance(value, list) and name not in _NO_CHANGES:
                yield value

    def fingerprint(self) -> str:
        """A hash of everything that would be done, the same for the same difference."""
        digest = hashlib.sha256()
        for name in Plan.__slots__:
            value = getattr(self, name)
            parts = sorted(map(repr, value)) if isinstance(value, list) else [repr(value)]
            digest.update(f"{name}\n".encode())
            for part in parts:
                digest.update(part.encode())
        return digest.hexdigest()

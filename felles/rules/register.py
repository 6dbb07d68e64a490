"""Schools as the national register (NSR, Utdanningsdirektoratet) has them, and what has changed.

Source: the register's public JSON, version 3 and 4. The organisation number is text and the key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from felles.rules.text import N_


class RegisterSchool(NamedTuple):
    """One school of the register."""

    org_number: str
    name: str
    municipality: str
    school_type: str = ""
    owner: str = ""
    grade_from: int | None = None
    grade_to: int | None = None
    pupil_count: int | None = None
    street: str = ""
    post_place: str = ""
    website: str = ""
    latitude: float | None = None
    longitude: float | None = None


class KnownRegisterSchool(NamedTuple):
    """A school in Felles, as the register last had it."""

    id: int
    row: RegisterSchool
    is_school: bool = True


class RegisterProblemKind(StrEnum):
    """Why a file, or one school in it, is left out."""

    UNREADABLE = "unreadable"
    TOO_BIG = "too_big"
    NO_SCHOOLS = "no_schools"
    BAD_NUMBER = "bad_number"
    NO_NAME = "no_name"
    NO_MUNICIPALITY = "no_municipality"
    TWICE = "twice"
    NOT_A_SCHOOL = "not_a_school"
    NO_ANSWER = "no_answer"

    @property
    def text(self) -> str:
        return REGISTER_TEXTS[self][0]

    @property
    def cure(self) -> str:
        return REGISTER_TEXTS[self][1]

    @property
    def stops(self) -> bool:
        """True when nothing of the file is used."""
        return self in _STOPS


R = RegisterProblemKind
_STOPS = frozenset({R.UNREADABLE, R.TOO_BIG, R.NO_SCHOOLS, R.NO_ANSWER})
_TELL_THEM = N_("Meld fra til Utdanningsdirektoratet om feilen i registeret.")
REGISTER_TEXTS: dict[RegisterProblemKind, tuple[str, str]] = {
    R.UNREADABLE: (
        N_("Fila er ikke JSON fra skoleregisteret."),
        N_("Last ned fila på nytt, eller hent rett fra registeret med --fetch."),
    ),
    R.TOO_BIG: (N_("Fila er for stor til å være skoleregisteret."), N_("Last ned fila på nytt.")),
    R.NO_SCHOOLS: (
        N_("Fila har ingen liste med skoler."),
        N_("Fila skal ha «schools» eller «EnhetListe». Last den ned på nytt."),
    ),
    R.BAD_NUMBER: (N_("Organisasjonsnummeret er ikke gyldig."), _TELL_THEM),
    R.NO_NAME: (N_("Skolen har ikke navn, eller navnet er for langt."), _TELL_THEM),
    R.NO_MUNICIPALITY: (N_("Kommunenummeret er ikke fire siffer."), _TELL_THEM),
    R.TWICE: (N_("Organisasjonsnummeret står to ganger i fila."), _TELL_THEM),
    R.NOT_A_SCHOOL: (
        N_("Organisasjonsnummeret tilhører en tjeneste i Felles."),
        N_("Rett nummeret på tjenesten i oppsettet."),
    ),
    R.NO_ANSWER: (
        N_("Skoleregisteret svarte ikke, eller svarte noe uventet."),
        N_("Prøv igjen senere, eller les inn en fil."),
    ),
}


class RegisterProblem(NamedTuple):
    """A problem, and the number and name of the school as the file has them."""

    kind: RegisterProblemKind
    row: int = 0
    school: str = ""


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """What was read of the register."""

    schools: tuple[RegisterSchool, ...] = ()
    fetched_at: datetime | None = None
    problems: tuple[RegisterProblem, ...] = ()

    @property
    def stops(self) -> bool:
        """True when nothing of it can be used."""
        return any(problem.kind.stops for problem in self.problems)


@dataclass(slots=True)
class RegisterPlan:
    """What the register would change. A school that is gone from it is told of, never removed."""

    new: list[RegisterSchool] = field(default_factory=list)
    changed: list[tuple[KnownRegisterSchool, RegisterSchool]] = field(default_factory=list)
    unchanged: list[KnownRegisterSchool] = field(default_factory=list)
    gone: list[KnownRegisterSchool] = field(default_factory=list)
    problems: list[RegisterProblem] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """True when nothing would change."""
        return not (self.new or self.changed)


def plan_register(
    file: RegisterFile, known: Iterable[KnownRegisterSchool], municipalities: frozenset[str]
) -> RegisterPlan:
    """Compare the register's schools in some municipalities (all when empty) with those we have."""
    plan = RegisterPlan(problems=list(file.problems))
    by_number = {one.row.org_number: one for one in known if one.row.org_number}
    named = {row.org_number for row in file.schools}
    for row in file.schools:
        if municipalities and row.municipality not in municipalities:
            continue
        before = by_number.get(row.org_number)
        if before is None:
            plan.new.append(row)
        elif not before.is_school:
            plan.problems.append(RegisterProblem(R.NOT_A_SCHOOL, 0, f"{row.org_number} {row.name}"))
        elif before.row == row:
            plan.unchanged.append(before)
        else:
            plan.changed.append((before, row))
    if not file.stops:
        plan.gone = [
            one
            for number, one in by_number.items()
            if number not in named
            and one.row.municipality
            and (not municipalities or one.row.municipality in municipalities)
        ]
    return plan

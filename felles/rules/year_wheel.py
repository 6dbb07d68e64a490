"""The year wheel: a fixed weekday and time for each innsatsteam, with nobody in two places.

People want the same weekday and time all year. A pattern is a weekday, a time of the day and in
which week it begins; schools meet every second, third or so many teaching weeks, so that collisions
repeat after the least common multiple of these. When there is no such plan, the answer names what
stands in the way. Re-planning keeps what is published where it can.
Source: the guide, parts 3A and 7; solved as a mixed-integer programme by HiGHS (scipy).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import lcm

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from felles.rules.text import N_

# A weekday (0 is Monday) and a time of the day, as the caller numbers them.
Time = tuple[int, int]
_MOVED = 1000


@dataclass(frozen=True, slots=True)
class Pattern:
    """A school's fixed time: weekday, time of the day, and the teaching week of the first one."""

    weekday: int
    slot: int
    first_week: int

    @property
    def time(self) -> Time:
        """The weekday and the time of the day."""
        return self.weekday, self.slot

    def meets(self, week: int, every_weeks: int) -> bool:
        """True when there is a meeting in the teaching week (from 0)."""
        return week % every_weeks == self.first_week


@dataclass(frozen=True, slots=True)
class School:
    """One school's team: who must be there, how often, and how well each possible time suits.

    ``times`` are the times at which everybody needed is free, with points of dislike; 0 is best.
    ``now`` is the pattern that is published, if any.
    """

    id: int
    every_weeks: int
    members: frozenset[int]
    times: Mapping[Time, int]
    now: Pattern | None = None


class Trouble(StrEnum):
    """Why there is no plan for everybody."""

    NO_COMMON_TIME = "no_common_time"
    TWO_PLACES = "two_places"
    TOO_MANY_A_DAY = "too_many_a_day"

    @property
    def label(self) -> str:
        return TROUBLE_LABELS[self]


TROUBLE_LABELS = {
    Trouble.NO_COMMON_TIME: N_("Skolen har ingen felles ledig tid"),
    Trouble.TWO_PLACES: N_("Må være to steder samtidig"),
    Trouble.TOO_MANY_A_DAY: N_("Får for mange møter på én dag"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the way: a school, or a person so many times in ``out_of`` teaching weeks."""

    trouble: Trouble
    school: int | None = None
    member: int | None = None
    times: int = 0
    out_of: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Patterns by school. With problems, it is the plan that comes nearest."""

    patterns: Mapping[int, Pattern]
    problems: tuple[Problem, ...] = field(default=())

    def __bool__(self) -> bool:
        return not self.problems


def common_times(
    members: Sequence[int], free: Mapping[int, Mapping[Time, int]], closed: frozenset[Time]
) -> dict[Time, int]:
    """Times at which all are free, with the sum of their points; ``closed`` are nobody's.

    A member of whom nothing is known is free at no time.
    """
    if not members:
        return {}
    shared = set.intersection(*(set(free.get(member, {})) for member in members)) - closed
    return {time: sum(free[member][time] for member in members) for time in sorted(shared)}


def make_plan(schools: Sequence[School], *, most_a_day: int = 3) -> Plan:
    """Patterns for all schools at once, as liked as can be, with as few moves as can be.

    ``most_a_day`` is how many teams one person may attend in a day. Moves of published patterns
    weigh more than all points together.
    """
    stuck = tuple(
        Problem(Trouble.NO_COMMON_TIME, school=school.id) for school in schools if not school.times
    )
    able = [school for school in schools if school.times]
    if not able:
        return Plan({}, stuck)
    model = _Model(able, most_a_day)
    patterns = model.solve()
    if patterns is not None:
        return Plan(patterns, stuck)
    patterns, problems = model.solve_nearest()
    return Plan(patterns, stuck + problems)


@dataclass(frozen=True, slots=True)
class _Row:
    """At most so many of these choices, for one person."""

    trouble: Trouble
    member: int
    choices: tuple[int, ...]
    most: int


class _Model:
    """The programme: a choice for each school and pattern, and rows that say what excludes what."""

    def __init__(self, schools: Sequence[School], most_a_day: int) -> None:
        self.schools = schools
        self.most_a_day = most_a_day
        self.weeks = lcm(*(school.every_weeks for school in schools))
        self.choices = [
            (number, Pattern(weekday, slot, week))
            for number, school in enumerate(schools)
            for weekday, slot in sorted(school.times)
            for week in range(school.every_weeks)
        ]
        self.cost = np.array([self._points(number, pattern) for number, pattern in self.choices])
        self.rows = list(self._rows())

    def _points(self, number: int, pattern: Pattern) -> float:
        school = self.schools[number]
        moved = school.now is not None and pattern != school.now
        return school.times[pattern.time] + moved * _MOVED

    def _rows(self) -> Iterator[_Row]:
        often = Counter(member for school in self.schools for member in school.members)
        for member in sorted(member for member, count in often.items() if count > 1):
            at: dict[tuple[int, int, int], list[int]] = defaultdict(list)
            for choice, (number, pattern) in enumerate(self.choices):
                school = self.schools[number]
                if member not in school.members:
                    continue
                for week in range(pattern.first_week, self.weeks, school.every_weeks):
                    at[week, pattern.weekday, pattern.slot].append(choice)
            yield from self._rows_of(member, at)

    def _rows_of(self, member: int, at: Mapping[tuple[int, int, int], list[int]]) -> Iterator[_Row]:
        a_day: dict[tuple[int, int], list[int]] = defaultdict(list)
        for (week, weekday, _slot), choices in at.items():
            a_day[week, weekday] += choices
            if len({self.choices[choice][0] for choice in choices}) > 1:
                yield _Row(Trouble.TWO_PLACES, member, tuple(choices), 1)
        for choices in a_day.values():
            if len({self.choices[choice][0] for choice in choices}) > self.most_a_day:
                yield _Row(Trouble.TOO_MANY_A_DAY, member, tuple(choices), self.most_a_day)

    def _one_each(self, extra: int) -> LinearConstraint:
        rows = [number for number, _pattern in self.choices]
        shape = (len(self.schools), len(self.choices) + extra)
        matrix = csr_array((np.ones(len(rows)), (rows, range(len(rows)))), shape=shape)
        return LinearConstraint(matrix, 1, 1)

    def _limits(self, extra: int) -> LinearConstraint:
        """Each row's limit; with a column of slack for each when there is room for it."""
        places = [(number, one) for number, row in enumerate(self.rows) for one in row.choices]
        values = [1.0] * len(places)
        if extra:
            places += [(number, len(self.choices) + number) for number in range(len(self.rows))]
            values += [-1.0] * len(self.rows)
        rows, columns = zip(*places, strict=True)
        shape = (len(self.rows), len(self.choices) + extra)
        matrix = csr_array((values, (rows, columns)), shape=shape)
        return LinearConstraint(matrix, -np.inf, [row.most for row in self.rows])

    def solve(self) -> dict[int, Pattern] | None:
        """The best plan; None when there is none."""
        constraints = [self._one_each(0)]
        if self.rows:
            constraints.append(self._limits(0))
        whole = np.ones(len(self.choices))
        found = milp(self.cost, integrality=whole, bounds=Bounds(0, 1), constraints=constraints)
        return self._read(found.x) if found.success else None

    def solve_nearest(self) -> tuple[dict[int, Pattern], tuple[Problem, ...]]:
        """The plan that breaks the fewest limits, and whose they are."""
        extra = len(self.rows)
        # A broken limit weighs more than everything else together.
        heavy = float(self.cost.max() + 1) * len(self.schools)
        found = milp(
            np.concatenate([self.cost, np.full(extra, heavy)]),
            integrality=np.ones(len(self.choices) + extra),
            bounds=Bounds(0, np.concatenate([np.ones(len(self.choices)), np.full(extra, np.inf)])),
            constraints=[self._one_each(extra), self._limits(extra)],
        )
        broken: Counter[tuple[Trouble, int]] = Counter()
        for row, slack in zip(self.rows, found.x[len(self.choices) :], strict=True):
            broken[row.trouble, row.member] += round(slack)
        return self._read(found.x), tuple(
            Problem(trouble, member=member, times=times, out_of=self.weeks)
            for (trouble, member), times in sorted(broken.items())
            if times
        )

    def _read(self, values: np.ndarray) -> dict[int, Pattern]:
        return {
            self.schools[number].id: pattern
            for (number, pattern), value in zip(self.choices, values, strict=False)
            if value > 0.5
        }

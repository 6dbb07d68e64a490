"""The year wheel: a fixed weekday and time for each innsatsteam, with nobody in two places.

People want the same weekday and time all year. A pattern is a weekday, a time of the day and in
which week it begins; schools meet every second, third or so many teaching weeks, so that collisions
repeat after the least common multiple of these. When there is no such plan, the answer names what
stands in the way. Re-planning keeps what is published where it can.
Source: the guide, parts 3A and 7; solved as a mixed-integer programme by HiGHS (scipy).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
# No school year has more teaching weeks: what would collide later never comes.
MOST_WEEKS = 40
_FEW_TIMES = 6


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
    ``now`` is the pattern that is published, if any. ``lasts`` is for how many times of the day
    in a row a meeting takes its people up, with the way to the next one.
    """

    id: int
    every_weeks: int
    members: frozenset[int]
    times: Mapping[Time, int]
    now: Pattern | None = None
    lasts: int = 1


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
    """What stands in the way: a school, or a person so many times in ``out_of`` teaching weeks.

    ``schools`` are those between which the person would have to choose.
    """

    trouble: Trouble
    school: int | None = None
    member: int | None = None
    times: int = 0
    out_of: int = 0
    schools: tuple[int, ...] = ()


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
    patterns = _solve(able, most_a_day)
    if patterns is not None:
        return Plan(patterns, stuck)
    patterns, problems = _Model(able, most_a_day).solve_nearest()
    return Plan(patterns, stuck + problems)


def _solve(schools: Sequence[School], most_a_day: int) -> dict[int, Pattern] | None:
    """The best plan; None when it is proved that there is none.

    Looks among each school's dearest times first. A plan that costs ``total`` points more than
    the best times of all is the best of all once every choice that costs up to ``total`` more
    was looked at: one dearer choice alone would cost more than the whole plan.
    """
    excess = {school.id: _excess(school) for school in schools}
    levels = sorted({value for points in excess.values() for value in points.values()})
    found = _Model(schools, most_a_day, _few(schools, excess)).solve()
    if found is not None and _total(found, excess) == 0:
        return found
    index = 0
    while True:
        most = levels[min(index, len(levels) - 1)]
        found = _Model(schools, most_a_day, _cheap(excess, most)).solve()
        if found is not None:
            total = _total(found, excess)
            if total <= most:
                return found
            return _Model(schools, most_a_day, _cheap(excess, total)).solve()
        if index >= len(levels) - 1:
            return None
        index = 2 * index + 1


_Excess = Mapping[int, Mapping[Pattern, int]]


def _excess(school: School) -> dict[Pattern, int]:
    """By pattern, how many points it costs more than the school's best one."""
    points = {
        (pattern := Pattern(weekday, slot, week)): school.times[weekday, slot]
        + (_MOVED if school.now is not None and pattern != school.now else 0)
        for weekday, slot in sorted(school.times)
        for week in range(school.every_weeks)
    }
    best = min(points.values())
    return {pattern: value - best for pattern, value in points.items()}


def _total(patterns: Mapping[int, Pattern], excess: _Excess) -> int:
    return sum(excess[school][pattern] for school, pattern in patterns.items())


def _cheap(excess: _Excess, most: int) -> dict[int, list[Pattern]]:
    return {
        school: [pattern for pattern, value in points.items() if value <= most]
        for school, points in excess.items()
    }


def _few(schools: Sequence[School], excess: _Excess) -> dict[int, list[Pattern]]:
    """Some of the best patterns of each school, other times for each: enough as a rule."""
    chosen = {}
    for number, school in enumerate(schools):
        best = _cheap({school.id: excess[school.id]}, 0)[school.id]
        times = sorted({pattern.time for pattern in best})
        kept = {times[(number * 7 + turn * 3) % len(times)] for turn in range(_FEW_TIMES)}
        chosen[school.id] = [pattern for pattern in best if pattern.time in kept]
    return chosen


def list_clashes(
    schools: Sequence[School], patterns: Mapping[int, Pattern], *, most_a_day: int, weeks: int
) -> tuple[Problem, ...]:
    """Replays the teaching weeks of a plan, and says who is in two places or has too much a day.

    Knows nothing of how the plan was made.
    """
    times: Counter[tuple[Trouble, int]] = Counter()
    between: dict[tuple[Trouble, int], set[int]] = defaultdict(set)
    for week in range(weeks):
        for (member, _weekday), met in sorted(_days_of(schools, patterns, week).items()):
            late = [(a, b) for a, b in _pairs(met) if b[0] < a[0] + a[1]]
            if late:
                times[Trouble.TWO_PLACES, member] += len({b for _a, b in late})
                between[Trouble.TWO_PLACES, member] |= {one[2] for pair in late for one in pair}
            if len(met) > most_a_day:
                times[Trouble.TOO_MANY_A_DAY, member] += len(met) - most_a_day
                between[Trouble.TOO_MANY_A_DAY, member] |= {one[2] for one in met}
    return tuple(
        Problem(
            trouble, member=member, times=count, out_of=weeks,
            schools=tuple(sorted(between[trouble, member])),
        )
        for (trouble, member), count in sorted(times.items())
    )  # fmt: skip


_Met = tuple[int, int, int]


def _days_of(
    schools: Sequence[School], patterns: Mapping[int, Pattern], week: int
) -> dict[tuple[int, int], list[_Met]]:
    """By person and weekday of one week: when, for how long and at which school, in order."""
    days: dict[tuple[int, int], list[_Met]] = defaultdict(list)
    for school in schools:
        pattern = patterns.get(school.id)
        if pattern is not None and pattern.meets(week, school.every_weeks):
            for member in school.members:
                days[member, pattern.weekday].append((pattern.slot, school.lasts, school.id))
    return {key: sorted(met) for key, met in days.items()}


def _pairs(met: Sequence[_Met]) -> Iterator[tuple[_Met, _Met]]:
    return ((a, b) for number, a in enumerate(met) for b in met[number + 1 :])


def count_weeks(schools: Iterable[School]) -> int:
    """After how many teaching weeks everything comes again; a whole year at most."""
    return min(lcm(*(school.every_weeks for school in schools)), MOST_WEEKS)


@dataclass(frozen=True, slots=True)
class _Row:
    """At most so many of these choices. ``people`` is how many would be in trouble otherwise."""

    choices: tuple[int, ...]
    most: int
    people: int


class _Model:
    """The programme: a choice for each school and pattern, and rows that say what excludes what."""

    def __init__(
        self,
        schools: Sequence[School],
        most_a_day: int,
        chosen: Mapping[int, Sequence[Pattern]] | None = None,
    ) -> None:
        self.schools = schools
        self.most_a_day = most_a_day
        self.weeks = count_weeks(schools)
        points = {school.id: _excess(school) for school in schools}
        self.choices = [
            (number, pattern)
            for number, school in enumerate(schools)
            for pattern in (points if chosen is None else chosen)[school.id]
        ]
        self.cost = np.array(
            [float(points[schools[number].id][pattern]) for number, pattern in self.choices]
        )
        self.rows = self._rows()

    def _rows(self) -> list[_Row]:
        """The limits, each once: people who serve the same schools share theirs."""
        at: dict[int, set[int]] = defaultdict(set)
        for number, school in enumerate(self.schools):
            for member in school.members:
                at[member].add(number)
        people = Counter(frozenset(numbers) for numbers in at.values() if len(numbers) > 1)
        found: Counter[tuple[tuple[int, ...], int]] = Counter()
        for numbers, count in people.items():
            for limit in set(self._limits_of(numbers)):
                found[limit] += count
        return [_Row(choices, most, count) for (choices, most), count in sorted(found.items())]

    def _limits_of(self, numbers: frozenset[int]) -> Iterator[tuple[tuple[int, ...], int]]:
        at: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        a_day: dict[tuple[int, int], list[int]] = defaultdict(list)
        for choice, (number, pattern) in enumerate(self.choices):
            if number not in numbers:
                continue
            school = self.schools[number]
            for week in range(pattern.first_week, self.weeks, school.every_weeks):
                a_day[week, pattern.weekday].append(choice)
                for slot in range(pattern.slot, pattern.slot + school.lasts):
                    at[week, pattern.weekday, slot].append(choice)
        for choices in at.values():
            if self._schools_of(choices) > 1:
                yield tuple(choices), 1
        for choices in a_day.values():
            if self._schools_of(choices) > self.most_a_day:
                yield tuple(choices), self.most_a_day

    def _schools_of(self, choices: Iterable[int]) -> int:
        return len({self.choices[choice][0] for choice in choices})

    def _one_each(self, extra: int) -> LinearConstraint:
        rows = [number for number, _pattern in self.choices]
        shape = (len(self.schools), len(self.choices) + extra)
        matrix = csr_array((np.ones(len(rows)), (rows, range(len(rows)))), shape=shape)
        return LinearConstraint(matrix, 1, 1)

    def _limits(self, extra: int) -> LinearConstraint:
        """Each row's limit; with a column of slack for each when there is room for it."""
        lengths = [len(row.choices) for row in self.rows]
        rows = np.repeat(np.arange(len(self.rows)), lengths)
        columns = np.concatenate([np.array(row.choices) for row in self.rows])
        values = np.ones(len(columns))
        if extra:
            own = np.arange(len(self.rows))
            rows = np.concatenate([rows, own])
            columns = np.concatenate([columns, own + len(self.choices)])
            values = np.concatenate([values, -np.ones(len(self.rows))])
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
            np.concatenate([self.cost, heavy * np.array([row.people for row in self.rows])]),
            integrality=np.concatenate([np.ones(len(self.choices)), np.zeros(extra)]),
            bounds=Bounds(0, np.concatenate([np.ones(len(self.choices)), np.full(extra, np.inf)])),
            constraints=[self._one_each(extra), self._limits(extra)],
        )
        patterns = self._read(found.x)
        problems = list_clashes(
            self.schools, patterns, most_a_day=self.most_a_day, weeks=self.weeks
        )
        return patterns, problems

    def _read(self, values: np.ndarray) -> dict[int, Pattern]:
        return {
            self.schools[number].id: pattern
            for (number, pattern), value in zip(self.choices, values, strict=False)
            if value > 0.5
        }

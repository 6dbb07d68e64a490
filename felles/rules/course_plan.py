"""On which days the sessions of a course are held, and why a week is skipped.

All is worked out from facts, so that what is saved can be worked out again and must be the same as
what was shown. A session is never held on a holiday, and nobody and no room is taken twice by
courses; over a meeting of one's own, or on a day away, a person may choose to hold it anyway.
Source: the guide, part 3A (weekly sessions), and how schools plan: by weeks, around holidays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from felles.rules.access import OSLO
from felles.rules.courses import GroupKind
from felles.rules.decision import Decision
from felles.rules.school_year import Period, school_year_of, year_bounds
from felles.rules.text import N_

LEAST_SESSIONS, MOST_SESSIONS = 1, 30
LEAST_MINUTES, MOST_MINUTES = 10, 240
OPENS, CLOSES = time(7, 0), time(18, 0)
_WEEK = timedelta(days=7)
_WORKDAYS = 5


class Hinder(StrEnum):
    """What stands in the way of a session."""

    HOLIDAY = "holiday"
    AWAY = "away"
    MEETING = "meeting"
    OWN_COURSE = "own_course"
    CLASS_COURSE = "class_course"
    ROOM = "room"

    @property
    def label(self) -> str:
        return HINDER_LABELS[self]

    @property
    def may_be_overruled(self) -> bool:
        """True for what the person decides over: one's own meetings and days."""
        return self in (Hinder.AWAY, Hinder.MEETING)


HINDER_LABELS = {
    Hinder.HOLIDAY: N_("Skolefri"),
    Hinder.AWAY: N_("Du er borte"),
    Hinder.MEETING: N_("Du er i møte"),
    Hinder.OWN_COURSE: N_("Du holder et annet kurs"),
    Hinder.CLASS_COURSE: N_("Klassen har et annet kurs"),
    Hinder.ROOM: N_("Rommet er opptatt"),
}


class How(StrEnum):
    """What the plan makes of a week."""

    HELD = "held"
    MOVED = "moved"
    ANYWAY = "anyway"
    SKIPPED = "skipped"
    # Moved to a time that does not work: nothing can be saved before it is put right.
    STUCK = "stuck"

    @property
    def label(self) -> str:
        return HOW_LABELS[self]


HOW_LABELS = {
    How.HELD: N_("Holdes"),
    How.MOVED: N_("Flyttet"),
    How.ANYWAY: N_("Holdes likevel"),
    How.SKIPPED: N_("Hoppes over"),
    How.STUCK: N_("Må rettes"),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of time that is taken: why, and by what («Trinnmøte»). ``what`` may be empty."""

    starts_at: datetime
    ends_at: datetime
    hinder: Hinder
    what: str = ""

    def meets(self, starts_at: datetime, ends_at: datetime) -> bool:
        """True when the two overlap. One that ends as the other begins does not."""
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of one session: of which sort, and its name where it has one."""

    hinder: Hinder
    what: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the same time each week from a day on, so many times.

    ``extend`` goes on until all sessions have a day; without it, skipped weeks are lost.
    """

    weekday: int
    starts_at: time
    minutes: int
    first_on: date
    count: int
    extend: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person has decided, by the day on which a session would have been.

    ``moves`` puts a session on another day and time of the same week.
    """

    moves: Mapping[date, tuple[date, time]] = field(default_factory=dict)
    anyway: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A series as somebody asks for it: for whom, on what, when and where.

    ``themes`` are keys of the catalogue, in order. ``class_id`` is the public id of a class at the
    school; ``grade`` and ``seats`` are for small groups.
    """

    name: str
    themes: tuple[str, ...]
    group: GroupKind
    wish: Wish
    room: str = ""
    class_id: str = ""
    grade: int | None = None
    seats: int | None = None
    choices: Choices = field(default_factory=Choices)


@dataclass(frozen=True, slots=True)
class Week:
    """One week: the day it should be, when it is held, and what stands in the way."""

    proper_on: date
    starts_at: datetime
    ends_at: datetime
    how: How
    obstacles: tuple[Obstacle, ...] = ()
    # Which of the sessions; 0 for a week without one.
    number: int = 0
    # A moved session must stay in its week.
    is_outside: bool = False

    @property
    def is_held(self) -> bool:
        """True when a session is held this week."""
        return self.how in (How.HELD, How.MOVED, How.ANYWAY)

    @property
    def may_hold_anyway(self) -> bool:
        """True when only one's own meetings or days stand in the way."""
        found = self.obstacles
        return bool(found) and all(one.hinder.may_be_overruled for one in found)


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """All weeks in order. ``reason`` says why there are fewer sessions than asked for."""

    weeks: tuple[Week, ...]
    wanted: int
    reason: str = ""

    @property
    def sessions(self) -> tuple[Week, ...]:
        """The weeks in which a session is held."""
        return tuple(week for week in self.weeks if week.is_held)

    @property
    def digest(self) -> str:
        """A mark of what was shown: the same plan has the same mark."""
        said = [f"{one.starts_at.isoformat()}|{one.ends_at.isoformat()}" for one in self.sessions]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def may_wish(wish: Wish) -> Decision:
    """May sessions be asked for like this? On weekdays, within the day, not without end."""
    if not 0 <= wish.weekday < _WORKDAYS:
        return Decision.no(N_("Velg en ukedag fra mandag til fredag."))
    if not LEAST_SESSIONS <= wish.count <= MOST_SESSIONS:
        return Decision.no(N_("Velg mellom 1 og 30 økter."))
    if not LEAST_MINUTES <= wish.minutes <= MOST_MINUTES:
        return Decision.no(N_("En økt varer mellom 10 og 240 minutter."))
    if not _is_in_the_day(wish.starts_at, wish.minutes):
        return Decision.no(N_("En økt må være mellom klokka 07.00 og 18.00."))
    return Decision.yes()


def _is_in_the_day(starts_at: time, minutes: int) -> bool:
    begins = starts_at.hour * 60 + starts_at.minute
    opens, closes = OPENS.hour * 60, CLOSES.hour * 60
    return opens <= begins and begins + minutes <= closes


def first_day(wish: Wish) -> date:
    """The first day on or after ``first_on`` that is the weekday asked for."""
    return wish.first_on + timedelta(days=(wish.weekday - wish.first_on.weekday()) % 7)


def last_week_day(wish: Wish) -> date:
    """The last day on which the plan can put a session: the end of the school year."""
    return year_bounds(school_year_of(wish.first_on))[1]


def instants(on: date, starts_at: time, minutes: int) -> tuple[datetime, datetime]:
    """When a session begins and ends, by the clock on the wall in Norway."""
    begins = datetime.combine(on, starts_at, OSLO)
    return begins, begins + timedelta(minutes=minutes)


def find_obstacles(
    starts_at: datetime, ends_at: datetime, holidays: Iterable[Period], taken: Iterable[Taken]
) -> tuple[Obstacle, ...]:
    """All that stands in the way of a session, each thing once, holidays first."""
    on = starts_at.astimezone(OSLO).date()
    found = [
        Obstacle(Hinder.HOLIDAY, one.name) for one in holidays if one.from_on <= on <= one.until_on
    ]
    if on.weekday() >= _WORKDAYS and not found:
        found.append(Obstacle(Hinder.HOLIDAY))
    found += [Obstacle(one.hinder, one.what) for one in taken if one.meets(starts_at, ends_at)]
    return tuple(dict.fromkeys(found))


def make_plan(
    wish: Wish,
    holidays: Sequence[Period] = (),
    taken: Sequence[Taken] = (),
    choices: Choices | None = None,
) -> CoursePlan:
    """The weeks of a course as they would be saved.

    Goes on until so many sessions have a day, or the school year is over.
    """
    chosen = choices or Choices()
    weeks: list[Week] = []
    held = 0
    for on in _days(wish):
        if held == wish.count or (not wish.extend and len(weeks) == wish.count):
            break
        week = _week(wish, on, holidays, taken, chosen, held + 1)
        held += week.number > 0
        weeks.append(week)
    return CoursePlan(tuple(weeks), wish.count, _why_fewer(wish, held))


def _days(wish: Wish) -> Iterator[date]:
    on, last = first_day(wish), last_week_day(wish)
    while on <= last:
        yield on
        on += _WEEK


def _why_fewer(wish: Wish, held: int) -> str:
    if held == wish.count:
        return ""
    if not wish.extend:
        return N_("Uker som hoppes over, blir ikke tatt igjen. Velg å legge dem til på slutten.")
    return N_("Skoleåret er slutt før alle øktene har fått en dag.")


def _week(
    wish: Wish,
    on: date,
    holidays: Sequence[Period],
    taken: Sequence[Taken],
    chosen: Choices,
    number: int,
) -> Week:
    moved = chosen.moves.get(on)
    day, clock = moved or (on, wish.starts_at)
    starts_at, ends_at = instants(day, clock, wish.minutes)
    obstacles = find_obstacles(starts_at, ends_at, holidays, taken)
    if moved is not None:
        outside = not _stays(wish, on, day) or not _is_in_the_day(clock, wish.minutes)
        is_fine = not obstacles and not outside
        how = How.MOVED if is_fine else How.STUCK
        return Week(on, starts_at, ends_at, how, obstacles, number if is_fine else 0, outside)
    if not obstacles:
        return Week(on, starts_at, ends_at, How.HELD, (), number)
    week = Week(on, starts_at, ends_at, How.SKIPPED, obstacles)
    if on in chosen.anyway and week.may_hold_anyway:
        return Week(on, starts_at, ends_at, How.ANYWAY, obstacles, number)
    return week


def _stays(wish: Wish, proper_on: date, on: date) -> bool:
    """A session moves within its own week, so that the order stays; never before the first day."""
    monday = proper_on - timedelta(days=proper_on.weekday())
    return monday <= on < monday + timedelta(days=_WORKDAYS) and on >= wish.first_on


def may_stand(hinders: Iterable[Hinder], *, is_one: bool) -> Decision:
    """May a session stand where it is moved to? Over one's own meeting or day away, yes.

    ``is_one`` is False when all that is left of a series moves together.
    """
    hard = [one for one in hinders if not one.may_be_overruled]
    if not hard:
        return Decision.yes()
    reason = (
        N_("Det går ikke da. Velg en annen tid eller et annet rom.")
        if is_one
        else N_("Det går ikke på en av dagene. Flytt den økta først, eller velg noe annet.")
    )
    return Decision.no(reason, *(one.label for one in hard))


def may_save(plan: CoursePlan, *, expected: str) -> Decision:
    """May the plan be saved? As it was shown, with a session, and nothing left to put right."""
    if any(week.how is How.STUCK for week in plan.weeks):
        return Decision.no(N_("En økt er flyttet til et tidspunkt som ikke går. Se over planen."))
    if not plan.sessions:
        return Decision.no(
            N_("Ingen økt har fått en dag. Velg en annen dag eller et annet klokkeslett.")
        )
    if plan.digest != expected:
        return Decision.no(N_("Noe er endret siden du så planen. Se over den nye, og lagre igjen."))
    return Decision.yes()


def next_free(
    wish: Wish,
    holidays: Sequence[Period],
    taken: Sequence[Taken],
) -> Week | None:
    """The first week from the wish's first day in which nothing stands in the way."""
    found = make_plan(
        Wish(wish.weekday, wish.starts_at, wish.minutes, wish.first_on, 1), holidays, taken
    )
    return found.sessions[0] if found.sessions else None

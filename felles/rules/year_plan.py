"""The year of meetings: fixed times for the innsatsteam, and days for every series.

Everything here is worked out from facts, so that what is shown can be worked out again when it is
published, and must be the same.
Source: the guide, parts 3A, 3B and 7; docs/adr/0014.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from felles.rules.decision import Decision
from felles.rules.free_times import slot_of, slots_taken, time_of
from felles.rules.meetings import MeetingKind
from felles.rules.roles import Role
from felles.rules.school_year import SchoolCalendar
from felles.rules.text import N_
from felles.rules.year_wheel import Pattern, Plan, School, Time, Trouble, make_plan

# A meeting that comes again this soon is skipped on a holiday, not moved.
_SOON = 2


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who takes part regularly, in one post."""

    post_id: int
    user_id: int
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """A series of meetings as it stands. ``starts_at`` is None until it has a fixed time."""

    id: int
    public_id: str
    version: int
    kind: MeetingKind
    name: str
    organisation_id: int
    organisation_name: str
    every_weeks: int
    minutes: int
    place: str
    is_active: bool
    weekday: int | None
    starts_at: time | None
    first_week: int | None
    members: tuple[Member, ...]

    @property
    def pattern(self) -> Pattern | None:
        """The fixed time, None before it has one."""
        if self.weekday is None or self.starts_at is None or self.first_week is None:
            return None
        return Pattern(self.weekday, slot_of(self.starts_at), self.first_week)

    @property
    def is_team(self) -> bool:
        """True for an innsatsteam, whose time the year wheel finds."""
        return self.kind is MeetingKind.INNSATSTEAM


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the times have to fit: when posts are free, the office day, and what one bears a day.

    ``office_weekday`` is None when the social agents have none. Posts of which nothing is known
    are free at no time.
    """

    free: Mapping[int, Mapping[Time, int]]
    office_weekday: int | None = None
    most_a_day: int = 2


@dataclass(frozen=True, slots=True)
class TeamRow:
    """What is proposed for one innsatsteam.

    ``disliked_by`` can, but would rather not. Without a pattern, ``nearest`` is the time at which
    fewest are missing, and ``missing`` who they are; ``unanswered`` have said nothing. A published
    time is kept also when somebody is ``missing`` from it and there is no better one.
    """

    series: SeriesFacts
    pattern: Pattern | None
    is_moved: bool = False
    disliked_by: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    nearest: Time | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Fixed times for every innsatsteam, with what stands in the way."""

    rows: tuple[TeamRow, ...]
    plan: Plan
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def moves(self) -> int:
        """How many published times would change."""
        return sum(row.is_moved for row in self.rows)


def propose(series: Sequence[SeriesFacts], wishes: Wishes) -> Proposal:
    """Fixed times for all innsatsteam that are active, around the other meetings' own times."""
    teams = [one for one in series if one.is_team and one.is_active]
    busy = _busy(series)
    fits = {team.id: _Fit(team, wishes, busy) for team in teams}
    schools = [
        School(
            team.id,
            team.every_weeks,
            frozenset(member.user_id for member in team.members),
            fits[team.id].times(),
            team.pattern,
            slots_taken(team.minutes),
        )
        for team in teams
    ]
    plan = make_plan(schools, most_a_day=wishes.most_a_day)
    rows = tuple(fits[team.id].row(plan.patterns.get(team.id)) for team in teams)
    names = {member.user_id: member.name for team in teams for member in team.members}
    return Proposal(rows, plan, names)


def may_publish(calendar: SchoolCalendar, proposal: Proposal) -> Decision:
    """May the plan be carried out? Not without holidays, and not with somebody in two places."""
    if calendar.has_no_summer:
        return Decision.no(N_("Legg inn skolefri først. Uten den havner møter i feriene."))
    if any(one.trouble is not Trouble.NO_COMMON_TIME for one in proposal.plan.problems):
        return Decision.no(N_("Noen må være to steder samtidig. Se hva som står i veien."))
    return Decision.yes()


_Busy = Mapping[int, frozenset[Time]]


def _busy(series: Sequence[SeriesFacts]) -> _Busy:
    """The half hours of the week that other fixed meetings take, person by person."""
    taken: dict[int, set[Time]] = defaultdict(set)
    for one in series:
        if one.is_team or not one.is_active or one.pattern is None:
            continue
        start = one.pattern.slot
        for slot in range(start, start + slots_taken(one.minutes, with_travel=False)):
            for member in one.members:
                taken[member.user_id].add((one.pattern.weekday, slot))
    return {user: frozenset(times) for user, times in taken.items()}


class _Fit:
    """How each time of the week suits one team."""

    def __init__(self, team: SeriesFacts, wishes: Wishes, busy: _Busy) -> None:
        self.team, self.wishes, self.busy = team, wishes, busy
        self.lasts = slots_taken(team.minutes, with_travel=False)

    def times(self) -> dict[Time, int]:
        """Times at which all can, with the sum of their points; else the published one."""
        free = self.wishes.free
        found = {
            when: sum(free[member.post_id][when] for member in self.team.members)
            for when in self._asked()
            if not any(self._cannot(member, when) for member in self.team.members)
        }
        now = self.team.pattern
        return {now.time: 0} if not found and now is not None else found

    def _asked(self) -> list[Time]:
        free = self.wishes.free
        return sorted({when for one in self.team.members for when in free.get(one.post_id, {})})

    def _cannot(self, member: Member, when: Time) -> bool:
        weekday, slot = when
        if member.role is Role.SOCIAL_AGENT and weekday == self.wishes.office_weekday:
            return True
        taken = self.busy.get(member.user_id, frozenset())
        if any((weekday, slot + later) in taken for later in range(self.lasts)):
            return True
        return when not in self.wishes.free.get(member.post_id, {})

    def row(self, pattern: Pattern | None) -> TeamRow:
        """What to say of the team."""
        free, members = self.wishes.free, self.team.members
        unanswered = tuple(one.name for one in members if not free.get(one.post_id))
        if pattern is None:
            nearest, missing = self._nearest()
            return TeamRow(self.team, None, unanswered=unanswered, nearest=nearest, missing=missing)
        return TeamRow(
            self.team,
            pattern,
            is_moved=self.team.pattern is not None and self.team.pattern != pattern,
            disliked_by=tuple(
                one.name for one in members if free.get(one.post_id, {}).get(pattern.time)
            ),
            unanswered=unanswered,
            missing=tuple(one.name for one in members if self._cannot(one, pattern.time)),
        )

    def _nearest(self) -> tuple[Time | None, tuple[str, ...]]:
        found = [
            (when, tuple(one.name for one in self.team.members if self._cannot(one, when)))
            for when in self._asked()
        ]
        return min(found, key=lambda pair: (len(pair[1]), pair[0]), default=(None, ()))


@dataclass(frozen=True, slots=True)
class Occasion:
    """One meeting of the plan. ``proper_on`` is the pattern's day; another one when that is a
    holiday and the meeting is proposed for ``on``, or for no day at all."""

    series_id: int
    proper_on: date
    on: date | None
    starts_at: time
    minutes: int

    @property
    def is_moved(self) -> bool:
        """True when the pattern's day is a holiday."""
        return self.on != self.proper_on


def list_occasions(
    series: Sequence[SeriesFacts],
    patterns: Mapping[int, Pattern],
    calendar: SchoolCalendar,
    free: Mapping[int, Mapping[Time, int]],
) -> list[Occasion]:
    """The meetings of the year, series by series, on school days only.

    On a holiday a meeting that comes each week or second week is skipped; a rarer one is proposed
    for the nearest school day on which those who take part can.
    """
    regular: list[Occasion] = []
    shut: list[tuple[SeriesFacts, Occasion]] = []
    for one in series:
        pattern = patterns.get(one.id)
        if pattern is None or not one.is_active:
            continue
        for day in calendar.dates_of(
            weekday=pattern.weekday, every_weeks=one.every_weeks, first_week=pattern.first_week
        ):
            made = Occasion(one.id, day, day, time_of(pattern.slot), one.minutes)
            if calendar.is_school_day(day):
                regular.append(made)
            elif one.every_weeks > _SOON:
                shut.append((one, made))
    diary = _Diary(series, regular)
    moved = [diary.move(one, made, calendar, free) for one, made in shut]
    return sorted([*regular, *moved], key=lambda one: (one.on or one.proper_on, one.series_id))


class _Diary:
    """Who is taken up when, day by day."""

    def __init__(self, series: Sequence[SeriesFacts], occasions: Iterable[Occasion]) -> None:
        self.members = {one.id: one.members for one in series}
        self.taken: dict[tuple[int, date], list[tuple[int, int, int]]] = defaultdict(list)
        for one in occasions:
            self.put(one)

    def put(self, one: Occasion) -> None:
        """Write a meeting down for all who take part."""
        if one.on is None:
            return
        start = slot_of(one.starts_at)
        end = start + slots_taken(one.minutes, with_travel=False)
        for member in self.members[one.series_id]:
            self.taken[member.user_id, one.on].append((start, end, one.series_id))

    def move(
        self,
        series: SeriesFacts,
        one: Occasion,
        calendar: SchoolCalendar,
        free: Mapping[int, Mapping[Time, int]],
    ) -> Occasion:
        """The meeting on the nearest day that suits, or on none."""
        slot = slot_of(one.starts_at)
        end = slot + slots_taken(one.minutes)

        def suits(day: date) -> bool:
            return all(
                (not free.get(member.post_id) or (day.weekday(), slot) in free[member.post_id])
                and all(
                    end <= other or slot >= over
                    for other, over, _series in self.taken.get((member.user_id, day), ())
                )
                for member in series.members
            )

        moved = replace(one, on=calendar.find_day(one.proper_on, suits))
        self.put(moved)
        return moved


@dataclass(frozen=True, slots=True)
class DoubleBooking:
    """A person whom two series want at the same time, so many days of the year."""

    user_id: int
    series_ids: tuple[int, int]
    times: int


def list_double_bookings(
    series: Sequence[SeriesFacts], occasions: Iterable[Occasion]
) -> list[DoubleBooking]:
    """Replays the year day by day, and says who would be in two places."""
    diary = _Diary(series, occasions)
    found: Counter[tuple[int, int, int]] = Counter()
    for (user_id, _day), taken in diary.taken.items():
        taken.sort()
        for number, (_start, end, one) in enumerate(taken):
            for other_start, _end, other in taken[number + 1 :]:
                if other_start < end:
                    found[user_id, min(one, other), max(one, other)] += 1
    return [
        DoubleBooking(user_id, (one, other), times)
        for (user_id, one, other), times in sorted(found.items())
    ]

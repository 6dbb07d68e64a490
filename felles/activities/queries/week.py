"""A week of one agent or of many, drawn from three sources: the fixed plan, meetings, courses.

What somebody else's meeting is called is not told: a place in the week is. The number of
questions to the database is the same for one agent and for all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from felles.activities.models import Away, CourseSession, FollowUp, WeekSlot
from felles.activities.queries.agents import list_follow_ups
from felles.meetings.models import Attendee, Meeting
from felles.people.models import Post
from felles.programme.queries import get_setting, list_periods
from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.agent_week import AwayKind, Side, SlotKind, Stretch, warn_plan
from felles.rules.clocks import SettingKey
from felles.rules.courses import SessionState
from felles.rules.meetings import MeetingState, own_start
from felles.rules.school_year import school_year_of

DAYS = 5
_DAY = timedelta(days=1)
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the week. A stretch of the plan, a meeting or a session: one of the three.

    ``meeting`` is there for the agent alone; for others it is a meeting without a name.
    """

    starts_at: datetime
    ends_at: datetime
    slot: Stretch | None = None
    is_meeting: bool = False
    meeting: Attendee | None = None
    course: CourseSession | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a week. ``holiday`` names days without school; ``is_away`` says no more."""

    on: date
    entries: list[Entry]
    holiday: str = ""
    is_away: bool = False
    away: AwayKind | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What a week holds, in minutes of the plan by kind, and how many meetings and sessions."""

    minutes: dict[SlotKind, int] = field(default_factory=dict)
    meetings: int = 0
    courses: int = 0


@dataclass(frozen=True, slots=True)
class Week:
    """An agent's week from a Monday on. ``has_plan`` says that a fixed week runs in it."""

    agent: Post
    monday: date
    days: list[Day]
    load: Load
    has_plan: bool
    warnings: list[str]
    follow_ups: dict[Side, FollowUp]

    @property
    def missing_sides(self) -> list[Side]:
        """The sides on which nobody follows up the agent."""
        return [side for side in Side if side not in self.follow_ups]


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def list_weeks(actor: Actor, agents: list[Post], monday: date) -> list[Week]:
    """The week of each of some agents, whom the caller has found to be visible to the actor."""
    ids = [agent.pk for agent in agents]
    last = monday + (DAYS - 1) * _DAY
    slots = _slots(ids, monday, last)
    away = _away(ids, monday, last)
    meetings = _meetings(ids, monday, last)
    courses = _courses(ids, monday, last)
    holidays = _holidays(monday, last)
    office = get_setting(SettingKey.OFFICE_WEEKDAY, actor.on)
    follow_ups = list_follow_ups(agents, on=actor.on)
    return [
        _week(
            actor,
            agent,
            monday,
            slots=slots[agent.pk],
            away=away[agent.pk],
            booked=[
                *_booked(meetings[agent.pk], is_own=agent.pk == actor.post_id),
                *(_course(one) for one in courses[agent.pk]),
            ],
            holidays=holidays,
            office=office,
            follow_ups=follow_ups[agent.pk],
        )
        for agent in agents
    ]


def list_plan(agent: Post, on: date) -> list[Stretch]:
    """The fixed week that runs on a day, in order."""
    return [_stretch(row) for row in _running(WeekSlot.objects.filter(post=agent), on)]


def find_plan_begin(agent: Post, on: date) -> date | None:
    """From which day on the plan that runs on a day has held."""
    return max((row.from_on for row in _running(WeekSlot.objects.filter(post=agent), on)),
               default=None)  # fmt: skip


def list_away_meetings(agent: Post, away: Iterable[Away], *, at: datetime) -> list[Attendee]:
    """The meetings ahead that the agent is called to while away."""
    within = Q(pk__in=())
    for row in away:
        begin = datetime.combine(row.from_on, time(), OSLO)
        end = datetime.combine(row.until_on + _DAY, time(), OSLO)
        within |= Q(meeting__starts_at__gte=begin, meeting__starts_at__lt=end)
    rows = Attendee.objects.filter(
        within, post=agent, meeting__called_at__isnull=False, meeting__starts_at__gt=at
    ).exclude(meeting__state=MeetingState.CANCELLED.value)
    rows = rows.select_related("meeting__organisation").order_by("meeting__starts_at", "pk")
    return list(rows[:60])


def _running(rows: Any, on: date) -> list[WeekSlot]:
    rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)
    return list(rows.order_by("weekday", "starts_at", "pk"))


def _slots(ids: Collection[int], first: date, last: date) -> dict[int, list[WeekSlot]]:
    rows = WeekSlot.objects.filter(post_id__in=ids, from_on__lte=last)
    rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=first))
    return _by_post(rows.order_by("weekday", "starts_at", "pk")[:_MOST])


def _away(ids: Collection[int], first: date, last: date) -> dict[int, list[Away]]:
    rows = Away.objects.filter(post_id__in=ids, from_on__lte=last, until_on__gte=first)
    return _by_post(rows.order_by("from_on", "pk")[:_MOST])


def _by_post(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.post_id].append(row)
    return found


def _between(first: date, last: date) -> tuple[datetime, datetime]:
    begin = datetime.combine(first, time(), OSLO)
    return begin, datetime.combine(last + _DAY, time(), OSLO)


def _meetings(ids: Collection[int], first: date, last: date) -> dict[int, list[Attendee]]:
    rows = Attendee.objects.filter(
        post_id__in=ids,
        meeting__called_at__isnull=False,
        meeting__starts_at__range=_between(first, last),
    ).exclude(meeting__state=MeetingState.CANCELLED.value)
    rows = rows.select_related("meeting__organisation").order_by("meeting__starts_at", "pk")
    return _by_post(rows[:_MOST])


def _courses(ids: Collection[int], first: date, last: date) -> dict[int, list[CourseSession]]:
    """Sessions by the post that holds the series; those that were called off are left out."""
    rows = CourseSession.objects.filter(
        series__held_by_id__in=ids, starts_at__range=_between(first, last)
    ).exclude(state=SessionState.NOT_HELD.value)
    found: dict[int, list[CourseSession]] = defaultdict(list)
    for row in rows.select_related("series__school").order_by("starts_at", "pk")[:_MOST]:
        found[row.series.held_by_id].append(row)
    return found


def _holidays(first: date, last: date) -> dict[date, str]:
    found: dict[date, str] = {}
    for year in {school_year_of(first), school_year_of(last)}:
        for period in list_periods(year):
            if period.from_on <= last and period.until_on >= first:
                found |= dict.fromkeys(period.days(), period.name)
    return found


def _stretch(row: WeekSlot) -> Stretch:
    return Stretch(row.weekday, row.starts_at, row.ends_at, SlotKind(row.kind), row.place)


def _booked(places: Iterable[Attendee], *, is_own: bool) -> list[Entry]:
    found = []
    for place in places:
        meeting: Meeting = place.meeting
        found.append(
            Entry(
                starts_at=own_start(meeting.starts_at, place.come_at),
                ends_at=meeting.ends_at,
                is_meeting=True,
                meeting=place if is_own else None,
                place=meeting.place if is_own else "",
            )
        )
    return found


def _course(row: CourseSession) -> Entry:
    return Entry(row.starts_at, row.ends_at, course=row, place=row.room or row.series.room)


def _week(
    actor: Actor,
    agent: Post,
    monday: date,
    *,
    slots: list[WeekSlot],
    away: list[Away],
    booked: list[Entry],
    holidays: dict[date, str],
    office: int,
    follow_ups: dict[Side, FollowUp],
) -> Week:
    tells_kind = agent.pk == actor.post_id or may(actor, Permission.WEEKS_LEAD)
    days = []
    for on in (monday + number * _DAY for number in range(DAYS)):
        absent = next((row for row in away if row.from_on <= on <= row.until_on), None)
        is_plain = absent is None and on not in holidays
        planned = [_planned(row, on) for row in slots if _holds(row, on)] if is_plain else []
        of_day = [one for one in booked if one.starts_at.astimezone(OSLO).date() == on]
        days.append(
            Day(
                on=on,
                entries=sorted(
                    [*planned, *of_day], key=lambda one: (one.starts_at, one.slot is None)
                ),
                holiday=holidays.get(on, ""),
                is_away=absent is not None,
                away=AwayKind(absent.kind) if absent and tells_kind else None,
            )
        )
    running = [
        _stretch(row) for row in slots if row.until_on is None or row.until_on >= days[-1].on
    ]
    return Week(
        agent=agent,
        monday=monday,
        days=days,
        load=_load(days),
        has_plan=bool(slots),
        warnings=warn_plan(running, office) if slots else [],
        follow_ups=follow_ups,
    )


def _holds(row: WeekSlot, on: date) -> bool:
    runs = row.from_on <= on and (row.until_on is None or row.until_on >= on)
    return runs and row.weekday == on.weekday()


def _planned(row: WeekSlot, on: date) -> Entry:
    return Entry(
        starts_at=datetime.combine(on, row.starts_at, OSLO),
        ends_at=datetime.combine(on, row.ends_at, OSLO),
        slot=_stretch(row),
        place=row.place,
    )


def _load(days: list[Day]) -> Load:
    minutes: dict[SlotKind, int] = {}
    entries = [entry for day in days for entry in day.entries]
    for entry in entries:
        if entry.slot is not None:
            kind = entry.slot.kind
            minutes[kind] = minutes.get(kind, 0) + entry.slot.minutes
    return Load(
        minutes,
        meetings=sum(entry.is_meeting for entry in entries),
        courses=sum(entry.course is not None for entry in entries),
    )

"""What stands in the way of a course: holidays, one's own meetings and days away, other courses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q

from felles.activities.models import Away, CourseHolder, CourseSession
from felles.activities.queries.courses import NoCourse, list_own_classes
from felles.meetings.models import Attendee
from felles.programme.queries import list_periods
from felles.rules.access import OSLO, Actor
from felles.rules.course_plan import (
    Choices,
    CoursePlan,
    Hinder,
    Obstacle,
    Taken,
    Wanted,
    Wish,
    find_obstacles,
    last_week_day,
    make_plan,
    may_wish,
)
from felles.rules.courses import GroupKind, SessionState
from felles.rules.meetings import MeetingKind, MeetingState, Reply
from felles.rules.school_year import Period, school_year_of

# So many of each at the most: a school year of a school with dozens of courses.
_MOST = 3000


@dataclass(frozen=True, slots=True)
class Around:
    """For whom a time must be free: who holds it, which class it is for, in which room.

    ``user_id`` and ``post_ids`` are of the one who holds it; ``series_id`` is the series itself,
    whose own sessions do not hinder it unless ``session_id`` alone is left out.
    """

    school_id: int
    user_id: int
    class_group_id: int | None = None
    room: str = ""
    series_id: int | None = None
    session_id: int | None = None


def get_course_plan(
    actor: Actor, wish: Wish, around: Around, choices: Choices | None = None
) -> CoursePlan:
    """The plan of a course as it would be saved now, in a fixed number of queries.

    Raises:
        Refused: nobody could hold a course at such times.
    """
    may_wish(wish).require()
    last = last_week_day(wish)
    taken = list_taken(around, from_on=wish.first_on - timedelta(days=7), until_on=last)
    return make_plan(wish, list_periods(school_year_of(wish.first_on)), taken, choices)


def get_wanted_plan(actor: Actor, wanted: Wanted) -> CoursePlan:
    """The plan of what is asked for, as it would be saved now.

    Raises:
        NoCourse: the class is not one of the school.
        Refused: the times cannot be.
    """
    around = Around(actor.organisation_id, actor.user_id, find_class_id(actor, wanted), wanted.room)
    return get_course_plan(actor, wanted.wish, around, wanted.choices)


def find_class_id(actor: Actor, wanted: Wanted) -> int | None:
    """The class that is asked for; None for a small group.

    Raises:
        NoCourse: it is not one of the school.
    """
    if wanted.group is not GroupKind.CLASS:
        return None
    for row in list_own_classes(actor):
        if row.public_id == wanted.class_id:
            return row.pk
    raise NoCourse


def list_obstacles(around: Around, starts_at: datetime, ends_at: datetime) -> tuple[Obstacle, ...]:
    """What stands in the way of one session at a time."""
    on = starts_at.astimezone(OSLO).date()
    taken = list_taken(around, from_on=on, until_on=on)
    return find_obstacles(starts_at, ends_at, list_periods(school_year_of(on)), taken)


def get_holidays(on: date) -> list[Period]:
    """The days without school of the school year that the day lies in."""
    return list_periods(school_year_of(on))


def list_taken(around: Around, *, from_on: date, until_on: date) -> list[Taken]:
    """All that takes the time of those around a course between two days, both included."""
    begin = datetime.combine(from_on, time(0), OSLO)
    end = datetime.combine(until_on + timedelta(days=1), time(0), OSLO)
    found = [*_meetings(around.user_id, begin, end), *_away(around.user_id, from_on, until_on)]
    return sorted([*found, *_courses(around, begin, end)], key=lambda one: one.starts_at)


def _meetings(user_id: int, begin: datetime, end: datetime) -> Iterator[Taken]:
    """Meetings that the person is called to, or that the year wheel has put in; not those declined.

    A meeting says of which kind it is, and nothing else.
    """
    rows = Attendee.objects.filter(
        Q(meeting__called_at__isnull=False) | Q(meeting__series__isnull=False),
        post__user_id=user_id,
        meeting__starts_at__lt=end,
        meeting__ends_at__gt=begin,
    ).exclude(Q(meeting__state=MeetingState.CANCELLED.value) | Q(reply=Reply.CANNOT.value))
    times = rows.order_by("meeting__starts_at", "pk").values_list(
        "meeting__starts_at", "meeting__ends_at", "meeting__kind"
    )
    for starts_at, ends_at, kind in times[:_MOST]:
        yield Taken(starts_at, ends_at, Hinder.MEETING, MeetingKind(kind).label)


def _away(user_id: int, from_on: date, until_on: date) -> Iterator[Taken]:
    rows = Away.objects.filter(
        post__user_id=user_id, from_on__lte=until_on, until_on__gte=from_on
    ).order_by("from_on", "pk")
    for first, last in rows.values_list("from_on", "until_on")[:_MOST]:
        yield Taken(
            datetime.combine(first, time(0), OSLO),
            datetime.combine(last + timedelta(days=1), time(0), OSLO),
            Hinder.AWAY,
        )


def _courses(around: Around, begin: datetime, end: datetime) -> Iterator[Taken]:
    beside = CourseHolder.objects.filter(
        series_id=OuterRef("series_id"), post__user_id=around.user_id
    )
    rows = (
        CourseSession.objects.filter(starts_at__lt=end, ends_at__gt=begin)
        .exclude(state=SessionState.NOT_HELD.value)
        .annotate(is_beside=Exists(beside))
        .filter(
            Q(series__school_id=around.school_id)
            | Q(series__held_by__user_id=around.user_id)
            | Q(is_beside=True)
        )
        .select_related("series__held_by")
    )
    if around.session_id is not None:
        rows = rows.exclude(pk=around.session_id)
    elif around.series_id is not None:
        rows = rows.exclude(series_id=around.series_id)
    for row in rows.order_by("starts_at", "pk")[:_MOST]:
        hinder = _hinder(around, row)
        if hinder is not None:
            yield Taken(row.starts_at, row.ends_at, hinder, row.series.name)


def _hinder(around: Around, row: CourseSession) -> Hinder | None:
    """Why a session of another course stands in the way; None when it does not."""
    series = row.series
    if series.held_by.user_id == around.user_id or getattr(row, "is_beside", False):
        return Hinder.OWN_COURSE
    if around.class_group_id is not None and series.class_group_id == around.class_group_id:
        return Hinder.CLASS_COURSE
    if around.room and _room(row.room) == _room(around.room):
        same_school = series.school_id == around.school_id
        return Hinder.ROOM if same_school else None
    return None


def _room(name: str) -> str:
    return "".join(name.casefold().split())

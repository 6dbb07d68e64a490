"""Reads of groups: who is in, who waits, who is kept apart, who came. For the school alone.

A pupil with a protected address stands here for those on the reader list only, as everywhere; to
all others the place is not there, and its seat is not missing (rule 8).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from django.db.models import Q, QuerySet

from felles.activities.models import (
    CourseAttendance,
    CoursePlace,
    CourseSeries,
    CourseSession,
    NotTogether,
)
from felles.activities.queries.courses import find_series, get_course_facts
from felles.meetings.queries import NotThere
from felles.people.models import Pupil
from felles.people.queries import pupils_visible_to
from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.course_groups import GROUP_LARGEST
from felles.rules.courses import CourseFacts, GroupKind, PlaceState, may_see_group

# Pairs of one school, and what pupils have missed, on one page.
PAIRS_AT_MOST = 200
MISSED_AT_MOST = 100
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Course:
    """A series whose group the actor may see, with what the rules ask about."""

    series: CourseSeries
    facts: CourseFacts


@dataclass(frozen=True)
class Group:
    """Who takes part: those with a place by part and name, those who wait, the longest first."""

    members: list[CoursePlace]
    waiting: list[CoursePlace]
    seats: int | None

    @cached_property
    def parts(self) -> dict[str, list[CoursePlace]]:
        """Those with a place, by the letter of their part; there is always an A."""
        letters = sorted({"A"} | {place.part for place in self.members})
        return {one: [place for place in self.members if place.part == one] for one in letters}

    @property
    def is_full(self) -> bool:
        """True when all seats are taken. A group without a number of seats has room."""
        most = min(self.seats or GROUP_LARGEST, GROUP_LARGEST)
        return len(self.members) >= most


@dataclass(frozen=True, slots=True)
class OnList:
    """A pupil on the list of a session, and what has been said of the pupil there."""

    pupil: Pupil
    row: CourseAttendance | None


def get_course(actor: Actor, public_id: str) -> Course:
    """A series whose group the actor may see.

    Raises:
        NotThere: no such series at the school, or its group is not for the actor: alike.
    """
    series = find_series(actor, public_id)
    if series is None:
        raise NotThere
    facts = get_course_facts(series)
    if not may_see_group(actor, facts):
        raise NotThere
    return Course(series, facts)


def get_group(actor: Actor, course: Course) -> Group:
    """The places of a small group, in one query. The caller has the course from ``get_course``."""
    places = CoursePlace.objects.filter(series=course.series, pupil__in=pupils_visible_to(actor))
    rows = places.exclude(state=PlaceState.LEFT.value).select_related("pupil__class_group")
    found = list(rows.order_by("part", "pupil__sort_key", "pk")[: GROUP_LARGEST * 3])
    waiting = [place for place in found if place.state == PlaceState.WAITING.value]
    return Group(
        members=[place for place in found if place.state == PlaceState.IN.value],
        waiting=sorted(waiting, key=lambda place: (place.waiting_since or _LAST, place.pk)),
        seats=course.series.seats,
    )


def list_class_pupils(actor: Actor, class_group_id: int | None) -> list[Pupil]:
    """The pupils of a class at the own school, as far as the actor may look them up."""
    pupils = pupils_visible_to(actor).filter(class_group_id=class_group_id)
    return list(pupils.select_related("class_group").order_by("sort_key", "pk")[:GROUP_LARGEST])


def list_pairs(actor: Actor) -> list[NotTogether]:
    """The pairs of the own school, for those who make groups; none for anybody else.

    Only where the actor may look up both.
    """
    if not may(actor, Permission.COURSE_GROUP):
        return []
    pupils = pupils_visible_to(actor)
    pairs = NotTogether.objects.filter(
        school_id=actor.organisation_id, first__in=pupils, second__in=pupils
    ).select_related("first__class_group", "second__class_group")
    return list(pairs.order_by("first__sort_key", "second__sort_key", "pk")[:PAIRS_AT_MOST])


def list_pair_ids(actor: Actor, pupil_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Which of the pupils are kept apart, lower key first; nothing but for those who make groups.

    The caller names only pupils whom the actor may look up.
    """
    if not may(actor, Permission.COURSE_GROUP):
        return set()
    ids = set(pupil_ids)
    pairs = NotTogether.objects.filter(
        school_id=actor.organisation_id, first_id__in=ids, second_id__in=ids
    )
    return set(pairs.order_by("pk").values_list("first_id", "second_id"))


def list_sessions_of(course: Course) -> list[CourseSession]:
    """The sessions of the series, in order."""
    return list(course.series.sessions.order_by("number", "pk")[:100])


def get_session(course: Course, number: int) -> CourseSession:
    """One session of the series.

    Raises:
        NotThere: the series has no such session.
    """
    found = CourseSession.objects.filter(series=course.series, number=number).first()
    if found is None:
        raise NotThere
    return found


def list_attendance(actor: Actor, course: Course, session: CourseSession) -> list[OnList]:
    """Who was expected at a session, by the name they go by; those with a row stay on the list."""
    pupils = pupils_visible_to(actor).filter(
        Q(pk__in=_expected(course, day_of(session.starts_at)))
        | Q(pk__in=CourseAttendance.objects.filter(session=session).values("pupil_id"))
    )
    found = list(pupils.order_by("sort_key", "pk")[:GROUP_LARGEST])
    rows = CourseAttendance.objects.filter(session=session, pupil__in=found).order_by("pk")
    by_pupil = {row.pupil_id: row for row in rows}
    listed = [OnList(pupil, by_pupil.get(pupil.pk)) for pupil in found]
    return sorted(listed, key=lambda one: (one.pupil.called.casefold(), one.pupil.sort_key))


def _expected(course: Course, on: date) -> QuerySet[Pupil]:
    """Who belongs to the series on a day: the class, or those who had a place then."""
    if course.facts.group is GroupKind.CLASS:
        return Pupil.objects.filter(class_group_id=course.series.class_group_id)
    places = CoursePlace.objects.filter(
        Q(from_on__isnull=True) | Q(from_on__lte=on),
        Q(until_on__isnull=True) | Q(until_on__gt=on),
        series=course.series,
        state__in=[PlaceState.IN.value, PlaceState.LEFT.value],
    )
    return Pupil.objects.filter(pk__in=places.values("pupil_id"))


def list_missed(actor: Actor, course: Course) -> list[CourseAttendance]:
    """Who was away from what, those who have not caught up first, and then the newest."""
    rows = CourseAttendance.objects.filter(
        session__series=course.series, came=False, pupil__in=pupils_visible_to(actor)
    ).select_related("pupil", "session")
    found = list(rows.order_by("-session__number", "pupil__sort_key", "pk")[:MISSED_AT_MOST])
    return sorted(found, key=lambda row: row.caught_up_on is not None)


def day_of(at: datetime) -> date:
    """The day in Norway."""
    return at.astimezone(OSLO).date()

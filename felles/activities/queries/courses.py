"""Reads of courses. The plan is for the school; its group and attendance for those who hold it."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import Prefetch, Q, QuerySet

from felles.activities.models import (
    CourseGuest,
    CourseHolder,
    CourseSeries,
    CourseSession,
    CourseSuggestion,
)
from felles.people.models import ClassGroup, Post
from felles.people.queries import list_posts_near
from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.courses import CourseFacts, CourseState, GroupKind, SessionState

PAGE_SIZE = 25
MOST_SESSIONS = 100
MOST_SUGGESTIONS = 50


class NoCourse(LookupError):
    """There is no such series, session, guest or suggestion for the actor. Nobody is told which."""


def visible_series(actor: Actor) -> QuerySet[CourseSeries]:
    """The series of the actor's own school; none for whoever acts for a service."""
    if not may(actor, Permission.COURSE_READ):
        return CourseSeries.objects.none()
    return CourseSeries.objects.filter(school_id=actor.organisation_id)


def find_series(actor: Actor, public_id: str) -> CourseSeries | None:
    """A series at the actor's own school; None for all others, alike."""
    found = visible_series(actor).filter(public_id=public_id)
    return found.select_related("school", "class_group", "held_by__user").first()


def get_series_of_course(actor: Actor, public_id: str) -> CourseSeries:
    """A series at the actor's own school.

    Raises:
        NoCourse: there is none for the actor.
    """
    series = find_series(actor, public_id)
    if series is None:
        raise NoCourse
    return series


def get_course_session(actor: Actor, public_id: str, number: int) -> CourseSession:
    """A session of a series at the actor's own school, with its series.

    Raises:
        NoCourse: there is none for the actor.
    """
    rows = CourseSession.objects.filter(
        series__in=visible_series(actor), series__public_id=public_id, number=number
    )
    found = rows.select_related(
        "series__school", "series__class_group", "series__held_by__user", "instead_of"
    ).first()
    if found is None:
        raise NoCourse
    return found


def get_course_facts(series: CourseSeries) -> CourseFacts:
    """What decides who may do what with the series (:mod:`felles.rules.courses`)."""
    beside = series.holders.order_by("pk").values_list("post_id", flat=True)
    return CourseFacts(
        school_id=series.school_id,
        holder_post_ids=frozenset({series.held_by_id, *beside}),
        state=CourseState(series.state),
        group=GroupKind(series.group),
    )


def list_series(
    actor: Actor, *, is_over: bool, limit: int = PAGE_SIZE, offset: int = 0
) -> list[CourseSeries]:
    """The series of the own school that run, or that are over, newest first.

    Each has its sessions that are ahead in ``ahead``, the next one first.
    """
    rows = visible_series(actor).select_related("class_group", "held_by__user")
    if is_over:
        rows = rows.exclude(state=CourseState.PLANNED.value)
    else:
        rows = rows.filter(state=CourseState.PLANNED.value)
    ahead = CourseSession.objects.filter(
        state=SessionState.PLANNED.value, ends_at__gt=actor.at
    ).order_by("starts_at", "pk")
    rows = rows.prefetch_related(Prefetch("sessions", ahead, to_attr="ahead"))
    return list(rows.order_by("-first_on", "-pk")[offset : offset + limit])


def list_course_sessions(series: CourseSeries) -> list[CourseSession]:
    """All sessions in the order of time, with their guests and what stands in for them.

    The caller has the series by way of :func:`find_series`.
    """
    rows = series.sessions.select_related("instead_of").prefetch_related(
        Prefetch("guests", CourseGuest.objects.order_by("pk")),
        Prefetch("caught_up_by", CourseSession.objects.order_by("pk")),
    )
    return list(rows.order_by("starts_at", "pk")[:MOST_SESSIONS])


def list_session_guests(session: CourseSession) -> list[CourseGuest]:
    """Who is invited to a session, those whose invitation was taken back too."""
    return list(session.guests.order_by("pk"))


def list_holders(series: CourseSeries) -> list[CourseHolder]:
    """Who holds the series beside the one who planned it, by name."""
    rows = series.holders.select_related("post__user")
    return sorted(rows, key=lambda row: (row.post.user.name, row.pk))


def list_possible_holders(actor: Actor, series: CourseSeries) -> list[Post]:
    """Colleagues of the school who could hold the series too, by name."""
    there = {series.held_by_id, *series.holders.values_list("post_id", flat=True)}
    posts = list_posts_near(series.school, at=actor.at)
    found = (post for post in posts if post.organisation_id == series.school_id)
    return sorted(
        (post for post in found if post.pk not in there), key=lambda post: (post.user.name, post.pk)
    )


def list_own_classes(actor: Actor) -> list[ClassGroup]:
    """The classes of the actor's own school that are in use."""
    rows = ClassGroup.objects.filter(school_id=actor.organisation_id, is_active=True)
    return list(rows.order_by("grade", "name", "pk"))


def list_own_sessions(actor: Actor, *, limit: int = 20) -> list[CourseSession]:
    """Sessions that the actor's post holds today and after, not those that are off, in order."""
    if not may(actor, Permission.COURSE_READ):
        return []
    midnight = datetime.combine(actor.on, time(0), OSLO)
    holds = Q(series__held_by_id=actor.post_id) | Q(series__holders__post_id=actor.post_id)
    rows = CourseSession.objects.filter(
        holds, starts_at__gte=midnight, series__school_id=actor.organisation_id
    ).exclude(state=SessionState.NOT_HELD.value)
    rows = rows.select_related("series").order_by("starts_at", "pk")
    return list(rows.distinct()[:limit])


def list_suggestions(actor: Actor, *, is_new: bool) -> list[CourseSuggestion]:
    """Suggestions at the own school: all for those who plan, else one's own; newest first."""
    if not may(actor, Permission.COURSE_READ):
        return []
    rows = CourseSuggestion.objects.filter(school_id=actor.organisation_id)
    if not may(actor, Permission.COURSE_PLAN):
        rows = rows.filter(by__user_id=actor.user_id)
    rows = rows.filter(answered_at__isnull=is_new)
    rows = rows.select_related("by__user", "class_group", "answered_by", "series")
    return list(rows.order_by("-at", "-pk")[:MOST_SUGGESTIONS])


def get_suggestion(actor: Actor, public_id: str) -> CourseSuggestion:
    """A suggestion that the actor may answer.

    Raises:
        NoCourse: there is none at the actor's school, or the actor does not plan courses.
    """
    found = None
    if may(actor, Permission.COURSE_PLAN):
        rows = CourseSuggestion.objects.filter(school_id=actor.organisation_id)
        found = rows.select_related("class_group", "by__user").filter(public_id=public_id).first()
    if found is None:
        raise NoCourse
    return found


def list_own_answers(actor: Actor, *, since: datetime) -> list[CourseSuggestion]:
    """Answers to the actor's own suggestions since an instant, the latest first."""
    rows = CourseSuggestion.objects.filter(by_id=actor.post_id, answered_at__gte=since)
    return list(rows.select_related("series", "class_group").order_by("-answered_at", "-pk")[:5])

"""Writes of course series: planned, changed for the rest, held by more, ended."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F

from felles.activities.models import CourseHolder, CourseSeries, CourseSession, CourseSuggestion
from felles.activities.queries.catalogue import find_sheet
from felles.activities.queries.course_planning import (
    Around,
    find_class_id,
    get_holidays,
    get_wanted_plan,
    list_taken,
)
from felles.activities.queries.courses import (
    get_series_of_course,
    get_suggestion,
    list_possible_holders,
)
from felles.ledger.actions import enqueue, record_change
from felles.people.models import Organisation
from felles.rules.access import OSLO, Actor
from felles.rules.course_moves import may_answer_suggestion, may_change_series, may_plan_at
from felles.rules.course_plan import (
    Wanted,
    Wish,
    find_obstacles,
    instants,
    may_save,
    may_stand,
    may_wish,
)
from felles.rules.course_themes import propose_outlines
from felles.rules.courses import (
    CourseState,
    GroupKind,
    GuestReply,
    SessionState,
    SuggestionState,
    WhyNot,
)
from felles.rules.decision import Decision
from felles.rules.text import N_

MOST_SEATS = 30


class CourseChanged(Exception):
    """Somebody else has changed the course since the page was shown. Nothing was written."""


def bump_series(series: CourseSeries, version: int, **fields: object) -> None:
    """Change the series if it is still the version that the actor saw.

    Raises:
        CourseChanged: it is not; nothing was written.
    """
    rows = CourseSeries.objects.filter(pk=series.pk, version=version)
    if not rows.update(version=F("version") + 1, **fields):
        raise CourseChanged


def log_course(
    by: Actor, at: datetime, series: CourseSeries, action: str, **codes: str | int | bool
) -> None:
    """Write the change row of a series. It names no pupil."""
    record_change(
        by=by, at=at, action=action, object_type="CourseSeries", object_id=series.pk, codes=codes
    )


def tell_guests(at: datetime, kind: str, session: CourseSession) -> None:
    """Put a notice in the outbox for each guest of the session who is still invited."""
    guests = session.guests.exclude(reply=GuestReply.TAKEN_BACK.value)
    for pk in guests.order_by("pk").values_list("pk", flat=True):
        enqueue(at=at, kind=kind, recipient_id=pk)


def create_series(
    *, by: Actor, at: datetime, wanted: Wanted, expected: str, suggestion_id: str = ""
) -> CourseSeries:
    """Save a series with its sessions, as the plan was shown (``expected`` is its digest).

    A suggestion that it comes from is taken in the same breath.

    Raises:
        NoCourse: the class or the suggestion is not there.
        Refused: the actor plans no courses here, or something is changed since the plan was shown.
    """
    may_plan_at(by, by.organisation_id).require()
    sheets = [sheet for key in wanted.themes if (sheet := find_sheet(key))]
    if not sheets or len(sheets) < len(wanted.themes):
        Decision.no(N_("Velg minst ett tema.")).require()
    with transaction.atomic():
        plan = get_wanted_plan(by, wanted)
        may_save(plan, expected=expected).require()
        series = _new_series(by, at, wanted)
        proposed = propose_outlines(sheets, len(plan.sessions))
        CourseSession.objects.bulk_create(
            CourseSession(
                series=series,
                number=week.number,
                starts_at=week.starts_at,
                ends_at=week.ends_at,
                room=series.room,
                theme=theme.value,
                outline=outline,
                changed_at=at,
            )
            for week, (theme, outline) in zip(plan.sessions, proposed, strict=True)
        )
        log_course(by, at, series, "course.plan", sessions=len(plan.sessions))
        if suggestion_id:
            _take_suggestion(by, at, suggestion_id, series)
    return series


def _new_series(by: Actor, at: datetime, wanted: Wanted) -> CourseSeries:
    is_small = wanted.group is GroupKind.SMALL_GROUP
    return CourseSeries.objects.create(
        school=Organisation.objects.get(pk=by.organisation_id),
        name=wanted.name.strip(),
        themes=list(wanted.themes),
        group=wanted.group.value,
        class_group_id=find_class_id(by, wanted),
        grade=wanted.grade if is_small else None,
        seats=wanted.seats if is_small else None,
        held_by_id=by.post_id,
        weekday=wanted.wish.weekday,
        starts_at=wanted.wish.starts_at,
        minutes=wanted.wish.minutes,
        room=wanted.room.strip(),
        first_on=wanted.wish.first_on,
        made_by_id=by.user_id,
        made_at=at,
    )


def _take_suggestion(by: Actor, at: datetime, public_id: str, series: CourseSeries) -> None:
    suggestion = get_suggestion(by, public_id)
    may_answer_suggestion(SuggestionState(suggestion.state)).require()
    CourseSuggestion.objects.filter(pk=suggestion.pk).update(
        state=SuggestionState.TAKEN.value, answered_by_id=by.user_id, answered_at=at, series=series
    )
    record_change(
        by=by,
        at=at,
        action="course.suggestion_take",
        object_type="CourseSuggestion",
        object_id=suggestion.pk,
    )


def change_rest(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    version: int,
    starts_at: time,
    minutes: int,
    room: str,
) -> int:
    """Give what is left of the series another time of day or room; returns how many sessions.

    Guests are told. Sessions that were moved by hand follow too: the day of each stays.

    Raises:
        NoCourse: no such series for the actor.
        Refused: it is over, or something stands in the way on one of the days.
        CourseChanged: somebody was first.
    """
    series = get_series_of_course(by, public_id)
    may_plan_at(by, series.school_id).require()
    may_change_series(CourseState(series.state)).require()
    may_wish(Wish(series.weekday, starts_at, minutes, series.first_on, 1)).require()
    rest = list(_rest(series, at))
    _check_rest(series, rest, starts_at, minutes, room)
    with transaction.atomic():
        bump_series(series, version, starts_at=starts_at, minutes=minutes, room=room.strip())
        for session in rest:
            begins, ends = instants(_day(session), starts_at, minutes)
            change_session(session, at, starts_at=begins, ends_at=ends, room=room.strip())
            tell_guests(at, "guest_moved", session)
        log_course(by, at, series, "course.change_rest", sessions=len(rest))
    return len(rest)


def _rest(series: CourseSeries, at: datetime) -> list[CourseSession]:
    rows = series.sessions.filter(state=SessionState.PLANNED.value, starts_at__gt=at)
    return list(rows.order_by("starts_at", "pk"))


def _day(session: CourseSession) -> date:
    return session.starts_at.astimezone(OSLO).date()


def _check_rest(
    series: CourseSeries, rest: list[CourseSession], starts_at: time, minutes: int, room: str
) -> None:
    """Refuse when a course or a room stands in the way of one of the sessions."""
    if not rest:
        return
    around = Around(
        series.school_id,
        series.held_by.user_id,
        series.class_group_id,
        room,
        series_id=series.pk,
    )
    first, last = _day(rest[0]), _day(rest[-1])
    taken = list_taken(around, from_on=first, until_on=last)
    for session in rest:
        begins, ends = instants(_day(session), starts_at, minutes)
        found = find_obstacles(begins, ends, get_holidays(_day(session)), taken)
        may_stand((one.hinder for one in found), is_one=False).require()


def change_session(
    session: CourseSession, at: datetime, *, is_told: bool = True, **fields: object
) -> None:
    """Change one session's row, and count up what guests are told, if they are.

    Raises:
        CourseChanged: somebody was first; nothing was written.
    """
    rows = CourseSession.objects.filter(pk=session.pk, version=session.version)
    told = {"sequence": F("sequence") + 1, "changed_at": at} if is_told else {}
    if not rows.update(version=F("version") + 1, **told, **fields):
        raise CourseChanged


def add_holder(*, by: Actor, at: datetime, public_id: str, post_id: str) -> None:
    """Let a colleague of the school hold the series too, see its group and take attendance.

    Raises:
        NoCourse: no such series for the actor.
        Refused: it is over, or the post is not one of the school's.
    """
    series = get_series_of_course(by, public_id)
    may_plan_at(by, series.school_id).require()
    may_change_series(CourseState(series.state)).require()
    found = [post for post in list_possible_holders(by, series) if post.public_id == post_id]
    if not found:
        Decision.no(N_("Velg en kollega ved skolen.")).require()
    with transaction.atomic():
        CourseHolder.objects.create(series=series, post=found[0])
        log_course(by, at, series, "course.holder_add", post=found[0].pk)


def remove_holder(*, by: Actor, at: datetime, public_id: str, post_id: str) -> None:
    """Take a colleague off the series. Doing it twice does nothing more.

    Raises:
        NoCourse: no such series for the actor.
        Refused: the actor plans no courses here.
    """
    series = get_series_of_course(by, public_id)
    may_plan_at(by, series.school_id).require()
    row = series.holders.filter(post__public_id=post_id).first()
    if row is None:
        return
    with transaction.atomic():
        row.delete()
        log_course(by, at, series, "course.holder_remove", post=row.post_id)


def end_series(
    *, by: Actor, at: datetime, public_id: str, version: int, is_cancelled: bool = False
) -> None:
    """End the series, or cancel what is left of it. Sessions ahead come to nothing; guests hear.

    Raises:
        NoCourse: no such series for the actor.
        Refused: it is over already.
        CourseChanged: somebody was first.
    """
    series = get_series_of_course(by, public_id)
    may_plan_at(by, series.school_id).require()
    may_change_series(CourseState(series.state)).require()
    state = CourseState.CANCELLED if is_cancelled else CourseState.ENDED
    with transaction.atomic():
        bump_series(series, version, state=state.value, ended_at=at)
        for session in _rest(series, at):
            change_session(
                session, at, state=SessionState.NOT_HELD.value, why_not=WhyNot.OTHER.value
            )
            tell_guests(at, "guest_cancelled", session)
        log_course(by, at, series, "course.end", is_cancelled=is_cancelled)

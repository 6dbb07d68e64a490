"""Writes of single sessions: moved, on another theme, held, come to nothing, caught up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from felles.activities.actions.course_series import CourseChanged, change_session, tell_guests
from felles.activities.models import CourseSeries, CourseSession
from felles.activities.queries.catalogue import find_sheet
from felles.activities.queries.course_planning import Around, list_obstacles
from felles.activities.queries.courses import get_course_session
from felles.ledger.actions import record_change
from felles.rules.access import OSLO, Actor
from felles.rules.course_moves import (
    may_be_moved_to,
    may_change_session,
    may_plan_at,
    may_replace,
    may_say_held,
)
from felles.rules.course_plan import Wish, may_stand, may_wish
from felles.rules.courses import CourseState, GuestReply, SessionState, WhyNot
from felles.rules.decision import Decision
from felles.rules.text import N_


def log_session(
    by: Actor, at: datetime, session: CourseSession, action: str, **codes: str | int | bool
) -> None:
    """Write the change row of a session. It names no pupil."""
    record_change(
        by=by, at=at, action=action, object_type="CourseSession", object_id=session.pk, codes=codes
    )


def get_planned(by: Actor, public_id: str, number: int, version: int) -> CourseSession:
    """A session that the actor may change now.

    Raises:
        NoCourse: there is none for the actor.
        Refused: the actor plans no courses here, or it is held, off or of a course that is over.
        CourseChanged: somebody was first.
    """
    session = get_course_session(by, public_id, number)
    may_plan_at(by, session.series.school_id).require()
    may_change_session(CourseState(session.series.state), SessionState(session.state)).require()
    if session.version != version:
        raise CourseChanged
    return session


def around_session(session: CourseSession, room: str) -> Around:
    """For whom a time of the session must be free."""
    series = session.series
    return Around(
        series.school_id,
        series.held_by.user_id,
        series.class_group_id,
        room,
        series_id=series.pk,
        session_id=session.pk,
    )


def _check_time(
    session: CourseSession, at: datetime, starts_at: datetime, ends_at: datetime, room: str
) -> None:
    """Refuse a time that cannot be. Over one's own meeting a person may hold a session."""
    local = starts_at.astimezone(OSLO)
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    may_wish(Wish(local.weekday(), local.time(), minutes, local.date(), 1)).require()
    may_be_moved_to(starts_at, at=at).require()
    found = list_obstacles(around_session(session, room), starts_at, ends_at)
    may_stand((one.hinder for one in found), is_one=True).require()


def move_session(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    number: int,
    version: int,
    starts_at: datetime,
    ends_at: datetime,
    room: str,
) -> None:
    """Give one session another time or room. Guests are told, and asked anew when it is the time.

    Raises:
        NoCourse, CourseChanged: see :func:`get_planned`.
        Refused: it is over, or a holiday, a course or the room stands in the way.
    """
    session = get_planned(by, public_id, number, version)
    _check_time(session, at, starts_at, ends_at, room)
    is_new_time = (starts_at, ends_at) != (session.starts_at, session.ends_at)
    with transaction.atomic():
        change_session(session, at, starts_at=starts_at, ends_at=ends_at, room=room.strip())
        if is_new_time:
            session.guests.exclude(reply=GuestReply.TAKEN_BACK.value).update(
                reply=GuestReply.NONE.value, replied_at=None
            )
        tell_guests(at, "guest_moved", session)
        log_session(by, at, session, "course.session_move", is_new_time=is_new_time)


def set_outline(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    number: int,
    version: int,
    theme: str,
    outline: str,
) -> None:
    """Choose another theme or outline of the catalogue for one session; an empty outline is one's
    own.

    Raises:
        NoCourse, CourseChanged: see :func:`get_planned`.
        Refused: it is over, or the catalogue has no such outline.
    """
    session = get_planned(by, public_id, number, version)
    sheet = find_sheet(theme)
    if sheet is None or (outline and sheet.find_outline(outline) is None):
        Decision.no(N_("Velg et opplegg fra lista.")).require()
    is_new_theme = theme != session.theme
    with transaction.atomic():
        change_session(session, at, is_told=is_new_theme, theme=theme, outline=outline)
        if is_new_theme:
            tell_guests(at, "guest_moved", session)
        log_session(by, at, session, "course.session_outline", theme=theme)


def hold_session(*, by: Actor, at: datetime, public_id: str, number: int, version: int) -> None:
    """Say that the session was held.

    Raises:
        NoCourse, CourseChanged: see :func:`get_planned`.
        Refused: it has not begun, or is over already.
    """
    session = get_planned(by, public_id, number, version)
    may_say_held(
        CourseState(session.series.state),
        SessionState(session.state),
        starts_at=session.starts_at,
        at=at,
    ).require()
    with transaction.atomic():
        change_session(session, at, is_told=False, state=SessionState.HELD.value, done_at=at)
        log_session(by, at, session, "course.session_held")


def call_off_session(
    *, by: Actor, at: datetime, public_id: str, number: int, version: int, why: WhyNot
) -> None:
    """Say that the session comes to nothing, or came to nothing, and why. Guests are told if it is
    ahead.

    Raises:
        NoCourse, CourseChanged, Refused: see :func:`get_planned`.
    """
    session = get_planned(by, public_id, number, version)
    with transaction.atomic():
        change_session(
            session, at, state=SessionState.NOT_HELD.value, why_not=why.value, done_at=at
        )
        if session.starts_at > at:
            tell_guests(at, "guest_cancelled", session)
        log_session(by, at, session, "course.session_off", why=why.value)


def replace_session(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    number: int,
    starts_at: datetime,
    ends_at: datetime,
    room: str,
) -> CourseSession:
    """Set up a session instead of one that came to nothing, on the same theme.

    Raises:
        NoCourse: there is none for the actor.
        Refused: there is one already, or something stands in the way.
        CourseChanged: somebody was first.
    """
    gone = get_course_session(by, public_id, number)
    series = gone.series
    may_plan_at(by, series.school_id).require()
    may_replace(
        CourseState(series.state),
        SessionState(gone.state),
        is_replaced=gone.caught_up_by.exists(),
    ).require()
    _check_time(gone, at, starts_at, ends_at, room)
    with transaction.atomic():
        session = CourseSession.objects.create(
            series=series,
            number=_next_number(series),
            starts_at=starts_at,
            ends_at=ends_at,
            room=room.strip(),
            theme=gone.theme,
            outline=gone.outline,
            instead_of=gone,
            changed_at=at,
        )
        log_session(by, at, session, "course.session_replace", instead_of=gone.pk)
    return session


def _next_number(series: CourseSeries) -> int:
    # Two at once: the second breaks on the constraint, and nothing of it is kept.
    return int(series.sessions.aggregate(last=Max("number"))["last"] or 0) + 1

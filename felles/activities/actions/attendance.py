"""Writes of attendance: who came, why not, and who has caught up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from felles.activities.models import CourseAttendance, CourseSession
from felles.activities.queries.groups import (
    OnList,
    day_of,
    get_course,
    get_session,
    list_attendance,
)
from felles.ledger.actions import Change, record_change, record_changes
from felles.meetings.queries import NotThere
from felles.people.queries import find_pupil_by_public_id
from felles.rules.access import Actor
from felles.rules.course_groups import ATTENDANCE_CHANGED, may_take_attendance
from felles.rules.courses import AwayReason, SessionState
from felles.rules.decision import Decision
from felles.rules.text import N_

NOBODY = Decision.no(N_("Det er ingen på lista ennå."))


def take_attendance(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    number: int,
    version: int,
    listed: Collection[str],
    away: Mapping[str, AwayReason],
) -> CourseSession:
    """Say who of those ``listed`` was away and why; all others came. The session has been held.

    Who is not listed is left as it is, so that a pupil who joins meanwhile is not said to have
    come. What was said before and still holds stays, with the day of catching up; each change has
    its row in the ledger, with what was and what is.

    Raises:
        NotThere: the group or the session is not there for the actor.
        Refused: not yet, did not take place, nobody is on the list, or somebody else was first.
    """
    course = get_course(by, public_id)
    session = get_session(course, number)
    may_take_attendance(
        by, course.facts, state=SessionState(session.state), held_on=day_of(session.starts_at)
    ).require()
    people = [one for one in list_attendance(by, course, session) if one.pupil.public_id in listed]
    if not people:
        NOBODY.require()
    with transaction.atomic():
        changed = CourseSession.objects.filter(pk=session.pk, version=version).update(
            state=SessionState.HELD.value,
            done_at=Coalesce("done_at", at),
            version=F("version") + 1,
        )
        if not changed:
            ATTENDANCE_CHANGED.require()
        _write(by, at, session, people, away)
        record_change(
            by=by,
            at=at,
            action="course.held",
            object_type="CourseSession",
            object_id=session.pk,
        )
    return session


def _write(
    by: Actor,
    at: datetime,
    session: CourseSession,
    people: list[OnList],
    away: Mapping[str, AwayReason],
) -> None:
    new: list[CourseAttendance] = []
    known: list[CourseAttendance] = []
    changes: list[tuple[str, CourseAttendance]] = []
    for one in people:
        row = one.row or CourseAttendance(session=session, pupil=one.pupil)
        before = _said(row) if one.row else ""
        reason = away.get(one.pupil.public_id)
        row.came, row.reason = reason is None, reason.value if reason else ""
        row.caught_up_on = None if row.came else row.caught_up_on
        if before != _said(row):
            (known if one.row else new).append(row)
            changes.append((before, row))
    CourseAttendance.objects.bulk_create(new)
    CourseAttendance.objects.bulk_update(known, ["came", "reason", "caught_up_on"])
    record_changes(
        by=by,
        at=at,
        changes=[
            Change(
                "course.attendance",
                "CourseAttendance",
                row.pk,
                codes={"was": before, "now": _said(row)},
            )
            for before, row in changes
        ],
    )


def _said(row: CourseAttendance) -> str:
    return "came" if row.came else row.reason


def set_caught_up(
    *, by: Actor, at: datetime, public_id: str, number: int, pupil: str, caught_up: bool
) -> None:
    """Say that a pupil who was away has had the same in another way, or that it was a mistake.

    Raises:
        NotThere: the group, the session or the pupil's absence is not there for the actor.
    """
    course = get_course(by, public_id)
    session = get_session(course, number)
    found = find_pupil_by_public_id(by, pupil)
    rows = CourseAttendance.objects.filter(session=session, pupil=found, came=False)
    row = rows.first() if found else None
    if row is None:
        raise NotThere
    with transaction.atomic():
        rows.update(caught_up_on=by.on if caught_up else None)
        record_change(
            by=by,
            at=at,
            action="course.caught_up",
            object_type="CourseAttendance",
            object_id=row.pk,
            codes={"caught_up": caught_up},
        )

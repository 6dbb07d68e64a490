"""The demo's next meetings, which are called, and one for today."""

from __future__ import annotations

from datetime import time, timedelta
from random import Random

from felles.casework.actions import (
    order_agenda,
    take_up_case,
)
from felles.casework.models import Case
from felles.casework.queries import get_agenda
from felles.casework.queries.cases import NotVisible
from felles.config.demo.calendar import Calendar
from felles.config.demo.meetings_parts import School, call, instant, plan, take_up
from felles.config.demo.stage import Stage
from felles.meetings.actions import (
    add_anonymous_row,
    add_common_row,
    set_row,
)
from felles.meetings.models import Meeting, Series
from felles.rules.case_flow import Step
from felles.rules.decision import Refused
from felles.rules.meetings import MeetingKind, MeetingState, RowKind


def call_next(school: School) -> None:
    """The next meeting of the series is called, with what is ready on its agenda."""
    now = school.calendar.now
    meeting = (
        Meeting.objects.filter(
            series=school.series, starts_at__gt=now, state=MeetingState.PLANNED.value
        )
        .order_by("starts_at")
        .first()
    )
    if meeting is None or meeting.starts_at - now > timedelta(days=21):
        return
    at = now - timedelta(days=3)
    call(school, meeting, at)
    by = school.rector(at)
    add_common_row(
        by=by, at=at, public_id=meeting.public_id, title="Oppfølging fra sist", minutes=10
    )
    take_up(school, meeting, now - timedelta(hours=2), most=3)


def meet_today(stage: Stage, calendar: Calendar) -> None:
    """An extra meeting at Furulia today, so that the room can be tried on any day."""
    organisation = stage.organisations["furulia"]
    series = Series.objects.get(organisation=organisation, kind=MeetingKind.INNSATSTEAM.value)
    school = School("furulia", series, stage, calendar, Random("today"))  # noqa: S311
    starts_at = instant(calendar.today, time(13, 0))
    planned_at = starts_at - timedelta(days=9)
    meeting = plan(school, starts_at, planned_at)
    call(school, meeting, planned_at + timedelta(hours=1))
    at = min(calendar.now, starts_at) - timedelta(hours=3)
    by = school.rector(at)
    meeting_id = meeting.public_id
    add_common_row(by=by, at=at, public_id=meeting_id, title="Oppfølging fra sist", minutes=10)
    add_anonymous_row(by=by, at=at, public_id=meeting_id, minutes=10)
    for public_id in _with_the_team(school):
        try:
            take_up_case(by=by, at=at, meeting_id=meeting_id, public_id=public_id)
        except (Refused, NotVisible):
            continue
    agenda = get_agenda(by, meeting)
    named = [line for line in agenda.lines if line.row.kind == RowKind.CASE]
    if named:
        meeting.refresh_from_db()
        set_row(
            by=by,
            at=at,
            public_id=meeting_id,
            row_id=named[0].row.public_id,
            version=meeting.version,
            minutes=15,
            guardians_at=time(13, 30),
        )
        meeting.refresh_from_db()
        order_agenda(by=by, at=at, meeting_id=meeting_id, version=meeting.version)


def _with_the_team(school: School) -> list[str]:
    """Open cases at the school that its innsatsteam works with, the longest first; not all."""
    steps = [step.value for step in Step if step.needs_consent]
    cases = Case.objects.filter(
        school=school.series.organisation, state=Case.State.OPEN.value, step__in=steps
    )
    return list(cases.order_by("opened_at", "pk").values_list("public_id", flat=True)[:5])

"""The demo's meetings that have been held: played through the product's own actions.

Each at its instant, by whoever does it. What cannot be done as things stand in the demo that day (a
consent that is not there) is left out, as in life.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from felles.casework.actions import (
    Agreed,
    Give,
    approve_minutes,
    close_meeting,
    finish_case,
    open_line,
)
from felles.casework.models import Minutes
from felles.casework.queries import get_agenda
from felles.casework.queries.cases import get_case
from felles.casework.queries.room import get_room, list_givers
from felles.config.demo.calendar import Calendar
from felles.config.demo.district import SCHOOLS
from felles.config.demo.meetings_next import call_next, meet_today
from felles.config.demo.meetings_parts import (
    CALL_AHEAD,
    MINUTES,
    School,
    call,
    chance_of,
    instant,
    list_attendees,
    plan,
    take_up,
)
from felles.config.demo.stage import Stage
from felles.meetings.actions import (
    add_common_row,
    cancel_meeting,
    finish_common_row,
    start_meeting,
)
from felles.meetings.models import Meeting, Series
from felles.rules.case_flow import Step
from felles.rules.decision import Refused
from felles.rules.meetings import MeetingKind, RowKind
from felles.rules.roles import Topic
from felles.rules.room import Outcome

HELD_BEFORE = 7
# No meetings between these days, as (month, day).
_SUMMER = ((6, 15), (8, 20))
WHY = (
    "Vi fortsetter med det som virker, og prøver én ting til.",
    "Eleven sier at dette hjelper. Derfor gjør vi mer av det.",
    "Foreldrene vil gjerne være med. Vi starter smått, og ser på det igjen.",
)
GIVES = (
    "Følger til klubben de første gangene",
    "Fast prat hver mandag",
    "Ringer hjem med noe som har gått bra",
    "Plass på ettermiddagsgruppa",
)


def hold_meetings(stage: Stage, calendar: Calendar) -> None:
    """Let some meetings have been held, call the next ones, and one for today at Furulia."""
    for key in SCHOOLS:
        organisation = stage.organisations[key]
        series = Series.objects.filter(
            organisation=organisation, kind=MeetingKind.INNSATSTEAM.value
        ).first()
        if series is None or series.weekday is None:
            continue
        dice = Random(f"{key} meets")  # noqa: S311 -- the same meetings each time
        school = School(key, series, stage, calendar, dice)
        days = list(_days_before(school))
        for number, day in enumerate(days):
            _hold(school, day, is_last=number == len(days) - 1, is_off=number == 2)
        call_next(school)
    meet_today(stage, calendar)


def _days_before(school: School) -> Iterator[date]:
    """The days of the meetings before today, the oldest first: school days, no summer."""
    today, series = school.calendar.today, school.series
    back = (today.weekday() - (series.weekday or 0)) % 7 or 7
    day = today - timedelta(days=back + 7)
    found: list[date] = []
    while len(found) < HELD_BEFORE:
        if not _SUMMER[0] < (day.month, day.day) < _SUMMER[1]:
            found.append(day)
        day -= timedelta(weeks=series.every_weeks)
    yield from reversed(found)


def _hold(school: School, day: date, *, is_last: bool, is_off: bool) -> None:
    """One meeting of the past, from call to close; or called and cancelled."""
    starts_at = instant(day, school.series.starts_at or time(12, 0))
    meeting = plan(school, starts_at, starts_at - timedelta(days=28))
    called_at = starts_at - CALL_AHEAD
    call(school, meeting, called_at)
    if is_off:
        at = starts_at - timedelta(days=2)
        meeting.refresh_from_db()
        cancel_meeting(
            by=school.rector(at), at=at, public_id=meeting.public_id, version=meeting.version
        )
        return
    by = school.rector(called_at)
    add_common_row(
        by=by,
        at=called_at,
        public_id=meeting.public_id,
        title="Oppfølging fra sist",
        minutes=10,
    )
    if is_last:
        take_up(school, meeting, called_at + timedelta(hours=1), most=4)
    _run(school, meeting, starts_at)


def _run(school: School, meeting: Meeting, starts_at: datetime) -> None:
    """Everybody comes, the lines are dealt with in turn, the meeting is closed."""
    by = school.rector(starts_at)
    there = [
        one.public_id
        for one in list_attendees(meeting)
        if one.post_id == by.post_id or school.dice.random() < chance_of(one)
    ]
    start_meeting(by=by, at=starts_at, public_id=meeting.public_id, in_room=there)
    at = starts_at
    for row in list(meeting.rows.order_by("position", "pk")):
        at += timedelta(minutes=row.minutes)
        _deal_with(school, meeting, row.public_id, at)
    at = starts_at + timedelta(minutes=MINUTES)
    close_meeting(by=school.rector(at), at=at, meeting_id=meeting.public_id, came=there)
    _approve(school, meeting, at + timedelta(days=1))


def _deal_with(school: School, meeting: Meeting, row_id: str, at: datetime) -> None:
    by = school.rector(at)
    meeting.refresh_from_db()
    line = get_agenda(by, meeting).line(row_id)
    inside = [one for one in list_attendees(meeting) if one.is_in_room]
    gone = [one.public_id for one in inside if one.pk not in line.members]
    # Whoever went out for the line before comes in again, when they may hear this one.
    back = [
        one.public_id
        for one in list_attendees(meeting)
        if one.came and not one.is_in_room and one.pk in line.members
    ]
    try:
        open_line(by=by, at=at, meeting_id=meeting.public_id, row_id=row_id, gone=gone, back=back)
    except Refused:
        return
    if line.row.kind == RowKind.COMMON:
        finish_common_row(by=by, at=at, public_id=meeting.public_id, row_id=row_id)
        return
    _agree(school, meeting, row_id, at)


def _agree(school: School, meeting: Meeting, row_id: str, at: datetime) -> None:
    """The case is agreed on: one or two promise something, and why stands in the minutes."""
    by = school.rector(at)
    room = get_room(by, meeting)
    if room.line is None or room.line.case is None:
        return
    view = get_case(by, room.line.case.public_id)
    givers = [one for one in list_givers(by, room, view) if one.topics]
    chosen = school.dice.sample(givers, min(2, len(givers)))
    gives = [
        Give(
            key=one.key,
            text=school.dice.choice(GIVES),
            days=school.dice.choice((7, 21, 42)),
            topic=min(one.topics),
        )
        for one in chosen
    ]
    agreed = Agreed(
        outcome=Outcome.START,
        why=school.dice.choice(WHY),
        evaluate_on=school.calendar.today + timedelta(days=10 + school.dice.randrange(20)),
        topic=gives[0].topic if gives else Topic.SCHOOL_ENVIRONMENT,
        goal="Ha det godt på skolen og i fritida",
        gives=gives,
    )
    # A case that the team has not decided on yet waits: its own story tells how it goes on.
    tries = (agreed, _again(agreed)) if view.case.step == Step.MEASURES else (_again(agreed),)
    for one in tries:
        try:
            finish_case(
                by=by,
                at=at,
                meeting_id=meeting.public_id,
                row_id=row_id,
                version=view.case.version,
                agreed=one,
            )
        except Refused:
            continue
        return


def _again(agreed: Agreed) -> Agreed:
    return Agreed(
        outcome=Outcome.AGAIN,
        why="Vi rakk ikke å bli enige. Vi tar det opp igjen.",
        evaluate_on=None,
        topic=agreed.topic,
        goal=agreed.goal,
    )


def _approve(school: School, meeting: Meeting, at: datetime) -> None:
    """Rector approves the minutes the day after, all but the last, which wait."""
    by = school.rector(at)
    drafts = Minutes.objects.filter(item__row__meeting=meeting, approved_at=None)
    for minutes in list(drafts.select_related("case").order_by("pk"))[:-1]:
        approve_minutes(
            by=by,
            at=at,
            public_id=minutes.case.public_id,
            minutes_id=minutes.public_id,
            version=minutes.version,
        )

"""What the demo's meetings are made of: a school's part in them, calls, what is taken up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from felles.casework.actions import (
    order_agenda,
    take_up_case,
)
from felles.casework.queries import list_candidates
from felles.config.demo.calendar import Calendar
from felles.config.demo.stage import Stage
from felles.meetings.actions import (
    call_meeting,
    plan_meeting,
    reply_to_meeting,
)
from felles.meetings.models import Attendee, Meeting, Series
from felles.rules.access import OSLO, Actor
from felles.rules.decision import Refused
from felles.rules.meetings import MeetingKind, Reply
from felles.rules.roles import OrgKind

MINUTES = 90
CALL_AHEAD = timedelta(days=14)
# How often each sort of member comes. The rhythm is to have something to ask about.
COMES = {
    OrgKind.BUP: 0.0,
    OrgKind.OSLOHJELPA: 0.6,
    OrgKind.YOUTH_CLUB: 0.8,
}
USUALLY = 0.95


@dataclass(frozen=True, slots=True)
class School:
    """One school's part in it: its key in the stage, its series, and whoever calls and chairs."""

    key: str
    series: Series
    stage: Stage
    calendar: Calendar
    dice: Random

    def rector(self, at: datetime) -> Actor:
        """The rector at an instant."""
        return self.stage.actor(f"{self.key}.rector", at)


def plan(school: School, starts_at: datetime, planned_at: datetime) -> Meeting:
    by = school.rector(planned_at)
    return plan_meeting(
        by=by,
        at=planned_at,
        organisation=school.series.organisation,
        kind=MeetingKind.INNSATSTEAM,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=MINUTES),
        place=school.series.place,
        series=school.series,
    )


def call(school: School, meeting: Meeting, at: datetime) -> None:
    meeting.refresh_from_db()
    call_meeting(by=school.rector(at), at=at, public_id=meeting.public_id, version=meeting.version)
    for attendee in list_attendees(meeting):
        key = key_of(school.stage, attendee)
        if key and school.dice.random() < 0.8:
            will = school.dice.random() < chance_of(attendee)
            reply_at = at + timedelta(days=1 + school.dice.randrange(3))
            if reply_at >= school.calendar.now:
                continue
            reply_to_meeting(
                by=school.stage.actor(key, reply_at),
                at=reply_at,
                public_id=meeting.public_id,
                reply=Reply.COMES if will else Reply.CANNOT,
            )


def list_attendees(meeting: Meeting) -> list[Attendee]:
    rows = meeting.attendees.select_related("post__organisation", "post__user")
    return list(rows.order_by("pk"))


def key_of(stage: Stage, attendee: Attendee) -> str:
    """The part that plays the attendee's post; "" for a second post."""
    return next((key for key, post in stage.posts.items() if post.pk == attendee.post_id), "")


def chance_of(attendee: Attendee) -> float:
    return COMES.get(OrgKind(attendee.post.organisation.kind), USUALLY)


def take_up(school: School, meeting: Meeting, at: datetime, *, most: int) -> None:
    """Put what is ready on the agenda, in the order that is proposed."""
    by = school.rector(at)
    for candidate in list_candidates(by, meeting)[:most]:
        try:
            take_up_case(
                by=by,
                at=at,
                meeting_id=meeting.public_id,
                public_id=candidate.row.public_id,
                is_follow_up=candidate.is_follow_up,
            )
        except Refused:
            continue
    meeting.refresh_from_db()
    order_agenda(by=by, at=at, meeting_id=meeting.public_id, version=meeting.version)


def instant(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, OSLO)

"""Meetings for tests to act in: planned, called, started, with cases on their agenda."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from felles.casework import actions
from felles.casework.actions import Agreed, Give
from felles.casework.models import CaseItem
from felles.meetings.actions import call_meeting, plan_meeting, start_meeting
from felles.meetings.models import AgendaRow, Attendee, Meeting, Series
from felles.rules.meetings import MeetingKind
from felles.rules.roles import Topic
from felles.rules.room import Outcome
from tests import make
from tests.cast import NOW, Cast, days

IN_AN_HOUR = NOW + timedelta(hours=1)
PARTS = (
    "rector",
    "social_teacher",
    "social_agent",
    "health_nurse",
    "club_leader",
    "child_welfare_intake",
    "oslohjelpa",
)


def planned(
    cast: Cast,
    parts: Collection[str] = PARTS,
    *,
    kind: MeetingKind = MeetingKind.INNSATSTEAM,
    series: Series | None = None,
    starts_at: datetime = IN_AN_HOUR,
) -> Meeting:
    """A meeting at Furulia, in an hour unless told otherwise, called, with these people on it."""
    by = cast.actor("rector")
    meeting = plan_meeting(
        by=by,
        at=NOW,
        organisation=cast.furulia,
        kind=kind,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        series=series,
        post_ids=[cast.posts[part].pk for part in parts],
    )
    call_meeting(by=by, at=NOW, public_id=meeting.public_id, version=1)
    meeting.refresh_from_db()
    return meeting


def attendee(cast: Cast, meeting: Meeting, part: str) -> Attendee:
    """The place of a part in the meeting, as it is now."""
    return Attendee.objects.get(meeting=meeting, post=cast.posts[part])


def start(cast: Cast, meeting: Meeting, parts: Collection[str] = PARTS) -> None:
    """Start the meeting with these parts in the room."""
    start_meeting(
        by=cast.actor("rector"),
        at=NOW,
        public_id=meeting.public_id,
        in_room=[attendee(cast, meeting, part).public_id for part in parts],
    )
    meeting.refresh_from_db()


def take_up(cast: Cast, meeting: Meeting, made: make.Made, question: str = "") -> AgendaRow:
    """Put a case on the agenda."""
    item: CaseItem = actions.take_up_case(
        by=cast.actor("rector"),
        at=NOW,
        meeting_id=meeting.public_id,
        public_id=made.public_id,
        question=question,
    )
    return item.row


def open_line(
    cast: Cast,
    meeting: Meeting,
    row: AgendaRow,
    *,
    gone: Collection[str] = (),
    part: str = "rector",
) -> None:
    """Pass the gate: these parts have left."""
    actions.open_line(
        by=cast.actor(part),
        at=NOW,
        meeting_id=meeting.public_id,
        row_id=row.public_id,
        gone=[attendee(cast, meeting, one).public_id for one in gone],
    )


def ready(cast: Cast, **answer_fields: Any) -> make.Made:
    """In the innsatsteam, and the family has been met: the team may decide."""
    made = make.in_team(cast, **answer_fields)
    meet_family(cast, made)
    return made


def meet_family(cast: Cast, made: make.Made) -> None:
    """Write that the meeting with pupil and guardians was held."""
    by = cast.actor("rector")
    actions.log_talk(
        by=by, at=NOW, public_id=made.public_id, kind="family_meeting", held_on=by.on, who="Alle"
    )


def agreed(outcome: Outcome = Outcome.START, **fields: Any) -> Agreed:
    """What a meeting agreed on, whole; ``fields`` change a part."""
    return Agreed(
        **{
            "outcome": outcome,
            "why": "Hun trives best med en voksen hun kjenner.",
            "evaluate_on": NOW.date() + days(42),
            "topic": Topic.SCHOOL_ENVIRONMENT,
            "goal": "Har noen å være sammen med",
            "gives": [Give("school", "Trygg voksen på AKS", 7, Topic.SCHOOL_ENVIRONMENT)],
            **fields,
        }
    )


def finish(cast: Cast, meeting: Meeting, row: AgendaRow, made: make.Made, what: Agreed) -> None:
    """Press «Ferdig, neste sak»."""
    actions.finish_case(
        by=cast.actor("rector"),
        at=NOW,
        meeting_id=meeting.public_id,
        row_id=row.public_id,
        version=made.version,
        agreed=what,
    )

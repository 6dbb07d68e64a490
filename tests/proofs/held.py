"""A meeting that was held: what it leaves behind in each case that it dealt with."""

from datetime import timedelta

from felles.casework.models import (
    Case,
    CaseItem,
    FamilyMeeting,
    FamilyMeetingGuest,
    Measure,
    Minutes,
)
from felles.meetings.models import AgendaRow, Attendee, Meeting, Presence
from felles.rules.meetings import MeetingKind, MeetingState, RowKind, RowState
from felles.rules.roles import Audience, Topic
from tests.cast import NOW, Cast
from tests.proofs import oracle


def hold_meeting(cast: Cast) -> Meeting:
    """The innsatsteam of Furulia, a week ago, with everybody called who could be."""
    at = NOW - timedelta(days=7)
    meeting = Meeting.objects.create(
        kind=MeetingKind.INNSATSTEAM.value, organisation=cast.furulia, starts_at=at,
        ends_at=at + timedelta(minutes=90), state=MeetingState.HELD.value, called_at=at,
        closed_at=at, changed_at=at, chair=cast.users["rector"],
    )  # fmt: skip
    for part in oracle.CAME.split():
        Attendee.objects.create(meeting=meeting, post=cast.posts[part], came=True)
    return meeting


def deal_with(cast: Cast, meeting: Meeting, case: Case) -> None:
    """The case was taken up: a promise of everybody called, minutes old and new, and a meeting with
    each guardian apart.

    Straight to the tables: some of these cases may not be taken up any more.
    """
    row = AgendaRow.objects.create(
        meeting=meeting, kind=RowKind.CASE.value, position=meeting.rows.count() + 1,
        state=RowState.DONE.value,
    )  # fmt: skip
    by, at, on = cast.users["rector"], NOW - timedelta(days=7), NOW.date()
    item = CaseItem.objects.create(row=row, case=case, question="x", by=by, at=at)
    for attendee in meeting.attendees.order_by("pk"):
        Presence.objects.create(row=row, attendee=attendee)
    for part in oracle.CAME.split():
        for topic in (Topic.SCHOOL_ENVIRONMENT, Topic.HEALTH):
            Measure.objects.create(
                case=case, by=by, at=at, item=item, topic=topic.value, goal="x", what="x",
                audience=Audience.TEAM.value, owner=cast.users[part],
                organisation=cast.posts[part].organisation, due_on=on + timedelta(days=30),
            )  # fmt: skip
    for number, why in ((1, ""), (2, "x"), (3, "x")):
        is_draft = number == 3
        Minutes.objects.create(
            case=case, by=by, at=at, item=item, number=number, text="x", why_corrected=why,
            audience=Audience.TEAM.value, approved_by=None if is_draft else by,
            approved_at=None if is_draft else at,
        )  # fmt: skip
    for tie in case.pupil.guardianships.order_by("pk"):
        meets = FamilyMeeting.objects.create(
            case=case, item=item, starts_at=NOW + timedelta(days=2), place="x", language="so",
            interpreter="needed", interpreter_note="x", reason_not="x", by=by, at=at,
        )  # fmt: skip
        FamilyMeetingGuest.objects.create(meeting=meets, guardianship=tie, invited_at=NOW)

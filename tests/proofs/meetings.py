"""The meeting of the proofs: called, with cases on its agenda."""

from collections.abc import Iterable
from datetime import timedelta

from felles.casework.models import Case, CaseItem
from felles.meetings.actions import call_meeting, plan_meeting
from felles.meetings.models import AgendaRow, Meeting
from felles.rules.meetings import MeetingKind, RowKind
from tests.cast import NOW, Cast
from tests.proofs import oracle


def call_team(cast: Cast) -> Meeting:
    """The innsatsteam of Furulia, called to a meeting in two days."""
    by = cast.actor("rector")
    starts_at = NOW + timedelta(days=2, hours=5)
    meeting = plan_meeting(
        by=by,
        at=NOW,
        organisation=cast.furulia,
        kind=MeetingKind.INNSATSTEAM,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        place="Møterom 2",
        post_ids=[cast.posts[part].pk for part in oracle.CALLED.split()],
    )
    call_meeting(by=by, at=NOW, public_id=meeting.public_id, version=meeting.version)
    return meeting


def take_up(cast: Cast, meeting: Meeting, case: Case, position: int = 1) -> None:
    """Put a case on the agenda, straight to the tables: whatever state it is in."""
    row = AgendaRow.objects.create(
        meeting=meeting, kind=RowKind.CASE.value, position=position, minutes=15
    )
    by = cast.users["rector"]
    CaseItem.objects.create(row=row, case=case, question="Hva gjør vi?", by=by, at=NOW)


def take_up_all(cast: Cast, cases: Iterable[Case]) -> Meeting:
    """A meeting that takes up every one of the cases that is at the school."""
    meeting = call_team(cast)
    for position, case in enumerate(cases, start=1):
        if case.school_id == cast.furulia.pk:
            take_up(cast, meeting, case, position)
    return meeting

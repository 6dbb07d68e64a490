"""A meeting that goes on, with a case open that everybody in the room may hear."""

from datetime import timedelta

from felles.casework import actions
from felles.casework.models import CaseItem
from felles.casework.queries import find_own_open
from felles.meetings.actions import call_meeting, plan_meeting, start_meeting
from felles.meetings.models import Attendee, Meeting
from felles.rules.access import Actor
from felles.rules.meetings import MeetingKind
from tests import make
from tests.cast import NOW, Cast
from tests.proofs import oracle


def begin_meeting(cast: Cast, parts: str, in_room: str) -> Meeting:
    """Furulia's innsatsteam, called and started; of ``parts`` only ``in_room`` have come in."""
    by = cast.actor("rector")
    starts_at = NOW + timedelta(minutes=5)
    meeting = plan_meeting(
        by=by,
        at=NOW,
        organisation=cast.furulia,
        kind=MeetingKind.INNSATSTEAM,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        post_ids=[cast.posts[part].pk for part in parts.split()],
    )
    call_meeting(by=by, at=NOW, public_id=meeting.public_id, version=1)
    posts = [cast.posts[part].pk for part in in_room.split()]
    there = Attendee.objects.filter(meeting=meeting, post_id__in=posts)
    start_meeting(
        by=by,
        at=NOW,
        public_id=meeting.public_id,
        in_room=list(there.values_list("public_id", flat=True)),
    )
    return Meeting.objects.get(pk=meeting.pk)


def open_case_in(cast: Cast, meeting: Meeting, made: make.Made) -> CaseItem:
    """Take a case up in the meeting, and open it on the screen."""
    by = cast.actor("rector")
    how: dict[str, object] = {"by": by, "at": NOW, "meeting_id": meeting.public_id}
    item = actions.take_up_case(**how, public_id=made.public_id, question="Hva nå?")  # type: ignore[arg-type]
    actions.open_line(**how, row_id=item.row.public_id)  # type: ignore[arg-type]
    return item


def open_meeting(cast: Cast, made: make.Made) -> Meeting:
    """The meeting of the matrix: the case is open, the chair and a service have typed."""
    meeting = begin_meeting(cast, oracle.IN_THE_MEETING, oracle.IN_THE_MEETING)
    item = open_case_in(cast, meeting, made)
    by, nurse = cast.actor("rector"), cast.actor("health_nurse")
    assert is_open_for(nurse, meeting)
    actions.contribute(by=nurse, at=NOW, meeting_id=meeting.public_id, text="Samtaler", base=0)
    actions.write_in_room(
        by=by,
        at=NOW,
        meeting_id=meeting.public_id,
        row_id=item.row.public_id,
        field="why",
        text="Fordi.",
        base=0,
    )
    return meeting


def is_open_for(actor: Actor, meeting: Meeting) -> bool:
    """True when a member's own device shows the open case."""
    return find_own_open(actor, meeting) is not None

"""Who may hear of a meeting, asked when the mail goes out and not when the notice was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from felles.meetings.models import Attendee, Meeting
from felles.meetings.queries.feeds import CalendarEntry, make_entry
from felles.people.models import User
from felles.people.queries import list_actors
from felles.rules.access import Permission, may
from felles.rules.meetings import MeetingState
from felles.rules.roles import Role


@dataclass(frozen=True, slots=True)
class MeetingNotice:
    """What a mail about a meeting may say. ``called_as`` are role and organisation of each post
    that the person is called in. ``is_taken_off``: the meeting is held, without the person."""

    user: User
    entry: CalendarEntry
    called_as: tuple[tuple[Role, str], ...]
    is_taken_off: bool = False


def find_meeting_notice(
    kind: str, *, user_id: int, meeting_id: int, at: datetime
) -> MeetingNotice | None:
    """What there is to tell the person; None when there is nothing, or no right to hear it.

    A call, a move or a reminder is for those who are on a meeting that is ahead; a cancellation
    for those who were: the meeting is off, or they are no longer on it.
    """
    meeting = Meeting.objects.filter(pk=meeting_id).select_related("organisation").first()
    actors = [one for one in list_actors(user_id, at) if may(one, Permission.MEETING_READ)]
    if meeting is None or meeting.called_at is None or not actors:
        return None
    user = User.objects.get(pk=user_id)
    of_post = {one.post_id: (one.role, one.organisation_name) for one in actors}
    own = list(
        Attendee.objects.filter(meeting=meeting, post_id__in=of_post)
        .select_related("post")
        .order_by("pk")
    )
    entry = make_entry(meeting, own)
    state = MeetingState(meeting.state)
    if kind == "meeting_cancelled":
        return _cancelled(user, entry, state, own, at)
    is_heard = bool(own) and state is MeetingState.CALLED and meeting.starts_at > at
    if not is_heard or (kind == "meeting_reminder" and entry.is_free):
        return None
    return MeetingNotice(user, entry, tuple(of_post[row.post_id] for row in own))


def _cancelled(
    user: User, entry: CalendarEntry, state: MeetingState, own: list[Attendee], at: datetime
) -> MeetingNotice | None:
    is_off = state is MeetingState.CANCELLED
    if entry.ends_at <= at or (own and not is_off):
        return None
    return MeetingNotice(user, entry, (), is_taken_off=not is_off)

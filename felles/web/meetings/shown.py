"""A meeting and those who are called to it, in the page's words. Nothing here knows an agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from felles.meetings.queries import NotThere, get_led_meeting, get_meeting
from felles.rules.access import Actor
from felles.rules.meetings import MeetingKind, MeetingState, Reply, own_start
from felles.rules.roles import Role
from felles.ui.dates import clock_time
from felles.ui.meetings import meeting_title

if TYPE_CHECKING:
    from felles.meetings.models import Attendee, Meeting

STATE_COLORS = {
    MeetingState.PLANNED: "neutral",
    MeetingState.CALLED: "info",
    MeetingState.OPEN: "success",
    MeetingState.HELD: "neutral",
    MeetingState.CANCELLED: "danger",
}
REPLY_COLORS = {
    Reply.NONE: "warning",
    Reply.COMES: "success",
    Reply.MAYBE: "neutral",
    Reply.CANNOT: "danger",
}


@dataclass(frozen=True, slots=True)
class ShownMeeting:
    """One meeting as one person has it: ``starts_at`` is the person's own start."""

    public_id: str
    title: str
    url: str
    starts_at: datetime
    ends_at: datetime
    times: str
    place: str
    state: MeetingState
    state_color: str
    reply: Reply | None
    reply_color: str
    comes_later: bool


def show(meeting: Meeting, own: Attendee | None) -> ShownMeeting:
    """The meeting as the person with this place in it, or none, sees it."""
    starts_at = own_start(meeting.starts_at, own.come_at if own else None)
    state = MeetingState(meeting.state)
    is_off = state is MeetingState.CANCELLED
    reply = Reply(own.reply) if own and meeting.called_at and not is_off else None
    return ShownMeeting(
        public_id=meeting.public_id,
        title=title_of(meeting),
        url=reverse("meeting", args=[meeting.public_id]),
        starts_at=starts_at,
        ends_at=meeting.ends_at,
        times=f"{clock_time(starts_at)}–{clock_time(meeting.ends_at)}",
        place=meeting.place,
        state=state,
        state_color=STATE_COLORS[state],
        reply=reply,
        reply_color=REPLY_COLORS[reply] if reply is not None else "",
        comes_later=starts_at != meeting.starts_at,
    )


def title_of(meeting: Meeting) -> str:
    """«Innsatsteam, Furulia skole»"""
    return meeting_title(MeetingKind(meeting.kind), meeting.organisation.name, meeting.name)


@dataclass(frozen=True, slots=True)
class ShownAttendee:
    """Somebody who is called. What they answered, and when they come, is for those who lead."""

    public_id: str
    name: str
    role: str
    organisation: str
    instead_of: str
    reply: Reply
    reply_color: str
    come_at: str
    come_at_url: str


def show_attendee(meeting: Meeting, row: Attendee) -> ShownAttendee:
    """One who is called, in words."""
    reply = Reply(row.reply)
    return ShownAttendee(
        public_id=row.public_id,
        name=row.post.user.name,
        role=_(Role(row.post.role).label),
        organisation=row.post.organisation.name,
        instead_of=row.stands_in_for.post.user.name if row.stands_in_for else "",
        reply=reply,
        reply_color=REPLY_COLORS[reply],
        come_at=clock_time(row.come_at) if row.come_at else "",
        come_at_url=reverse("meeting-come-at", args=[meeting.public_id, row.public_id]),
    )


def get_meeting_or_404(actor: Actor, public_id: str) -> Meeting:
    """A meeting that the actor takes part in or leads."""
    try:
        return get_meeting(actor, public_id)
    except NotThere:
        raise Http404 from None


def get_led_or_404(actor: Actor, public_id: str) -> Meeting:
    """A meeting that the actor leads."""
    try:
        return get_led_meeting(actor, public_id)
    except NotThere:
        raise Http404 from None

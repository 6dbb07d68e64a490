"""Meetings that an actor takes part in, or leads. What they take up is asked for in casework."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from felles.meetings.models import Attendee, Meeting
from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.meetings import MeetingState

PAGE_SIZE = 25


class NotThere(LookupError):
    """There is no such meeting for the actor. Nobody is told which."""


def visible_meetings(actor: Actor) -> QuerySet[Meeting]:
    """Meetings to which the actor's post is called, or that the actor leads.

    Somebody who was not called sees nothing before the meeting is called.
    """
    own = Exists(Attendee.objects.filter(meeting_id=OuterRef("pk"), post_id=actor.post_id))
    called = Q(own) & Q(called_at__isnull=False)
    if may(actor, Permission.MEETING_LEAD):
        return Meeting.objects.filter(Q(organisation_id=actor.organisation_id) | called)
    return Meeting.objects.filter(called)


def leads(actor: Actor, meeting: Meeting) -> bool:
    """True when the actor prepares and leads the meetings of this school."""
    return may(actor, Permission.MEETING_LEAD) and meeting.organisation_id == actor.organisation_id


def get_meeting(actor: Actor, public_id: str) -> Meeting:
    """A meeting that the actor takes part in or leads.

    Raises:
        NotThere: there is no such meeting, or it is not the actor's.
    """
    meetings = visible_meetings(actor).select_related("organisation", "series", "chair")
    meeting = meetings.filter(public_id=public_id).first()
    if meeting is None:
        raise NotThere
    return meeting


def get_led_meeting(actor: Actor, public_id: str) -> Meeting:
    """A meeting that the actor leads.

    Raises:
        NotThere: there is no such meeting, or the actor does not lead it.
    """
    meeting = get_meeting(actor, public_id)
    if not leads(actor, meeting):
        raise NotThere
    return meeting


def get_own_attendee(actor: Actor, public_id: str) -> Attendee:
    """The actor's own place in a meeting that is called.

    Raises:
        NotThere: the actor's post is not called to it.
    """
    rows = Attendee.objects.filter(
        meeting__public_id=public_id, post_id=actor.post_id, meeting__called_at__isnull=False
    )
    attendee = rows.select_related("meeting__organisation").first()
    if attendee is None:
        raise NotThere
    return attendee


def list_attendees(meeting: Meeting) -> list[Attendee]:
    """Who is called, the school first, with post, person and organisation."""
    rows = meeting.attendees.select_related(
        "post__user", "post__organisation", "stands_in_for__post__user"
    )
    return sorted(
        rows,
        key=lambda row: (
            row.post.organisation_id != meeting.organisation_id,
            row.post.organisation.name,
            row.post.user.name,
            row.pk,
        ),
    )


def list_meetings(
    actor: Actor, *, after: datetime, limit: int = PAGE_SIZE, offset: int = 0
) -> list[Meeting]:
    """The actor's meetings that end after the instant, earliest first."""
    rows = visible_meetings(actor).filter(ends_at__gt=after)
    rows = rows.select_related("organisation", "series").order_by("starts_at", "pk")
    return list(rows[offset : offset + limit])


def list_past_meetings(
    actor: Actor, *, before: datetime, limit: int = PAGE_SIZE, offset: int = 0
) -> list[Meeting]:
    """The actor's meetings that ended before the instant, latest first."""
    rows = visible_meetings(actor).filter(ends_at__lte=before)
    rows = rows.select_related("organisation", "series").order_by("-starts_at", "-pk")
    return list(rows[offset : offset + limit])


def list_meetings_of_day(actor: Actor, on: date) -> list[Meeting]:
    """The actor's meetings that begin within a day of the actor's instant and are not cancelled."""
    rows = visible_meetings(actor).filter(
        starts_at__gte=actor.at - timedelta(hours=18), starts_at__lte=actor.at + timedelta(hours=24)
    )
    rows = rows.exclude(state=MeetingState.CANCELLED.value).select_related("organisation")
    found = rows.order_by("starts_at", "pk")[:20]
    return [meeting for meeting in found if _day(meeting.starts_at) == on]


def _day(at: datetime) -> date:
    return at.astimezone(OSLO).date()

"""Meetings that an actor takes part in, or leads. What they take up is asked for in casework."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet

from felles.meetings.models import Attendee, Meeting, Series, TeamService
from felles.people.models import Post
from felles.people.queries import list_posts_near
from felles.rules.access import OSLO, Actor
from felles.rules.meetings import TEMPLATES, MeetingKind, MeetingState, leads_at
from felles.rules.roles import OrgKind, Role

PAGE_SIZE = 25


class NotThere(LookupError):
    """There is no such meeting for the actor. Nobody is told which."""


def visible_meetings(actor: Actor) -> QuerySet[Meeting]:
    """Meetings to which the actor's post is called, or that the actor leads.

    Somebody who was not called sees nothing before the meeting is called.
    """
    own = Exists(Attendee.objects.filter(meeting_id=OuterRef("pk"), post_id=actor.post_id))
    called = Q(own) & Q(called_at__isnull=False)
    if leads_at(actor, actor.organisation_id):
        return Meeting.objects.filter(Q(organisation_id=actor.organisation_id) | called)
    return Meeting.objects.filter(called)


def leads(actor: Actor, meeting: Meeting) -> bool:
    """True when the actor prepares and leads the meetings of this school or service."""
    return leads_at(actor, meeting.organisation_id)


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


def find_own_attendee(actor: Actor, meeting: Meeting) -> Attendee | None:
    """The actor's own place in a meeting, None for somebody who leads it without being on it."""
    return list_own_places(actor, [meeting]).get(meeting.pk)


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


def list_own_places(actor: Actor, meetings: Iterable[Meeting]) -> dict[int, Attendee]:
    """The actor's own place in each of the meetings where there is one, by the meeting's id."""
    rows = Attendee.objects.filter(
        post_id=actor.post_id, meeting_id__in=[meeting.pk for meeting in meetings]
    )
    return {row.meeting_id: row for row in rows}


def list_day(actor: Actor, *, limit: int = 30) -> list[Attendee]:
    """The actor's own places in what is called from today on and not cancelled, in order."""
    midnight = datetime.combine(actor.on, time(0), OSLO)
    rows = Attendee.objects.filter(
        post_id=actor.post_id, meeting__called_at__isnull=False, meeting__starts_at__gte=midnight
    ).exclude(meeting__state=MeetingState.CANCELLED.value)
    rows = rows.select_related("meeting__organisation")
    return list(rows.order_by("meeting__starts_at", "meeting_id")[:limit])


def list_own_series(actor: Actor) -> list[Series]:
    """The series that the actor may take a meeting from: those of the own school or service."""
    rows = Series.objects.filter(organisation_id=actor.organisation_id, is_active=True)
    return list(rows.order_by("kind", "name", "pk"))


def list_posts_to_call(meeting: Meeting) -> list[Post]:
    """Whom one can call: the place's own people, those who cover it, and who is called already."""
    there = set(meeting.attendees.values_list("post_id", flat=True))
    posts = list_posts_near(meeting.organisation, at=meeting.starts_at, more=there)
    return sorted(
        posts,
        key=lambda post: (
            post.organisation_id != meeting.organisation_id,
            post.organisation.name,
            post.user.name,
            post.pk,
        ),
    )


def suggest_post_ids(meeting: Meeting) -> set[int]:
    """Who takes part as the guide describes this kind of meeting, among those one can call."""
    roles = TEMPLATES[MeetingKind(meeting.kind)].roles
    services = TeamService.objects.filter(team__school_id=meeting.organisation_id)
    in_team = set(services.values_list("service_id", flat=True))
    return {
        post.pk
        for post in list_posts_near(meeting.organisation, at=meeting.starts_at)
        if Role(post.role) in roles
        and (
            meeting.kind != MeetingKind.INNSATSTEAM.value
            or not OrgKind(post.organisation.kind).is_service
            or post.organisation_id in in_team
        )
    }


def list_substitutes(attendee: Attendee, actor: Actor) -> list[Post]:
    """Colleagues who may go instead: same organisation, for the school, not called themselves."""
    meeting = attendee.meeting
    there = set(meeting.attendees.values_list("post_id", flat=True))
    posts = list_posts_near(meeting.organisation, at=meeting.starts_at)
    return sorted(
        (
            post
            for post in posts
            if post.organisation_id == actor.organisation_id
            and post.user_id != actor.user_id
            and post.pk not in there
        ),
        key=lambda post: (post.user.name, post.pk),
    )

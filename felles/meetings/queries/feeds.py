"""What a person's own calendar shows: when and where people meet, and never about what.

Nothing here looks at an agenda: the calendar says the same whether or not a meeting has cases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from felles.meetings.models import Attendee, CalendarFeed, Meeting
from felles.people.ids import secret_hash
from felles.people.models import User
from felles.people.queries import list_actors
from felles.rules.access import Actor, Permission, may
from felles.rules.meetings import MeetingKind, MeetingState, Reply, own_start

REACH = timedelta(days=366)
# A person in five teams, with every kind of meeting each week, has some hundreds in two years.
MOST = 1500


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One meeting as one person's calendar has it.

    ``starts_at`` is the person's own start. ``is_free`` says that the person does not come.
    """

    public_id: str
    kind: MeetingKind
    organisation_name: str
    starts_at: datetime
    ends_at: datetime
    place: str
    is_cancelled: bool
    is_free: bool
    sequence: int
    changed_at: datetime


def find_feed(actor: Actor) -> CalendarFeed | None:
    """The person's calendar address that works now; its secret is not kept."""
    return CalendarFeed.objects.filter(user_id=actor.user_id, revoked_at__isnull=True).first()


def find_feed_user(secret: str, at: datetime) -> User | None:
    """Whose calendar the secret opens: somebody who still works here. None for all others.

    Looked up by its hash, so that the time tells nothing of a secret that is nearly right.
    """
    feeds = CalendarFeed.objects.filter(token_hash=secret_hash(secret), revoked_at__isnull=True)
    feed = feeds.select_related("user").first()
    if feed is None or not _post_ids(feed.user_id, at):
        return None
    return feed.user


def list_entries(user_id: int, at: datetime) -> list[CalendarEntry]:
    """The meetings that a person is called to in any running post, a year back and ahead."""
    rows = Attendee.objects.filter(
        post_id__in=_post_ids(user_id, at),
        meeting__called_at__isnull=False,
        meeting__starts_at__gte=at - REACH,
        meeting__starts_at__lte=at + REACH,
    ).select_related("meeting__organisation")
    places: dict[int, list[Attendee]] = {}
    for row in rows.order_by("meeting__starts_at", "meeting_id", "pk")[:MOST]:
        places.setdefault(row.meeting_id, []).append(row)
    return [make_entry(own[0].meeting, own) for own in places.values()]


def _post_ids(user_id: int, at: datetime) -> list[int]:
    actors = list_actors(user_id, at)
    return [actor.post_id for actor in actors if may(actor, Permission.MEETING_READ)]


def make_entry(meeting: Meeting, own: Iterable[Attendee]) -> CalendarEntry:
    """A meeting as the person's calendar has it; ``own`` are the person's places in it."""
    places = list(own)
    # Called in two posts, one comes when the first of them is to come.
    come = [row.come_at for row in places]
    later: time | None = None if None in come else min((c for c in come if c), default=None)
    return CalendarEntry(
        public_id=meeting.public_id,
        kind=MeetingKind(meeting.kind),
        organisation_name=meeting.organisation.name,
        starts_at=own_start(meeting.starts_at, later),
        ends_at=meeting.ends_at,
        place=meeting.place,
        is_cancelled=meeting.state == MeetingState.CANCELLED.value,
        is_free=bool(places) and all(row.reply == Reply.CANNOT.value for row in places),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
    )

"""What the tests of meetings share: a meeting planned or called, and people's places in it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from felles.ledger.models import OutboxMessage
from felles.meetings.actions import call_meeting, plan_meeting, reply_to_meeting
from felles.meetings.models import Attendee, Meeting
from felles.people.actions import create_post, create_user
from felles.people.models import User
from felles.people.queries import system_actor
from felles.rules.meetings import MeetingKind, Reply
from felles.rules.roles import Role
from tests.cast import NOW, START, Cast

# Thursday at 13.00 in Oslo, two days ahead.
AHEAD = datetime.fromisoformat("2026-11-26T13:00+01:00")
WHO = ("rector", "social_teacher", "social_agent", "health_nurse")


def plan(
    cast: Cast,
    who: Iterable[str] = WHO,
    *,
    starts_at: datetime = AHEAD,
    kind: MeetingKind = MeetingKind.INNSATSTEAM,
    place: str = "Møterom 2",
    name: str = "",
    part: str = "rector",
    minutes: int = 90,
    at: datetime = NOW,
) -> Meeting:
    """A meeting that nobody has been told of."""
    by = cast.actor(part, at)
    return plan_meeting(
        by=by,
        at=at,
        organisation=cast.posts[part].organisation,
        kind=kind,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        place=place,
        name=name,
        post_ids=[cast.posts[one].pk for one in who],
    )


def called(
    cast: Cast,
    who: Iterable[str] = WHO,
    *,
    part: str = "rector",
    at: datetime = NOW,
    **more: object,
) -> Meeting:
    """A meeting to which everybody has been called."""
    meeting = plan(cast, who, part=part, at=at, **more)  # type: ignore[arg-type]
    call_meeting(
        by=cast.actor(part, at), at=at, public_id=meeting.public_id, version=meeting.version
    )
    return fresh(meeting)


def fresh(meeting: Meeting) -> Meeting:
    """The meeting as it stands now."""
    return Meeting.objects.select_related("organisation").get(pk=meeting.pk)


def place_of(cast: Cast, meeting: Meeting, part: str) -> Attendee:
    """The part's place in the meeting."""
    return Attendee.objects.get(meeting=meeting, post=cast.posts[part])


def give_addresses(cast: Cast) -> None:
    """Everybody has e-mail."""
    for part, user in cast.users.items():
        User.objects.filter(pk=user.pk).update(email=f"{part}@example.test")


def answer(cast: Cast, meeting: Meeting, part: str, reply: Reply) -> None:
    """The part answers the call."""
    reply_to_meeting(by=cast.actor(part), at=NOW, public_id=meeting.public_id, reply=reply)


def colleague(cast: Cast) -> int:
    """Another nurse, who covers the school."""
    user = create_user(by=system_actor(NOW), at=NOW, username="colleague", name="Colleague")
    return create_post(
        by=system_actor(NOW),
        at=NOW,
        user=user,
        role=Role.HEALTH_NURSE,
        organisation=cast.service("health"),
        from_on=START,
        schools=[cast.furulia],
    ).pk


def told(kind: str = "") -> list[str]:
    """Whom notices wait for, by the name of the part they play."""
    rows = OutboxMessage.objects.order_by("pk")
    rows = rows.filter(kind=kind) if kind else rows
    names = dict(User.objects.values_list("pk", "username"))
    return sorted(names[row.recipient_id] for row in rows)


def forget() -> None:
    """As if everything so far had been sent."""
    OutboxMessage.objects.all().delete()

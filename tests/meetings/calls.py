"""What the tests of meetings share: a meeting planned or called, and people's places in it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from felles.meetings.actions import call_meeting, plan_meeting
from felles.meetings.models import Attendee, Meeting
from felles.people.models import User
from felles.rules.meetings import MeetingKind
from tests.cast import NOW, Cast

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

"""Single meetings: planned, called, moved, cancelled; who is called, and what they answer.

Whoever is called hears of it through the outbox, without a word of what it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.db import transaction
from django.db.models import F

from felles.ledger.actions import enqueue, record_change
from felles.meetings.models import Attendee, Meeting, Series, SeriesMember
from felles.meetings.queries.meetings import (
    NotThere,
    get_led_meeting,
    get_own_attendee,
    list_posts_to_call,
    list_substitutes,
    suggest_post_ids,
)
from felles.people.models import Organisation
from felles.people.queries import list_running_posts
from felles.rules.access import Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.meetings import (
    MeetingKind,
    MeetingState,
    Reply,
    leads_at,
    may_call,
    may_change_agenda,
    may_come_at,
    may_meet_at,
)
from felles.rules.roles import OrgKind
from felles.rules.text import N_


class MeetingChanged(Exception):
    """Somebody else has changed the meeting since the page was shown. Nothing was written."""


def bump(meeting: Meeting, version: int, **fields: object) -> None:
    """Change the meeting's row if it is still the version that the actor saw.

    Raises:
        MeetingChanged: it is not; nothing was written.
    """
    changed = Meeting.objects.filter(pk=meeting.pk, version=version).update(
        version=F("version") + 1, **fields
    )
    if not changed:
        raise MeetingChanged


def log(by: Actor, at: datetime, meeting: Meeting, action: str, **codes: str | int | bool) -> None:
    """Write the change row of a meeting. It names no case, also where the meeting has some."""
    record_change(
        by=by,
        at=at,
        action=action,
        object_type="Meeting",
        object_id=meeting.pk,
        codes=codes,
    )


def plan_meeting(
    *,
    by: Actor,
    at: datetime,
    organisation: Organisation,
    kind: MeetingKind,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    name: str = "",
    series: Series | None = None,
    post_ids: Iterable[int] | None = None,
) -> Meeting:
    """Put a meeting in the calendar. Nobody is told before it is called.

    ``post_ids`` take part; when left out, the regular members of the series whose posts run, and
    without a series those who take part as the guide describes the kind.

    Raises:
        Refused: the actor leads no meetings there, the kind is held elsewhere, the series is
            another's, or the times are out of order.
    """
    _check_lead(by, organisation.pk)
    may_meet_at(kind, OrgKind(organisation.kind)).require()
    if series is not None and series.organisation_id != organisation.pk:
        Decision.no(N_("Møterekka hører til et annet sted.")).require()
    if ends_at <= starts_at:
        Decision.no(N_("Møtet må slutte etter at det begynner.")).require()
    if starts_at <= at:
        Decision.no(N_("Møtet må være fram i tid.")).require()
    with transaction.atomic():
        meeting = Meeting.objects.create(
            series=series,
            kind=kind.value,
            name=name.strip(),
            organisation=organisation,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place.strip(),
            changed_at=at,
        )
        _add_posts(meeting, _suggested(meeting) if post_ids is None else post_ids)
        log(by, at, meeting, "meeting.plan", kind=kind.value)
    return meeting


def _check_lead(by: Actor, organisation_id: int) -> None:
    if not leads_at(by, organisation_id) and not may(by, Permission.MEETING_PLAN):
        Decision.no(N_("Rollen din kan ikke gjøre dette.")).require()


def _suggested(meeting: Meeting) -> Iterable[int]:
    if meeting.series_id is None:
        return suggest_post_ids(meeting)
    rows = SeriesMember.objects.filter(
        series_id=meeting.series_id, until_on=None, is_substitute=False
    )
    return sorted(rows.values_list("post_id", flat=True))


def _add_posts(meeting: Meeting, post_ids: Iterable[int]) -> list[Attendee]:
    running = list_running_posts(set(post_ids), meeting.starts_at)
    there = set(meeting.attendees.values_list("post_id", flat=True))
    return Attendee.objects.bulk_create(
        Attendee(meeting=meeting, post=post) for post in running if post.pk not in there
    )


def call_meeting(*, by: Actor, at: datetime, public_id: str, version: int) -> None:
    """Call the meeting: everybody who is on it gets an invitation. Calling again repeats it.

    Raises:
        NotThere: no such meeting for the actor.
        Refused: it is over, under way or cancelled, or nobody is on it.
    """
    meeting = get_led_meeting(by, public_id)
    may_call(MeetingState(meeting.state), has_time=meeting.starts_at > at).require()
    attendees = list(meeting.attendees.select_related("post").order_by("pk"))
    if not attendees:
        Decision.no(N_("Velg hvem som skal være med.")).require()
    with transaction.atomic():
        bump(
            meeting,
            version,
            state=MeetingState.CALLED.value,
            called_at=at,
            changed_at=at,
            chair_id=meeting.chair_id or by.user_id,
        )
        tell(at, "meeting_called", meeting, attendees)
        log(by, at, meeting, "meeting.call", attendees=len(attendees))


def tell(at: datetime, kind: str, meeting: Meeting, attendees: Iterable[Attendee]) -> None:
    """Put a notice in the outbox for each person once, also with two posts in the meeting."""
    for user_id in sorted({attendee.post.user_id for attendee in attendees}):
        enqueue(at=at, kind=kind, recipient_id=user_id, meeting_id=meeting.pk)


def _tell_if_called(at: datetime, kind: str, meeting: Meeting) -> None:
    if meeting.called_at is not None:
        tell(at, kind, meeting, meeting.attendees.select_related("post"))


def move_meeting(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    version: int,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
) -> None:
    """Give the meeting another time or place. Those who were called are told, and asked anew."""
    meeting = get_led_meeting(by, public_id)
    may_call(MeetingState(meeting.state), has_time=True).require()
    if ends_at <= starts_at:
        Decision.no(N_("Møtet må slutte etter at det begynner.")).require()
    if starts_at <= at:
        Decision.no(N_("Møtet må være fram i tid.")).require()
    is_new_time = (starts_at, ends_at) != (meeting.starts_at, meeting.ends_at)
    with transaction.atomic():
        bump(
            meeting,
            version,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place.strip(),
            changed_at=at,
            sequence=F("sequence") + 1,
        )
        if is_new_time:
            meeting.attendees.update(reply=Reply.NONE.value, replied_at=None, come_at=None)
        _tell_if_called(at, "meeting_moved", meeting)
        log(by, at, meeting, "meeting.move", is_new_time=is_new_time)


def cancel_meeting(*, by: Actor, at: datetime, public_id: str, version: int) -> None:
    """Cancel the meeting. It stays in the list, and those who were called are told."""
    meeting = get_led_meeting(by, public_id)
    may_call(MeetingState(meeting.state), has_time=True).require()
    with transaction.atomic():
        bump(
            meeting,
            version,
            state=MeetingState.CANCELLED.value,
            cancelled_at=at,
            changed_at=at,
            sequence=F("sequence") + 1,
        )
        _tell_if_called(at, "meeting_cancelled", meeting)
        log(by, at, meeting, "meeting.cancel")


def set_attendees(
    *, by: Actor, at: datetime, public_id: str, version: int, post_ids: Iterable[int]
) -> None:
    """Decide who takes part in one meeting. Who is new to a called meeting is called; who is
    taken off is told that it is cancelled for them.

    Raises:
        Refused: the meeting is over, a post is not one that could take part, or nobody is left.
    """
    meeting = get_led_meeting(by, public_id)
    may_change_agenda(MeetingState(meeting.state)).require()
    wanted = set(post_ids)
    if wanted - {post.pk for post in list_posts_to_call(meeting)}:
        Decision.no(N_("Noen av dem kan ikke kalles inn hit.")).require()
    if not wanted:
        Decision.no(N_("Velg hvem som skal være med.")).require()
    with transaction.atomic():
        bump(meeting, version, changed_at=at)
        # Who has been in the room stays: it is part of what was discussed with whom.
        absent = meeting.attendees.filter(presences=None)
        gone = list(absent.exclude(post_id__in=wanted).select_related("post"))
        new = _add_posts(meeting, wanted)
        if meeting.called_at is not None:
            tell(at, "meeting_called", meeting, new)
            tell(at, "meeting_cancelled", meeting, gone)
        Attendee.objects.filter(pk__in=[row.pk for row in gone]).delete()
        log(by, at, meeting, "meeting.attendees", added=len(new), removed=len(gone))


def set_come_at(
    *, by: Actor, at: datetime, public_id: str, attendee_id: str, come_at: time | None
) -> None:
    """Ask one person to come later than the start; None for the start. The chair's own choice,
    without a reason. Somebody who has been called is told the new time.

    Raises:
        NotThere: no such meeting or attendee for the actor.
        Refused: the meeting is over, or the time lies outside it.
    """
    meeting = get_led_meeting(by, public_id)
    may_change_agenda(MeetingState(meeting.state)).require()
    may_come_at(meeting.starts_at, meeting.ends_at, come_at).require()
    attendee = meeting.attendees.filter(public_id=attendee_id).select_related("post").first()
    if attendee is None:
        raise NotThere
    if attendee.come_at == come_at:
        return
    with transaction.atomic():
        Attendee.objects.filter(pk=attendee.pk).update(come_at=come_at)
        Meeting.objects.filter(pk=meeting.pk).update(changed_at=at, sequence=F("sequence") + 1)
        if meeting.called_at is not None:
            tell(at, "meeting_moved", meeting, [attendee])
        log(by, at, meeting, "meeting.come_at", is_set=come_at is not None)


def reply_to_meeting(*, by: Actor, at: datetime, public_id: str, reply: Reply) -> None:
    """Answer a call, in the post that one acts in.

    Raises:
        NotThere: the actor's post is not called to it.
        Refused: it is over or cancelled.
    """
    attendee = get_own_attendee(by, public_id)
    meeting = attendee.meeting
    may_change_agenda(MeetingState(meeting.state)).require()
    with transaction.atomic():
        Attendee.objects.filter(pk=attendee.pk).update(reply=reply.value, replied_at=at)
        log(by, at, meeting, "meeting.reply", reply=reply.value)


def send_substitute(*, by: Actor, at: datetime, public_id: str, post_id: int) -> None:
    """Send somebody else of one's own organisation, in a running post that covers the school.

    The substitute reads what the substitute's own post may read, and nothing more.

    Raises:
        NotThere: the actor's post is not called to it.
        Refused: the other works elsewhere, or the meeting is over.
    """
    attendee = get_own_attendee(by, public_id)
    meeting = attendee.meeting
    may_change_agenda(MeetingState(meeting.state)).require()
    if post_id not in {post.pk for post in list_substitutes(attendee, by)}:
        Decision.no(N_("Velg en kollega i samme virksomhet, med ansvar for skolen.")).require()
    with transaction.atomic():
        row = Attendee.objects.create(meeting=meeting, post_id=post_id, stands_in_for=attendee)
        Attendee.objects.filter(pk=attendee.pk).update(reply=Reply.CANNOT.value, replied_at=at)
        tell(at, "meeting_called", meeting, [row])
        log(by, at, meeting, "meeting.substitute", post=post_id)

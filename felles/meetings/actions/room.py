"""The room: the meeting is started, people come and go, lines are opened and done.

Nothing here knows of a case. Lines about one are opened and done in casework, which asks who may
hear it, and calls the small steps below.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from felles.meetings.actions.meetings import log
from felles.meetings.actions.teams import discuss_anonymously
from felles.meetings.models import AgendaRow, Attendee, Meeting, Presence, RowText
from felles.meetings.queries.meetings import NotThere, get_led_meeting
from felles.meetings.queries.room import list_who_may_join
from felles.rules.access import OSLO, Actor
from felles.rules.decision import Decision
from felles.rules.discussion import Band
from felles.rules.meetings import MeetingState, RowKind, RowState
from felles.rules.roles import Topic
from felles.rules.room import Where, Written, may_act, may_start, merge
from felles.rules.text import N_

LONGEST_TEXT = 5000
_ANOTHER = N_("Et annet punkt er tatt opp. Gjør det ferdig først.")


def start_meeting(*, by: Actor, at: datetime, public_id: str, in_room: Iterable[str]) -> None:
    """Start the meeting with these attendees in the room. Who starts it chairs it.

    Raises:
        NotThere: no such meeting for the actor.
        Refused: it is not today, under way, over or cancelled; or nobody has come.
    """
    meeting = get_led_meeting(by, public_id)
    starts_on = meeting.starts_at.astimezone(OSLO).date()
    may_start(MeetingState(meeting.state), starts_on=starts_on, on=by.on).require()
    there = meeting.attendees.filter(public_id__in=list(in_room))
    if not there.exists():
        Decision.no(N_("Kryss av for dem som er kommet.")).require()
    with transaction.atomic():
        changed = Meeting.objects.filter(pk=meeting.pk, state=meeting.state).update(
            state=MeetingState.OPEN.value,
            opened_at=at,
            called_at=meeting.called_at or at,
            chair_id=by.user_id,
            version=F("version") + 1,
        )
        if not changed:
            Decision.no(N_("Møtet er i gang.")).require()
        count = there.update(is_in_room=True, came=True)
        log(by, at, meeting, "meeting.start", attendees=count)


def place_attendee(*, meeting: Meeting, attendee_id: str, where: Where) -> Attendee:
    """Say where somebody is. For actions that have seen the meeting and record what they do.

    Raises:
        NotThere: nobody of that id is called to the meeting.
    """
    attendee = meeting.attendees.select_related("post").filter(public_id=attendee_id).first()
    if attendee is None:
        raise NotThere
    attendee.is_in_room = where is Where.IN
    if where is Where.IN:
        attendee.came = True
    elif where is Where.AWAY:
        # Whoever has been in the room for a line has come, whatever is said later.
        attendee.came = attendee.presences.exists()
    attendee.save(update_fields=["is_in_room", "came"])
    return attendee


def let_in(*, by: Actor, at: datetime, public_id: str, post_id: int) -> Attendee:
    """Put somebody who was not called on the meeting: a substitute, or a colleague who looks in.

    They come to stand outside: the gate of the open line is asked when they are let in.
    """
    meeting = get_led_meeting(by, public_id)
    may_act(MeetingState(meeting.state)).require()
    post = next((one for one in list_who_may_join(by, meeting) if one.pk == post_id), None)
    if post is None:
        Decision.no(N_("Velg hvem som er kommet.")).require()
        raise AssertionError("a refusal that let through")
    absent = meeting.attendees.filter(
        post__organisation_id=post.organisation_id, is_in_room=False, presences=None
    )
    with transaction.atomic():
        attendee = Attendee.objects.create(
            meeting=meeting, post=post, stands_in_for=absent.order_by("pk").first()
        )
        log(by, at, meeting, "room.let_in", post=post_id)
    return attendee


def set_row_state(
    *, row: AgendaRow, state: RowState, at: datetime, sources: Iterable[RowState]
) -> None:
    """Take a line from one state to the next, when it is still where the actor saw it.

    Raises:
        Refused: somebody was first, or another line is open.
    """
    fields: dict[str, object] = {"state": state.value, "version": F("version") + 1}
    if state is RowState.OPEN:
        fields["opened_at"] = at
    if state in (RowState.DONE, RowState.POSTPONED):
        fields["done_at"] = at
    wanted = [source.value for source in sources]
    try:
        with transaction.atomic():
            changed = AgendaRow.objects.filter(pk=row.pk, state__in=wanted).update(**fields)
    except IntegrityError:
        changed = 0
    if not changed:
        Decision.no(_ANOTHER if state is RowState.OPEN else N_("Punktet er ferdig.")).require()


def add_presences(*, row: AgendaRow, attendee_ids: Iterable[int]) -> None:
    """Keep who was in the room for a line; once each."""
    Presence.objects.bulk_create(
        [Presence(row=row, attendee_id=pk) for pk in sorted(set(attendee_ids))],
        ignore_conflicts=True,
    )


def _find(meeting: Meeting, row_id: str) -> AgendaRow:
    row = meeting.rows.filter(public_id=row_id).first()
    if row is None:
        raise NotThere
    return row


def postpone_row(*, by: Actor, at: datetime, public_id: str, row_id: str) -> None:
    """Put a line off. It is proposed for the next meeting when this one is closed.

    Needs no sight of what the line is about: a case that has gone out of sight is put off like
    any other. What was typed stays with the line.
    """
    meeting = get_led_meeting(by, public_id)
    may_act(MeetingState(meeting.state)).require()
    row = _find(meeting, row_id)
    with transaction.atomic():
        set_row_state(
            row=row, state=RowState.POSTPONED, at=at, sources=(RowState.WAITING, RowState.OPEN)
        )
        log(by, at, meeting, "room.postpone", row=row.pk)


def set_row_aside(*, by: Actor, at: datetime, public_id: str, row_id: str) -> None:
    """Take an open line off the screen again, to take another first. What was typed stays."""
    meeting = get_led_meeting(by, public_id)
    may_act(MeetingState(meeting.state)).require()
    row = _find(meeting, row_id)
    with transaction.atomic():
        set_row_state(row=row, state=RowState.WAITING, at=at, sources=(RowState.OPEN,))
        log(by, at, meeting, "room.set_aside", row=row.pk)


def finish_common_row(*, by: Actor, at: datetime, public_id: str, row_id: str) -> None:
    """A common point is dealt with. Nothing is written of it: it is no case."""
    meeting = get_led_meeting(by, public_id)
    may_act(MeetingState(meeting.state)).require()
    row = _find(meeting, row_id)
    if row.kind != RowKind.COMMON:
        Decision.no(N_("Dette er ikke et felles punkt.")).require()
    with transaction.atomic():
        set_row_state(row=row, state=RowState.DONE, at=at, sources=(RowState.OPEN,))
        log(by, at, meeting, "room.finish", row=row.pk)


def finish_anonymous_row(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    row_id: str,
    themes: Iterable[Topic],
    grades: Band,
    advice: str,
) -> None:
    """Write down a discussion without a name, and forget what was typed on the way.

    The line keeps no link to the discussion, nor the discussion to the line (rule 5).
    """
    meeting = get_led_meeting(by, public_id)
    may_act(MeetingState(meeting.state)).require()
    row = _find(meeting, row_id)
    if row.kind != RowKind.ANONYMOUS:
        Decision.no(N_("Dette er ikke en drøfting uten navn.")).require()
    with transaction.atomic():
        set_row_state(row=row, state=RowState.DONE, at=at, sources=(RowState.OPEN,))
        discuss_anonymously(
            by=by,
            at=at,
            themes=themes,
            grades=grades,
            advice=advice,
            school_id=meeting.organisation_id,
        )
        RowText.objects.filter(row=row).delete()
        log(by, at, meeting, "room.finish", row=row.pk)


def write_field(
    *, row: AgendaRow, field: str, text: str, base: int, by_id: int | None, at: datetime
) -> tuple[Written, RowText | None]:
    """Save what is typed in one field of a line; returns what came of it, and the newest text.

    For actions that have seen the line. Rows are only added. Of two who write the same field at
    once, both texts are kept: the second's is put in under the first's, which stays the newest.
    ``base`` is the revision that the writer had seen, 0 for none.
    """
    text = text[:LONGEST_TEXT]
    for _try in range(5):
        written_before = RowText.objects.filter(row=row, field=field).order_by("-revision")
        newest = written_before.first()
        texts = {one.revision: one for one in written_before.filter(revision=base)}
        if newest is not None:
            texts[newest.revision] = newest
        own = newest is not None and by_id is not None and newest.by_id == by_id
        written = merge(
            {number: one.text for number, one in texts.items()}, text, base=base, by_same=own
        )
        if written in (Written.SAME, Written.NEWER):
            return written, newest
        try:
            with transaction.atomic():
                return written, _append(
                    row, field, text, newest, by_id, at, is_second=written is Written.BOTH
                )
        except IntegrityError:
            continue  # somebody was first with this number: look again
    raise IntegrityError("too many wrote the same field at once")


def _append(
    row: AgendaRow,
    field: str,
    text: str,
    newest: RowText | None,
    by_id: int | None,
    at: datetime,
    *,
    is_second: bool,
) -> RowText:
    number = newest.revision if newest else 0
    added = RowText.objects.create(
        row=row, field=field, revision=number + 1, text=text, by_id=by_id, at=at
    )
    if not is_second or newest is None:
        return added
    return RowText.objects.create(
        row=row,
        field=field,
        revision=number + 2,
        text=newest.text,
        by_id=newest.by_id,
        at=newest.at,
    )


def write_anonymous_text(
    *, by: Actor, at: datetime, public_id: str, row_id: str, text: str, base: int
) -> tuple[Written, RowText | None]:
    """Save the advice of a discussion without a name as it is typed. No writer is kept."""
    meeting = get_led_meeting(by, public_id)
    may_act(MeetingState(meeting.state)).require()
    row = _find(meeting, row_id)
    if row.kind != RowKind.ANONYMOUS or row.state != RowState.OPEN:
        Decision.no(N_("Punktet er ikke tatt opp.")).require()
    return write_field(row=row, field="advice", text=text, base=base, by_id=None, at=at)


def end_meeting(*, meeting: Meeting, at: datetime, came: Iterable[str]) -> None:
    """Close the meeting's own row and empty the room. For the action that puts off what is left."""
    came_ids = set(came)
    for attendee in meeting.attendees.order_by("pk"):
        attendee.came = attendee.public_id in came_ids or attendee.presences.exists()
        attendee.is_in_room = False
        attendee.save(update_fields=["came", "is_in_room"])
    changed = Meeting.objects.filter(pk=meeting.pk, state=MeetingState.OPEN.value).update(
        state=MeetingState.HELD.value, closed_at=at, version=F("version") + 1
    )
    if not changed:
        Decision.no(N_("Møtet er holdt.")).require()


def forget_row_texts(*, before: datetime) -> int:
    """Delete what was typed under lines before the instant; returns how many.

    What came of it stands in the case, as minutes and measures.
    """
    return RowText.objects.filter(at__lt=before).delete()[0]

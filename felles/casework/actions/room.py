"""The room of a meeting, where cases are opened, agreed on and done.

Who may hear a case is asked at every step, with the people who are in the room at that moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from felles.casework.actions.agenda import take_up_case
from felles.casework.actions.reading import open_case
from felles.casework.models import CaseItem
from felles.casework.queries.cases import NotVisible, get_case
from felles.casework.queries.room import (
    OwnOpen,
    Room,
    find_open_case_line,
    find_own_open,
    get_mark,
    get_room,
    keys_of,
    list_givers,
)
from felles.ledger.actions import record_change
from felles.meetings.actions import (
    add_presences,
    add_row,
    end_meeting,
    let_in,
    place_attendee,
    set_row_state,
    write_field,
)
from felles.meetings.models import AgendaRow, Meeting, RowText
from felles.meetings.queries import (
    find_next_meeting,
    get_led_meeting,
    get_own_attendee,
)
from felles.rules.access import Actor
from felles.rules.decision import Decision, Refused
from felles.rules.meetings import MeetingState, RowKind, RowState
from felles.rules.room import Where, Written, may_act, may_close
from felles.rules.text import N_


def _log(by: Actor, at: datetime, meeting: Meeting, action: str, **codes: str | int | bool) -> None:
    record_change(
        by=by, at=at, action=action, object_type="Meeting", object_id=meeting.pk, codes=codes
    )


def open_room(*, by: Actor, at: datetime, meeting: Meeting, route: str, wanted: str = "") -> Room:
    """The room for showing. A read row is written first for the open case, and for no other.

    The caller has made sure that the actor leads the meeting.
    """
    room = get_room(by, meeting, wanted=wanted)
    if not room.is_shown or room.line is None or room.line.case is None:
        return room
    view = open_case(by=by, at=at, public_id=room.line.case.public_id, route=route)
    return replace(room, view=view)


def open_screen(
    *, by: Actor, at: datetime, meeting: Meeting, route: str, seen: str = ""
) -> Room | None:
    """The room for the large screen; None when it still is as the screen shows it (``seen``).

    A screen that looks again every few seconds leaves a read row only when it is shown something
    new.
    """
    room = get_room(by, meeting)
    if seen and seen == get_mark(room):
        return None
    if not room.is_shown or room.line is None or room.line.case is None:
        return room
    view = open_case(by=by, at=at, public_id=room.line.case.public_id, route=route)
    return replace(room, view=view)


def open_own_contribution(
    *, by: Actor, at: datetime, meeting: Meeting, route: str, seen: str = ""
) -> OwnOpen | None:
    """What a member may write in now; a read row for the case first. None when there is nothing.

    ``seen`` is the line that the member's page shows already: no new row then.
    """
    own = find_own_open(by, meeting)
    if own is not None and own.row.public_id != seen:
        open_case(by=by, at=at, public_id=own.case_id, route=route)
    return own


def move_in_room(
    *, by: Actor, at: datetime, meeting_id: str, attendee_id: str, where: Where
) -> None:
    """Say that somebody is in the room, has gone out, or is away today.

    Whoever comes in while a line is open, and may hear it, was there for it. Who may not hear it
    closes it: the next request shows the gate.
    """
    meeting = get_led_meeting(by, meeting_id)
    may_act(MeetingState(meeting.state)).require()
    with transaction.atomic():
        attendee = place_attendee(meeting=meeting, attendee_id=attendee_id, where=where)
        _log(by, at, meeting, "room.place", attendee=attendee.pk, where=where.value)
        if where is Where.IN:
            _add_to_open_line(by, meeting, attendee.pk)


def _add_to_open_line(by: Actor, meeting: Meeting, attendee_id: int) -> None:
    room = get_room(by, meeting)
    if room.open_row is not None and room.line and attendee_id in room.line.members:
        add_presences(row=room.open_row, attendee_ids=[attendee_id])


def let_into_room(*, by: Actor, at: datetime, meeting_id: str, post_id: int) -> None:
    """Somebody who was not called has come in: a substitute, or a colleague."""
    with transaction.atomic():
        attendee = let_in(by=by, at=at, public_id=meeting_id, post_id=post_id)
        move_in_room(
            by=by, at=at, meeting_id=meeting_id, attendee_id=attendee.public_id, where=Where.IN
        )


def open_line(
    *,
    by: Actor,
    at: datetime,
    meeting_id: str,
    row_id: str,
    gone: Iterable[str] = (),
    back: Iterable[str] = (),
) -> None:
    """Open a line when the room is ready: ``gone`` have left it, ``back`` have come in again.

    Asked with the people who are in the room once that is so. Whoever came in since the page was
    shown keeps it closed; then nothing is written.

    Raises:
        NotVisible: there is no such line for the actor.
        Refused: somebody is there who may not hear it, consent is gone, another line is open.
    """
    meeting = get_led_meeting(by, meeting_id)
    may_act(MeetingState(meeting.state)).require()
    with transaction.atomic():
        for where, ids in ((Where.OUT, gone), (Where.IN, back)):
            for attendee_id in ids:
                place_attendee(meeting=meeting, attendee_id=attendee_id, where=where)
        room = get_room(by, meeting, wanted=row_id)
        if room.open_row is not None and room.open_row.public_id != row_id:
            Decision.no(N_("Et annet punkt er tatt opp. Gjør det ferdig først.")).require()
        line = room.agenda.line(row_id)
        if room.line is not line:
            Decision.no(N_("Punktet er ferdig.")).require()
        room.decision.require()
        if room.open_row is None:
            sources = (RowState.WAITING, RowState.POSTPONED)
            set_row_state(row=line.row, state=RowState.OPEN, at=at, sources=sources)
        add_presences(row=line.row, attendee_ids=[one.pk for one in room.in_room])
        _log(by, at, meeting, "room.open", row=line.row.pk, people=len(room.in_room))


def write_in_room(
    *, by: Actor, at: datetime, meeting_id: str, row_id: str, field: str, text: str, base: int
) -> tuple[Written, RowText | None]:
    """Save what whoever leads the meeting types in a field of the open case.

    Also while the gate is shut, so that nothing typed is lost; but only as long as the case is in
    the actor's own sight.

    Raises:
        NotVisible, NotThere: the line is out of sight.
        Refused: it is not open, or has no such field.
    """
    meeting = get_led_meeting(by, meeting_id)
    may_act(MeetingState(meeting.state)).require()
    room = get_room(by, meeting)
    line = find_open_case_line(room, row_id)
    view = get_case(by, line.case.public_id if line.case else "")
    if field not in keys_of(list_givers(by, room, view)):
        Decision.no(N_("Feltet finnes ikke.")).require()
    return write_field(row=line.row, field=field, text=text, base=base, by_id=by.user_id, at=at)


def contribute(
    *, by: Actor, at: datetime, meeting_id: str, text: str, base: int
) -> tuple[Written, RowText | None]:
    """Write what one's own service can do, from one's own screen; it stands in the chair's row.

    Raises:
        NotThere: the actor's post is not called to the meeting.
        Refused: nothing is open in which the actor can write. It is not told why.
    """
    attendee = get_own_attendee(by, meeting_id)
    own = find_own_open(by, attendee.meeting)
    if own is None:
        Decision.no(N_("Ingenting å skrive nå.")).require()
        raise AssertionError("a refusal that let through")
    return write_field(
        row=own.row, field=f"give-{own.key}", text=text, base=base, by_id=by.user_id, at=at
    )


def close_meeting(*, by: Actor, at: datetime, meeting_id: str, came: Iterable[str]) -> int:
    """Close the meeting: who came, and what was not reached is put off and proposed for the next.

    Returns how many lines the next meeting of the series got. A case is taken up there only where
    consent allows it now; the others wait among what could be taken up.

    Raises:
        Refused: the meeting is not under way, or a line is open.
    """
    meeting = get_led_meeting(by, meeting_id)
    # A line that this actor may not know of hinders nothing: it is put off with the others.
    is_open = get_room(by, meeting).open_row is not None
    may_close(MeetingState(meeting.state), has_open_row=is_open).require()
    later = find_next_meeting(meeting)
    left = meeting.rows.exclude(state=RowState.DONE.value)
    with transaction.atomic():
        end_meeting(meeting=meeting, at=at, came=came)
        rows = list(left.order_by("position", "pk"))
        for row in rows:
            if row.state != RowState.POSTPONED:
                set_row_state(
                    row=row, state=RowState.POSTPONED, at=at, sources=(RowState(row.state),)
                )
        carried = sum(_carry(by, at, row, later) for row in rows) if later else 0
        _log(by, at, meeting, "meeting.close", left=len(rows), carried=carried)
    return carried


def _carry(by: Actor, at: datetime, row: AgendaRow, later: Meeting) -> bool:
    """Put what was not reached on the next agenda; False where it may not, or stands there."""
    try:
        if RowKind(row.kind) is RowKind.CASE:
            item = CaseItem.objects.select_related("case").get(row=row)
            take_up_case(
                by=by,
                at=at,
                meeting_id=later.public_id,
                public_id=item.case.public_id,
                minutes=row.minutes,
                question=item.question,
                is_follow_up=True,
            )
            return True
        if row.kind == RowKind.COMMON and later.rows.filter(title=row.title).exists():
            return False
        add_row(
            meeting=later,
            kind=RowKind(row.kind),
            minutes=row.minutes,
            title=row.title,
            is_follow_up=True,
        )
    except (Refused, NotVisible, CaseItem.DoesNotExist):
        return False
    return True

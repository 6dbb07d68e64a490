"""Lines of an agenda that are about no pupil, and the order of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction
from django.db.models import F, Max

from felles.meetings.actions.meetings import MeetingChanged, bump, log
from felles.meetings.models import AgendaRow, Meeting
from felles.meetings.queries.meetings import NotThere, get_led_meeting
from felles.rules.access import Actor
from felles.rules.decision import Decision
from felles.rules.meetings import (
    MeetingKind,
    MeetingState,
    RowKind,
    RowState,
    may_change_agenda,
)
from felles.rules.text import N_

MOST_ROWS = 40


def _lead(by: Actor, public_id: str) -> Meeting:
    meeting = get_led_meeting(by, public_id)
    may_change_agenda(MeetingState(meeting.state)).require()
    return meeting


def add_row(
    *,
    meeting: Meeting,
    kind: RowKind,
    minutes: int,
    title: str = "",
    is_follow_up: bool = False,
) -> AgendaRow:
    """Put a line last. For actions that have seen the meeting and record what they do.

    When the meeting last changed, as calendars tell it, stays: a line is no news to everybody.
    """
    if meeting.rows.count() >= MOST_ROWS:
        Decision.no(N_("Sakslista er full. Ta noe av først.")).require()
    last = meeting.rows.aggregate(last=Max("position"))["last"] or 0
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1)
    return AgendaRow.objects.create(
        meeting=meeting,
        kind=kind.value,
        title=title,
        position=last + 1,
        minutes=minutes,
        is_follow_up=is_follow_up,
    )


def add_common_row(
    *, by: Actor, at: datetime, public_id: str, title: str, minutes: int
) -> AgendaRow:
    """Add a point that everybody takes part in, such as the school environment.

    Its title is read by all, so it names no child.
    """
    meeting = _lead(by, public_id)
    if not title.strip():
        Decision.no(N_("Skriv hva punktet handler om, uten navn.")).require()
    with transaction.atomic():
        row = add_row(meeting=meeting, kind=RowKind.COMMON, minutes=minutes, title=title.strip())
        log(by, at, meeting, "agenda.add_common", row=row.pk)
    return row


def add_anonymous_row(*, by: Actor, at: datetime, public_id: str, minutes: int) -> AgendaRow:
    """Add a discussion without a name: an empty line, which leads to nobody (rule 5)."""
    meeting = _lead(by, public_id)
    if MeetingKind(meeting.kind) is not MeetingKind.INNSATSTEAM:
        Decision.no(N_("Drøft uten navn i innsatsteamet.")).require()
    with transaction.atomic():
        row = add_row(meeting=meeting, kind=RowKind.ANONYMOUS, minutes=minutes)
        log(by, at, meeting, "agenda.add_anonymous", row=row.pk)
    return row


def set_row(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    row_id: str,
    version: int,
    minutes: int,
    guardians_at: time | None = None,
) -> None:
    """Decide how long a line takes, and at what hour its guardians come.

    Raises:
        MeetingChanged: somebody else was first.
    """
    meeting = _lead(by, public_id)
    if not 1 <= minutes <= 240:
        Decision.no(N_("Et punkt varer fra 1 til 240 minutter.")).require()
    row = _waiting(meeting, row_id)
    if guardians_at is not None and row.kind != RowKind.CASE:
        Decision.no(N_("Foresatte kommer bare til en sak.")).require()
    with transaction.atomic():
        bump(meeting, version)
        AgendaRow.objects.filter(pk=row.pk).update(minutes=minutes, guardians_at=guardians_at)
        log(by, at, meeting, "agenda.set_row", row=row.pk)


def _waiting(meeting: Meeting, row_id: str) -> AgendaRow:
    row = meeting.rows.filter(public_id=row_id).first()
    if row is None:
        raise NotThere
    if RowState(row.state) is not RowState.WAITING:
        Decision.no(N_("Punktet er tatt opp.")).require()
    return row


def set_order(
    *, by: Actor, at: datetime, public_id: str, version: int, row_ids: Sequence[str]
) -> None:
    """Put these lines in this order, in the places that they have between them.

    A line that is not named keeps its place: whoever leads may not know of every line, and must
    not learn of it here.

    Raises:
        MeetingChanged: somebody else was first, or the lines are others by now.
    """
    meeting = _lead(by, public_id)
    rows = {row.public_id: row for row in meeting.rows.filter(public_id__in=row_ids)}
    if sorted(row_ids) != sorted(rows):
        raise MeetingChanged
    places = sorted(row.position for row in rows.values())
    with transaction.atomic():
        bump(meeting, version)
        for place, row_id in zip(places, row_ids, strict=True):
            rows[row_id].position = place
        AgendaRow.objects.bulk_update(rows.values(), ["position"])
        log(by, at, meeting, "agenda.order", rows=len(rows))


def remove_row(*, by: Actor, at: datetime, public_id: str, row_id: str, version: int) -> None:
    """Take a line off that has not been dealt with."""
    meeting = _lead(by, public_id)
    row = _waiting(meeting, row_id)
    with transaction.atomic():
        bump(meeting, version)
        log(by, at, meeting, "agenda.remove", row=row.pk)
        row.delete()

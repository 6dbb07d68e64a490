"""The agenda at the side, and the clock. Only the case that is shown is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from felles.casework.queries import Line, Room
from felles.rules.meetings import RowKind, RowState
from felles.web.room.people import say_swap, show_person

ON_TIME_WITHIN = 2  # minutes


@dataclass(frozen=True, slots=True)
class SideLine:
    """A line at the side. ``swap`` says who goes out before it, on the next line only."""

    id: str
    at: datetime
    label: str
    minutes: int
    state: str
    is_now: bool
    is_done: bool
    is_postponed: bool
    guests_at: time | None = None
    swap: str = ""


def label_of(line: Line, *, is_shown: bool) -> str:
    """What a line is called where all can see it: a case has no name before it is shown."""
    if line.row.kind == RowKind.CASE:
        return line.case.name if is_shown and line.case else _("Sak")
    return line.row.title or _("Sak uten navn")


def show_side(room: Room) -> list[SideLine]:
    """Every line, in order."""
    shown = []
    for line in room.agenda.lines:
        is_now = room.line is not None and line.row.pk == room.line.row.pk
        leave = [show_person(one) for one in room.must_leave] if is_now else []
        shown.append(
            SideLine(
                id=line.row.public_id,
                at=line.starts_at,
                label=label_of(line, is_shown=is_now and room.is_shown),
                minutes=line.row.minutes,
                state=_(line.row.state_label),
                is_now=is_now,
                is_done=line.row.state == RowState.DONE,
                is_postponed=line.row.state == RowState.POSTPONED,
                guests_at=line.row.guardians_at,
                swap=say_swap(leave) if leave else "",
            )
        )
    return shown


def _unnamed(line: Line) -> SideLine:
    return SideLine(
        id=line.row.public_id,
        at=line.starts_at,
        label=label_of(line, is_shown=False),
        minutes=line.row.minutes,
        state=_(line.row.state_label),
        is_now=False,
        is_done=line.row.state == RowState.DONE,
        is_postponed=line.row.state == RowState.POSTPONED,
    )


def list_others(room: Room) -> list[SideLine]:
    """The other lines that could be taken up first. No case is named."""
    now = room.line.row.public_id if room.line else ""
    return [one for one in list_left(room) if one.id != now]


def list_left(room: Room) -> list[SideLine]:
    """What has not been done, without names."""
    states = (RowState.WAITING, RowState.POSTPONED)
    return [_unnamed(line) for line in room.agenda.lines if line.row.state in states]


@dataclass(frozen=True, slots=True)
class Clock:
    """How the time goes, in a few words and a colour."""

    text: str
    color: str


def show_clock(room: Room, at: datetime) -> Clock | None:
    """Minutes left of the open line, else whether the meeting keeps its plan."""
    row = room.open_row
    if row is not None and row.opened_at is not None:
        return _say_left(row.opened_at + timedelta(minutes=row.minutes) - at)
    if room.line is None:
        return None
    behind = int((at - room.line.starts_at).total_seconds() // 60)
    if behind <= ON_TIME_WITHIN:
        return Clock(_("I rute"), "info")
    text = ngettext("%(minutes)d minutt etter planen", "%(minutes)d minutter etter planen", behind)
    return Clock(text % {"minutes": behind}, "warning")


def _say_left(left: timedelta) -> Clock:
    minutes = int(left.total_seconds() // 60)
    if minutes >= 0:
        text = ngettext(
            "%(minutes)d minutt igjen av saken", "%(minutes)d minutter igjen av saken", minutes
        )
        return Clock(text % {"minutes": minutes}, "info")
    text = ngettext("%(minutes)d minutt over tiden", "%(minutes)d minutter over tiden", -minutes)
    return Clock(text % {"minutes": -minutes}, "warning")

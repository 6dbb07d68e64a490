"""The order of an agenda that is proposed to the chair."""

from __future__ import annotations

from collections.abc import Sequence

from felles.casework.queries.agenda import Agenda, Line
from felles.rules.access import OSLO
from felles.rules.agenda import Item, place_of, propose_order
from felles.rules.meetings import RowState

# Guardians may come so many minutes before or after the hour they were given.
_SLACK = 5


def propose_agenda(agenda: Agenda) -> Sequence[str]:
    """The order in which people go out and in as seldom as may be, as the lines' public ids.

    Lines that are done or open keep their place in front. Writes nothing.
    """
    fixed = [line for line in agenda.lines if line.row.state != RowState.WAITING]
    waiting = [line for line in agenda.lines if line.row.state == RowState.WAITING]
    everyone = frozenset(one.pk for one in agenda.attendees)
    gone = sum(line.row.minutes for line in fixed)
    order = propose_order(_item(agenda, line, everyone, gone) for line in waiting)
    ids = {line.row.pk: line.row.public_id for line in waiting}
    return [line.row.public_id for line in fixed] + [ids[item.id] for item in order]


def _item(agenda: Agenda, line: Line, everyone: frozenset[int], gone: int) -> Item:
    at = line.row.guardians_at
    start = agenda.meeting.starts_at.astimezone(OSLO)
    hour = (at.hour * 60 + at.minute) - (start.hour * 60 + start.minute) - gone if at else 0
    return Item(
        id=line.row.pk,
        minutes=line.row.minutes,
        members=line.members,
        place=place_of(
            is_follow_up=line.row.is_follow_up,
            keeps_out=line.members != everyone,
            has_guests=at is not None,
        ),
        starts_from=max(hour - _SLACK, 0) if at else 0,
        starts_until=max(hour + _SLACK, 0) if at else None,
    )

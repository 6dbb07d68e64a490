"""The crossings of today: when they are, and about which the two sides should talk now."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from felles.activities.queries import CrossingRow, list_crossings
from felles.rules.access import Actor, Permission, may
from felles.rules.agent_week import Side
from felles.rules.crossings import DayState, due_at
from felles.ui.dates import clock_time
from felles.ui.parts import Appointment, Todo

_AHEAD = (DayState.AHEAD, DayState.UNDER_WAY)


def list_day(actor: Actor) -> tuple[list[Todo], list[Appointment]]:
    """What to find out about now, and the crossings of today that are not over.

    For those who have no crossings to follow it asks the database for nothing.
    """
    rows = list_crossings(actor) if may(actor, Permission.CROSSING) else []
    todos = [_todo(row, row.state) for row in rows if row.state and row.state.is_alarm]
    ahead = [_appointment(actor, row) for row in rows if row.state in _AHEAD]
    return todos, ahead


def _todo(row: CrossingRow, state: DayState) -> Todo:
    url = reverse("crossing-list")
    what = _("Ring %(other)s: %(what)s") % {
        "other": _other(row),
        "what": _(state.label).lower(),
    }
    note = _("Overgangen klokka %(time)s") % {"time": clock_time(row.crossing.starts_at)}
    return Todo(title=what, url=url, note=note, action=_("Se tallene"), action_url=url)


def _appointment(actor: Actor, row: CrossingRow) -> Appointment:
    is_school = row.side is Side.SCHOOL
    title = _("Følg barn til %(place)s") if is_school else _("Ta imot barn fra %(place)s")
    return Appointment(
        at=due_at(actor.at, row.crossing.starts_at),
        title=title % {"place": _other(row)},
        note=row.crossing.meet_at if is_school else row.crossing.hand_over_at,
        url=reverse("crossing-list"),
    )


def _other(row: CrossingRow) -> str:
    one = row.crossing.club if row.side is Side.SCHOOL else row.crossing.school
    return one.name

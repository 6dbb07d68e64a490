"""The crossings of today that the two sides should talk about now."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from felles.activities.queries import list_alarms
from felles.rules.access import Actor
from felles.rules.agent_week import Side
from felles.ui.dates import clock_time
from felles.ui.parts import Todo


def list_crossing_todos(actor: Actor) -> list[Todo]:
    """One thing to do for each crossing on which the numbers differ or nobody received."""
    found = []
    for row in list_alarms(actor):
        if row.state is None:
            continue
        one = row.crossing
        other = one.club if row.side is Side.SCHOOL else one.school
        url = reverse("crossing-list")
        title = _("Ring %(other)s: %(what)s") % {
            "other": other.name,
            "what": _(row.state.label).lower(),
        }
        note = _("Overgangen klokka %(time)s") % {"time": clock_time(one.starts_at)}
        found.append(Todo(title=title, url=url, note=note, action=_("Se tallene"), action_url=url))
    return found

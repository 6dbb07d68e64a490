"""An event in the words of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from felles.rules.access import OSLO
from felles.rules.parents import EventKind, EventState, Interpreting
from felles.web.parents.forms import language_label

if TYPE_CHECKING:
    from felles.activities.models import ParentEvent

_COLORS = {
    EventState.PLANNED: "neutral",
    EventState.INVITED: "info",
    EventState.HELD: "success",
    EventState.CANCELLED: "warning",
}


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """One line of the list. ``languages`` are those to interpret, each with how far it is."""

    url: str
    name: str
    kind: str
    at: datetime
    times: str
    place: str
    state: EventState
    color: str
    languages: list[tuple[str, str, str]]
    came: int | None
    needs_count: bool
    count_url: str


def show(event: ParentEvent, at: datetime | None = None, *, now: datetime) -> ShownEvent:
    """An event, on the day of ``at`` when it takes place several times."""
    state, kind = EventState(event.state), _(EventKind(event.kind).label)
    starts = (at or event.starts_at).astimezone(OSLO)
    ends = event.ends_at.astimezone(OSLO)
    may_wait = state in (EventState.PLANNED, EventState.INVITED)
    return ShownEvent(
        url=reverse("parents-event", args=[event.public_id]),
        name=event.title or kind,
        kind=kind if event.title else "",
        at=starts,
        times=f"{starts:%H.%M}–{ends:%H.%M}",
        place=event.place,
        state=state,
        color=_COLORS[state],
        languages=interpreters(event),
        came=event.came,
        needs_count=may_wait and event.came is None and event.starts_at <= now,
        count_url=reverse("parents-event-count", args=[event.public_id]),
    )


def interpreters(event: ParentEvent) -> list[tuple[str, str, str]]:
    """Language, how far the order is, and the colour that says so."""
    rows = sorted(event.languages.all(), key=lambda one: one.language)
    return [
        (
            language_label(row.language).capitalize(),
            _(Interpreting(row.interpreting).label),
            "success" if row.interpreting == Interpreting.ORDERED.value else "warning",
        )
        for row in rows
        if row.interpreting != Interpreting.NONE.value
    ]

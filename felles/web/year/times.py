"""«Når kan du møte?»: everybody says for each post when meetings can begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from felles.meetings.actions import set_availability
from felles.meetings.queries import list_own_times
from felles.rules.access import Permission
from felles.rules.decision import Decision
from felles.rules.free_times import GOOD, STARTS, WEEKDAYS
from felles.ui import dates
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page
from felles.web.year.common import carry_out_change

WeekTime = tuple[int, time]


@dataclass(frozen=True, slots=True)
class Cell:
    """One time of the week: its two tick-boxes."""

    key: str
    day: str
    label: str
    is_good: bool
    is_possible: bool


@needs(Permission.MEETING_READ)
def own_times(request: ActorRequest) -> HttpResponse:
    """The week as a grid; two ticks a time: suits, or is possible."""
    by = request.actor
    good, possible = _ticked(request, "good"), _ticked(request, "possible")
    refusal: Decision | None = None
    status = 200
    if request.method == "POST":
        refusal, status = carry_out_change(
            request, lambda: set_availability(by=by, at=by.at, good=good, possible=possible)
        )
        if refusal is None:
            messages.success(request, _("Takk. Den som planlegger møtene, ser det nå."))
            return redirect("own-times")
    else:
        answered = list_own_times(by)
        good = {when for when, dislike in answered.items() if dislike == GOOD}
        possible = set(answered) - good
    context = {
        "place": by.organisation_name,
        "days": [_(name) for name in WEEKDAYS],
        "rows": [(start, _cells(start, good, possible)) for start in STARTS],
        "has_answered": bool(good or possible),
        "refusal": refusal,
    }
    return render_page(request, "web/year/times.html", context, status=status)


def _ticked(request: ActorRequest, name: str) -> set[WeekTime]:
    known = {_key(day, start): (day, start) for day in range(5) for start in STARTS}
    return {known[key] for key in request.POST.getlist(name) if key in known}


def _key(weekday: int, start: time) -> str:
    return f"{weekday}-{start:%H%M}"


def _cells(start: time, good: set[WeekTime], possible: set[WeekTime]) -> list[Cell]:
    return [
        Cell(
            key=_key(weekday, start),
            day=_(name),
            label=_("%(day)s kl. %(time)s") % {"day": _(name), "time": dates.clock_time(start)},
            is_good=(weekday, start) in good,
            is_possible=(weekday, start) in possible,
        )
        for weekday, name in enumerate(WEEKDAYS)
    ]

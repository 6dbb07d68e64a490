"""Absence: put down, taken back, and the meetings in it that need an answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from felles.activities.actions import enter_away, remove_away
from felles.activities.queries import list_away, list_away_meetings
from felles.rules.access import Permission
from felles.rules.agent_week import AwayKind
from felles.rules.decision import Decision
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of
from felles.web.meetings.shown import show
from felles.web.week.forms import AwayForm
from felles.web.week.shown import get_agent_or_404, get_own_or_404

if TYPE_CHECKING:
    from felles.people.models import Post


@needs(Permission.WEEK_PLAN)
@require_http_methods(["GET", "POST"])
def own(request: ActorRequest) -> HttpResponse:
    """The agent's own absence."""
    agent = get_own_or_404(request.actor)
    return _away(request, agent, here=reverse("week-away"), back=reverse("week"))


@needs(Permission.WEEKS_LEAD)
@require_http_methods(["GET", "POST"])
def of_agent(request: ActorRequest, public_id: str) -> HttpResponse:
    """An agent's absence, put down by who leads the agents."""
    agent = get_agent_or_404(request.actor, public_id)
    here = reverse("week-away-of", args=[agent.public_id])
    return _away(request, agent, here=here, back=f"{reverse('week')}?hvem={agent.public_id}")


def _away(request: ActorRequest, agent: Post, *, here: str, back: str) -> HttpResponse:
    by = request.actor
    refusal: Decision | None = None
    form = AwayForm(initial={"from_on": by.on})
    if request.method == "POST" and "remove" in request.POST:
        away = request.POST["remove"]
        do = partial(remove_away, by=by, at=by.at, agent=agent.public_id, away=away)
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Fraværet er fjernet."))
            return redirect(here)
    elif request.method == "POST":
        form = AwayForm(request.POST)
        if form.is_valid():
            refusal = _enter(request, agent, form)
            if refusal is None:
                messages.success(request, _("Fraværet er ført."))
                return redirect(here)
    rows = list_away(by, agent)
    context = {
        "form": form,
        "agent": agent,
        "is_own": agent.pk == by.post_id,
        "back": back,
        "rows": [(row, AwayKind(row.kind).label) for row in rows],
        "meetings": [
            show(place.meeting, place) for place in list_away_meetings(agent, rows, at=by.at)
        ],
        "refusal": refusal,
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/week/away.html", context, status=status)


def _enter(request: ActorRequest, agent: Post, form: AwayForm) -> Decision | None:
    by = request.actor
    from_on, until_on, kind = form.said()
    do = partial(
        enter_away, by=by, at=by.at, agent=agent.public_id, from_on=from_on, until_on=until_on,
        kind=kind,
    )  # fmt: skip
    return carry_out(request, do)

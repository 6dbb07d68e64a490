"""Laying a fixed week: from the plan that runs, or from a suggestion around the office day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from felles.activities.actions import plan_week
from felles.activities.queries import list_plan, monday_of
from felles.programme.queries import get_setting
from felles.rules.access import Actor, Permission
from felles.rules.agent_week import WEEKDAYS, Stretch, check_plan, suggest_plan, warn_plan
from felles.rules.clocks import SettingKey
from felles.rules.decision import Decision
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of
from felles.web.week.forms import DAY_NAMES, PlanForm
from felles.web.week.shown import get_agent_or_404, get_own_or_404

if TYPE_CHECKING:
    from felles.people.models import Post

FRIDAY = 4


@needs(Permission.WEEK_PLAN)
@require_http_methods(["GET", "POST"])
def own(request: ActorRequest) -> HttpResponse:
    """The agent's own week."""
    return _plan(request, get_own_or_404(request.actor), reverse("week"))


@needs(Permission.WEEKS_LEAD)
@require_http_methods(["GET", "POST"])
def of_agent(request: ActorRequest, public_id: str) -> HttpResponse:
    """An agent's week, laid by who leads the agents."""
    agent = get_agent_or_404(request.actor, public_id)
    return _plan(request, agent, f"{reverse('week')}?hvem={agent.public_id}")


def _plan(request: ActorRequest, agent: Post, back: str) -> HttpResponse:
    by = request.actor
    office = get_setting(SettingKey.OFFICE_WEEKDAY, by.on)
    chosen = _office_day(request.GET.get("kontor", ""))
    plan = _begin_from(by, agent, office, chosen)
    refusal: Decision | None = None
    if request.method == "POST":
        form = PlanForm(request.POST)
        if form.is_valid():
            plan = form.stretches()
            do = partial(
                plan_week, by=by, at=by.at, agent=agent.public_id, plan=plan,
                from_on=form.cleaned_data["from_on"],
            )  # fmt: skip
            refusal = carry_out(request, do)
            if refusal is None:
                _tell(request, warn_plan(plan, office))
                return redirect(back)
    else:
        form = PlanForm(plan=plan, initial={"from_on": _first_day(by, agent)})
    context = {
        "form": form,
        "days": list(form.days()),
        "agent": agent,
        "is_own": agent.pk == by.post_id,
        "back": back,
        "office_days": [(f"?kontor={day + 1}", DAY_NAMES[day], chosen == day) for day in WEEKDAYS],
        "is_suggestion": chosen is not None or not list_plan(agent, by.on),
        "warnings": warn_plan(plan, office) if check_plan(plan) else [],
        "refusal": refusal,
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/week/plan.html", context, status=status)


def _office_day(text: str) -> int | None:
    return int(text) - 1 if text in ("1", "2", "3", "4", "5") else None


def _begin_from(by: Actor, agent: Post, office: int, chosen: int | None) -> list[Stretch]:
    """A suggestion when a day was chosen or there is no plan; else the plan that runs."""
    if chosen is not None:
        return suggest_plan(chosen)
    return list_plan(agent, by.on) or suggest_plan(office - 1 if office else FRIDAY)


def _first_day(by: Actor, agent: Post) -> date:
    """Today for a first plan; else the next Monday."""
    return monday_of(by.on) + timedelta(weeks=1) if list_plan(agent, by.on) else by.on


def _tell(request: ActorRequest, warnings: list[str]) -> None:
    messages.success(request, _("Uka er lagt."))
    for text in warnings:
        messages.warning(request, _(text))

"""One week of one agent: the agent's own, or that of the agent at one's school."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from felles.activities.queries import list_agents, list_weeks, monday_of
from felles.rules.access import Actor, Permission, may
from felles.ui.access import ActorRequest, needs
from felles.web.week.shown import (
    follow_lines,
    get_agent_or_404,
    read_monday,
    show_days,
    today_first,
    week_name,
)

if TYPE_CHECKING:
    from felles.people.models import Post


@needs(Permission.WEEK_READ)
@require_safe
def week(request: ActorRequest) -> HttpResponse:
    """One week at a time: ``uke`` is a day in it, ``hvem`` an agent (one's own without)."""
    actor = request.actor
    who = request.GET.get("hvem", "")
    monday = read_monday(request.GET.get("uke", ""), actor.on)
    if not who and may(actor, Permission.WEEKS_LEAD):
        return redirect("week-all")
    agents = list_agents(actor)
    agent = get_agent_or_404(actor, who) if who else _first(actor, agents)
    context: dict[str, Any] = {"agent": agent, "others": []}
    if agent is not None:
        context |= _shown(actor, agent, monday)
        context["others"] = [
            (one.user.name, _address(actor, one, monday), one.pk == agent.pk)
            for one in agents
            if one.organisation_id == agent.organisation_id
        ]
    return render(request, "web/week/week.html", context)


def _first(actor: Actor, agents: list[Post]) -> Post | None:
    own = next((one for one in agents if one.pk == actor.post_id), None)
    return own or (agents[0] if agents else None)


def _shown(actor: Actor, agent: Post, monday: date) -> dict[str, Any]:
    [found] = list_weeks(actor, [agent], monday)
    days = show_days(found, actor.on)
    is_own = agent.pk == actor.post_id
    leads = may(actor, Permission.WEEKS_LEAD)
    step = timedelta(weeks=1)
    return {
        "is_own": is_own,
        "leads": leads,
        "name": week_name(monday),
        "is_this_week": monday == monday_of(actor.on),
        "days": days,
        "in_order": today_first(days),
        "has_plan": found.has_plan,
        "warnings": found.warnings if is_own or leads else [],
        "follow_ups": follow_lines(found),
        "before": _address(actor, agent, monday - step),
        "after": _address(actor, agent, monday + step),
        "now": _address(actor, agent, None),
        "plan_url": _own_or(is_own, leads, "week-plan", agent),
        "away_url": _own_or(is_own, leads, "week-away", agent),
        "follow_url": reverse("week-follow-up", args=[agent.public_id]) if leads else "",
    }


def _own_or(is_own: bool, leads: bool, name: str, agent: Post) -> str:
    if is_own:
        return reverse(name)
    return reverse(f"{name}-of", args=[agent.public_id]) if leads else ""


def _address(actor: Actor, agent: Post, monday: date | None) -> str:
    asked = {} if agent.pk == actor.post_id else {"hvem": agent.public_id}
    if monday is not None:
        asked["uke"] = monday.isoformat()
    return reverse("week") + (f"?{urlencode(asked)}" if asked else "")

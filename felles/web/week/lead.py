"""What the agents' leader sees: all weeks side by side, and who follows up whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from felles.activities.actions import name_follow_up
from felles.activities.queries import (
    Week,
    list_agents,
    list_follow_up_choices,
    list_follow_ups,
    list_weeks,
    monday_of,
)
from felles.rules.access import Permission
from felles.rules.agent_week import AT_SCHOOL, Side, SlotKind
from felles.rules.decision import Decision
from felles.ui.access import ActorRequest, needs
from felles.ui.dates import day as say_day
from felles.web.common import carry_out, render_page, status_of
from felles.web.week.forms import FollowUpForm
from felles.web.week.shown import get_agent_or_404, hours, read_monday, week_name


@dataclass(frozen=True, slots=True)
class Line:
    """One agent in the leader's table."""

    name: str
    school: str
    url: str
    school_hours: str
    club_hours: str
    office_hours: str
    other_hours: str
    meetings: int
    courses: int
    away: str
    notes: list[tuple[str, str]]


@needs(Permission.WEEKS_LEAD)
@require_safe
def everybody(request: ActorRequest) -> HttpResponse:
    """All agents' weeks: planned hours, meetings, courses, absence, and what is missing."""
    by = request.actor
    monday = read_monday(request.GET.get("uke", ""), by.on)
    weeks = list_weeks(by, list_agents(by), monday)
    here, step = reverse("week-all"), timedelta(weeks=1)
    context = {
        "lines": [_line(one) for one in weeks],
        "name": week_name(monday),
        "is_this_week": monday == monday_of(by.on),
        "before": f"{here}?uke={monday - step}",
        "after": f"{here}?uke={monday + step}",
        "now": here,
    }
    return render_page(request, "web/week/all.html", context)


def _line(week: Week) -> Line:
    minutes = week.load.minutes
    away = [day.on for day in week.days if day.is_away]
    return Line(
        name=week.agent.user.name,
        school=week.agent.organisation.name,
        url=f"{reverse('week')}?hvem={week.agent.public_id}&uke={week.monday}",
        school_hours=hours(sum(minutes.get(kind, 0) for kind in AT_SCHOOL)),
        club_hours=hours(minutes.get(SlotKind.CLUB, 0)),
        office_hours=hours(minutes.get(SlotKind.OFFICE, 0)),
        other_hours=hours(minutes.get(SlotKind.OTHER, 0)),
        meetings=week.load.meetings,
        courses=week.load.courses,
        away=", ".join(say_day(on) for on in away),
        notes=_notes(week),
    )


def _notes(week: Week) -> list[tuple[str, str]]:
    """What the leader should look at, as words and the page where it is done."""
    agent = week.agent.public_id
    plan = reverse("week-plan-of", args=[agent])
    follow = reverse("week-follow-up", args=[agent])
    notes = [] if week.has_plan else [(_("Har ingen plan"), plan)]
    notes += [(_(text), plan) for text in week.warnings]
    missing = {
        Side.SCHOOL: _("Mangler oppfølging på skolen"),
        Side.SERVICE: _("Mangler oppfølging i tjenesten"),
    }
    return notes + [(missing[side], follow) for side in week.missing_sides]


@needs(Permission.WEEKS_LEAD)
@require_http_methods(["GET", "POST"])
def follow_up(request: ActorRequest, public_id: str) -> HttpResponse:
    """Name who follows up an agent at school and in the service."""
    by = request.actor
    agent = get_agent_or_404(by, public_id)
    running = list_follow_ups([agent], on=by.on)[agent.pk]
    choices = {side: list_follow_up_choices(agent, side, on=by.on) for side in Side}
    now = {side: row.by_id for side, row in running.items()}
    form = FollowUpForm(request.POST or None, choices=choices, now=now)
    back = f"{reverse('week')}?hvem={agent.public_id}"
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        refusal = carry_out(request, partial(_name_both, request, agent.public_id, form))
        if refusal is None:
            messages.success(request, _("Lagret."))
            return redirect(back)
    context = {"form": form, "agent": agent, "back": back, "refusal": refusal}
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/week/follow_up.html", context, status=status)


def _name_both(request: ActorRequest, agent: str, form: FollowUpForm) -> None:
    by = request.actor
    for side in Side:
        name_follow_up(by=by, at=by.at, agent=agent, side=side, post_id=form.chosen(side))

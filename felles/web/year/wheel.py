"""The year wheel: a proposal for every school at once, and the button that publishes it."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from felles.meetings.actions import publish_year
from felles.meetings.queries import Choices, YearPlan, get_year_plan
from felles.rules.access import Permission, may
from felles.rules.decision import Decision
from felles.rules.year_plan import may_publish
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page
from felles.web.year import told, told_days
from felles.web.year.common import carry_out_change, chosen_year, list_years, listed, year_name
from felles.web.year.drawing import draw_wheel


@needs(Permission.MEETING_PLAN)
def wheel(request: ActorRequest) -> HttpResponse:
    """The proposal for a school year; a POST carries out what was shown."""
    year = chosen_year(request, request.actor)
    choices = _choices(request)
    refusal: Decision | None = None
    status = 200
    if request.method == "POST":
        do = partial(
            publish_year,
            by=request.actor,
            at=request.actor.at,
            year=year,
            choices=choices,
            expected=request.POST.get("expected", ""),
        )
        refusal, status = carry_out_change(request, do)
        if refusal is None:
            messages.success(request, _("Årshjulet er publisert."))
            return redirect(f"{reverse('year-wheel')}?{_query(year, choices)}")
    plan = get_year_plan(request.actor, year, choices)
    context = {**_context(request, plan, choices), "refusal": refusal}
    return render_page(request, "web/year/wheel.html", context, status=status)


def _choices(request: HttpRequest) -> Choices:
    """The ticks, from the address: a POST goes to the address of the page that was shown."""
    return Choices(
        assume_free=request.GET.get("antatt") == "ja",
        use_moves=request.GET.get("flytt") != "nei",
    )


def _query(year: int, choices: Choices) -> str:
    values = {"ar": str(year)}
    if choices.assume_free:
        values["antatt"] = "ja"
    if not choices.use_moves:
        values["flytt"] = "nei"
    return urlencode(values)


def _context(request: ActorRequest, plan: YearPlan, choices: Choices) -> dict[str, object]:
    moves = told_days.list_moves(plan)
    return {
        "year": plan.year,
        "year_name": year_name(plan.year),
        "years": [(one, year_name(one)) for one in list_years(request.actor)],
        "query": _query(plan.year, choices),
        "choices": choices,
        "teaching": sum(plan.calendar.teaching),
        "has_no_summer": plan.calendar.has_no_summer,
        "unanswered": listed((one.name for one in plan.unanswered), most=12),
        "unanswered_count": len({one.user_id for one in plan.unanswered}),
        "rows": told.list_rows(plan, request.actor.on),
        "problems": told.list_problems(plan),
        "doubles": told.list_doubles(plan),
        "untimed": told.list_untimed(plan)[:30],
        "moves": moves[:30],
        "moves_told": told.say_moves(plan),
        "months": told_days.list_months(plan, request.actor.on),
        "drawing": draw_wheel(plan),
        "steps": told.say_steps(plan),
        "nothing_to_do": plan.steps.is_empty and plan.proposal.moves == 0,
        "may_publish": may_publish(plan.calendar, plan.proposal),
        "digest": plan.digest,
        "may_wait": may(request.actor, Permission.RHYTHM_READ),
    }

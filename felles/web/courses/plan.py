"""A new course: what is asked for, then the plan week by week, then it is saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from felles.activities.actions import create_series
from felles.activities.queries import (
    NoCourse,
    find_sheet,
    get_suggestion,
    get_wanted_plan,
    list_own_classes,
)
from felles.rules.access import OSLO, Permission
from felles.rules.course_plan import Choices, CoursePlan, How, Wanted, Week, may_save
from felles.rules.course_themes import propose_outlines
from felles.rules.courses import SuggestionState
from felles.rules.decision import Decision, Refused
from felles.ui.access import ActorRequest, needs
from felles.ui.dates import clock_time
from felles.web.common import carry_out, render_page, status_of
from felles.web.courses.forms import CourseForm
from felles.web.courses.shown import say_audience
from felles.web.meetings.forms import TimeField

if TYPE_CHECKING:
    from felles.activities.models import CourseSeries, CourseSuggestion

MOST_WEEKS = 60
HOW_COLORS = {
    How.HELD: "success",
    How.MOVED: "success",
    How.ANYWAY: "info",
    How.SKIPPED: "neutral",
    How.STUCK: "danger",
}


@needs(Permission.COURSE_PLAN)
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Ask, show the plan, save. Every step hands on what was typed; nothing is kept before."""
    actor = request.actor
    suggestion = _suggestion(request)
    classes = list_own_classes(actor)
    if request.method != "POST":
        initial = {"first_on": actor.on, "theme_1": request.GET.get("tema", "")}
        form = CourseForm(classes=classes, initial=initial | _from(suggestion))
        return _ask(request, form, suggestion)
    form = CourseForm(request.POST, classes=classes)
    if not form.is_valid() or request.POST.get("step") == "ask":
        return _ask(request, form, suggestion)
    wanted = form.wanted(read_choices(request.POST))
    if request.POST.get("step") == "save":
        return _save(request, form, wanted, suggestion)
    return _show(request, form, wanted, suggestion)


def _suggestion(request: ActorRequest) -> CourseSuggestion | None:
    """The suggestion that the course comes from, while nobody has answered it."""
    public_id = request.POST.get("suggestion") or request.GET.get("forslag") or ""
    if not public_id:
        return None
    try:
        found = get_suggestion(request.actor, public_id)
    except NoCourse:
        raise Http404 from None
    return found if found.state == SuggestionState.NEW.value else None


def _from(suggestion: CourseSuggestion | None) -> dict[str, Any]:
    """What a suggestion fills in."""
    if suggestion is None:
        return {}
    return {
        "theme_1": suggestion.theme,
        "group": suggestion.group,
        "class_id": suggestion.class_group.public_id if suggestion.class_group else "",
        "grade": suggestion.grade or "",
    }


def _ask(
    request: ActorRequest,
    form: CourseForm,
    suggestion: CourseSuggestion | None,
    refusal: Decision | None = None,
) -> HttpResponse:
    is_back = request.POST.get("step") == "ask"
    context = {"form": form, "suggestion": suggestion, "refusal": refusal}
    status = 422 if form.errors and not is_back else status_of(refusal)
    return render_page(request, "web/courses/new.html", context, status=status)


def _show(
    request: ActorRequest,
    form: CourseForm,
    wanted: Wanted,
    suggestion: CourseSuggestion | None,
    refusal: Decision | None = None,
) -> HttpResponse:
    try:
        plan = get_wanted_plan(request.actor, wanted)
    except NoCourse:
        raise Http404 from None
    except Refused as refused:
        return _ask(request, form, suggestion, refused.decision)
    context = {
        "form": form,
        "suggestion": suggestion,
        "refusal": refusal,
        "weeks": _weeks(wanted, plan),
        "reason": plan.reason,
        "sessions": len(plan.sessions),
        "last_on": plan.sessions[-1].starts_at if plan.sessions else None,
        "skipped": sum(week.how is How.SKIPPED for week in plan.weeks),
        "wanted": plan.wanted,
        "digest": plan.digest,
        "may_save": may_save(plan, expected=plan.digest),
        "extend": wanted.wish.extend,
        "audience": _audience(form, wanted),
    }
    return render_page(request, "web/courses/plan.html", context, status=status_of(refusal))


def _audience(form: CourseForm, wanted: Wanted) -> str:
    names = dict(form.fields["class_id"].choices)  # type: ignore[attr-defined]
    return say_audience(wanted.group, str(names.get(wanted.class_id, "")), wanted.grade)


def _weeks(wanted: Wanted, plan: CoursePlan) -> list[dict[str, Any]]:
    proposed = list_proposed(wanted, plan)
    return [_week(week) | proposed.get(week.number, {}) for week in plan.weeks]


def _week(week: Week) -> dict[str, Any]:
    """One week in words, with the fields by which it is changed."""
    local = week.starts_at.astimezone(OSLO)
    return {
        "key": week.proper_on.isoformat(),
        "proper_on": week.proper_on,
        "on": local.date(),
        "day": local.date().isoformat(),
        "clock": local.strftime("%H:%M"),
        "times": f"{clock_time(week.starts_at)}–{clock_time(week.ends_at)}",
        "number": week.number,
        "how": _(week.how.label),
        "color": HOW_COLORS[week.how],
        "is_held": week.is_held,
        "is_skipped": week.how is How.SKIPPED,
        "is_moved": week.how in (How.MOVED, How.STUCK),
        "is_outside": week.is_outside,
        "obstacles": [_say(one.hinder.label, one.what) for one in week.obstacles],
        "may_hold_anyway": week.may_hold_anyway,
        "is_anyway": week.how is How.ANYWAY,
    }


def _say(label: str, what: str) -> str:
    """«Du er i møte: Trinnmøte»"""
    return f"{_(label)}: {_(what)}" if what else _(label)


def list_proposed(wanted: Wanted, plan: CoursePlan) -> dict[int, dict[str, str]]:
    """The theme and the outline's title that each session would get, by its number."""
    sheets = [sheet for key in wanted.themes if (sheet := find_sheet(key))]
    found: dict[int, dict[str, str]] = {}
    for number, (theme, key) in enumerate(propose_outlines(sheets, len(plan.sessions)), start=1):
        sheet = find_sheet(theme.value)
        outline = sheet.find_outline(key) if sheet else None
        title = outline.title if outline else ""
        found[number] = {"theme": _(theme.label), "outline": title}
    return found


def _save(
    request: ActorRequest, form: CourseForm, wanted: Wanted, suggestion: CourseSuggestion | None
) -> HttpResponse:
    by = request.actor
    made: list[CourseSeries] = []
    do: Callable[[], CourseSeries] = partial(
        create_series,
        by=by,
        at=by.at,
        wanted=wanted,
        expected=request.POST.get("expected", ""),
        suggestion_id=suggestion.public_id if suggestion else "",
    )
    refusal = carry_out(request, lambda: made.append(do()))
    if refusal is not None:
        return _show(request, form, wanted, suggestion, refusal)
    messages.success(request, _("Kurset er lagret. Nå kan du invitere gjester."))
    # A second click has made nothing: the first one's course stands in the list.
    return redirect("course", made[0].public_id) if made else redirect("course-list")


def read_choices(data: QueryDict) -> Choices:
    """What was chosen for single weeks. What is no date is left out."""
    moves: dict[date, tuple[date, time]] = {}
    for name in list(data)[: MOST_WEEKS * 4]:
        if not name.startswith("move_on_"):
            continue
        key = name.removeprefix("move_on_")
        proper, on = _read_day(key), _read_day(data.get(name, ""))
        clock = _read_clock(data.get(f"move_at_{key}", ""))
        is_asked = f"move_{key}" in data
        if proper and on and clock and is_asked and len(moves) < MOST_WEEKS:
            moves[proper] = (on, clock)
    days = (_read_day(one) for one in data.getlist("anyway")[:MOST_WEEKS])
    return Choices(moves=moves, anyway=frozenset(day for day in days if day))


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read_clock(text: str) -> time | None:
    try:
        clock: time | None = TimeField(required=False).clean(text)
    except ValidationError:
        return None
    return clock

"""Kurs: the series of the school with what comes next, and what has been suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from felles.activities.queries import (
    get_course_facts,
    list_course_sessions,
    list_holders,
    list_series,
    list_suggestions,
    theme_label,
)
from felles.rules.access import Actor, Permission, may
from felles.rules.course_moves import may_change_series, may_plan_at
from felles.rules.courses import CourseState, GroupKind, SuggestionState, may_see_group
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page
from felles.web.courses.shown import (
    find_next,
    get_series_or_404,
    say_audience,
    show_series,
    show_session,
)

if TYPE_CHECKING:
    from felles.activities.models import CourseSeries, CourseSuggestion

PAGE_SIZE = 25
OVER = "ferdige"
SUGGESTION_COLORS = {
    SuggestionState.NEW: "warning",
    SuggestionState.TAKEN: "success",
    SuggestionState.DECLINED: "neutral",
}


@needs(Permission.COURSE_READ)
@require_safe
def list_page(request: ActorRequest) -> HttpResponse:
    """The courses of the school that run, or that are over, a page at a time."""
    actor = request.actor
    is_over = request.GET.get("vis") == OVER
    number = _page_number(request.GET.get("side", ""))
    found = list_series(
        actor, is_over=is_over, limit=PAGE_SIZE + 1, offset=(number - 1) * PAGE_SIZE
    )
    context = {
        "rows": [_row(series) for series in found[:PAGE_SIZE]],
        "is_over": is_over,
        "over_url": f"{reverse('course-list')}?vis={OVER}",
        "previous": _address(is_over, number - 1) if number > 1 else "",
        "next": _address(is_over, number + 1) if len(found) > PAGE_SIZE else "",
        "may_plan": may(actor, Permission.COURSE_PLAN),
        "waiting": [show_suggestion(one) for one in list_suggestions(actor, is_new=True)],
        "answered": [show_suggestion(one) for one in list_suggestions(actor, is_new=False)[:10]],
    }
    return render_page(request, "web/courses/list.html", context)


def _page_number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 4 else 1


def _address(is_over: bool, number: int) -> str:
    parts = ([f"vis={OVER}"] if is_over else []) + ([f"side={number}"] if number > 1 else [])
    return reverse("course-list") + (f"?{'&'.join(parts)}" if parts else "")


def _row(series: CourseSeries) -> dict[str, Any]:
    ahead = series.ahead  # type: ignore[attr-defined]  # fetched along
    first = ahead[0] if ahead else None
    return {
        "series": show_series(series),
        "next_at": first.starts_at if first else None,
        "next_theme": _(theme_label(first.theme)) if first else "",
    }


def show_suggestion(row: CourseSuggestion) -> dict[str, Any]:
    """A suggestion in words, with what became of it."""
    state = SuggestionState(row.state)
    series = row.series
    return {
        "public_id": row.public_id,
        "theme": _(theme_label(row.theme)) if row.theme else _("Uten tema"),
        "audience": say_audience(
            GroupKind(row.group), row.class_group.name if row.class_group else "", row.grade
        ),
        "text": row.text,
        "by": row.by.user.name,
        "at": row.at,
        "state": _(state.label),
        "color": SUGGESTION_COLORS[state],
        "answer": row.answer,
        "answered_by": row.answered_by.name if row.answered_by else "",
        "url": reverse("course", args=[series.public_id]) if series else "",
        "series": series.name if series else "",
    }


@needs(Permission.COURSE_READ)
@require_safe
def course(request: ActorRequest, public_id: str) -> HttpResponse:
    """The next session first, then all of them; who holds it, where, and what can be done."""
    actor = request.actor
    series = get_series_or_404(actor, public_id)
    return render_page(request, "web/courses/course.html", course_context(actor, series))


def course_context(actor: Actor, series: CourseSeries) -> dict[str, Any]:
    """What the page shows of a series."""
    rows = list_course_sessions(series)
    sessions = [show_session(series, row, at=actor.at) for row in rows]
    coming = find_next(sessions, actor.at)
    may_plan = may_plan_at(actor, series.school_id)
    return {
        "series": show_series(series),
        "public_id": series.public_id,
        "room": series.room,
        "minutes": series.minutes,
        "sessions": sessions,
        "next": coming,
        "sees_group": bool(may_see_group(actor, get_course_facts(series))),
        "holders": [row.post.user.name for row in list_holders(series)],
        "may_plan": bool(may_plan),
        "change": may_change_series(CourseState(series.state)),
    }

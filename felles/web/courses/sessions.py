"""One session: the outline to hold on a phone, and what whoever plans does with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from felles.activities.actions import (
    call_off_session,
    hold_session,
    move_session,
    replace_session,
    set_outline,
)
from felles.activities.queries import Around, find_sheet, get_course_facts, get_holidays, list_taken
from felles.rules.access import OSLO, Actor, Permission
from felles.rules.course_moves import (
    may_change_session,
    may_invite,
    may_plan_at,
    may_replace,
    may_say_held,
)
from felles.rules.course_plan import Wish, last_week_day, next_free
from felles.rules.courses import CourseState, SessionState, WhyNot, may_see_group
from felles.rules.decision import Decision
from felles.ui.access import ActorRequest, needs
from felles.ui.dates import clock_time
from felles.ui.forms import FellesForm
from felles.web.common import carry_out, render_page, status_of, version_of
from felles.web.courses.forms import OutlineForm, SessionTimeForm, WhyNotForm
from felles.web.courses.series import common
from felles.web.courses.shown import get_session_or_404, show_series, show_session

if TYPE_CHECKING:
    from felles.activities.models import CourseSession
    from felles.rules.course_themes import Outline

BOTH = require_http_methods(["GET", "POST"])


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the outline, with the clock at which it begins."""

    at: str
    minutes: int
    name: str
    text: str


@needs(Permission.COURSE_READ)
@require_safe
def session(request: ActorRequest, public_id: str, number: int) -> HttpResponse:
    """The session: what to do, minute by minute; who comes; and what can be done with it."""
    row = get_session_or_404(request.actor, public_id, number)
    return session_page(request, row)


def session_page(
    request: ActorRequest, row: CourseSession, refusal: Decision | None = None
) -> HttpResponse:
    """The page, also shown again with why a button did not do what it says."""
    context = _context(request.actor, row) | {"refusal": refusal}
    return render_page(request, "web/courses/session.html", context, status=status_of(refusal))


def _context(actor: Actor, row: CourseSession) -> dict[str, Any]:
    series = row.series
    sheet = find_sheet(row.theme)
    outline = sheet.find_outline(row.outline) if sheet else None
    state, of_series = SessionState(row.state), CourseState(series.state)
    shown = show_session(series, row, at=actor.at)
    return {
        "series": show_series(series),
        "public_id": series.public_id,
        "session": shown,
        "version": row.version,
        "outline": outline,
        "sheet": sheet,
        "stretches": list_stretches(outline, row.starts_at) if outline else [],
        "is_longer": outline is not None and outline.minutes > _minutes(row),
        "may_plan": bool(may_plan_at(actor, series.school_id)),
        "change": may_change_session(of_series, state),
        "held": may_say_held(of_series, state, starts_at=row.starts_at, at=actor.at),
        "invite": may_invite(of_series, state, starts_at=row.starts_at, at=actor.at),
        "replace": may_replace(of_series, state, is_replaced=shown.replaced_by is not None),
        "sees_group": bool(may_see_group(actor, get_course_facts(series))),
    }


def _minutes(row: CourseSession) -> int:
    return int((row.ends_at - row.starts_at).total_seconds() // 60)


def list_stretches(outline: Outline, starts_at: datetime) -> list[Stretch]:
    """The parts of an outline by the clock of this session."""
    found, at = [], starts_at
    for part in outline.parts:
        found.append(Stretch(clock_time(at), part.minutes, part.name, part.text))
        at += timedelta(minutes=part.minutes)
    return found


def _form_page(
    request: ActorRequest,
    row: CourseSession,
    form: FellesForm,
    do: Callable[[], object],
    template: str,
    heading: str | Promise,
    decision: Decision,
    to: str = "course-session",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """A form about one session: carried out once, or shown again with what was typed."""
    public_id, number = row.series.public_id, row.number
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Lagret."))
            return redirect(to, public_id, number)
    context = {
        "heading": heading,
        "form": form,
        "refusal": refusal,
        "decision": decision,
        "series": show_series(row.series),
        "session": show_session(row.series, row, at=request.actor.at),
        "public_id": public_id,
        "version": row.version,
        **(more or {}),
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, template, context, status=status)


def _change(row: CourseSession) -> Decision:
    return may_change_session(CourseState(row.series.state), SessionState(row.state))


def _on_session(request: ActorRequest, row: CourseSession) -> dict[str, Any]:
    return common(request, row.series.public_id) | {
        "number": row.number,
        "version": version_of(request),
    }


@needs(Permission.COURSE_PLAN)
@BOTH
def move(request: ActorRequest, public_id: str, number: int) -> HttpResponse:
    """Another time or room for one session."""
    row = get_session_or_404(request.actor, public_id, number)
    starts, ends = localtime(row.starts_at), localtime(row.ends_at)
    initial = {
        "on": starts.date(), "starts": starts.time(), "ends": ends.time(), "room": row.room
    }  # fmt: skip
    form = SessionTimeForm(request.POST or None, initial=initial)

    def do() -> None:
        move_session(**_on_session(request, row), **form.times)

    heading = gettext_lazy("Flytt økta")
    return _form_page(
        request, row, form, do, "web/courses/session_move.html", heading, _change(row)
    )


@needs(Permission.COURSE_PLAN)
@BOTH
def off(request: ActorRequest, public_id: str, number: int) -> HttpResponse:
    """It came, or comes, to nothing: why; and then another day is offered."""
    row = get_session_or_404(request.actor, public_id, number)
    form = WhyNotForm(request.POST or None)

    def do() -> None:
        call_off_session(**_on_session(request, row), why=WhyNot(form.cleaned_data["why"]))

    heading = gettext_lazy("Ble ikke noe av")
    return _form_page(
        request,
        row,
        form,
        do,
        "web/courses/session_off.html",
        heading,
        _change(row),
        to="course-session-replace",
    )


@needs(Permission.COURSE_PLAN)
@BOTH
def replace(request: ActorRequest, public_id: str, number: int) -> HttpResponse:
    """Another session instead of one that came to nothing, on the first day that is free."""
    row = get_session_or_404(request.actor, public_id, number)
    series = row.series
    proposed = _propose(request.actor, row)
    form = SessionTimeForm(request.POST or None, initial=proposed)

    def do() -> None:
        replace_session(**common(request, public_id), number=number, **form.times)

    decision = may_replace(
        CourseState(series.state),
        SessionState(row.state),
        is_replaced=row.caught_up_by.exists(),
    )
    heading = gettext_lazy("Ny økt i stedet")
    more = {"is_proposed": "on" in proposed}
    return _form_page(
        request, row, form, do, "web/courses/session_replace.html", heading, decision, more=more
    )


def _propose(actor: Actor, row: CourseSession) -> dict[str, Any]:
    """The first week after today in which nothing stands in the way, at the usual time."""
    series = row.series
    wish = Wish(
        weekday=series.weekday,
        starts_at=series.starts_at,
        minutes=series.minutes,
        first_on=max(actor.on, row.starts_at.astimezone(OSLO).date()) + timedelta(days=1),
        count=1,
    )
    around = Around(
        series.school_id,
        series.held_by.user_id,
        series.class_group_id,
        row.room,
        series_id=series.pk,
        session_id=row.pk,
    )
    taken = list_taken(around, from_on=wish.first_on, until_on=last_week_day(wish))
    found = next_free(wish, get_holidays(wish.first_on), taken)
    if found is None:
        return {"room": row.room}
    starts, ends = localtime(found.starts_at), localtime(found.ends_at)
    return {
        "on": starts.date(), "starts": starts.time(), "ends": ends.time(), "room": row.room
    }  # fmt: skip


@needs(Permission.COURSE_PLAN)
@BOTH
def outline(request: ActorRequest, public_id: str, number: int) -> HttpResponse:
    """Another theme or outline."""
    row = get_session_or_404(request.actor, public_id, number)
    form = OutlineForm(request.POST or None, initial={"chosen": f"{row.theme}/{row.outline}"})

    def do() -> None:
        theme, chosen = form.theme_and_outline
        set_outline(**_on_session(request, row), theme=theme, outline=chosen)

    heading = gettext_lazy("Bytt tema eller opplegg")
    return _form_page(
        request, row, form, do, "web/courses/session_outline.html", heading, _change(row)
    )


@needs(Permission.COURSE_PLAN)
@require_POST
def held(request: ActorRequest, public_id: str, number: int) -> HttpResponse:
    """Say that the session was held."""
    row = get_session_or_404(request.actor, public_id, number)
    refusal = carry_out(request, partial(hold_session, **_on_session(request, row)))
    if refusal is not None:
        return session_page(request, row, refusal)
    messages.success(request, _("Økta er merket som holdt."))
    return redirect("course-session", public_id, number)

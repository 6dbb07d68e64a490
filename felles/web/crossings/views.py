"""The crossings of one's own school or club: today's first, each side with its own two taps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from felles.activities.actions import (
    agree_crossing,
    call_off_crossing,
    change_crossing,
    end_crossing,
    note_crossing,
    propose_crossing,
)
from felles.activities.queries import (
    CrossingRow,
    find_day,
    get_crossing,
    list_crossings,
    list_others,
    list_past_days,
    show_crossing,
)
from felles.meetings.queries import NotThere
from felles.rules.access import Actor, Permission
from felles.rules.agent_week import Side
from felles.rules.crossings import MOST_CHILDREN, TAPS, DayState
from felles.rules.decision import Decision
from felles.rules.text import N_
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of, version_of
from felles.web.crossings.forms import CrossingForm, NewCrossingForm
from felles.web.week.forms import DAY_NAMES

_NO_NUMBER = Decision.no(N_("Velg hvor mange."))
_COLORS = {
    DayState.AHEAD: "neutral",
    DayState.OFF: "neutral",
    DayState.UNDER_WAY: "info",
    DayState.NOT_RECEIVED: "danger",
    DayState.NOT_NOTED: "warning",
    DayState.DIFFERS: "danger",
    DayState.RECEIVED: "success",
}


@dataclass(frozen=True, slots=True)
class Card:
    """A crossing as one side's page shows it."""

    row: CrossingRow
    other: str
    day_name: str
    color: str
    is_school: bool
    mine: int | None


def _card(row: CrossingRow) -> Card:
    is_school = row.side is Side.SCHOOL
    today = row.today
    return Card(
        row=row,
        other=(row.crossing.club if is_school else row.crossing.school).name,
        day_name=str(DAY_NAMES[row.crossing.weekday]),
        color=_COLORS[row.state] if row.state else "neutral",
        is_school=is_school,
        mine=(today.followed if is_school else today.received) if today else None,
    )


@needs(Permission.CROSSING)
@require_safe
def list_page(request: ActorRequest) -> HttpResponse:
    """All crossings of the own side, today's on top with its buttons."""
    cards = [_card(row) for row in list_crossings(request.actor)]
    context = {
        "today": [card for card in cards if card.row.state is not None],
        "others": [card for card in cards if card.row.state is None],
        "taps": TAPS,
        "most": MOST_CHILDREN,
    }
    return render_page(request, "web/crossings/list.html", context)


@needs(Permission.CROSSING)
@require_safe
def crossing(request: ActorRequest, public_id: str) -> HttpResponse:
    """One crossing: what is agreed, by whom, and how the last days went."""
    return _page(request, public_id)


def _page(request: ActorRequest, public_id: str, refusal: Decision | None = None) -> HttpResponse:
    row = _get(request.actor, public_id)
    context: dict[str, Any] = {
        "card": _card(row),
        "crossing": row.crossing,
        "version": row.crossing.version,
        "past": [
            (one.day, one.state.label, _COLORS[one.state])
            for one in list_past_days(row.crossing, request.actor.on)
        ],
        "taps": TAPS,
        "most": MOST_CHILDREN,
        "refusal": refusal,
    }
    return render_page(request, "web/crossings/crossing.html", context, status=status_of(refusal))


def _get(actor: Actor, public_id: str) -> CrossingRow:
    try:
        found = get_crossing(actor, public_id)
    except NotThere:
        raise Http404 from None
    return show_crossing(actor, found, find_day(found, actor.on))


@needs(Permission.CROSSING)
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Propose a fixed day to the other side."""
    by = request.actor
    others = list_others(by)
    form = NewCrossingForm(request.POST or None, others=others, initial={"from_on": by.on})
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        other = form.cleaned_data["other"]
        do = partial(propose_crossing, by=by, at=by.at, other=other, text=form.text())
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Forslaget er sendt til den andre siden."))
            return redirect("crossing-list")
    context = {"form": form, "has_others": bool(others), "is_new": True, "refusal": refusal}
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/crossings/form.html", context, status=status)


@needs(Permission.CROSSING)
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, public_id: str) -> HttpResponse:
    """Change what is agreed on; both sides agree anew."""
    by = request.actor
    found = _get(by, public_id).crossing
    fields = ("weekday", "starts_at", "meet_at", "hand_over_at", "from_on")
    form = CrossingForm(
        request.POST or None, initial={name: getattr(found, name) for name in fields}
    )
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        do = partial(
            change_crossing, by=by, at=by.at, public_id=public_id, version=version_of(request),
            text=form.text(),
        )  # fmt: skip
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Endret. Den andre siden må si ja på nytt."))
            return redirect("crossing", public_id)
    context = {
        "form": form,
        "has_others": True,
        "is_new": False,
        "public_id": public_id,
        "version": version_of(request) if form.errors else found.version,
        "refusal": refusal,
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/crossings/form.html", context, status=status)


@needs(Permission.CROSSING)
@require_POST
def agree(request: ActorRequest, public_id: str) -> HttpResponse:
    """One's own side agrees."""
    by = request.actor
    _get(by, public_id)
    do = partial(agree_crossing, by=by, at=by.at, public_id=public_id, version=version_of(request))
    refusal = carry_out(request, do)
    if refusal is not None:
        return _page(request, public_id, refusal)
    messages.success(request, _("Du har sagt ja for din side."))
    return redirect("crossing", public_id)


@needs(Permission.CROSSING)
@require_POST
def note(request: ActorRequest, public_id: str) -> HttpResponse:
    """How many were followed or received today, or that nobody was."""
    by = request.actor
    _get(by, public_id)
    if "off" in request.POST:
        do = partial(call_off_crossing, by=by, at=by.at, public_id=public_id)
    else:
        number = _number(request.POST.get("other_number") or request.POST.get("number", ""))
        if number is None:
            return _page(request, public_id, _NO_NUMBER)
        do = partial(note_crossing, by=by, at=by.at, public_id=public_id, number=number)
    refusal = carry_out(request, do)
    if refusal is not None:
        return _page(request, public_id, refusal)
    messages.success(request, _("Notert."))
    return redirect("crossing-list")


@needs(Permission.CROSSING)
@require_http_methods(["GET", "POST"])
def end(request: ActorRequest, public_id: str) -> HttpResponse:
    """Ask once, then end the crossing for both sides."""
    by = request.actor
    row = _get(by, public_id)
    refusal: Decision | None = None
    if request.method == "POST":
        refusal = carry_out(request, partial(end_crossing, by=by, at=by.at, public_id=public_id))
        if refusal is None:
            messages.success(request, _("Overgangen er avsluttet."))
            return redirect("crossing-list")
    context = {"card": _card(row), "public_id": public_id, "refusal": refusal}
    return render_page(request, "web/crossings/end.html", context, status=status_of(refusal))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else None

"""The list of what is done with parents, one event, and its letter."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from felles.activities.queries import as_public, facts_of, list_ahead, list_behind
from felles.rules.access import Permission, may
from felles.rules.decision import Decision
from felles.rules.parents import may_change_event, may_count, may_plan_events
from felles.rules.readability import read
from felles.rules.roles import SCHOOL_ROLES
from felles.ui.access import ActorRequest, needs
from felles.ui.papers import LANGUAGES, get_maker
from felles.web.common import render_page
from felles.web.parents.common import get_event_or_404, status_of
from felles.web.parents.forms import LetterForm, language_label
from felles.web.parents.shown import ShownEvent, interpreters, show

if TYPE_CHECKING:
    from felles.activities.models import ParentEvent

PAST = "tidligere"


@needs(Permission.PARENTS_READ)
@require_safe
def list_page(request: ActorRequest) -> HttpResponse:
    """The own school's events month by month; a leader of several schools sees them summed up."""
    actor = request.actor
    if actor.role not in SCHOOL_ROLES:
        return redirect("parents-summary")
    is_past = request.GET.get("vis") == PAST
    behind = [show(event, now=actor.at) for event in list_behind(actor)]
    ahead = [show(one.event, one.at, now=actor.at) for one in list_ahead(actor)]
    context = {
        "is_past": is_past,
        "months": _months(behind if is_past else ahead),
        "to_count": [one for one in behind if one.needs_count][:5],
        "may_plan": may_plan_events(actor, actor.organisation_id),
        "may_call": may(actor, Permission.TALK_LOG),
        "may_read_texts": may(actor, Permission.PARENT_TEXTS),
    }
    return render_page(request, "web/parents/list.html", context)


def _months(rows: list[ShownEvent]) -> list[tuple[str, list[ShownEvent]]]:
    grouped = groupby(rows, key=lambda one: (one.at.year, one.at.month))
    months = [(list(found)) for _key, found in grouped]
    return [(date_format(found[0].at, "F Y").capitalize(), found) for found in months]


@needs(Permission.PARENTS_READ)
@require_safe
def event(request: ActorRequest, public_id: str) -> HttpResponse:
    """One event: what is planned, what is left to do, and how it went."""
    return event_page(request, get_event_or_404(request.actor, public_id))


def event_page(
    request: ActorRequest, event: ParentEvent, refusal: Decision | None = None
) -> HttpResponse:
    """The page, also shown again with why a button did not do what it says."""
    actor, facts = request.actor, facts_of(event)
    counted = [
        (language_label(row.language), row.came) for row in event.languages.all() if row.came
    ]
    reading = read([event.words])
    address = reverse("public-event", args=[event.public_id])
    context = {
        "event": event,
        "row": show(event, now=actor.at),
        "interpreters": interpreters(event),
        "counted": sorted(counted, key=lambda one: (-one[1], one[0])),
        "reading": reading if reading.words else None,
        "may_plan": may_plan_events(actor, event.school_id),
        "change": may_change_event(facts),
        "count": may_count(facts, actor.at),
        "letter": LetterForm(initial={"sprak": _wanted(event)}),
        "public_url": request.build_absolute_uri(address) if event.is_public else "",
        "version": event.version,
        "refusal": refusal,
    }
    return render_page(request, "web/parents/event.html", context, status=status_of(refusal))


def _wanted(event: ParentEvent) -> list[str]:
    """Bokmål, and the languages that somebody interprets."""
    spoken = {row.language for row in event.languages.all()}
    return [code for code in LANGUAGES if code == "nb" or code in spoken]


@needs(Permission.PARENTS_PLAN)
@require_safe
def letter(request: ActorRequest, public_id: str) -> HttpResponse:
    """The letter in the languages that were chosen, as one PDF; bokmål when none was."""
    event = get_event_or_404(request.actor, public_id)
    form = LetterForm(request.GET)
    languages = form.cleaned_data["sprak"] if form.is_valid() else ["nb"]
    content = get_maker().make_event_letters(
        as_public(event, request.actor.at),
        [code for code in LANGUAGES if code in languages],
        request.actor.at,
    )
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="invitasjon-foreldre.pdf"'},
    )

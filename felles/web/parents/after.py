"""How many came and what was learned, and what a school year comes to."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from felles.activities.actions import count_event
from felles.activities.queries import (
    SchoolSum,
    facts_of,
    get_summary,
    list_school_sums,
    year_begins,
)
from felles.casework.queries import Share, list_call_shares
from felles.rules.access import Actor, Permission
from felles.rules.decision import Decision
from felles.rules.good_calls import FIGURE_WEEKS, LEAST_CALLS
from felles.rules.outreach import BAND
from felles.rules.parents import EventKind, may_count
from felles.rules.roles import SCHOOL_ROLES
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page, version_of
from felles.web.parents.common import carry_out, get_event_or_404, make_aid, status_of
from felles.web.parents.forms import CountForm, language_label


@needs(Permission.PARENTS_PLAN)
def count(request: ActorRequest, public_id: str) -> HttpResponse:
    """Write how many came: numbers only."""
    actor = request.actor
    event = get_event_or_404(actor, public_id)
    form = CountForm(request.POST or None, aid=make_aid(request), event=event)
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        do = partial(
            count_event, by=actor, at=actor.at, public_id=public_id, version=version_of(request),
            counts=form.said(),
        )  # fmt: skip
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Takk. Tallene er lagret."))
            return redirect("parents-event", public_id)
    context = {
        "heading": _("Hvor mange kom?"),
        "event": event,
        "form": form,
        "checked": form.checked,
        "version": event.version,
        "decision": may_count(facts_of(event), actor.at),
        "refusal": refusal,
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/parents/count.html", context, status=status)


@needs(Permission.PARENTS_READ)
@require_safe
def summary(request: ActorRequest) -> HttpResponse:
    """The school year so far: exact at the own school, side by side in bands for a leader."""
    actor = request.actor
    context: dict[str, object] = {
        "since": year_begins(actor.on),
        "is_own": actor.role in SCHOOL_ROLES,
        "smallest": BAND,
        "shares": [_share(one) for one in list_call_shares(actor)],
        "weeks": FIGURE_WEEKS,
        "least": LEAST_CALLS,
        **(_own(actor) if actor.role in SCHOOL_ROLES else _side_by_side(actor)),
    }
    return render_page(request, "web/parents/summary.html", context)


def _own(actor: Actor) -> dict[str, object]:
    found = get_summary(actor)
    return {
        "found": found,
        "kinds": [(_(one.kind.label), one.events, one.came) for one in found.kinds],
        "languages": [(language_label(code), number) for code, number in found.languages],
        "learned": [(_(EventKind(one.kind).label), one) for one in found.learned],
    }


def _side_by_side(actor: Actor) -> dict[str, object]:
    schools = list_school_sums(actor)
    return {
        "columns": [_(kind.label) for kind in EventKind],
        "rows": [_row(one) for one in schools],
    }


def _row(one: SchoolSum) -> tuple[str, list[int], str, str]:
    languages = [f"{language_label(code)} {_say(band)}" for code, band in one.languages]
    events = [one.kinds.get(kind, 0) for kind in EventKind]
    return one.school.name, events, _say(one.came), ", ".join(languages) or _("få")


def _say(band: int | None) -> str:
    """A band in words: «5–9», and «få» where there are too few to tell."""
    return _("få") if band is None else f"{band}–{band + BAND - 1}"


def _share(one: Share) -> tuple[str, str]:
    if one.tenths is None:
        return one.school, _("for få til å si")
    return one.school, _("omtrent %(tenths)s av 10") % {"tenths": one.tenths}

"""The duty route: 112 and barnevernet. It waits for nobody and tells nobody about whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from felles.casework.actions import record_duty_route
from felles.meetings.queries import list_team_services
from felles.rules.access import Actor, Permission
from felles.rules.decision import Decision
from felles.rules.roles import OrgKind
from felles.ui import dates
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of
from felles.web.concerns.forms import DutyForm

if TYPE_CHECKING:
    from felles.people.models import Organisation


@needs(Permission.DUTY_ROUTE)
@require_http_methods(["GET", "POST"])
def duty_route(request: ActorRequest) -> HttpResponse:
    """Say how, and record that somebody was told."""
    form = DutyForm(request.POST) if request.method == "POST" else DutyForm()
    refusal: Decision | None = None
    status = 200
    if request.method == "POST" and form.is_valid():
        route = form.cleaned_data["route"]
        refusal = carry_out(
            request, lambda: record_duty_route(by=request.actor, at=request.actor.at, route=route)
        )
        if refusal is None:
            messages.success(request, _receipt(request, route))
            return redirect("duty-route")
        status = status_of(refusal)
    elif request.method == "POST":
        status = 422
    context = {
        "form": form,
        "refusal": refusal,
        "offices": _offices(request.actor),
        "duty_phone": settings.CHILD_WELFARE_DUTY_PHONE,
    }
    return render_page(request, "web/concerns/duty.html", context, status=status)


def _receipt(request: ActorRequest, route: str) -> str:
    told = _("politiet på 112") if route == "emergency_112" else _("barnevernet")
    return _("Skrevet ned: du varslet %(told)s %(when)s. Vi lagrer ikke hvem det gjaldt.") % {
        "told": told,
        "when": dates.moment(request.actor.at),
    }


def _offices(actor: Actor) -> list[Organisation]:
    """The child welfare services in the team of the actor's school that have a phone number."""
    if actor.organisation_kind is not OrgKind.SCHOOL:
        return []
    services = list_team_services(actor.organisation_id)
    return [row for row in services if row.kind == OrgKind.CHILD_WELFARE.value and row.phone]

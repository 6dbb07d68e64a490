"""Schools, services, and the innsatsteam of each school."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from felles.meetings.actions import set_team
from felles.meetings.queries import find_team, list_teams
from felles.people.actions import create_organisation
from felles.people.queries import find_organisation, list_schools, list_services
from felles.rules.access import Permission
from felles.rules.decision import Decision
from felles.rules.roles import OrgKind
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of
from felles.web.setup.forms import ServiceForm, TeamForm

# So many names are found by the eye.
FEW = 10


@needs(Permission.SETUP)
def schools(request: ActorRequest) -> HttpResponse:
    """The active schools, each with its innsatsteam. ``sok`` narrows by a school's name."""
    wanted = request.GET.get("sok", "").strip()
    teams = list_teams(request.actor)
    rows = [
        (school, teams.get(school.pk))
        for school in list_schools(request.actor)
        if wanted.casefold() in school.name.casefold()
    ]
    context = {"rows": rows, "wanted": wanted, "may_narrow": bool(wanted) or len(rows) > FEW}
    return render(request, "web/setup/schools.html", context)


@needs(Permission.SETUP)
def services(request: ActorRequest) -> HttpResponse:
    """The services, and a form for one more."""
    rows = list_services()
    form = ServiceForm(request.POST or None, parents=rows)
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        refusal = carry_out(request, partial(_create, request, form))
        if refusal is None:
            messages.success(request, _("Tjenesten er lagt til."))
            return redirect("setup-services")
    kinds = [(row, OrgKind(row.kind).label) for row in rows]
    context = {"rows": kinds, "form": form, "refusal": refusal}
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/setup/services.html", context, status=status)


def _create(request: ActorRequest, form: ServiceForm) -> None:
    data = form.cleaned_data
    create_organisation(
        by=request.actor,
        at=request.actor.at,
        kind=OrgKind(data["kind"]),
        name=data["name"],
        org_number=data["org_number"],
        parent=form.chosen_parent,
        phone=data["phone"],
        hours=data["hours"],
    )


@needs(Permission.SETUP)
def team(request: ActorRequest, public_id: str) -> HttpResponse:
    """Which services take part in a school's innsatsteam, and how often it meets."""
    school = find_organisation(public_id)
    if school is None or school.kind != OrgKind.SCHOOL.value:
        raise Http404
    now = find_team(school.pk)
    initial = {}
    if now is not None:
        initial = {
            "services": [service.public_id for service in now.services.all()],
            "cadence_weeks": now.cadence_weeks,
        }
    form = TeamForm(request.POST or None, services=list_services(), initial=initial)

    def do() -> None:
        set_team(
            by=request.actor,
            at=request.actor.at,
            school=school,
            cadence_weeks=form.cleaned_data["cadence_weeks"],
            services=form.chosen,
        )

    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Innsatsteamet er lagret."))
            return redirect("setup-schools")
    context = {"school": school, "team": now, "form": form, "refusal": refusal}
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/setup/team.html", context, status=status)

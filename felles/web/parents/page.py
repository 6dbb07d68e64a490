"""The school's public page for parents: written, looked over and published by the school."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from felles.activities.actions import write_school_page
from felles.activities.queries import find_own_page
from felles.people.queries import list_schools
from felles.rules.access import Permission
from felles.rules.decision import Decision
from felles.rules.parents import may_plan_events
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page, version_of
from felles.web.parents.common import carry_out, make_aid, status_of
from felles.web.parents.forms import SchoolPageForm, page_initial


@needs(Permission.PARENTS_PLAN)
def school_page(request: ActorRequest) -> HttpResponse:
    """What the school writes; saving says that somebody has looked it over today."""
    actor = request.actor
    page = find_own_page(actor)
    form = SchoolPageForm(request.POST or None, aid=make_aid(request), initial=page_initial(page))
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid() and "check" not in request.POST:
        do = partial(
            write_school_page, by=actor, at=actor.at, version=version_of(request), text=form.said()
        )
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Siden er lagret, og sett over i dag."))
            return redirect("parents-page")
    own = [school for school in list_schools(actor) if school.pk == actor.organisation_id]
    address = reverse("public-school", args=[own[0].public_id]) if own else ""
    context = {
        "page": page,
        "form": form,
        "checked": form.checked,
        "reading": form.reading,
        "decision": may_plan_events(actor, actor.organisation_id),
        "version": page.version if page else 0,
        "public_url": request.build_absolute_uri(address),
        "refusal": refusal,
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/parents/school_page.html", context, status=status)

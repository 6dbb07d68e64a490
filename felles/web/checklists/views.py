"""Going through a checklist: the method of a school, or what an applicant brings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from felles.activities.actions import answer_run, begin_run
from felles.activities.queries import (
    find_run_before,
    get_list_text,
    get_run,
    list_own_keys,
    list_places,
    list_points,
    list_runs,
)
from felles.meetings.queries import NotThere
from felles.rules.access import Actor, Permission, may
from felles.rules.agent_week import ListKey
from felles.rules.decision import Decision
from felles.rules.text import N_
from felles.ui.access import ActorRequest, needs
from felles.web.checklists.forms import RunForm
from felles.web.common import carry_out, render_page, status_of, version_of

if TYPE_CHECKING:
    from felles.activities.models import ChecklistRun

_NO_LIST = Decision.no(N_("Velg en av dem som står i lista."))


@needs(Permission.CHECKLIST_USE)
@require_safe
def list_page(request: ActorRequest) -> HttpResponse:
    """The lists that the actor uses, and what has been gone through."""
    return _list_page(request)


def _list_page(request: ActorRequest, refusal: Decision | None = None) -> HttpResponse:
    by = request.actor
    context = {
        "lists": [
            {
                "key": key.value,
                "label": key.label,
                "text": get_list_text(key),
                "runs": [(row, title(row.run)) for row in list_runs(by, key)],
                "places": list_places(by) if key is ListKey.OUTREACH else [],
                "is_recruiting": key is ListKey.RECRUITING,
            }
            for key in list_own_keys(by)
        ],
        "may_write": may(by, Permission.CHECKLIST_WRITE),
        "refusal": refusal,
    }
    return render_page(request, "web/checklists/list.html", context, status=status_of(refusal))


@needs(Permission.CHECKLIST_USE)
@require_POST
def begin(request: ActorRequest) -> HttpResponse:
    """Begin a new run, for a school or for the next applicant."""
    by = request.actor
    key = next((one for one in ListKey if one.value == request.POST.get("key")), None)
    if key is None:
        return _list_page(request, _NO_LIST)
    begun: list[ChecklistRun] = []
    place = request.POST.get("place", "")
    refusal = carry_out(
        request, lambda: begun.append(begin_run(by=by, at=by.at, key=key, place=place))
    )
    if refusal is not None:
        return _list_page(request, refusal)
    if begun:
        return redirect("checklist-run", begun[0].public_id)
    return redirect("checklist-list")


@needs(Permission.CHECKLIST_USE)
@require_http_methods(["GET", "POST"])
def run(request: ActorRequest, public_id: str) -> HttpResponse:
    """Answer the points, and see what has changed since the last time."""
    by = request.actor
    found = _get(by, public_id)
    before = find_run_before(by, found)
    form = RunForm(request.POST or None, points=list_points(found, before))
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        is_done = "done" in request.POST
        do = partial(
            answer_run, by=by, at=by.at, public_id=public_id, version=version_of(request),
            answers=form.answers(), is_done=is_done,
        )  # fmt: skip
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Ferdig.") if is_done else _("Lagret."))
            return redirect("checklist-run", public_id)
    context = {
        "form": form,
        "run": found,
        "title": title(found),
        "before": before,
        "is_recruiting": found.checklist.key == ListKey.RECRUITING.value,
        "list_label": ListKey(found.checklist.key).label,
        "version": version_of(request) if form.errors else found.version,
        "refusal": refusal,
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/checklists/run.html", context, status=status)


def title(run: ChecklistRun) -> str:
    """«Furulia skole», or «Kandidat A»: applicants have letters, never names."""
    if run.label:
        return _("Kandidat %(letter)s") % {"letter": run.label}
    return run.organisation.name


def _get(actor: Actor, public_id: str) -> ChecklistRun:
    try:
        return get_run(actor, public_id)
    except NotThere:
        raise Http404 from None

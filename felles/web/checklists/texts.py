"""The texts of the checklists: written anew, and compared with the real one."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from felles.activities.actions import verify_checklist, write_checklist
from felles.activities.queries import ListText, get_list_text, list_texts_of
from felles.rules.access import Permission, may
from felles.rules.agent_week import ListKey
from felles.rules.decision import Decision
from felles.ui.access import ActorRequest, needs
from felles.web.checklists.forms import TextForm, VerifyForm
from felles.web.common import carry_out, render_page, status_of, version_of


@needs(Permission.CHECKLIST_WRITE)
@require_safe
def list_page(request: ActorRequest) -> HttpResponse:
    """The texts, and which of them nobody has compared yet."""
    context = {
        "texts": list_texts_of(list(ListKey)),
        "may_use": may(request.actor, Permission.CHECKLIST_USE),
    }
    return render_page(request, "web/checklists/texts.html", context)


@needs(Permission.CHECKLIST_WRITE)
@require_http_methods(["GET", "POST"])
def text(request: ActorRequest, key: str) -> HttpResponse:
    """One text: give it a new version, or say that it has been compared."""
    found = next((one for one in ListKey if one.value == key), None)
    if found is None:
        raise Http404
    now = get_list_text(found)
    writes = TextForm(initial={"points": "\n".join(now.points), "source": now.source})
    verifies = VerifyForm()
    refusal: Decision | None = None
    if request.method == "POST":
        if request.POST.get("what") == "verify":
            verifies = VerifyForm(request.POST)
            do = partial(_verify, request, now, verifies)
            said, is_valid = _("Teksten er merket som kontrollert."), verifies.is_valid()
        else:
            writes = TextForm(request.POST)
            do = partial(_write, request, now, writes)
            said, is_valid = _("Ny tekst er lagret."), writes.is_valid()
        refusal = carry_out(request, do) if is_valid else None
        if is_valid and refusal is None:
            messages.success(request, said)
            return redirect("checklist-text", key)
    has_errors = bool(writes.errors or verifies.errors)
    context = {
        "text": now,
        "writes": writes,
        "verifies": verifies,
        "version": version_of(request) if has_errors else now.version or 1,
        "refusal": refusal,
    }
    status = 422 if has_errors else status_of(refusal)
    return render_page(request, "web/checklists/text.html", context, status=status)


def _verify(request: ActorRequest, now: ListText, form: VerifyForm) -> None:
    by = request.actor
    source = form.cleaned_data["source"]
    verify_checklist(by=by, at=by.at, key=now.key, version=version_of(request), source=source)


def _write(request: ActorRequest, now: ListText, form: TextForm) -> None:
    by = request.actor
    write_checklist(
        by=by,
        at=by.at,
        key=now.key,
        version=version_of(request),
        points=form.lines(),
        source=form.cleaned_data["source"],
    )

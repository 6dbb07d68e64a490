"""Guardians of a case's pupil, and address protection: fill in, check what follows, save."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from felles.casework.actions import (
    add_case_guardian,
    end_case_guardian,
    preview_change,
    protect_case_pupil,
    verify_case_guardian,
)
from felles.casework.queries import get_consent_page
from felles.people.queries import list_guardianships, list_user_names
from felles.rules.access import Permission
from felles.rules.consent import Authority
from felles.rules.decision import Decision, Refused
from felles.rules.people import Protection, Relation
from felles.ui.access import ActorRequest, needs
from felles.ui.forms import FellesForm
from felles.web.common import open_case_or_404, render_page, status_of
from felles.web.consents.effects import say_effect
from felles.web.consents.guardian_forms import (
    AuthorityForm,
    EndForm,
    GuardianForm,
    ProtectionForm,
)
from felles.web.consents.texts import list_typed
from felles.web.consents.views import carry_out_and_tell, find_guardian
from felles.web.consents.wording import say_form

Do = Callable[[], object]


def _run(
    request: ActorRequest,
    public_id: str,
    form: FellesForm,
    do: Do,
    template: str,
    context: dict[str, Any],
    done: str,
) -> HttpResponse:
    """Show the form; on a valid one show what follows; on «save» carry it out."""
    refusal: Decision | None = None
    effect = None
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        if "save" not in request.POST:
            try:
                effect = preview_change(
                    by=request.actor, at=request.actor.at, public_id=public_id, do=do
                )
            except Refused as refused:
                refusal = refused.decision
        else:
            refusal, told = carry_out_and_tell(request, public_id, do)
            if refusal is None:
                messages.success(request, f"{done} {told}".strip())
                return redirect("consent", public_id)
    context |= {
        "form": form,
        "refusal": refusal,
        "effect": None if effect is None else say_effect(effect),
        "typed": list_typed(form) if effect is not None else [],
        "rows": say_form(form) if effect is not None else [],
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, template, context, status=status)


@needs(Permission.GUARDIAN_VERIFY)
def add(request: ActorRequest, public_id: str) -> HttpResponse:
    """Add a guardian. Until verified, no service reads the case; the page says so first."""
    view = open_case_or_404(request, public_id)
    ties = list_guardianships(view.case.pupil_id)
    households: dict[int, list[str]] = {}
    for tie in ties:
        households.setdefault(tie.household, []).append(tie.guardian.name)
    form = GuardianForm(request.POST or None, households=households.items())
    do = partial(_add, request, public_id, form)
    done = _("Den foresatte er lagt til. Bekreft foreldreansvaret.")
    template = "web/consents/guardian_add.html"
    return _run(request, public_id, form, do, template, {"view": view}, done)


def _add(request: ActorRequest, public_id: str, form: GuardianForm) -> None:
    data = form.cleaned_data
    add_case_guardian(
        by=request.actor,
        at=request.actor.at,
        public_id=public_id,
        name=data["name"],
        relation=Relation(data["relation"]),
        phone=data["phone"],
        email=data["email"],
        language=data["language"],
        needs_interpreter=data["needs_interpreter"],
        household=form.household_number,
    )


@needs(Permission.GUARDIAN_VERIFY)
def verify(request: ActorRequest, public_id: str, guardianship: str) -> HttpResponse:
    """Record whether a guardian holds parental responsibility."""
    view = open_case_or_404(request, public_id)
    row = find_guardian(request, get_consent_page(request.actor, view), guardianship)
    if row is None:
        return redirect("consent", public_id)
    form = AuthorityForm(request.POST or None)

    def do() -> None:
        verify_case_guardian(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            tie_id=guardianship,
            authority=Authority(form.cleaned_data["authority"]),
            how=form.cleaned_data["how"],
        )

    authority = _(Authority(row.tie.authority).label)
    context = {"view": view, "row": row, "authority": authority}
    template = "web/consents/guardian_verify.html"
    return _run(request, public_id, form, do, template, context, _("Det er skrevet inn."))


@needs(Permission.GUARDIAN_VERIFY)
def end(request: ActorRequest, public_id: str, guardianship: str) -> HttpResponse:
    """End a guardian's tie to the pupil."""
    view = open_case_or_404(request, public_id)
    row = find_guardian(request, get_consent_page(request.actor, view), guardianship)
    if row is None:
        return redirect("consent", public_id)
    form = EndForm(request.POST or None, on=request.actor.on)

    def do() -> None:
        end_case_guardian(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            tie_id=guardianship,
            ended_on=form.cleaned_data["ended_on"],
        )

    context = {"view": view, "row": row}
    done = _("Den foresatte er ikke lenger knyttet til eleven.")
    return _run(request, public_id, form, do, "web/consents/guardian_end.html", context, done)


@needs(Permission.PROTECTION_SET)
def protect(request: ActorRequest, public_id: str) -> HttpResponse:
    """Set or clear address protection, with its reader list in sight."""
    view = open_case_or_404(request, public_id)
    now = Protection(view.case.pupil.protection)
    form = ProtectionForm(request.POST or None)

    def do() -> None:
        protect_case_pupil(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            protection=form.chosen,
            reason=form.cleaned_data["reason"],
        )

    names = list_user_names(view.facts.named_user_ids)
    context = {"view": view, "now": now, "readers": sorted(names.values())}
    done = _("Adressesperren er endret, og gjelder fra nå.")
    return _run(request, public_id, form, do, "web/consents/protection.html", context, done)

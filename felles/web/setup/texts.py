"""Texts for families: which languages a person has approved, and by whom they were read."""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from felles.people.actions import approve_text, revoke_text
from felles.people.queries import list_text_approvals
from felles.rules.access import Permission
from felles.ui.access import ActorRequest, needs
from felles.ui.forms import FellesForm
from felles.ui.papers import TextStatus, get_maker
from felles.web.common import carry_out, render_page, status_of


class ApprovalForm(FellesForm):
    """Who has read the translation."""

    mark = "none"
    read_by = forms.CharField(
        label=gettext_lazy("Hvem har lest og godkjent oversettelsen?"),
        help_text=gettext_lazy("Navn og hva personen er, for eksempel statsautorisert translatør."),
        max_length=200,
    )


@needs(Permission.TEXTS_APPROVE)
def texts(request: ActorRequest) -> HttpResponse:
    """The languages with their versions; one of them is approved, or taken back."""
    languages = {language.code: language for language in get_maker().list_languages()}
    chosen = languages.get(request.POST.get("language", ""))
    form, refusal = ApprovalForm(), None
    if request.method == "POST" and chosen is not None:
        by, at, code = request.actor, request.actor.at, chosen.code
        if request.POST.get("what") == "revoke":
            refusal = carry_out(request, partial(revoke_text, by=by, at=at, language=code))
            done = _("Godkjenningen er trukket tilbake.")
        else:
            form = ApprovalForm(request.POST)
            done = _("Teksten er godkjent.")
            if form.is_valid():
                do = partial(
                    approve_text,
                    by=by,
                    at=at,
                    language=code,
                    version=request.POST.get("text_version", ""),
                    current=chosen.version,
                    read_by=form.cleaned_data["read_by"],
                )
                refusal = carry_out(request, do)
        if refusal is None and not form.errors:
            messages.success(request, done)
            return redirect("setup-texts")
    running = {row.language: row for row in list_text_approvals()}
    rows = [
        (
            language,
            running.get(language.code),
            language.status is not TextStatus.SOURCE,
            form if chosen is not None and language.code == chosen.code else ApprovalForm(),
        )
        for language in languages.values()
    ]
    context = {"rows": rows, "refusal": refusal}
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/setup/texts.html", context, status=status)

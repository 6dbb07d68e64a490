"""The numbers that a district decides, each from a day on."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from felles.programme.actions import set_setting
from felles.programme.queries import SettingRow, list_settings
from felles.rules.access import Permission
from felles.rules.clocks import SettingKey
from felles.rules.decision import Decision
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of
from felles.web.setup.forms import SettingForm


@needs(Permission.SETUP)
def settings(request: ActorRequest) -> HttpResponse:
    """All settings with the value in force; ``endre`` opens the form of one."""
    rows = list_settings(request.actor.on)
    chosen = _find(rows, request.GET.get("endre", ""))
    form: SettingForm | None = None
    refusal: Decision | None = None
    if chosen is not None:
        initial = {"value": chosen.value, "from_on": request.actor.on}
        form = SettingForm(
            request.POST or None, key=chosen.key, on=request.actor.on, initial=initial
        )
    elif request.method == "POST":
        raise Http404
    if form is not None and chosen is not None and request.method == "POST" and form.is_valid():
        refusal = carry_out(request, partial(_set, request, chosen.key, form))
        if refusal is None:
            messages.success(request, _("Innstillingen er lagret."))
            return redirect("setup-settings")
    context = {"rows": rows, "chosen": chosen, "form": form, "refusal": refusal}
    status = 422 if form is not None and form.errors else status_of(refusal)
    return render_page(request, "web/setup/settings.html", context, status=status)


def _find(rows: list[SettingRow], name: str) -> SettingRow | None:
    return next((row for row in rows if row.key.value == name), None)


def _set(request: ActorRequest, key: SettingKey, form: SettingForm) -> None:
    set_setting(
        by=request.actor,
        at=request.actor.at,
        key=key,
        value=form.cleaned_data["value"],
        from_on=form.cleaned_data["from_on"],
    )

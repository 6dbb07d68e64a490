"""Staff open the pupil's own page on a shared screen; their own login ends with it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from felles.casework.actions import open_pupil_page
from felles.rules.access import Permission
from felles.ui.access import ActorRequest, needs
from felles.ui.visits import start_visit
from felles.web.cases.shown import case_head
from felles.web.common import carry_out, open_case_or_404, render_page, status_of


@needs(Permission.CHILD_VOICE_WRITE)
def pupil_page(request: ActorRequest, public_id: str) -> HttpResponse:
    """Say what happens, then hand the screen over to the pupil."""
    view = open_case_or_404(request, public_id)
    refusal = None
    if request.method == "POST":
        made: list[str] = []
        by, at = request.actor, request.actor.at
        refusal = carry_out(
            request, lambda: made.append(open_pupil_page(by=by, at=at, public_id=public_id))
        )
        if refusal is None and made:
            start_visit(request, made[0])
            return redirect("pupil-page")
        if refusal is None:
            return redirect("case", public_id)
    title = _("La %(name)s skrive selv") % {"name": view.case.pupil.called}
    context = {**case_head(view), "title": title, "refusal": refusal}
    return render_page(request, "web/cases/pupil_page.html", context, status=status_of(refusal))

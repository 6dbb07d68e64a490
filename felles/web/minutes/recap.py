"""The recap of a meeting on one page: who promised what, by when."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from felles.casework import actions
from felles.casework.queries import Recap
from felles.meetings.queries import NotThere, get_led_meeting
from felles.rules.access import Permission, may
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page
from felles.web.minutes.documents import as_file, recap_document


@needs(Permission.MEETING_READ)
@require_safe
def recap(request: ActorRequest, public_id: str) -> HttpResponse:
    """Whoever led the meeting sees every promise, everybody else the own."""
    found = _open_or_404(request, public_id, "meeting-recap")
    context = {
        "recap": found,
        "meeting": found.meeting,
        "title": _("Oppsummering"),
        "may_follow": may(request.actor, Permission.MEASURE_FOLLOW),
    }
    return render_page(request, "web/minutes/recap.html", context)


def _open_or_404(
    request: ActorRequest, public_id: str, route: str, *, is_file: bool = False
) -> Recap:
    by = request.actor
    try:
        return actions.open_recap(
            by=by, at=by.at, public_id=public_id, route=route, is_file=is_file
        )
    except NotThere:
        raise Http404 from None


@needs(Permission.MEETING_LEAD)
@require_POST
def send(request: ActorRequest, public_id: str) -> HttpResponse:
    """Tell those who promised something that the recap is there."""
    by = request.actor
    told: list[int] = []
    refusal = carry_out(
        request,
        lambda: told.append(actions.send_recap(by=by, at=by.at, meeting_id=public_id)),
    )
    if refusal is not None:
        messages.warning(request, _(refusal.reason))
    elif told:
        count = told[0]
        messages.success(
            request,
            ngettext(
                "Én person får beskjed om at oppsummeringen er klar.",
                "%(count)d personer får beskjed om at oppsummeringen er klar.",
                count,
            )
            % {"count": count},
        )
    return redirect("meeting-recap", public_id)


@needs(Permission.MEETING_LEAD)
@require_safe
def paper(request: ActorRequest, public_id: str) -> HttpResponse:
    """The chair's recap as PDF; a read row of a file for each case first."""
    try:
        get_led_meeting(request.actor, public_id)
    except NotThere:
        raise Http404 from None
    found = _open_or_404(request, public_id, "meeting-recap-paper", is_file=True)
    return as_file(recap_document(found), "oppsummering", request.actor.at)

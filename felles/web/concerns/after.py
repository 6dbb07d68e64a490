"""After sending: the receipt, and what became of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from felles.casework.actions import open_loop
from felles.casework.queries import find_answer_by
from felles.people.queries import list_coordinator_ids, list_user_names
from felles.rules.access import Permission
from felles.ui.access import ActorRequest, needs


def receipt(request: ActorRequest, public_id: str) -> HttpResponse:
    """«Sendt.» The same for every concern, whether or not there was a case before."""
    answer_by = find_answer_by(request.actor, public_id)
    if answer_by is None:
        raise Http404
    ids = list_coordinator_ids(request.actor.organisation_id, request.actor.on)
    names = list_user_names(ids)
    context = {
        "answer_by": answer_by,
        "readers": [names[user_id] for user_id in ids if user_id in names],
    }
    return render(request, "web/concerns/receipt.html", context)


@needs(Permission.CONCERN_RAISE)
@require_safe
def status(request: ActorRequest, public_id: str) -> HttpResponse:
    """The closed loop: received, what class of decision, the next date, one's own words."""
    actor = request.actor
    loop = open_loop(by=actor, at=actor.at, public_id=public_id, route="concern-status")
    if loop is None:
        raise Http404
    is_ahead = loop.next_on is not None and loop.next_on >= actor.on
    context = {"loop": loop, "next_on": loop.next_on if is_ahead else None}
    return render(request, "web/concerns/status.html", context)

"""What every page with a form does: open the case with its read row, carry out once, lose nothing.

A view is: ``@needs(permission)`` -> load (404 when invisible) -> one action call -> render.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from felles.activities.actions import CourseChanged
from felles.activities.queries import NoCourse
from felles.casework.actions import Conflict, open_case, rescue_text
from felles.casework.queries import CaseView, NotVisible, get_case
from felles.ledger.actions import submit_once
from felles.meetings.actions import MeetingChanged
from felles.meetings.queries import NotThere
from felles.rules.decision import Decision, Refused
from felles.rules.text import N_
from felles.ui.access import ActorRequest

TOKEN = "form_token"  # noqa: S105 -- the name of a form field, no secret
_NOT_TEXT = frozenset({TOKEN, "csrfmiddlewaretoken", "version"})

STALE = Decision.no(
    N_("Noen andre endret saken mens du skrev. Teksten din er her fortsatt. Se over og send igjen.")
)
STALE_MEETING = Decision.no(N_("Noen andre endret møtet mens du holdt på. Se over, og send igjen."))
STALE_COURSE = Decision.no(N_("Noen andre endret kurset mens du holdt på. Se over, og send igjen."))
NO_TOKEN = Decision.no(N_("Siden er for gammel. Teksten din er her fortsatt. Send igjen."))


def open_case_or_404(request: ActorRequest, public_id: str) -> CaseView:
    """The case, with its read row written before anything is shown; 404 when invisible.

    A case that is read again in the same request has its row already.
    """
    match = request.resolver_match
    route = match.view_name if match else ""
    opened: set[str] = request.__dict__.setdefault("opened_cases", set())
    try:
        if public_id in opened:
            return get_case(request.actor, public_id)
        by = request.actor
        view = open_case(by=by, at=by.at, public_id=public_id, route=route)
        opened.add(public_id)
        return view
    except NotVisible:
        keep_typed_text(request)
        raise Http404 from None


def keep_typed_text(request: ActorRequest) -> None:
    """Keep typed text of a form whose case is out of sight, whether or not there is such a case."""
    if request.method == "POST":
        typed = {key: str(value) for key, value in request.POST.items() if key not in _NOT_TEXT}
        rescue_text(by=request.actor, at=request.actor.at, data=typed)


def carry_out(request: ActorRequest, do: Callable[[], object]) -> Decision | None:
    """Carry out a form's action at most once; None when it is done (now or by an earlier click).

    Returns the decision to show when the rule refuses, somebody else was first, or the form has
    no token. 404 when the case has gone out of sight meanwhile; the text is kept for its writer.
    """
    token = request.POST.get(TOKEN, "")
    if not token:
        return NO_TOKEN
    try:
        submit_once(by=request.actor, at=request.actor.at, token=token, do=do)
    except Refused as refusal:
        return refusal.decision
    except Conflict:
        return STALE
    except MeetingChanged:
        return STALE_MEETING
    except CourseChanged:
        return STALE_COURSE
    except (NotVisible, NotThere, NoCourse):
        keep_typed_text(request)
        raise Http404 from None
    return None


def version_of(request: HttpRequest) -> int:
    """The version that the form was shown with; 0, which no row has, when it says none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def status_of(refusal: Decision | None) -> int:
    """HTTP status of a form page shown again: 409 when somebody was first, else 422."""
    if refusal is None:
        return 200
    return 409 if any(refusal is one for one in (STALE, STALE_MEETING, STALE_COURSE)) else 422


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render with a fresh form token, which ``web/parts/hidden.html`` puts in every form."""
    return render(request, template, {TOKEN: secrets.token_urlsafe(24), **context}, status=status)

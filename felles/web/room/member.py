"""A member's own device: what the member's service can do in the case that is open now.

Whoever may not see the open case gets the page of somebody for whom nothing is open, byte for byte.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from felles.casework.actions import contribute, open_own_contribution
from felles.meetings.queries import NotThere, get_own_attendee
from felles.rules.access import Permission
from felles.rules.decision import Decision, Refused
from felles.rules.room import Written
from felles.ui.access import ActorRequest, needs
from felles.web.common import keep_typed_text, render_page, status_of
from felles.web.room.sent import TWO_WROTE, number
from felles.web.room.texts import say_written

if TYPE_CHECKING:
    from felles.meetings.models import Attendee, RowText

ROUTE = "meeting-contribute"


@needs(Permission.MEETING_READ)
def contribution(request: ActorRequest, public_id: str) -> HttpResponse:
    """One field: what the member's own service can contribute."""
    try:
        attendee = get_own_attendee(request.actor, public_id)
    except NotThere:
        keep_typed_text(request)
        raise Http404 from None
    if request.method == "POST":
        return _write(request, public_id, attendee)
    return _page(request, attendee)


def _write(request: ActorRequest, public_id: str, attendee: Attendee) -> HttpResponse:
    by, text = request.actor, request.POST.get("text", "").replace("\r\n", "\n")
    is_script = "application/json" in request.headers.get("Accept", "")
    write = partial(contribute, by=by, at=by.at, meeting_id=public_id, text=text)
    try:
        written, newest = write(base=number(request.POST.get("base", "")))
    except Refused as refused:
        keep_typed_text(request)
        if is_script:
            return JsonResponse({"closed": True})
        return _page(request, attendee, refusal=refused.decision)
    if is_script:
        return JsonResponse({"closed": False, **say_written(request, written, newest)})
    if newest is not None and written is Written.BOTH:
        return _page(request, attendee, refusal=TWO_WROTE, mine=text, other=newest)
    messages.success(request, _("Lagret. Det står hos møtelederen."))
    return redirect(reverse(ROUTE, args=[public_id]))


def _page(
    request: ActorRequest,
    attendee: Attendee,
    *,
    refusal: Decision | None = None,
    mine: str | None = None,
    other: RowText | None = None,
) -> HttpResponse:
    by = request.actor
    is_again = request.headers.get("HX-Request") == "true"
    seen = request.GET.get("sett", "") if is_again else ""
    own = open_own_contribution(by=by, at=by.at, meeting=attendee.meeting, route=ROUTE, seen=seen)
    mark = own.row.public_id if own else ""
    if is_again and "sett" in request.GET and seen == mark:
        return HttpResponse(status=204)
    typed = own.typed if own else None
    context: dict[str, Any] = {
        "url": reverse(ROUTE, args=[attendee.meeting.public_id]),
        "meeting": attendee.meeting,
        "title": _(attendee.meeting.title),
        "own": own,
        "mark": mark,
        "text": mine if mine is not None else typed.text if typed else "",
        "revision": typed.revision if typed else 0,
        "other": other.text if other else "",
        "refusal": refusal,
        "who": by.post_id,
    }
    template = "web/room/member_now.html" if is_again else "web/room/member.html"
    return render_page(request, template, context, status=status_of(refusal))

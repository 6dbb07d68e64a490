"""What everybody who is called does: answer, send somebody else, keep an own calendar."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from felles.meetings.actions import make_feed, reply_to_meeting, revoke_feed, send_substitute
from felles.meetings.queries import NotThere, find_feed, get_own_attendee, list_substitutes
from felles.rules.access import Permission
from felles.rules.decision import Decision
from felles.rules.meetings import MeetingState, Reply, may_change_agenda
from felles.rules.text import N_
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of
from felles.web.meetings.forms import SubstituteForm
from felles.web.meetings.shown import get_meeting_or_404, show, title_of
from felles.web.meetings.views import meeting_page

_REPLIES = {str(reply.value): reply for reply in Reply if reply is not Reply.NONE}
_NO_REPLY = Decision.no(N_("Velg om du kommer."))


@needs(Permission.MEETING_READ)
@require_POST
def reply(request: ActorRequest, public_id: str) -> HttpResponse:
    """Answer a call with one tap."""
    meeting = get_meeting_or_404(request.actor, public_id)
    chosen = _REPLIES.get(request.POST.get("reply", ""))
    if chosen is None:
        return meeting_page(request, meeting, _NO_REPLY)
    by = request.actor
    do = partial(reply_to_meeting, by=by, at=by.at, public_id=public_id, reply=chosen)
    refusal = carry_out(request, do)
    if refusal is not None:
        return meeting_page(request, meeting, refusal)
    messages.success(request, _("Svaret ditt er lagret."))
    return redirect("meeting", public_id)


@needs(Permission.MEETING_READ)
@require_http_methods(["GET", "POST"])
def substitute(request: ActorRequest, public_id: str) -> HttpResponse:
    """Choose a colleague of the same organisation who goes instead."""
    by = request.actor
    meeting = get_meeting_or_404(by, public_id)
    try:
        attendee = get_own_attendee(by, public_id)
    except NotThere:
        raise Http404 from None
    posts = list_substitutes(attendee, by)
    form = SubstituteForm(request.POST or None, posts=posts)
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        do = partial(send_substitute, by=by, at=by.at, public_id=public_id, post_id=form.post_id)
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Kollegaen din er kalt inn, og du er meldt av."))
            return redirect("meeting", public_id)
    context = {
        "form": form,
        "has_somebody": bool(posts),
        "public_id": public_id,
        "heading": _("Send en kollega i stedet"),
        "title": title_of(meeting),
        "meeting": show(meeting, attendee),
        "decision": may_change_agenda(MeetingState(meeting.state)),
        "refusal": refusal,
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/meetings/substitute.html", context, status=status)


@needs(Permission.MEETING_READ)
@require_http_methods(["GET", "POST"])
def calendar(request: ActorRequest) -> HttpResponse:
    """The calendar of one's own: make its address, see it once, revoke it."""
    by = request.actor
    made: list[str] = []
    refusal: Decision | None = None
    if request.method == "POST":
        if "revoke" in request.POST:
            refusal = carry_out(request, partial(revoke_feed, by=by, at=by.at))
        else:
            refusal = carry_out(request, lambda: made.append(make_feed(by=by, at=by.at)))
        if refusal is None and not made:
            messages.success(request, _said(is_revoked="revoke" in request.POST))
            return redirect("calendar")
    address = _address(made[0]) if made else ""
    context = {
        "address": address,
        # Opens whichever calendar program the device has.
        "subscribe": f"webcal:{address.partition(':')[2]}",
        "feed": find_feed(by),
        "refusal": refusal,
    }
    return render_page(request, "web/meetings/calendar.html", context, status=status_of(refusal))


def _said(*, is_revoked: bool) -> str:
    """What a second click hears, which cannot be shown the address again."""
    if is_revoked:
        return _("Adressen virker ikke lenger.")
    return _("Adressen er laget, og vises bare én gang. Fikk du den ikke, så lag en ny.")


def _address(secret: str) -> str:
    path = reverse("calendar-feed", args=[secret])
    return f"{settings.PUBLIC_ADDRESS.rstrip('/')}{path}"

"""Møter: what is ahead and what has been; and one meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from felles.casework.actions import open_own_agenda
from felles.meetings.queries import (
    find_own_attendee,
    leads,
    list_attendees,
    list_meetings,
    list_own_places,
    list_past_meetings,
)
from felles.rules.access import Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.meetings import MeetingState, Reply, leads_at, may_call, may_change_agenda
from felles.ui.access import ActorRequest, needs
from felles.web.agenda.shown import show_own
from felles.web.common import render_page, status_of
from felles.web.meetings.shown import get_meeting_or_404, show, show_attendee

if TYPE_CHECKING:
    from felles.meetings.models import Attendee, Meeting

PAGE_SIZE = 25
PAST = "tidligere"


@needs(Permission.MEETING_READ)
@require_safe
def list_page(request: ActorRequest) -> HttpResponse:
    """The actor's meetings, those ahead or those that have been, a page at a time."""
    actor = request.actor
    is_past = request.GET.get("vis") == PAST
    number = _page_number(request.GET.get("side", ""))
    found = _list(actor, is_past=is_past, number=number)
    meetings = found[:PAGE_SIZE]
    own = list_own_places(actor, meetings)
    context = {
        "rows": [show(meeting, own.get(meeting.pk)) for meeting in meetings],
        "is_past": is_past,
        "previous": _address(is_past, number - 1) if number > 1 else "",
        "next": _address(is_past, number + 1) if len(found) > PAGE_SIZE else "",
        "past_url": _address(True, 1),
        "may_lead": leads_at(actor, actor.organisation_id),
    }
    return render_page(request, "web/meetings/list.html", context)


def _list(actor: Actor, *, is_past: bool, number: int) -> list[Meeting]:
    """One more than fits the page, which tells that there is another page."""
    cut = {"limit": PAGE_SIZE + 1, "offset": (number - 1) * PAGE_SIZE}
    if is_past:
        return list_past_meetings(actor, before=actor.at, **cut)
    return list_meetings(actor, after=actor.at, **cut)


def _page_number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 4 else 1


def _address(is_past: bool, number: int) -> str:
    query = ({"vis": PAST} if is_past else {}) | ({"side": str(number)} if number > 1 else {})
    return reverse("meeting-list") + (f"?{urlencode(query)}" if query else "")


@needs(Permission.MEETING_READ)
@require_safe
def meeting(request: ActorRequest, public_id: str) -> HttpResponse:
    """When, where and with whom; the answer with one tap; what the one who leads can do."""
    return meeting_page(request, get_meeting_or_404(request.actor, public_id))


def meeting_page(
    request: ActorRequest, meeting: Meeting, refusal: Decision | None = None
) -> HttpResponse:
    """The page, also shown again with why a button did not do what it says."""
    actor = request.actor
    is_leader = leads(actor, meeting)
    own = find_own_attendee(actor, meeting)
    state = MeetingState(meeting.state)
    context: dict[str, Any] = {
        "meeting": show(meeting, own),
        "public_id": meeting.public_id,
        "starts_at": meeting.starts_at,
        "chair": meeting.chair,
        "is_leader": is_leader,
        "is_called": meeting.called_at is not None,
        "attendees": [show_attendee(meeting, row) for row in list_attendees(meeting)],
        "refusal": refusal,
        "own_agenda": show_own(
            open_own_agenda(by=actor, at=actor.at, meeting=meeting, route="meeting")
        ),
        **_answers(meeting, own, state),
    }
    if is_leader:
        # The version is for the leader's forms only: it moves with what others may not know of.
        context["version"] = meeting.version
        context["has_room"] = may(actor, Permission.MEETING_LEAD)
        context["call"] = may_call(state, has_time=meeting.starts_at > actor.at)
        context["change"] = may_change_agenda(state)
        context["move"] = may_call(state, has_time=True)
    return render_page(request, "web/meetings/meeting.html", context, status=status_of(refusal))


def _answers(meeting: Meeting, own: Attendee | None, state: MeetingState) -> dict[str, Any]:
    is_open = own is not None and meeting.called_at is not None and bool(may_change_agenda(state))
    buttons = ((Reply.COMES, "yes"), (Reply.MAYBE, "unknown"), (Reply.CANNOT, "no"))
    chosen = Reply(own.reply) if own else Reply.NONE
    return {
        "may_answer": is_open,
        "buttons": [(reply, picture, reply is chosen) for reply, picture in buttons],
        "has_answered": chosen is not Reply.NONE,
    }

"""The chair's screen in the meeting: who is in the room, the gate, and the one open line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from felles.casework import actions
from felles.casework.queries import Room, get_room_case
from felles.meetings.queries import NotThere, get_led_meeting, list_typed, list_who_may_join
from felles.rules.access import OSLO, Permission
from felles.rules.meetings import MeetingState, RowKind
from felles.rules.room import may_start
from felles.ui.access import ActorRequest, needs
from felles.web.common import keep_typed_text, render_page
from felles.web.room.anonymous import anonymous_form
from felles.web.room.aside import list_others, show_clock, show_side
from felles.web.room.case import show_case
from felles.web.room.deeds import Answer, carry_out_form
from felles.web.room.people import show_gate, show_people

if TYPE_CHECKING:
    from felles.meetings.models import Meeting

ROUTE = "meeting-room"


def find_meeting(request: ActorRequest, public_id: str) -> Meeting:
    """The meeting, for whoever leads it; 404 for everybody else."""
    try:
        return get_led_meeting(request.actor, public_id)
    except NotThere:
        keep_typed_text(request)
        raise Http404 from None


@needs(Permission.MEETING_LEAD)
def room(request: ActorRequest, public_id: str) -> HttpResponse:
    """The meeting while it goes on. Each form on the page is sent to the page itself."""
    meeting = find_meeting(request, public_id)
    answer = Answer()
    if request.method == "POST":
        answer = carry_out_form(request, meeting)
        if answer.is_done:
            return redirect(reverse(ROUTE, args=[public_id]))
        meeting = find_meeting(request, public_id)
    return _page(request, meeting, answer)


def _page(request: ActorRequest, meeting: Meeting, answer: Answer) -> HttpResponse:
    by, state = request.actor, MeetingState(meeting.state)
    found = actions.open_room(
        by=by, at=by.at, meeting=meeting, route=ROUTE, wanted=request.GET.get("sak", "")
    )
    people = show_people(found)
    context: dict[str, Any] = {
        "meeting": meeting,
        "title": _(meeting.title),
        "refusal": answer.refusal,
        "people": people,
        "may_be_away": any(not one.is_in and not one.is_away for one in people),
    }
    if state is MeetingState.OPEN:
        context |= _in_room(request, found, answer)
        return render_page(request, "web/room/room.html", context, status=answer.status)
    starts_on = meeting.starts_at.astimezone(OSLO).date()
    context["start"] = may_start(state, starts_on=starts_on, on=by.on)
    return render_page(request, "web/room/start.html", context, status=answer.status)


def _in_room(request: ActorRequest, found: Room, answer: Answer) -> dict[str, Any]:
    by, line = request.actor, found.line
    row = found.open_row or (line.row if line else None)
    context: dict[str, Any] = {
        "joiners": list_who_may_join(by, found.meeting),
        "side": show_side(found),
        "others": list_others(found) if found.open_row is None else [],
        "time": show_clock(found, by.at),
        "row": row,
        "kind": row.kind if row else "",
        "was_open": found.open_row is not None,
        "is_shown": found.is_shown,
        "gate": show_gate(found) if line and not found.is_shown else None,
        "named": line.decision if line else None,
        "who": by.post_id,
        "is_case": False,
    }
    case = get_room_case(by, found)
    if case is not None:
        context |= {"is_case": True, **show_case(by, case, answer.sent, answer.saved.others)}
    if found.is_shown and row is not None and row.kind == RowKind.ANONYMOUS:
        context |= _discussion(request, found, answer)
    return context


def _discussion(request: ActorRequest, found: Room, answer: Answer) -> dict[str, Any]:
    """The form of a discussion without a name, with the advice as it was typed so far."""
    typed = list_typed(found.open_row).get("advice") if found.open_row else None
    initial = {"advice": typed.text if typed else ""}
    form = answer.form or anonymous_form(request, found.meeting, initial=initial)
    revision = typed.revision if typed else 0
    return {"form": form, "checked": form.checked, "advice_revision": revision}

"""The large screen: only the line that is open, in letters that the whole room can read."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from felles.casework.actions import open_screen
from felles.casework.queries import Room, get_mark, get_room_case
from felles.rules.access import Permission
from felles.rules.meetings import MeetingState, RowKind
from felles.rules.room import Outcome
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page
from felles.web.room.case import giver_label
from felles.web.room.people import show_gate
from felles.web.room.views import find_meeting

ROUTE = "meeting-screen"
LOOKS_AGAIN = "HX-Request"


@needs(Permission.MEETING_LEAD)
def screen(request: ActorRequest, public_id: str) -> HttpResponse:
    """What everybody in the room may see now. Looked at again every few seconds."""
    meeting, by = find_meeting(request, public_id), request.actor
    is_again = request.headers.get(LOOKS_AGAIN) == "true"
    seen = request.GET.get("sett", "") if is_again else ""
    found = open_screen(by=by, at=by.at, meeting=meeting, route=ROUTE, seen=seen)
    if found is None:
        return HttpResponse(status=204)
    context = {
        "meeting": meeting,
        "title": _(meeting.title),
        "url": reverse(ROUTE, args=[public_id]),
        "mark": get_mark(found),
        "is_open": meeting.state == MeetingState.OPEN,
        **_shown(request, found),
    }
    template = "web/room/screen_now.html" if is_again else "web/room/screen.html"
    return render_page(request, template, context)


def _shown(request: ActorRequest, found: Room) -> dict[str, Any]:
    case = get_room_case(request.actor, found)
    gate = show_gate(found) if found.line and not found.is_shown else None
    shown: dict[str, Any] = {"gate": gate, "is_case": False, "heading": ""}
    if not found.is_shown or found.line is None:
        return shown
    row = found.line.row
    if case is None:
        unnamed = row.kind == RowKind.ANONYMOUS
        return {**shown, "heading": _("Sak uten navn") if unnamed else row.title}
    typed = {name: one.text for name, one in case.typed.items()}
    outcome = typed.get("outcome", "")
    return {
        **shown,
        "is_case": True,
        "heading": case.view.case.pupil.name,
        "question": case.line.item.question if case.line.item else "",
        "voice": case.voice,
        "gives": [
            (giver_label(giver), typed[f"give-{giver.key}"])
            for giver in case.givers
            if typed.get(f"give-{giver.key}", "").strip()
        ],
        "outcome": _(Outcome(outcome).label) if outcome in set(Outcome) else "",
        "why": typed.get("why", ""),
    }

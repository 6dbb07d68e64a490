"""Closing the meeting: who came, and what goes on to the next one."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from felles.casework.actions import close_meeting
from felles.casework.queries import get_room
from felles.meetings.queries import find_next_meeting, list_present_in
from felles.rules.access import Permission
from felles.rules.meetings import MeetingState
from felles.rules.room import may_close
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out, render_page, status_of
from felles.web.room.aside import list_left
from felles.web.room.people import show_person
from felles.web.room.views import ROUTE, find_meeting


@needs(Permission.MEETING_LEAD)
def close(request: ActorRequest, public_id: str) -> HttpResponse:
    """Who came, what was not reached, and the button that closes the meeting."""
    meeting, by = find_meeting(request, public_id), request.actor
    refusal = None
    if request.method == "POST":
        came = request.POST.getlist("came")
        do = partial(close_meeting, by=by, at=by.at, meeting_id=public_id, came=came)
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Møtet er avsluttet. Rommet er tømt."))
            return redirect(reverse(ROUTE, args=[public_id]))
    found = get_room(by, meeting)
    there = list_present_in(meeting)
    context = {
        "meeting": meeting,
        "title": _(meeting.title),
        "refusal": refusal,
        "people": [
            (show_person(one), bool(one.came) or one.pk in there) for one in found.agenda.attendees
        ],
        "left": list_left(found),
        "next": find_next_meeting(meeting),
        "closing": may_close(MeetingState(meeting.state), has_open_row=found.open_row is not None),
    }
    return render_page(request, "web/room/close.html", context, status=status_of(refusal))

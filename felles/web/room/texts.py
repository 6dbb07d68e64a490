"""What is typed is saved as it is typed: one field at a time, answered in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext as _

from felles.casework.actions import open_room, write_in_room
from felles.casework.queries import NotVisible, get_room
from felles.meetings.actions import write_anonymous_text
from felles.meetings.queries import NotThere, list_typed
from felles.people.queries import list_user_names
from felles.rules.access import Permission
from felles.rules.decision import Refused
from felles.rules.room import Written
from felles.ui import dates
from felles.ui.access import ActorRequest, needs
from felles.web.common import keep_typed_text
from felles.web.room.sent import number
from felles.web.room.views import find_meeting

if TYPE_CHECKING:
    from felles.meetings.models import Meeting, RowText

ROUTE = "meeting-text"


@needs(Permission.MEETING_LEAD)
def text(request: ActorRequest, public_id: str) -> HttpResponse:
    """Save one field of the open line, and tell what others have written since.

    Without a field it only tells. When the line may not be shown any more, what was sent is kept,
    and nothing is told but that.
    """
    meeting = find_meeting(request, public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        answer = _write(request, meeting) if request.POST.get("field") else {}
    except (Refused, NotVisible, NotThere):
        keep_typed_text(request)
        return JsonResponse({"closed": True})
    return JsonResponse({**answer, **_news(request, meeting)})


def _write(request: ActorRequest, meeting: Meeting) -> dict[str, Any]:
    by = request.actor
    name = request.POST["field"]
    how: dict[str, Any] = {
        "by": by,
        "at": by.at,
        "row_id": request.POST.get("row", ""),
        "text": request.POST.get("text", "").replace("\r\n", "\n"),
        "base": number(request.POST.get("base", "")),
    }
    if name == "advice":
        written, newest = write_anonymous_text(public_id=meeting.public_id, **how)
    else:
        written, newest = write_in_room(meeting_id=meeting.public_id, field=name, **how)
    return say_written(request, written, newest)


def say_written(request: ActorRequest, written: Written, newest: RowText | None) -> dict[str, Any]:
    """What came of a text: saved when, as which revision, and what somebody else wrote."""
    said = _("Lagret kl. %(clock)s") % {"clock": dates.clock_time(request.actor.at)}
    answer: dict[str, Any] = {"said": said, "revision": newest.revision if newest else 0}
    if newest is not None and written in (Written.BOTH, Written.NEWER):
        writer = newest.by_id or 0
        answer["other"] = newest.text
        answer["by"] = list_user_names([writer]).get(writer, "")
        answer["both"] = written is Written.BOTH
    return answer


def _news(request: ActorRequest, meeting: Meeting) -> dict[str, Any]:
    """The fields that others have written in since the page last heard; closed when the line is
    not to be shown."""
    by, since = request.actor, number(request.POST.get("since", ""))
    found = get_room(by, meeting)
    row = found.open_row
    if row is None or not found.is_shown or row.public_id != request.POST.get("row", ""):
        return {"closed": True}
    typed = list_typed(row)
    news = {
        name: {"text": one.text, "revision": one.revision}
        for name, one in typed.items()
        if one.pk > since and one.by_id != by.user_id
    }
    if news:
        # Words of the case leave the house: the read row first.
        open_room(by=by, at=by.at, meeting=meeting, route=ROUTE)
    last = max((one.pk for one in typed.values()), default=0)
    return {"closed": False, "texts": news, "since": max(last, since)}

"""The discussion without a name, as it is written down in the meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from felles.people.queries import list_services
from felles.ui.access import ActorRequest
from felles.web.schools.checked import Aid, make_aid
from felles.web.schools.forms import AnonymousForm

if TYPE_CHECKING:
    from felles.meetings.models import Meeting


def anonymous_form(
    request: ActorRequest, meeting: Meeting, *data: object, **more: object
) -> AnonymousForm:
    """The form, with the writer's aid when something was sent. The school is the meeting's."""
    aid = Aid()
    if request.method == "POST":
        services = [row.name for row in list_services()]
        aid = make_aid(request.actor, [meeting.organisation.name, *services])
    return AnonymousForm(*data, schools=[meeting.organisation], aid=aid, **more)

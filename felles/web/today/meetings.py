"""The meetings of the day, the next one after it, and the calls that wait for an answer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from felles.meetings.queries import list_day
from felles.rules.access import OSLO, Actor
from felles.rules.meetings import Reply
from felles.ui.dates import weekday
from felles.ui.parts import Appointment, Todo
from felles.web.meetings.shown import ShownMeeting, show

MOST_TO_ANSWER = 5


def list_meetings(actor: Actor) -> dict[str, Any]:
    """What the day page shows of meetings, in one question to the database."""
    places = list_day(actor)
    shown = [show(place.meeting, place) for place in places]
    of_day = [one for one in shown if one.starts_at.astimezone(OSLO).date() == actor.on]
    after = [one for one in shown if one.starts_at.astimezone(OSLO).date() > actor.on]
    waiting = [one for one in shown if one.reply is Reply.NONE and one.starts_at > actor.at]
    ahead = next((one for one in of_day if one.ends_at > actor.at), None)
    return {
        "appointments": [_appointment(one, is_next=one is ahead) for one in of_day],
        "next_meeting": after[0] if after else None,
        "to_answer": [_todo(one) for one in waiting[:MOST_TO_ANSWER]],
    }


def _appointment(one: ShownMeeting, *, is_next: bool) -> Appointment:
    note = " · ".join(part for part in (one.times, one.place) if part)
    return Appointment(at=one.starts_at, title=one.title, note=note, url=one.url, is_next=is_next)


def _todo(one: ShownMeeting) -> Todo:
    return Todo(
        title=_("Svar på innkalling: %(meeting)s") % {"meeting": one.title},
        url=one.url,
        note=f"{weekday(one.starts_at)} {one.times}",
        action=_("Svar"),
        action_url=f"{one.url}#svar",
    )

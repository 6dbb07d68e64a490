"""Reads of the meetings room."""

from felles.meetings.queries.meetings import (
    NotThere,
    get_led_meeting,
    get_meeting,
    get_own_attendee,
    leads,
    list_attendees,
    list_meetings,
    list_meetings_of_day,
    list_past_meetings,
    visible_meetings,
)
from felles.meetings.queries.teams import (
    find_team,
    list_anonymous,
    list_team_services,
    list_teams,
)

__all__ = [
    "NotThere",
    "find_team",
    "get_led_meeting",
    "get_meeting",
    "get_own_attendee",
    "leads",
    "list_anonymous",
    "list_attendees",
    "list_meetings",
    "list_meetings_of_day",
    "list_past_meetings",
    "list_team_services",
    "list_teams",
    "visible_meetings",
]

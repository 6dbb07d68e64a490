"""Models of the meetings room."""

from felles.meetings.models.agenda import AgendaRow, Presence, RowText
from felles.meetings.models.calendar import Availability, CalendarFeed
from felles.meetings.models.meetings import Attendee, Meeting, Series, SeriesMember
from felles.meetings.models.teams import AnonymousDiscussion, Team, TeamService

__all__ = [
    "AgendaRow",
    "AnonymousDiscussion",
    "Attendee",
    "Availability",
    "CalendarFeed",
    "Meeting",
    "Presence",
    "RowText",
    "Series",
    "SeriesMember",
    "Team",
    "TeamService",
]

"""Reads of the meetings room."""

from felles.meetings.queries.availability import list_own_times, load_free_times
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
from felles.meetings.queries.series import (
    Structure,
    StructureRow,
    find_rhythm,
    get_series,
    get_structure,
    list_candidates,
    list_structures,
    may_shape,
)
from felles.meetings.queries.teams import (
    find_team,
    list_anonymous,
    list_team_services,
    list_teams,
)
from felles.meetings.queries.year import Choices, YearPlan, get_year_plan

__all__ = [
    "Choices",
    "NotThere",
    "Structure",
    "StructureRow",
    "YearPlan",
    "find_rhythm",
    "find_team",
    "get_led_meeting",
    "get_meeting",
    "get_own_attendee",
    "get_series",
    "get_structure",
    "get_year_plan",
    "leads",
    "list_anonymous",
    "list_attendees",
    "list_candidates",
    "list_meetings",
    "list_meetings_of_day",
    "list_own_times",
    "list_past_meetings",
    "list_structures",
    "list_team_services",
    "list_teams",
    "load_free_times",
    "may_shape",
    "visible_meetings",
]

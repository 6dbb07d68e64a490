"""Models of the activities room: outreach, the agents' week, courses, and work with parents."""

from felles.activities.models.checklists import Checklist, ChecklistRun, ChecklistTick
from felles.activities.models.courses import (
    CourseGuest,
    CourseHolder,
    CourseSeries,
    CourseSession,
    CourseSuggestion,
)
from felles.activities.models.groups import (
    CourseAttendance,
    CoursePlace,
    NotTogether,
    SmileyCount,
    SmileyRound,
)
from felles.activities.models.outreach import OutreachNote
from felles.activities.models.parents import EventLanguage, ParentEvent, SchoolPage, TextCheck
from felles.activities.models.week import Away, Crossing, CrossingDay, FollowUp, WeekSlot

__all__ = [
    "Away",
    "Checklist",
    "ChecklistRun",
    "ChecklistTick",
    "CourseAttendance",
    "CourseGuest",
    "CourseHolder",
    "CoursePlace",
    "CourseSeries",
    "CourseSession",
    "CourseSuggestion",
    "Crossing",
    "CrossingDay",
    "EventLanguage",
    "FollowUp",
    "NotTogether",
    "OutreachNote",
    "ParentEvent",
    "SchoolPage",
    "SmileyCount",
    "SmileyRound",
    "TextCheck",
    "WeekSlot",
]

"""Models of the casework room."""

from felles.casework.models.case import Case, CaseStep
from felles.casework.models.drafts import Draft, DutyRoute
from felles.casework.models.items import CaseItem
from felles.casework.models.meetings import FamilyMeeting, FamilyMeetingGuest, Minutes
from felles.casework.models.plan import CheckIn, Measure
from felles.casework.models.texts import (
    BoardDecision,
    CaseText,
    ChildVoice,
    Concern,
    Contact,
    Evaluation,
    Note,
    Retractable,
    Talk,
    readable,
    standing,
)

__all__ = [
    "BoardDecision",
    "Case",
    "CaseItem",
    "CaseStep",
    "CaseText",
    "CheckIn",
    "ChildVoice",
    "Concern",
    "Contact",
    "Draft",
    "DutyRoute",
    "Evaluation",
    "FamilyMeeting",
    "FamilyMeetingGuest",
    "Measure",
    "Minutes",
    "Note",
    "Retractable",
    "Talk",
    "readable",
    "standing",
]

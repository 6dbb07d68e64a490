"""Models of the people room."""

from felles.people.models.consent import (
    ConsentAnswer,
    ConsentException,
    ConsentExclusion,
    ConsentNamedPerson,
    ConsentPaper,
    ConsentRequest,
    ConsentRequestService,
    ConsentScope,
    TextApproval,
)
from felles.people.models.families import FamilyDoor, FamilyLink, FamilyMessage, PupilVisit
from felles.people.models.grants import AccessGrant
from felles.people.models.logins import LoginLimit
from felles.people.models.organisations import ClassGroup, Organisation, SchoolProfile
from felles.people.models.pupils import Guardian, Guardianship, Pupil
from felles.people.models.reminders import ConsentReminder
from felles.people.models.roster import RosterReview
from felles.people.models.staff import Post, PostClass, PostSchool, User

__all__ = [
    "AccessGrant",
    "ClassGroup",
    "ConsentAnswer",
    "ConsentException",
    "ConsentExclusion",
    "ConsentNamedPerson",
    "ConsentPaper",
    "ConsentReminder",
    "ConsentRequest",
    "ConsentRequestService",
    "ConsentScope",
    "FamilyDoor",
    "FamilyLink",
    "FamilyMessage",
    "Guardian",
    "Guardianship",
    "LoginLimit",
    "Organisation",
    "Post",
    "PostClass",
    "PostSchool",
    "Pupil",
    "PupilVisit",
    "RosterReview",
    "SchoolProfile",
    "TextApproval",
    "User",
]

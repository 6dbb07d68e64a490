"""The minutes of a case, and the meeting with pupil and guardians."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from felles.casework.models.case import Case
from felles.casework.models.items import CaseItem
from felles.casework.models.texts import CaseText
from felles.people.ids import new_public_id
from felles.people.models import Guardianship, User
from felles.rules.meetings import InterpreterState

INTERPRETER = [(state.value, state.value) for state in InterpreterState]


class Minutes(CaseText):
    """The minutes of one case in one meeting: never one document for several children.

    ``number`` counts versions; a correction is a new one, with why. Approved ones do not change.
    """

    item = models.ForeignKey(CaseItem, on_delete=models.CASCADE, related_name="minutes")
    number = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    why_corrected = models.TextField(blank=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(CaseText.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="minutes_number_once"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="minutes_approved_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(why_corrected=""), name="minutes_correction_says_why"
            ),
        ]


class FamilyMeeting(models.Model):
    """A meeting with pupil and guardians, in the innsatsteam's meeting (``item``) or apart.

    ``language`` is the one that is spoken; ``reason_not`` why it was not held.
    """

    class State(models.IntegerChoices):
        PLANNED = 1
        HELD = 8
        CANCELLED = 9

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="family_meetings")
    item = models.ForeignKey(
        CaseItem, null=True, on_delete=models.SET_NULL, related_name="family_meetings"
    )
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    place = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, blank=True)
    interpreter = models.CharField(
        max_length=12, choices=INTERPRETER, default=InterpreterState.NOT_NEEDED.value
    )
    interpreter_note = models.CharField(max_length=200, blank=True)
    pupil_comes = models.BooleanField(default=True)
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.PLANNED)
    reason_not = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=240), name="family_meeting_minutes"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "starts_at"], name="family_meeting_case_at")
        ]

    def __str__(self) -> str:
        return self.public_id


class FamilyMeetingGuest(models.Model):
    """A guardian who is asked to come, and how the invitation went out."""

    meeting = models.ForeignKey(FamilyMeeting, on_delete=models.CASCADE, related_name="guests")
    guardianship = models.ForeignKey(Guardianship, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(null=True)
    came = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "guardianship"], name="family_meeting_guest_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}:{self.guardianship_id}"

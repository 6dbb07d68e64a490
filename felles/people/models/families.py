"""The families' way in: one-time links, doors, and what guardians write to the school."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from felles.people.ids import new_public_id
from felles.people.models.pupils import Guardianship
from felles.people.models.staff import User
from felles.rules.families import LinkChannel, MessageKind

CHANNELS = [(value.value, value.value) for value in LinkChannel]
MESSAGES = [(value.value, value.value) for value in MessageKind]


class FamilyLink(models.Model):
    """A one-time link to one guardian about one child. Only a hash of its secret is kept."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    guardianship = models.ForeignKey(Guardianship, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=8, choices=CHANNELS)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link #{self.pk}"


class FamilyDoor(models.Model):
    """That staff opened or closed the family's page for one guardian, and why.

    Without a running row the rule decides (:func:`felles.rules.families.may_enter`).
    """

    guardianship = models.ForeignKey(Guardianship, on_delete=models.PROTECT, related_name="doors")
    is_open = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["guardianship"],
                condition=models.Q(ended_at__isnull=True),
                name="door_one_running",
            ),
        ]

    def __str__(self) -> str:
        return f"door #{self.pk}"


class FamilyMessage(models.Model):
    """What a guardian wrote to the school, and what the school answered."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    guardianship = models.ForeignKey(
        Guardianship, on_delete=models.PROTECT, related_name="messages"
    )
    kind = models.CharField(max_length=16, choices=MESSAGES)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    at = models.DateTimeField()
    handled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    handled_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(handled_by__isnull=True, handled_at__isnull=True)
                | models.Q(handled_by__isnull=False, handled_at__isnull=False),
                name="message_handled_by_and_at",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["guardianship", "-at"], name="message_tie_at"),
            models.Index(
                fields=["at"],
                condition=models.Q(handled_at__isnull=True),
                name="message_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"message #{self.pk}"

    @property
    def label(self) -> str:
        """What it is, as a message id."""
        return MessageKind(self.kind).label


class PupilVisit(models.Model):
    """That staff opened the pupil's own page on a shared screen. The session ends with it.

    The page belongs to nobody's login: it knows the visit's secret, and nothing of the case.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    case_id = models.BigIntegerField()
    pupil_id = models.BigIntegerField()
    post_id = models.BigIntegerField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"visit #{self.pk}"

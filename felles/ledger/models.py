"""Append-only rows about what was changed and read, and the outbox."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

# Stands in the place of a role where a guardian acted.
GUARDIAN_ROLE = "guardian"


class Acting(models.Model):
    """Who did it, in which post, for which organisation. Plain ids.

    A guardian has no post: then ``guardian_id`` says who, and the others are null.
    """

    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    guardian_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=32)
    organisation_id = models.BigIntegerField(null=True)
    employer_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


class ChangeEvent(Acting):
    """One change: which action, on what. Holds codes and ids, never content."""

    action = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64)
    object_id = models.BigIntegerField()
    case_id = models.BigIntegerField(null=True)
    pupil_id = models.BigIntegerField(null=True)
    codes = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(user_id__isnull=True) ^ models.Q(guardian_id__isnull=True),
                name="change_by_one",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case_id", "-at"], name="change_case_at"),
            models.Index(fields=["pupil_id", "-at"], name="change_pupil_at"),
            models.Index(fields=["user_id", "-at"], name="change_user_at"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type}#{self.object_id}"


class ReadEvent(Acting):
    """One read of one case, written before anything of it is shown."""

    class Kind(models.TextChoices):
        OPEN = "open"
        LIST = "list"
        FILE = "file"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    case_id = models.BigIntegerField()
    ground = models.CharField(max_length=32)
    route = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(user_id__isnull=True) ^ models.Q(guardian_id__isnull=True),
                name="read_by_one",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case_id", "-at"], name="read_case_at"),
            models.Index(fields=["user_id", "-at"], name="read_user_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} case#{self.case_id}"


class SubmittedForm(models.Model):
    """A form that has been carried out. Its token makes a double click harmless."""

    token = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.token


class OutboxMessage(models.Model):
    """A notice to send, written in the transaction of the action that causes it.

    Holds a kind and ids only; the text that goes out never tells of a child.
    """

    class State(models.IntegerChoices):
        WAITING = 1
        SENT = 2
        FAILED = 3
        # The recipient may hear no more, or has no address.
        DROPPED = 4

    kind = models.CharField(max_length=32)
    # A user, or a guardian; a kind of notice goes to the one or to the other.
    recipient_id = models.BigIntegerField()
    case_id = models.BigIntegerField(null=True)
    # Of notices about a meeting: which one. They hold no case.
    meeting_id = models.BigIntegerField(null=True)
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before_at = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "not_before_at"], name="outbox_state_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Heartbeat(models.Model):
    """When a background process last said that it is alive."""

    name = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

"""Consent as it was asked and answered. Rows are added, never changed; the last one counts."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from felles.people.ids import new_public_id
from felles.people.models.organisations import Organisation
from felles.people.models.pupils import Guardian, Guardianship, Pupil
from felles.people.models.staff import User
from felles.rules.access import OSLO
from felles.rules.consent import (
    AnswerKind,
    Channel,
    ExceptionKind,
    ExceptionState,
    exception_state,
)
from felles.rules.roles import Topic

KINDS = [(value.value, value.value) for value in AnswerKind]
CHANNELS = [(value.value, value.value) for value in Channel]
EXCEPTIONS = [(value.value, value.value) for value in ExceptionKind]
TOPICS = [(value.value, value.name.lower()) for value in Topic]


class ConsentRequest(models.Model):
    """That the guardians of a pupil were asked, about which services, with which text."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="consent_requests")
    purpose = models.TextField()
    form_version = models.CharField(max_length=40)
    proposed_until = models.DateField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    services: models.ManyToManyField[Organisation, ConsentRequestService] = models.ManyToManyField(
        Organisation, through="ConsentRequestService", related_name="+"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["pupil", "-asked_at"], name="consent_asked")]

    def __str__(self) -> str:
        return f"request #{self.pk}"


class ConsentRequestService(models.Model):
    """A service that the guardians were asked about."""

    request = models.ForeignKey(
        ConsentRequest, on_delete=models.CASCADE, related_name="request_services"
    )
    service = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "service"], name="request_service_once")
        ]

    def __str__(self) -> str:
        return f"{self.request_id}:{self.service_id}"


class ConsentAnswer(models.Model):
    """What one guardian answered. ``is_current`` marks the last answer of that guardian.

    ``recorded_by`` is null when the guardian answered alone, on the family's own page.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="consent_answers")
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, related_name="answers")
    request = models.ForeignKey(ConsentRequest, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=16, choices=KINDS)
    channel = models.CharField(max_length=16, choices=CHANNELS)
    language = models.CharField(max_length=40)
    interpreter = models.CharField(max_length=120, blank=True)
    form_version = models.CharField(max_length=40)
    # The guardian said that it was explained in a language that he or she understands.
    explained = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField()
    answered_on = models.DateField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pupil", "guardian"],
                condition=models.Q(is_current=True),
                name="consent_one_current",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")),
                name="consent_period_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[value.value for value in AnswerKind]),
                name="consent_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(recorded_by__isnull=False) ^ models.Q(channel="portal"),
                name="consent_recorded_by_staff_or_self",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["pupil", "recorded_at"], name="consent_pupil_at"),
        ]

    def __str__(self) -> str:
        return f"answer #{self.pk}"


class ConsentScope(models.Model):
    """One topic that an answer allows for one service."""

    answer = models.ForeignKey(ConsentAnswer, on_delete=models.CASCADE, related_name="scopes")
    service = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    topic = models.PositiveSmallIntegerField(choices=TOPICS)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["answer", "service", "topic"], name="consent_scope_once"
            ),
            models.CheckConstraint(
                condition=models.Q(topic__in=[value.value for value in Topic]),
                name="consent_topic_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}:{self.service_id}:{self.topic}"


class ConsentExclusion(models.Model):
    """A service that an answer says no to by name."""

    answer = models.ForeignKey(ConsentAnswer, on_delete=models.CASCADE, related_name="exclusions")
    service = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "service"], name="consent_exclusion_once")
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}:{self.service_id}"


class ConsentNamedPerson(models.Model):
    """A person whom the guardian accepts though the employer is shut out."""

    answer = models.ForeignKey(ConsentAnswer, on_delete=models.CASCADE, related_name="named_people")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "user"], name="consent_named_once")
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}:{self.user_id}"


class ConsentException(models.Model):
    """That one holder's yes is not waited for: why, who asked, which leader approved, how long.

    Opens nothing before it is approved. Another holder must have said yes.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    guardianship = models.ForeignKey(
        Guardianship, on_delete=models.PROTECT, related_name="exceptions"
    )
    kind = models.CharField(max_length=16, choices=EXCEPTIONS)
    reason = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True, approved_at__isnull=True)
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="exception_approved_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | ~models.Q(approved_by=models.F("asked_by")),
                name="exception_approved_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")),
                name="exception_period_in_order",
            ),
            models.UniqueConstraint(
                fields=["guardianship"],
                condition=models.Q(ended_at__isnull=True),
                name="exception_one_running",
            ),
        ]

    def __str__(self) -> str:
        return f"exception #{self.pk}"

    @property
    def label(self) -> str:
        """Why, as a message id."""
        return ExceptionKind(self.kind).label

    def state_on(self, on: date) -> ExceptionState:
        """Where it stands on a day in Norway."""
        ended_on = self.ended_at.astimezone(OSLO).date() if self.ended_at else None
        return exception_state(
            is_approved=self.approved_at is not None,
            until_on=self.until_on,
            ended_on=ended_on,
            on=on,
        )


class ConsentPaper(models.Model):
    """A picture of the paper that a guardian signed. Read like the answer it belongs to."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    answer = models.ForeignKey(ConsentAnswer, on_delete=models.CASCADE, related_name="papers")
    content = models.BinaryField()
    media_type = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"paper #{self.pk}"


class TextApproval(models.Model):
    """That an administrator approved one version of the families' texts in one language."""

    language = models.CharField(max_length=8)
    version = models.CharField(max_length=40)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    # The qualified translator or lawyer who read it, in the administrator's words.
    read_by = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["language", "version"],
                condition=models.Q(revoked_at__isnull=True),
                name="text_approved_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.version}"

"""Cooperation with parents, without child files: events, the languages reached, the public page."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from felles.people.ids import new_public_id
from felles.people.models import Organisation, User
from felles.rules.parents import EventKind, EventState, Interpreting


class ParentEvent(models.Model):
    """A meeting place for parents. Who came is a number, never a name.

    ``every_weeks`` is for permanent offers: again until ``until_on``. ``words`` are the writer's
    own, in bokmål: a letter in another language says so.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in EventKind])
    title = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    every_weeks = models.PositiveSmallIntegerField(null=True)
    until_on = models.DateField(null=True)
    place = models.CharField(max_length=120)
    invited_by = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    words = models.CharField(max_length=600, blank=True)
    child_care = models.BooleanField(default=False)
    food = models.BooleanField(default=False)
    agent_comes = models.BooleanField(default=True)
    is_public = models.BooleanField(default=False)
    state = models.CharField(
        max_length=16,
        choices=[(one.value, one.value) for one in EventState],
        default=EventState.PLANNED.value,
    )
    came = models.PositiveSmallIntegerField(null=True)
    learned = models.CharField(max_length=600, blank=True)
    counted_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="parent_event_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(every_weeks__isnull=True) | Q(kind=EventKind.OFFER.value),
                name="parent_event_again_when_offer",
            ),
            models.CheckConstraint(
                condition=Q(came__isnull=True, counted_at__isnull=True)
                | Q(came__isnull=False, counted_at__isnull=False),
                name="parent_event_counted_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "starts_at"], name="parent_event_school_at")
        ]

    def __str__(self) -> str:
        return self.public_id


class EventLanguage(models.Model):
    """A language of an event: whether somebody interprets, and how many came who speak it."""

    event = models.ForeignKey(ParentEvent, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=8)
    interpreting = models.CharField(
        max_length=8,
        choices=[(one.value, one.value) for one in Interpreting],
        default=Interpreting.NONE.value,
    )
    came = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "language"], name="event_language_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}:{self.language}"


class SchoolPage(models.Model):
    """What a school's public page for parents says beside what the product knows. No child."""

    school = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="page")
    is_published = models.BooleanField(default=False)
    about = models.CharField(max_length=1200, blank=True)
    reach = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    # Whether the agent is named on a page that everybody can read.
    names_agent = models.BooleanField(default=False)
    checked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"page #{self.pk}"


class TextCheck(models.Model):
    """That somebody has read a text for parents and found it understandable.

    ``fingerprint`` is of the text as it was read: a changed text is unread again.
    """

    key = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    fingerprint = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "language"], name="text_check_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.language}"

"""Measures and how they go."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from felles.casework.models.items import CaseItem
from felles.casework.models.texts import CaseText
from felles.people.models import Organisation, User


class Measure(CaseText):
    """Something that somebody does for the pupil, towards a goal, by a day.

    The owner is a service or the school (``organisation``), with a person when one is named.
    ``item`` is the meeting's line in which it was agreed, if it was.
    """

    class Status(models.IntegerChoices):
        PLANNED = 1
        RUNNING = 2
        DONE = 8
        STOPPED = 9

    goal = models.CharField(max_length=200)
    what = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    status = models.PositiveSmallIntegerField(choices=Status.choices, default=Status.PLANNED)
    item = models.ForeignKey(
        CaseItem, null=True, on_delete=models.SET_NULL, related_name="measures"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta(CaseText.Meta):
        indexes: ClassVar = [
            *CaseText.Meta.indexes,
            models.Index(fields=["owner", "status", "due_on"], name="measure_owner_due"),
            # What a service has taken on, and nobody there by name.
            models.Index(
                fields=["organisation", "status", "due_on"],
                condition=Q(owner__isnull=True),
                name="measure_unowned_due",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="measure_says_what")
        ]


class CheckIn(models.Model):
    """How a measure goes, in one tap and perhaps a sentence."""

    class Rating(models.IntegerChoices):
        GOOD = 1
        MIXED = 2
        BAD = 3

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="check_ins")
    rating = models.PositiveSmallIntegerField(choices=Rating.choices)
    text = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["measure", "on"], name="checkin_measure_on")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.rating}"

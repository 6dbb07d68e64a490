"""Checklists whose texts the district writes: the method's, and the requirements for a post."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from felles.people.ids import new_public_id
from felles.people.models import Organisation, User
from felles.rules.agent_week import ListKey, Tick


class Checklist(models.Model):
    """One version of a checklist: its points in order. A new version leaves the old ones be.

    ``source`` says where the text is from; until somebody has compared it with the source and
    said so, it is shown as not verified.
    """

    key = models.CharField(max_length=16, choices=[(one.value, one.value) for one in ListKey])
    version = models.PositiveIntegerField()
    points = models.JSONField()
    source = models.CharField(max_length=300, blank=True)
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "version"], name="checklist_version_once"),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True, verified_at__isnull=True)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="checklist_verified_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class ChecklistRun(models.Model):
    """A checklist gone through: by a school on its method, or for one applicant, never by name.

    ``label`` is a number or a letter that tells applicants apart.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, related_name="runs")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=20, blank=True)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-begun_at"], name="checklist_run_place_at")
        ]

    def __str__(self) -> str:
        return self.public_id


class ChecklistTick(models.Model):
    """How it stands with one point in one run; ``position`` counts from 0."""

    run = models.ForeignKey(ChecklistRun, on_delete=models.CASCADE, related_name="ticks")
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Tick])
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "position"], name="checklist_tick_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.position}"

"""Organisations (schools and services) and the classes of a school."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from felles.people.ids import new_public_id
from felles.rules.roles import OrgKind

KINDS = [(kind.value, kind.value) for kind in OrgKind]


class Organisation(models.Model):
    """A school or a service. The organisation number is text and may be missing."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=16, choices=KINDS)
    name = models.CharField(max_length=200)
    org_number = models.CharField(max_length=9, blank=True)
    external_key = models.CharField(max_length=64, blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    phone = models.CharField(max_length=32, blank=True)
    hours = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org_number"],
                condition=~models.Q(org_number=""),
                name="organisation_number_once",
            ),
            models.UniqueConstraint(
                fields=["external_key"],
                condition=~models.Q(external_key=""),
                name="organisation_external_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in OrgKind]),
                name="organisation_kind_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "name"], name="organisation_kind_name")]

    def __str__(self) -> str:
        return self.name


class SchoolProfile(models.Model):
    """What the national school register (NSR) says of a school."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="profile"
    )
    municipality = models.CharField(max_length=4, blank=True)
    school_type = models.CharField(max_length=16, blank=True)
    owner = models.CharField(max_length=16, blank=True)
    grade_from = models.PositiveSmallIntegerField(null=True)
    grade_to = models.PositiveSmallIntegerField(null=True)
    pupil_count = models.PositiveIntegerField(null=True)
    street = models.CharField(max_length=200, blank=True)
    post_place = models.CharField(max_length=80, blank=True)
    website = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    fetched_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.municipality}"


class ClassGroup(models.Model):
    """A class at a school, such as 6B."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="classes")
    name = models.CharField(max_length=80)
    grade = models.PositiveSmallIntegerField(null=True)
    external_key = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "external_key"],
                condition=~models.Q(external_key=""),
                name="class_external_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "grade", "name"], name="class_school_grade")
        ]

    def __str__(self) -> str:
        return self.name

"""Pupils, guardians, and the tie between them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from felles.people.ids import new_public_id, search_text, sort_key
from felles.people.models.organisations import ClassGroup, Organisation
from felles.people.models.staff import User
from felles.rules.consent import Authority
from felles.rules.people import Protection, Relation

AUTHORITIES = [(value.value, value.value) for value in Authority]
RELATIONS = [(value.value, value.value) for value in Relation]
PROTECTIONS = [(value.value, value.name.lower()) for value in Protection]


class Pupil(models.Model):
    """A child at a school. The national identity number is kept only as a keyed hash."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    preferred_name = models.CharField(max_length=100, blank=True)
    birth_on = models.DateField(null=True)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pupils")
    class_group = models.ForeignKey(
        ClassGroup, null=True, on_delete=models.SET_NULL, related_name="pupils"
    )
    grade = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=40, blank=True)
    protection = models.PositiveSmallIntegerField(choices=PROTECTIONS, default=Protection.NONE)
    identity_hash = models.CharField(max_length=64, blank=True)
    external_key = models.CharField(max_length=64, blank=True)
    left_on = models.DateField(null=True)
    # What rosters say, kept apart from what Felles has decided: since when none names the pupil,
    # and the address protection of the last one.
    off_roster_on = models.DateField(null=True)
    roster_protection = models.PositiveSmallIntegerField(
        choices=PROTECTIONS, default=Protection.NONE
    )
    # A roster has put the pupil in another class. Until the school says so, being contact teacher
    # of that class opens no case.
    class_held = models.BooleanField(default=False)
    search_text = models.CharField(max_length=320, editable=False)
    sort_key = models.CharField(max_length=200, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["identity_hash"],
                condition=~models.Q(identity_hash=""),
                name="pupil_identity_once",
            ),
            models.UniqueConstraint(
                fields=["external_key"],
                condition=~models.Q(external_key=""),
                name="pupil_external_once",
            ),
            models.CheckConstraint(
                condition=models.Q(protection__in=[value.value for value in Protection]),
                name="pupil_protection_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "sort_key"], name="pupil_school_name"),
            models.Index(fields=["class_group", "sort_key"], name="pupil_class_name"),
            # Asked of every case that is looked for: is it one of these few?
            models.Index(
                fields=["id"], condition=models.Q(protection__gt=0), name="pupil_protected"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with search text and sort key in step with the names."""
        self.refresh_keys()
        super().save(*args, **kwargs)

    @property
    def called(self) -> str:
        """The name that the child goes by."""
        return self.preferred_name or self.given_name

    @property
    def name(self) -> str:
        """Full name as shown in the heading of a case."""
        return f"{self.called} {self.family_name}".strip()

    def refresh_keys(self) -> None:
        """Work out the search text and sort key from the names."""
        self.search_text = search_text(self.given_name, self.preferred_name, self.family_name)
        self.sort_key = sort_key(self.family_name, self.called)


class Guardian(models.Model):
    """A grown-up around a pupil. Contact data belongs to this person's own household."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=40, blank=True)
    needs_interpreter = models.BooleanField(default=False)
    external_key = models.CharField(max_length=64, blank=True)
    # Keyed hash of the national identity number, by which ID-porten finds the guardian.
    identity_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["identity_hash"],
                condition=~models.Q(identity_hash=""),
                name="guardian_identity_once",
            ),
            models.UniqueConstraint(
                fields=["external_key"],
                condition=~models.Q(external_key=""),
                name="guardian_external_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Guardianship(models.Model):
    """That a guardian belongs to a pupil, and whether parental responsibility is verified."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="guardianships")
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, related_name="guardianships")
    relation = models.CharField(max_length=16, choices=RELATIONS, default=Relation.PARENT.value)
    authority = models.CharField(
        max_length=16, choices=AUTHORITIES, default=Authority.UNVERIFIED.value
    )
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)
    verified_how = models.CharField(max_length=200, blank=True)
    household = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=16, default="manual")
    # Since when no roster names the tie any longer. Only a person ends it.
    off_roster_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pupil", "guardian"],
                condition=models.Q(ended_on__isnull=True),
                name="guardianship_once",
            ),
            models.CheckConstraint(
                condition=models.Q(authority=Authority.UNVERIFIED.value)
                | models.Q(verified_by__isnull=False, verified_at__isnull=False),
                name="guardianship_verified_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id}:{self.guardian_id}"

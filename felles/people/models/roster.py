"""What a roster wanted to do and a person must decide."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from felles.people.ids import new_public_id
from felles.people.models.organisations import Organisation
from felles.people.models.pupils import Guardian, Pupil
from felles.people.models.staff import ROLES, User
from felles.rules.reviews import ReviewKind, ReviewOutcome

KINDS = [(kind.value, kind.value) for kind in ReviewKind]
OUTCOMES = [(outcome.value, outcome.value) for outcome in ReviewOutcome]


class RosterReview(models.Model):
    """A change that an import may not make by itself: protection cleared, pupil gone, new staff.

    About a pupil, and then for those who coordinate cases at ``school``; or about a member of
    staff, and then for the administrator. The first kinds tell that a pupil has a case, so the
    administrator never sees them.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=32, choices=KINDS)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey(Pupil, null=True, on_delete=models.CASCADE, related_name="reviews")
    guardian = models.ForeignKey(Guardian, null=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="reviews")
    role = models.CharField(max_length=32, choices=ROLES, blank=True)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=16, choices=OUTCOMES, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "pupil"],
                condition=models.Q(
                    settled_at__isnull=True, pupil__isnull=False, guardian__isnull=True
                ),
                name="review_pupil_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "pupil", "guardian"],
                condition=models.Q(settled_at__isnull=True, guardian__isnull=False),
                name="review_guardian_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "user", "school", "role"],
                condition=models.Q(settled_at__isnull=True, user__isnull=False),
                name="review_user_once",
            ),
            models.CheckConstraint(
                condition=models.Q(pupil__isnull=True) ^ models.Q(user__isnull=True),
                name="review_of_pupil_or_user",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, settled_by__isnull=True, outcome="")
                | (
                    models.Q(settled_at__isnull=False, settled_by__isnull=False)
                    & ~models.Q(outcome="")
                ),
                name="review_settled_by_someone",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "settled_at"], name="review_school_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

"""What a roster wanted to do and a person must decide."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from felles.people.models.pupils import Pupil
from felles.people.models.staff import User


class RosterReview(models.Model):
    """A change that an import may not make by itself: protection cleared, pupil gone, …"""

    class Kind(models.TextChoices):
        GONE_WITH_OPEN_CASE = "gone_with_open_case"
        PROTECTION_CLEARED = "protection_cleared"
        MOVED_WITH_OPEN_CASE = "moved_with_open_case"
        NEW_PARENT_LINK = "new_parent_link"
        PARENT_LINK_GONE = "parent_link_gone"

    kind = models.CharField(max_length=32, choices=Kind.choices)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="reviews")
    detail = models.CharField(max_length=200, blank=True)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "pupil", "detail"],
                condition=models.Q(settled_at__isnull=True),
                name="review_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, settled_by__isnull=True)
                | models.Q(settled_at__isnull=False, settled_by__isnull=False),
                name="review_settled_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

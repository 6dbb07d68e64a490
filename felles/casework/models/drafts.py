"""Text on its way, and the record that the duty to report was followed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from felles.people.ids import new_public_id
from felles.people.models import Organisation, User


class Draft(models.Model):
    """What a person has typed and not yet sent. Seen by the writer only."""

    class Kind(models.TextChoices):
        CONCERN = "concern"
        RESCUED = "rescued"

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    writer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["writer", "kind", "-updated_at"], name="draft_writer_kind"),
            models.Index(fields=["updated_at"], name="draft_updated"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class DutyRoute(models.Model):
    """That 112 or barnevernet was told, by whom and when. Nothing about whom it was about."""

    class Route(models.TextChoices):
        EMERGENCY = "emergency_112"
        CHILD_WELFARE = "child_welfare"

    route = models.CharField(max_length=16, choices=Route.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.route} #{self.pk}"

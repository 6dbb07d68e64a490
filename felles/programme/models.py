"""Numbers that a district decides, dated, never overwritten."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Setting(models.Model):
    """The value of one setting from a day on. A later row wins; earlier ones stay."""

    key = models.CharField(max_length=40)
    value = models.PositiveIntegerField()
    from_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "from_on"], name="setting_key_from_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"

"""Wrong passwords, counted without keeping what was typed."""

from __future__ import annotations

from django.db import models


class LoginLimit(models.Model):
    """Tries that have failed for one account or one address.

    Holds a keyed hash only: people type passwords into the name field, so the name is not kept.
    """

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    wait_until_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"login limit #{self.pk}"

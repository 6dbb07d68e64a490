"""Access grants: that a case has opened a pupil for a service, or for a named person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from felles.people.models.organisations import Organisation
from felles.people.models.pupils import Pupil
from felles.people.models.staff import User


class AccessGrant(models.Model):
    """Half of what a read needs; the other half is a live consent, asked for at each read.

    Exactly one of ``service`` and ``user`` is set. ``user`` is the grant by name: a colleague
    at the school, or an entry on the reader list of a pupil with a protected address.
    """

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="grants")
    service = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    # Null where a guardian's own answer opened it.
    granted_by_id = models.BigIntegerField(null=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(service__isnull=True) ^ models.Q(user__isnull=True),
                name="grant_for_service_or_user",
            ),
            models.CheckConstraint(
                condition=models.Q(until_at__isnull=True)
                | models.Q(until_at__gte=models.F("from_at")),
                name="grant_period_in_order",
            ),
            models.UniqueConstraint(
                fields=["pupil", "service"],
                condition=models.Q(until_at__isnull=True, service__isnull=False),
                name="grant_service_once",
            ),
            models.UniqueConstraint(
                fields=["pupil", "user"],
                condition=models.Q(until_at__isnull=True, user__isnull=False),
                name="grant_user_once",
            ),
        ]

    def __str__(self) -> str:
        return f"grant #{self.pk}"

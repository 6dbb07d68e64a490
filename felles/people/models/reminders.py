"""That somebody was reminded of a consent's end: once for each step of each answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from felles.people.models.consent import ConsentAnswer
from felles.rules.replay import WarnStep

STEPS = [(value.value, value.value) for value in WarnStep]


class ConsentReminder(models.Model):
    """A reminder that has been put in the outbox. Two workers at once make one."""

    answer = models.ForeignKey(ConsentAnswer, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=8, choices=STEPS)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "step"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"reminder #{self.pk}"

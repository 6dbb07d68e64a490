"""What a district decides: dated numbers, and the days on which schools are closed."""

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


class SchoolHoliday(models.Model):
    """Days without school, first and last day included. ``source`` says where they come from."""

    name = models.CharField(max_length=120)
    from_on = models.DateField()
    until_on = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["from_on", "until_on"], name="holiday_once"),
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="holiday_in_order"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["until_on"], name="holiday_until")]

    def __str__(self) -> str:
        return f"{self.from_on}--{self.until_on}"

"""The innsatsteam of a school, and anonymous discussion with no path to a pupil."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from felles.people.ids import new_public_id
from felles.people.models import Organisation


class Team(models.Model):
    """The innsatsteam of one school. Rector calls and chairs.

    The guide says both every 4-6 weeks and every second or third week (part 3B), so the cadence
    is each team's own.
    """

    school = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="team")
    cadence_weeks = models.PositiveSmallIntegerField()
    services: models.ManyToManyField[Organisation, TeamService] = models.ManyToManyField(
        Organisation, through="TeamService", related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(cadence_weeks__gte=1, cadence_weeks__lte=12),
                name="team_cadence_in_range",
            )
        ]

    def __str__(self) -> str:
        return f"team #{self.pk}"


class TeamService(models.Model):
    """A service that takes part in a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="team_services")
    service = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "service"], name="team_service_once")
        ]

    def __str__(self) -> str:
        return f"{self.team_id}:{self.service_id}"


class AnonymousDiscussion(models.Model):
    """Coded themes and the advice given. No key, no initials, no class, no free text of the child.

    Nor who wrote it: with the day, that could point to a class. The ledger's row knows.
    ``themes`` are numbers of :class:`felles.rules.roles.Topic`.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    themes = models.JSONField(default=list)
    grades = models.CharField(max_length=8)
    advice = models.TextField(blank=True)
    asked_on = models.DateField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["school", "-asked_on"], name="anonymous_school_on")
        ]

    def __str__(self) -> str:
        return f"discussion #{self.pk}"

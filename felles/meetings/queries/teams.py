"""Reads of the meetings room."""

from __future__ import annotations

from felles.meetings.models import AnonymousDiscussion, Team, TeamService
from felles.people.models import Organisation
from felles.rules.access import Actor


def find_team(school_id: int) -> Team | None:
    """The innsatsteam of a school, None before it is set up."""
    return Team.objects.filter(school_id=school_id).prefetch_related("services").first()


def list_teams(actor: Actor) -> dict[int, Team]:
    """Every school's innsatsteam, by the school's id."""
    teams = Team.objects.prefetch_related("services").order_by("pk")
    return {team.school_id: team for team in teams}


def list_team_services(school_id: int) -> list[Organisation]:
    """The services in a school's innsatsteam, in a fixed order."""
    rows = TeamService.objects.filter(team__school_id=school_id).select_related("service")
    services = [row.service for row in rows]
    return sorted(services, key=lambda service: (service.kind, service.name, service.pk))


def list_anonymous(actor: Actor, *, limit: int = 50) -> list[AnonymousDiscussion]:
    """Discussions without a name at the schools that the actor covers, newest first."""
    rows = AnonymousDiscussion.objects.filter(school_id__in=actor.school_ids)
    return list(rows.select_related("school").order_by("-asked_on", "-pk")[:limit])

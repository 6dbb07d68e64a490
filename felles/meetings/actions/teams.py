"""Writes of the meetings room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from felles.ledger.actions import record_change
from felles.meetings.models import AnonymousDiscussion, Series, Team, TeamService
from felles.people.actions import end_grants_at_school
from felles.people.models import Organisation
from felles.rules.access import Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.discussion import Band
from felles.rules.roles import OrgKind, Topic
from felles.rules.text import N_


def set_team(
    *,
    by: Actor,
    at: datetime,
    school: Organisation,
    cadence_weeks: int,
    services: Iterable[Organisation],
) -> Team:
    """Set up a school's innsatsteam: how often it meets and which services take part.

    A service that joins later is not covered by consents given before: guardians said nothing
    about it, so it reads nothing until they are asked. A service that leaves reads nothing more
    at the school from the next request on.
    """
    if not may(by, Permission.SETUP):
        Decision.no(N_("Rollen din kan ikke gjøre dette.")).require()
    chosen = list(services)
    if any(not OrgKind(service.kind).is_service for service in chosen):
        Decision.no(N_("Bare tjenester kan være med i innsatsteamet.")).require()
    with transaction.atomic():
        team, _ = Team.objects.update_or_create(
            school=school, defaults={"cadence_weeks": cadence_weeks}
        )
        _follow_cadence(team)
        gone = TeamService.objects.filter(team=team).exclude(service__in=chosen)
        for service_id in sorted(gone.values_list("service_id", flat=True)):
            end_grants_at_school(by=by, at=at, school_id=school.pk, service_id=service_id)
        gone.delete()
        for service in chosen:
            TeamService.objects.get_or_create(team=team, service=service)
        record_change(
            by=by,
            at=at,
            action="team.set",
            object_type="Team",
            object_id=team.pk,
            codes={"services": len(chosen), "cadence_weeks": cadence_weeks},
        )
    return team


def _follow_cadence(team: Team) -> None:
    """The series of the team's meetings meets as often as the team."""
    series = Series.objects.filter(team=team).exclude(every_weeks=team.cadence_weeks).first()
    if series is not None:
        week = series.first_week
        Series.objects.filter(pk=series.pk).update(
            every_weeks=team.cadence_weeks,
            first_week=None if week is None else week % team.cadence_weeks,
            version=F("version") + 1,
        )


def discuss_anonymously(
    *,
    by: Actor,
    at: datetime,
    themes: Iterable[Topic],
    grades: Band,
    advice: str,
    school_id: int | None = None,
) -> AnonymousDiscussion:
    """Record a discussion without a name: coded themes, a band of years, and the advice.

    There is no field for anything that could lead to the pupil, and none is derived. Who wrote it
    stands in the ledger only.
    ``school_id`` is one of the schools that the actor covers, the only one when left out.
    """
    if not may(by, Permission.ANONYMOUS_DISCUSS):
        Decision.no(N_("Rollen din kan ikke gjøre dette.")).require()
    chosen = sorted({topic.value for topic in themes})
    if not chosen:
        Decision.no(N_("Velg minst ett tema.")).require()
    school_id = school_id or min(by.school_ids, default=0)
    if school_id not in by.school_ids:
        Decision.no(N_("Rollen din er ikke knyttet til denne skolen.")).require()
    with transaction.atomic():
        row = AnonymousDiscussion.objects.create(
            school_id=school_id,
            themes=chosen,
            grades=grades.value,
            advice=advice,
            asked_on=by.on,
        )
        record_change(
            by=by,
            at=at,
            action="anonymous.discuss",
            object_type="AnonymousDiscussion",
            object_id=row.pk,
        )
    return row


def forget_old_discussions(*, before: date) -> int:
    """Delete discussions without a name that were held before the day; returns how many."""
    return AnonymousDiscussion.objects.filter(asked_on__lt=before).delete()[0]

"""What a case holds so far, as the gates of its way ask for it."""

from __future__ import annotations

from django.db.models import Q

from felles.casework.models import Case, Evaluation, Measure, Talk, standing
from felles.casework.queries.cases import CaseView
from felles.meetings.queries import list_team_services
from felles.rules.access import Actor
from felles.rules.case_flow import Evidence
from felles.rules.consent import consent_state

RUNNING = (Measure.Status.PLANNED.value, Measure.Status.RUNNING.value)


def list_team_service_ids(school_id: int) -> frozenset[int]:
    """Ids of the services in the school's innsatsteam."""
    return frozenset(service.pk for service in list_team_services(school_id))


def _talk_kinds(case: Case) -> set[str]:
    counts = Q(at__gte=case.active_since_at) & (
        ~Q(kind=Talk.Kind.FAMILY_MEETING) | Q(round_number=case.round_number)
    )
    talks = standing(Talk.objects.filter(counts, case=case))
    return set(talks.values_list("kind", flat=True).distinct())


def get_evidence(actor: Actor, view: CaseView, team_ids: frozenset[int] | None = None) -> Evidence:
    """The evidence of a visible case on the actor's day, in four queries.

    In three when the caller knows the services of the school's team already.
    """
    case = view.case
    if team_ids is None:
        team_ids = list_team_service_ids(case.school_id)
    kinds = _talk_kinds(case)
    running = Measure.objects.filter(case=case, status__in=RUNNING).count()
    evaluation = (
        standing(Evaluation.objects.filter(case=case, round_number=case.round_number))
        .order_by("-at", "-pk")
        .first()
    )
    return Evidence(
        pupil_heard=Talk.Kind.PUPIL in kinds,
        guardians_told=Talk.Kind.GUARDIANS in kinds,
        consent_state=consent_state(
            view.facts.holders,
            team_ids,
            asked=view.facts.asked,
            on=actor.on,
        ),
        family_met=Talk.Kind.FAMILY_MEETING in kinds,
        measures_running=running,
        evaluated=evaluation is not None,
        child_view=bool(evaluation and (evaluation.child_view or evaluation.child_why_not)),
        guardians_view=bool(
            evaluation and (evaluation.guardians_view or evaluation.guardians_why_not)
        ),
    )

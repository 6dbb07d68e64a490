"""The closed loop to whoever raised a concern: received, class of decision, next date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from felles.casework.models import CaseStep, Concern
from felles.casework.queries.cases import visible_cases
from felles.people import visibility
from felles.people.queries import list_actors, list_coordinator_ids
from felles.programme.queries import get_settings
from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.case_flow import LOOP_OF_STEP, LoopStatus, Step
from felles.rules.clocks import due_on


@dataclass(frozen=True, slots=True)
class LoopRow:
    """What the raiser hears. The name is left out where the address is protected."""

    case_id: int
    public_id: str
    pupil_name: str
    raised_at: datetime
    status: LoopStatus
    next_on: date | None
    seen: str


def _own_concerns(actor: Actor) -> QuerySet[Concern]:
    """The actor's own concerns at the school acted for; none about a protected pupil, but by name.

    ``has_news`` is false until the case moves after the concern, so that the first answer is the
    same whether or not a case was open. For those who are shut out it stays false: exclusion
    beats everything, also the wish to hear back, and a page that is gone would tell of it.
    """
    moves = CaseStep.objects.filter(case_id=OuterRef("case_id"), at__gte=OuterRef("at"))
    has_news = Q(Exists(moves.exclude(move="")))
    if actor.affiliations:
        has_news &= Q(~visibility.is_excluded(actor, "case__pupil_id"))
    own = Concern.objects.filter(
        Q(case__pupil__protection=0) | visibility.is_named(actor, "case__pupil_id"),
        by_id=actor.user_id,
        case__school_id=actor.organisation_id,
    )
    news = ExpressionWrapper(has_news, output_field=BooleanField())
    return own.annotate(has_news=news).select_related("case__pupil").order_by("-at", "-pk")


def _rows(actor: Actor, concerns: Iterable[Concern]) -> list[LoopRow]:
    days = get_settings(actor.on)
    rows = []
    for concern in concerns:
        case, status = concern.case, LoopStatus.RECEIVED
        next_on = due_on(Step.CONCERN, concern.at.astimezone(OSLO).date(), days)
        if getattr(concern, "has_news", False):
            status, next_on = LOOP_OF_STEP[Step(case.step)], case.due_on
        rows.append(
            LoopRow(
                case_id=case.pk,
                public_id=concern.public_id,
                pupil_name=case.pupil.name,
                raised_at=concern.at,
                status=status,
                next_on=next_on,
                seen=concern.seen,
            )
        )
    return rows


def list_loops(actor: Actor, *, limit: int = 10) -> list[LoopRow]:
    """The latest concerns that the actor raised, with where they stand."""
    if not may(actor, Permission.CONCERN_RAISE):
        return []
    return _rows(actor, _own_concerns(actor)[:limit])


def get_loop(actor: Actor, public_id: str) -> LoopRow | None:
    """One concern that the actor raised; None when it is somebody else's or out of sight."""
    if not may(actor, Permission.CONCERN_RAISE):
        return None
    rows = _rows(actor, _own_concerns(actor).filter(public_id=public_id))
    return rows[0] if rows else None


def may_hear_back(user_id: int, case_id: int, at: datetime) -> bool:
    """May this person be told now that there is news? Asked when the notice goes out."""
    return any(
        _own_concerns(actor).filter(Q(has_news=True), case_id=case_id).exists()
        for actor in list_actors(user_id, at)
        if may(actor, Permission.CONCERN_RAISE)
    )


def may_hear_of_concern(user_id: int, case_id: int, at: datetime) -> bool:
    """May this person be told now of a new concern: still a coordinator, who sees the case?"""
    return any(
        user_id in list_coordinator_ids(actor.organisation_id, actor.on)
        and visible_cases(actor).filter(pk=case_id).exists()
        for actor in list_actors(user_id, at)
    )

"""The closed loop to whoever raised a concern: received, class of decision, next date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from felles.casework.models import Concern
from felles.casework.queries.cases import visible_cases
from felles.people import visibility
from felles.people.queries import list_actors, list_coordinator_ids
from felles.rules.access import Actor, Permission, may
from felles.rules.case_flow import LOOP_OF_STEP, LoopStatus, Step


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
    """The actor's own concerns at the school acted for; none where the actor is shut out.

    Exclusion beats everything, also the wish to hear back.
    """
    own = Concern.objects.filter(
        Q(case__pupil__protection=0) | visibility.is_named(actor, "case__pupil_id"),
        by_id=actor.user_id,
        case__school_id=actor.organisation_id,
    )
    if actor.affiliations:
        own = own.filter(~visibility.is_excluded(actor, "case__pupil_id"))
    return own.select_related("case__pupil").order_by("-at", "-pk")


def _row(concern: Concern) -> LoopRow:
    case = concern.case
    return LoopRow(
        case_id=case.pk,
        public_id=concern.public_id,
        pupil_name=case.pupil.name,
        raised_at=concern.at,
        status=LOOP_OF_STEP[Step(case.step)],
        next_on=case.due_on,
        seen=concern.seen,
    )


def list_loops(actor: Actor, *, limit: int = 10) -> list[LoopRow]:
    """The latest concerns that the actor raised, with where they stand."""
    if not may(actor, Permission.CONCERN_RAISE):
        return []
    return [_row(concern) for concern in _own_concerns(actor)[:limit]]


def get_loop(actor: Actor, public_id: str) -> LoopRow | None:
    """One concern that the actor raised; None when it is somebody else's or out of sight."""
    if not may(actor, Permission.CONCERN_RAISE):
        return None
    concern = _own_concerns(actor).filter(public_id=public_id).first()
    return None if concern is None else _row(concern)


def may_hear_back(user_id: int, case_id: int, at: datetime) -> bool:
    """May this person be told now that there is news? Asked when the notice goes out."""
    return any(
        _own_concerns(actor).filter(case_id=case_id).exists()
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

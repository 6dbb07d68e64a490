"""What guardians and colleagues wait for from those who coordinate a school's cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from felles.casework.models import Case
from felles.casework.queries.cases import visible_cases
from felles.people.models import ConsentException, FamilyMessage
from felles.people.queries import list_actors, list_coordinator_ids
from felles.rules.access import Actor, Permission, may

MOST = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: whose case, which guardian's page, since when.

    ``kind`` is ``message`` or ``exception``.
    """

    kind: str
    case_id: int
    guardianship: str
    since: datetime


def list_waiting(actor: Actor) -> list[Waiting]:
    """Unanswered messages, and exceptions that the actor may approve, of open cases in sight.

    In four queries at most, however many there are.
    """
    if not may(actor, Permission.FAMILY_ANSWER):
        return []
    return [*_messages(actor), *_exceptions(actor)]


def _cases(actor: Actor, pupil_ids: set[int]) -> dict[int, int]:
    """The open case of each pupil, where the actor sees it."""
    cases = visible_cases(actor).filter(pupil_id__in=pupil_ids, state=Case.State.OPEN.value)
    return dict(cases.values_list("pupil_id", "pk"))


def _messages(actor: Actor) -> Iterator[Waiting]:
    rows = list(
        FamilyMessage.objects.filter(
            handled_at__isnull=True,
            guardianship__pupil__school_id=actor.organisation_id,
        )
        .select_related("guardianship")
        .order_by("at", "pk")[:MOST]
    )
    cases = _cases(actor, {row.guardianship.pupil_id for row in rows})
    for row in rows:
        case_id = cases.get(row.guardianship.pupil_id)
        if case_id:
            yield Waiting("message", case_id, row.guardianship.public_id, row.at)


def _exceptions(actor: Actor) -> Iterator[Waiting]:
    if not may(actor, Permission.EXCEPTION_APPROVE):
        return
    rows = list(
        ConsentException.objects.filter(
            approved_at__isnull=True,
            ended_at__isnull=True,
            guardianship__pupil__school_id=actor.organisation_id,
        )
        .exclude(asked_by_id=actor.user_id)
        .select_related("guardianship")
        .order_by("asked_at", "pk")[:MOST]
    )
    cases = _cases(actor, {row.guardianship.pupil_id for row in rows})
    for row in rows:
        case_id = cases.get(row.guardianship.pupil_id)
        if case_id:
            yield Waiting("exception", case_id, row.guardianship.public_id, row.asked_at)


def may_hear_from_family(user_id: int, case_id: int, at: datetime) -> bool:
    """May this person be told now that a guardian has answered or written?"""
    return any(
        user_id in list_coordinator_ids(actor.organisation_id, actor.on)
        and may(actor, Permission.FAMILY_ANSWER)
        and visible_cases(actor).filter(pk=case_id).exists()
        for actor in list_actors(user_id, at)
    )

"""What guardians and colleagues wait for from those who coordinate a school's cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from felles.casework.models import Case
from felles.casework.queries.cases import visible_cases
from felles.people.models import ConsentAnswer, ConsentException, FamilyMessage
from felles.people.queries import list_actors, list_coordinator_ids
from felles.rules.access import Actor, Permission, may
from felles.rules.families import MessageKind

MOST = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: whose case, which guardian's page, since when.

    ``kind`` is ``message``, ``exception`` (to approve) or ``exception_over``; ``message`` says
    what sort of message it is.
    """

    kind: str
    case_id: int
    guardianship: str
    since: datetime
    message: MessageKind | None = None


def list_waiting(actor: Actor) -> list[Waiting]:
    """What waits for the actor: unanswered messages, also when the case has been closed since;
    exceptions of open cases that the actor may approve, or that have run out.

    In six queries at most, however many there are.
    """
    if not may(actor, Permission.FAMILY_ANSWER):
        return []
    return [*_messages(actor), *_exceptions(actor), *_exceptions_over(actor)]


def _cases(actor: Actor, pupil_ids: set[int]) -> dict[int, int]:
    """The case of each pupil, where the actor sees it: the open one, else the last."""
    cases = visible_cases(actor).filter(pupil_id__in=pupil_ids)
    # The last of a pupil's in this order is kept.
    return dict(cases.order_by("-state", "pk").values_list("pupil_id", "pk"))


def _open_cases(actor: Actor, pupil_ids: set[int]) -> dict[int, int]:
    cases = visible_cases(actor).filter(pupil_id__in=pupil_ids, state=Case.State.OPEN.value)
    return dict(cases.values_list("pupil_id", "pk"))


def _messages(actor: Actor) -> Iterator[Waiting]:
    rows = list(
        FamilyMessage.objects.filter(
            handled_at__isnull=True,
            guardianship__pupil__school_id=actor.organisation_id,
            # What is out of sight must not crowd out what is in sight.
            guardianship__pupil_id__in=visible_cases(actor).values("pupil_id"),
        )
        .select_related("guardianship")
        .order_by("at", "pk")[:MOST]
    )
    cases = _cases(actor, {row.guardianship.pupil_id for row in rows})
    for row in rows:
        case_id = cases.get(row.guardianship.pupil_id)
        if case_id:
            kind = MessageKind(row.kind)
            yield Waiting("message", case_id, row.guardianship.public_id, row.at, kind)


def _exceptions(actor: Actor) -> Iterator[Waiting]:
    if not may(actor, Permission.EXCEPTION_APPROVE):
        return
    rows = list(
        ConsentException.objects.filter(
            approved_at__isnull=True,
            ended_at__isnull=True,
            until_on__gte=actor.on,
            guardianship__pupil__school_id=actor.organisation_id,
        )
        .exclude(asked_by_id=actor.user_id)
        .select_related("guardianship")
        .order_by("asked_at", "pk")[:MOST]
    )
    yield from _of_open_cases(actor, "exception", rows)


def _exceptions_over(actor: Actor) -> Iterator[Waiting]:
    """Approved exceptions whose last day is past while the guardian still has not answered."""
    answered = ConsentAnswer.objects.filter(
        pupil_id=OuterRef("guardianship__pupil_id"),
        guardian_id=OuterRef("guardianship__guardian_id"),
        recorded_at__gte=OuterRef("approved_at"),
    )
    rows = list(
        ConsentException.objects.filter(
            ~Exists(answered),
            approved_at__isnull=False,
            ended_at__isnull=True,
            until_on__lt=actor.on,
            guardianship__ended_on__isnull=True,
            guardianship__pupil__school_id=actor.organisation_id,
        )
        .select_related("guardianship")
        .order_by("asked_at", "pk")[:MOST]
    )
    yield from _of_open_cases(actor, "exception_over", rows)


def _of_open_cases(actor: Actor, kind: str, rows: list[ConsentException]) -> Iterator[Waiting]:
    cases = _open_cases(actor, {row.guardianship.pupil_id for row in rows})
    for row in rows:
        case_id = cases.get(row.guardianship.pupil_id)
        if case_id:
            yield Waiting(kind, case_id, row.guardianship.public_id, row.asked_at)


def may_hear_from_family(user_id: int, case_id: int, at: datetime) -> bool:
    """May this person be told now that a guardian has answered or written?"""
    return any(
        user_id in list_coordinator_ids(actor.organisation_id, actor.on)
        and may(actor, Permission.FAMILY_ANSWER)
        and visible_cases(actor).filter(pk=case_id).exists()
        for actor in list_actors(user_id, at)
    )

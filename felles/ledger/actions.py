"""All writes of the ledger. Other rooms call these inside their own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from felles.ledger.models import (
    GUARDIAN_ROLE,
    ChangeEvent,
    Heartbeat,
    OutboxMessage,
    ReadEvent,
    SubmittedForm,
)
from felles.rules.access import Actor, Ground
from felles.rules.families import FamilyActor

MAX_TRIES = 5
# How long a worker that took a notice has to send it, before another one may take it.
LEASE = timedelta(minutes=5)


def _acting(by: Actor | FamilyActor, at: datetime) -> dict[str, Any]:
    if isinstance(by, FamilyActor):
        return {"at": at, "guardian_id": by.guardian_id, "role": GUARDIAN_ROLE}
    return {
        "at": at,
        "user_id": by.user_id,
        "post_id": by.post_id,
        "role": by.role.value,
        "organisation_id": by.organisation_id,
        "employer_id": by.employer_id,
    }


def record_change(
    *,
    by: Actor | FamilyActor,
    at: datetime,
    action: str,
    object_type: str,
    object_id: int,
    case_id: int | None = None,
    pupil_id: int | None = None,
    codes: Mapping[str, str | int | bool] | None = None,
) -> None:
    """Write one change row. ``codes`` are enum values and ids, never text that a person wrote."""
    ChangeEvent.objects.create(
        **_acting(by, at),
        action=action,
        object_type=object_type,
        object_id=object_id,
        case_id=case_id,
        pupil_id=pupil_id,
        codes=dict(codes or {}),
    )


class Change(NamedTuple):
    """One change among many that are recorded at once."""

    action: str
    object_type: str
    object_id: int
    pupil_id: int | None = None
    codes: Mapping[str, str | int | bool] = MappingProxyType({})


def record_changes(*, by: Actor, at: datetime, changes: Iterable[Change]) -> None:
    """Write a row for each of many changes, in batches; for imports of whole rosters."""
    acting = _acting(by, at)
    ChangeEvent.objects.bulk_create(
        (
            ChangeEvent(
                **acting,
                action=change.action,
                object_type=change.object_type,
                object_id=change.object_id,
                pupil_id=change.pupil_id,
                codes=dict(change.codes),
            )
            for change in changes
        ),
        batch_size=1000,
    )


def record_reads(
    *,
    by: Actor | FamilyActor,
    at: datetime,
    kind: str,
    route: str,
    cases: Iterable[tuple[int, Ground]],
) -> None:
    """Write one read row a case, before anything is shown. When this fails, show nothing."""
    acting = _acting(by, at)
    ReadEvent.objects.bulk_create(
        ReadEvent(**acting, kind=kind, route=route, case_id=case_id, ground=ground.value)
        for case_id, ground in cases
    )


def submit_once(
    *, by: Actor | FamilyActor, at: datetime, token: str, do: Callable[[], object]
) -> bool:
    """Carry out ``do`` at most once for a form's ``token``; all or nothing.

    Returns False, and does nothing, when this token has been carried out before (a double
    click, a page sent again). A form without a token is refused with ``ValueError``.
    """
    if not token:
        raise ValueError("a form that writes must carry its token")
    who = f"g{by.guardian_id}" if isinstance(by, FamilyActor) else str(by.user_id)
    with transaction.atomic():
        try:
            with transaction.atomic():
                SubmittedForm.objects.create(token=f"{who}:{token}"[:64], at=at)
        except IntegrityError:
            return False
        do()
    return True


def spend_token(*, at: datetime, token: str) -> bool:
    """Use up a token of a page that belongs to nobody's login; False when it was used before.

    ``at`` is kept with it: pass an instant that tells nothing of when the page was sent.
    """
    try:
        with transaction.atomic():
            SubmittedForm.objects.create(token=token[:64], at=at)
    except IntegrityError:
        return False
    return True


def enqueue(
    *,
    at: datetime,
    kind: str,
    recipient_id: int,
    case_id: int | None = None,
    meeting_id: int | None = None,
) -> None:
    """Put a notice in the outbox, within the caller's transaction."""
    OutboxMessage.objects.create(
        kind=kind,
        recipient_id=recipient_id,
        case_id=case_id,
        meeting_id=meeting_id,
        not_before_at=at,
        created_at=at,
    )


def claim_message(*, message_id: int, at: datetime) -> bool:
    """Take a due notice for sending; False when another worker was first.

    Whoever takes a notice and dies leaves it to the others after the lease. Only that gap,
    between sending and :func:`mark_sent`, can send a notice twice.
    """
    due = OutboxMessage.objects.filter(
        pk=message_id, state=OutboxMessage.State.WAITING, not_before_at__lte=at
    )
    return due.update(not_before_at=at + LEASE) == 1


def mark_sent(*, message_id: int, at: datetime) -> None:
    """A notice has left the house."""
    OutboxMessage.objects.filter(pk=message_id).update(state=OutboxMessage.State.SENT, sent_at=at)


def mark_failed(*, message_id: int, at: datetime) -> None:
    """A notice could not be sent: try again later, doubling the wait, at most five times."""
    message = OutboxMessage.objects.get(pk=message_id)
    message.tries += 1
    if message.tries >= MAX_TRIES:
        message.state = OutboxMessage.State.FAILED
    message.not_before_at = at + timedelta(minutes=2**message.tries)
    message.save(update_fields=["tries", "state", "not_before_at"])


def mark_dropped(*, message_id: int) -> None:
    """A notice will not be sent: its recipient may hear no more, or has no address."""
    OutboxMessage.objects.filter(pk=message_id).update(state=OutboxMessage.State.DROPPED)


def beat(*, name: str, at: datetime) -> None:
    """A background process says that it is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def forget_submitted_forms(*, before: datetime) -> int:
    """Delete tokens of forms sent before the instant; returns how many."""
    return SubmittedForm.objects.filter(at__lt=before).delete()[0]


def forget_served_messages(*, before: datetime) -> int:
    """Delete notices made before the instant that wait no more; returns how many."""
    served = OutboxMessage.objects.filter(created_at__lt=before).exclude(
        state=OutboxMessage.State.WAITING
    )
    return served.delete()[0]

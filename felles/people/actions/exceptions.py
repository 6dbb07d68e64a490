"""Exceptions: one holder's yes is not waited for. A reason, a leader's approval, a last day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from felles.ledger.actions import record_change
from felles.people.models import ConsentException, Guardianship
from felles.rules.access import Actor, Permission, may
from felles.rules.consent import Authority, ExceptionKind, may_approve_exception
from felles.rules.decision import Decision
from felles.rules.text import N_


def _require_at_school(by: Actor, tie: Guardianship) -> None:
    if not may(by, Permission.CONSENT_RECORD) or by.organisation_id != tie.pupil.school_id:
        Decision.no(N_("Bare rektor og sosiallærer ved skolen kan be om unntak.")).require()


def _log(by: Actor, at: datetime, action: str, row: ConsentException, case_id: int | None) -> None:
    record_change(
        by=by,
        at=at,
        action=action,
        object_type="ConsentException",
        object_id=row.pk,
        case_id=case_id,
        pupil_id=row.guardianship.pupil_id,
        codes={"kind": row.kind, "guardian": row.guardianship.guardian_id},
    )


def ask_exception(
    *,
    by: Actor,
    at: datetime,
    tie: Guardianship,
    kind: ExceptionKind,
    reason: str,
    from_on: date,
    until_on: date,
    case_id: int | None = None,
) -> ConsentException:
    """Ask the leader not to wait for one holder's yes. Opens nothing by itself.

    Raises:
        Refused: the actor may not, gives no reason, a date is out of order, responsibility is not
            verified, or an exception for the guardian runs already.
    """
    _require_at_school(by, tie)
    if tie.authority != Authority.HOLDS.value or tie.ended_on is not None:
        Decision.no(N_("Bekreft først at den foresatte har foreldreansvar.")).require()
    if not reason.strip():
        Decision.no(N_("Skriv hvorfor dere ikke venter på dette svaret.")).require()
    if until_on < from_on or until_on < by.on:
        Decision.no(N_("Unntaket må vare til i dag eller lenger.")).require()
    row = ConsentException(
        guardianship=tie,
        kind=kind.value,
        reason=reason.strip(),
        from_on=from_on,
        until_on=until_on,
        asked_by_id=by.user_id,
        asked_at=at,
    )
    with transaction.atomic():
        _end_run_out(by, at, tie, case_id)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            Decision.no(N_("Det finnes alt et unntak for denne foresatte.")).require()
        _log(by, at, "exception.ask", row, case_id)
    return row


def _end_run_out(by: Actor, at: datetime, tie: Guardianship, case_id: int | None) -> None:
    """Put away what has run out, so that a new one can be asked for."""
    rows = ConsentException.objects.filter(
        guardianship=tie, ended_at__isnull=True, until_on__lt=by.on
    )
    for row in rows.select_related("guardianship").order_by("pk"):
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        _log(by, at, "exception.end", row, case_id)


def approve_exception(
    *, by: Actor, at: datetime, exception: ConsentException, case_id: int | None = None
) -> None:
    """The leader approves: from now on this holder's yes is not waited for. A no still counts.

    Raises:
        Refused: the actor is no leader at the school, or asked for it, or it is over or ended.
    """
    _require_at_school(by, exception.guardianship)
    may_approve_exception(
        asked_by=exception.asked_by_id,
        approver=by.user_id,
        is_leader=may(by, Permission.EXCEPTION_APPROVE),
        state=exception.state_on(by.on),
    ).require()
    with transaction.atomic():
        done = ConsentException.objects.filter(
            pk=exception.pk, approved_at__isnull=True, ended_at__isnull=True
        ).update(approved_by_id=by.user_id, approved_at=at)
        if not done:
            Decision.no(N_("Unntaket er alt godkjent eller avsluttet.")).require()
        _log(by, at, "exception.approve", exception, case_id)


def end_exception(
    *, by: Actor, at: datetime, exception: ConsentException, case_id: int | None = None
) -> None:
    """End an exception, or turn down the request for one: the answer is waited for again."""
    _require_at_school(by, exception.guardianship)
    with transaction.atomic():
        done = ConsentException.objects.filter(pk=exception.pk, ended_at__isnull=True).update(
            ended_at=at
        )
        if not done:
            Decision.no(N_("Unntaket er alt avsluttet.")).require()
        _log(by, at, "exception.end", exception, case_id)

"""Texts for families: an administrator approves one version in one language, or takes it back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from felles.ledger.actions import record_change
from felles.people.models import TextApproval
from felles.rules.access import Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.text import N_


def _require(by: Actor) -> None:
    if not may(by, Permission.TEXTS_APPROVE):
        Decision.no(N_("Bare administratoren kan godkjenne tekster.")).require()


def approve_text(
    *, by: Actor, at: datetime, language: str, version: str, current: str, read_by: str
) -> None:
    """Approve a version of the families' texts in a language, read by a qualified person.

    ``version`` is what the page showed, ``current`` what the text is now.

    Raises:
        Refused: the actor may not, the text has changed since it was shown, nobody is said to have
            read it, or it is approved already.
    """
    _require(by)
    if version != current:
        Decision.no(
            N_("Teksten er endret etter at siden ble vist. Les den nye utgaven først.")
        ).require()
    if not read_by.strip():
        Decision.no(N_("Skriv hvem som har lest og godkjent oversettelsen.")).require()
    row = TextApproval(
        language=language,
        version=version,
        approved_by_id=by.user_id,
        approved_at=at,
        read_by=read_by.strip(),
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            Decision.no(N_("Teksten er alt godkjent.")).require()
        _log(by, at, "text.approve", row)


def revoke_text(*, by: Actor, at: datetime, language: str) -> None:
    """Take back the approval of a language: its pages say again that nobody has approved it."""
    _require(by)
    with transaction.atomic():
        for row in TextApproval.objects.filter(language=language, revoked_at__isnull=True):
            row.revoked_at = at
            row.save(update_fields=["revoked_at"])
            _log(by, at, "text.revoke", row)


def _log(by: Actor, at: datetime, action: str, row: TextApproval) -> None:
    record_change(
        by=by,
        at=at,
        action=action,
        object_type="TextApproval",
        object_id=row.pk,
        codes={"language": row.language, "version": row.version},
    )

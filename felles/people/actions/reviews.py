"""What a roster could not do by itself is settled by a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from felles.ledger.actions import record_change
from felles.people.actions.grants import set_protection
from felles.people.models import Pupil, RosterReview
from felles.rules.access import Actor, may
from felles.rules.decision import Decision
from felles.rules.people import Protection
from felles.rules.reviews import OF_STAFF, ReviewKind, ReviewOutcome, may_settle
from felles.rules.text import N_

K = ReviewKind


def settle_review(
    *,
    by: Actor,
    at: datetime,
    review: RosterReview,
    outcome: ReviewOutcome,
    has_open_case: bool,
    note: str = "",
) -> None:
    """Settle what a roster left, and do what was asked for when the answer is yes.

    Raises:
        Refused: the actor may not, somebody has settled it, the answer does not fit, or a case is
            still open.
    """
    kind = ReviewKind(review.kind)
    is_own_school = kind in OF_STAFF or by.organisation_id == review.school_id
    if not may(by, kind.permission) or not is_own_school:
        Decision.no(N_("Rollen din kan ikke gjøre dette.")).require()
    may_settle(kind, outcome, has_open_case=has_open_case, note=note).require()
    with transaction.atomic():
        settled = RosterReview.objects.filter(pk=review.pk, settled_at__isnull=True).update(
            settled_at=at, settled_by_id=by.user_id, outcome=outcome.value, note=note.strip()
        )
        if not settled:
            Decision.no(N_("Noen andre har avgjort dette.")).require()
        if outcome is ReviewOutcome.APPLIED and review.pupil is not None:
            _apply(by, at, kind, review.pupil, note)
        record_change(
            by=by,
            at=at,
            action="review.settle",
            object_type="RosterReview",
            object_id=review.pk,
            pupil_id=review.pupil_id,
            codes={"kind": kind.value, "outcome": outcome.value},
        )


def _apply(by: Actor, at: datetime, kind: ReviewKind, pupil: Pupil, note: str) -> None:
    if kind in (K.GONE_WITH_OPEN_CASE, K.MOVED_WITH_OPEN_CASE):
        Pupil.objects.filter(pk=pupil.pk, left_on__isnull=True).update(left_on=by.on)
    elif kind is K.CLASS_WITH_CASE:
        Pupil.objects.filter(pk=pupil.pk).update(class_held=False)
    elif kind is K.PROTECTION_CLEARED:
        set_protection(by=by, at=at, pupil=pupil, protection=Protection.NONE, reason=note)

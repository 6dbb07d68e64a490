"""Reminders that a consent ends soon: a notice without content, once for each step."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from felles.casework.models import Case
from felles.casework.queries.endings import EndingCase, list_endings
from felles.ledger.actions import enqueue
from felles.people.actions import remind_once
from felles.people.models import User
from felles.people.queries import list_coordinator_ids, list_guardianships
from felles.rules.access import OSLO
from felles.rules.consent import Authority
from felles.rules.replay import WarnStep


def remind_of_ends(*, at: datetime) -> int:
    """Tell those who can ask anew of every consent that ends soon; returns how many ends.

    May be called as often as one likes, and by two workers at once: each step of each answer is
    told once. Who may hear is asked again when the notice goes out.
    """
    told = 0
    for case in list_endings(at):
        if case.ending.step is not WarnStep.ENDED:
            with transaction.atomic():
                told += _remind(at, case)
    return told


def _remind(at: datetime, case: EndingCase) -> bool:
    until, step = case.ending.until, case.ending.step
    if not remind_once(at=at, pupil_id=case.pupil_id, until=until, step=step):
        return False
    on = at.astimezone(OSLO).date()
    owners = User.objects.filter(pk__in=Case.objects.filter(pk=case.case_id).values("owner_id"))
    staff = {*list_coordinator_ids(case.school_id, on), *owners.values_list("pk", flat=True)}
    for user_id in sorted(staff):
        enqueue(at=at, kind="consent_ends", recipient_id=user_id, case_id=case.case_id)
    for tie in list_guardianships(case.pupil_id):
        if tie.authority == Authority.HOLDS.value and tie.guardian.email:
            enqueue(
                at=at,
                kind="family_consent_ends",
                recipient_id=tie.guardian_id,
                case_id=case.case_id,
            )
    return True

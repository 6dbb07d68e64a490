"""Guardians: who they are, and whether parental responsibility is verified by a person."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from felles.ledger.actions import record_change
from felles.people.models import Guardian, Guardianship, Pupil
from felles.rules.access import Actor, Permission, may
from felles.rules.consent import Authority
from felles.rules.decision import Decision
from felles.rules.people import Relation
from felles.rules.text import N_


def _require_at_school(by: Actor, pupil: Pupil) -> None:
    if not may(by, Permission.GUARDIAN_VERIFY) or by.organisation_id != pupil.school_id:
        Decision.no(N_("Bare rektor og sosiallærer ved skolen kan endre foresatte.")).require()


def _log(by: Actor, at: datetime, action: str, tie: Guardianship, **codes: str) -> None:
    record_change(
        by=by,
        at=at,
        action=action,
        object_type="Guardianship",
        object_id=tie.pk,
        pupil_id=tie.pupil_id,
        codes=codes,
    )


def add_guardian(
    *,
    by: Actor,
    at: datetime,
    pupil: Pupil,
    name: str,
    relation: Relation = Relation.PARENT,
    phone: str = "",
    email: str = "",
    language: str = "",
    needs_interpreter: bool = False,
    household: int = 1,
) -> Guardianship:
    """Add a guardian to a pupil. Parental responsibility starts unverified: until somebody has
    verified it, no service reads the pupil's case."""
    _require_at_school(by, pupil)
    with transaction.atomic():
        guardian = Guardian.objects.create(
            name=name,
            phone=phone,
            email=email,
            language=language,
            needs_interpreter=needs_interpreter,
        )
        tie = Guardianship.objects.create(
            pupil=pupil, guardian=guardian, relation=relation.value, household=household
        )
        _log(by, at, "guardian.add", tie, relation=relation.value)
    return tie


def verify_authority(
    *, by: Actor, at: datetime, tie: Guardianship, authority: Authority, how: str
) -> None:
    """Record that a person has checked whether the guardian holds parental responsibility.

    ``how`` says how it was checked. Raises Refused without it.
    """
    _require_at_school(by, tie.pupil)
    if authority is Authority.UNVERIFIED or not how.strip():
        Decision.no(N_("Skriv hvordan foreldreansvaret er bekreftet.")).require()
    with transaction.atomic():
        Guardianship.objects.filter(pk=tie.pk).update(
            authority=authority.value,
            verified_by_id=by.user_id,
            verified_at=at,
            verified_how=how.strip(),
        )
        _log(by, at, "guardian.verify", tie, authority=authority.value)


def end_guardianship(*, by: Actor, at: datetime, tie: Guardianship, ended_on: date) -> None:
    """End a tie, on a day that has come. Only a person does this, never a roster."""
    _require_at_school(by, tie.pupil)
    if ended_on > by.on:
        Decision.no(N_("Dato må være i dag eller tidligere.")).require()
    with transaction.atomic():
        Guardianship.objects.filter(pk=tie.pk).update(ended_on=ended_on)
        _log(by, at, "guardian.end", tie)

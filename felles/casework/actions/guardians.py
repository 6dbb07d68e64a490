"""Guardians and address protection as part of a case: asked again, recorded, and access follows."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from felles.casework.actions.consent import follow_consent
from felles.casework.actions.shared import log, see_case
from felles.casework.queries.cases import CaseView, NotVisible
from felles.people.actions import (
    add_guardian,
    end_guardianship,
    set_protection,
    verify_authority,
)
from felles.people.models import Guardianship
from felles.people.queries import list_guardianships
from felles.rules.access import Actor, Permission
from felles.rules.consent import Authority
from felles.rules.people import Protection, Relation


def get_tie(view: CaseView, tie_id: str) -> Guardianship:
    """A running tie of the case's own pupil.

    Raises:
        NotVisible: the tie is another pupil's, has ended, or never was.
    """
    for tie in list_guardianships(view.case.pupil_id):
        if tie.public_id == tie_id:
            return tie
    raise NotVisible


def add_case_guardian(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    name: str,
    relation: Relation,
    phone: str = "",
    email: str = "",
    language: str = "",
    needs_interpreter: bool = False,
    household: int = 1,
) -> None:
    """Add a guardian to the case's pupil. Until verified, no service reads the case."""
    view = see_case(by, public_id, Permission.GUARDIAN_VERIFY)
    with transaction.atomic():
        tie = add_guardian(
            by=by,
            at=at,
            pupil=view.case.pupil,
            name=name.strip(),
            relation=relation,
            phone=phone,
            email=email,
            language=language,
            needs_interpreter=needs_interpreter,
            household=household,
        )
        log(by, at, view, "case.guardian", "Guardianship", tie.pk, what="add")


def verify_case_guardian(
    *, by: Actor, at: datetime, public_id: str, tie_id: str, authority: Authority, how: str
) -> None:
    """Record whether a guardian holds parental responsibility, and let access follow."""
    view = see_case(by, public_id, Permission.GUARDIAN_VERIFY)
    tie = get_tie(view, tie_id)
    with transaction.atomic():
        verify_authority(by=by, at=at, tie=tie, authority=authority, how=how)
        follow_consent(by, at, view)
        log(by, at, view, "case.guardian", "Guardianship", tie.pk, what=authority.value)


def end_case_guardian(
    *, by: Actor, at: datetime, public_id: str, tie_id: str, ended_on: date
) -> None:
    """End a guardian's tie to the case's pupil, and let access follow."""
    view = see_case(by, public_id, Permission.GUARDIAN_VERIFY)
    tie = get_tie(view, tie_id)
    with transaction.atomic():
        end_guardianship(by=by, at=at, tie=tie, ended_on=ended_on)
        follow_consent(by, at, view)
        log(by, at, view, "case.guardian", "Guardianship", tie.pk, what="end")


def protect_case_pupil(
    *, by: Actor, at: datetime, public_id: str, protection: Protection, reason: str
) -> None:
    """Set or clear the address protection of the case's pupil."""
    view = see_case(by, public_id, Permission.PROTECTION_SET)
    with transaction.atomic():
        set_protection(by=by, at=at, pupil=view.case.pupil, protection=protection, reason=reason)
        log(by, at, view, "case.protection", "Pupil", view.case.pupil_id, to=protection.value)

"""Who owns a case, and which colleagues at the school are named in it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from felles.casework.actions.shared import bump, log, require_open, see_case
from felles.casework.queries.readers import list_readers
from felles.people.actions import end_name_grant, name_reader
from felles.people.queries import list_actors_at_school
from felles.rules.access import Actor, Ground, Permission
from felles.rules.decision import Decision
from felles.rules.text import N_


def set_owner(*, by: Actor, at: datetime, public_id: str, version: int, owner_id: int) -> None:
    """Give the case to somebody at the school who can see it."""
    view = see_case(by, public_id, Permission.ELEVSAK_BRING)
    require_open(view)
    readers = [row for row in list_readers(by, view) if row.ground is not Ground.CONSENT]
    if all(reader.user_id != owner_id for reader in readers):
        Decision.no(N_("Den som skal ha ansvaret, må kunne se saken på skolen.")).require()
    with transaction.atomic():
        bump(view, version, owner_id=owner_id)
        log(by, at, view, "case.owner", "Case", view.case.pk, owner=owner_id)


def name_case_reader(*, by: Actor, at: datetime, public_id: str, user_id: int, reason: str) -> None:
    """Let a colleague at the school, by name, work with the case.

    Raises:
        Refused: the person has no post at the school, or no reason is given.
    """
    view = see_case(by, public_id, Permission.READER_NAME)
    staff = list_actors_at_school(
        view.case.school_id, service_ids=view.facts.granted_service_ids, at=at
    )
    if all(other.user_id != user_id for other in staff):
        Decision.no(N_("Personen arbeider ikke ved skolen.")).require()
    with transaction.atomic():
        name_reader(
            by=by,
            at=at,
            pupil=view.case.pupil,
            user_id=user_id,
            reason=reason,
            case_id=view.case.pk,
        )


def remove_case_reader(*, by: Actor, at: datetime, public_id: str, user_id: int) -> None:
    """Take a named colleague off the case; takes effect at the next request."""
    view = see_case(by, public_id, Permission.READER_NAME)
    with transaction.atomic():
        end_name_grant(by=by, at=at, pupil=view.case.pupil, user_id=user_id, case_id=view.case.pk)

"""Takes schools over from the national register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from felles.ledger.actions import Change, record_change, record_changes
from felles.people.actions.roster_work import BATCH, chunks, with_public_ids
from felles.people.models import Organisation, SchoolProfile
from felles.people.queries.imports import load_register_schools
from felles.people.rosters import Progress, no_progress
from felles.rules.access import Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.register import RegisterFile, RegisterPlan, RegisterSchool, plan_register
from felles.rules.roles import OrgKind
from felles.rules.text import N_

SCHOOLS = N_("skoler")
_PROFILE = [
    "municipality", "school_type", "owner", "grade_from", "grade_to", "pupil_count", "street",
    "post_place", "website", "latitude", "longitude", "fetched_at",
]  # fmt: skip


def import_schools(
    *,
    by: Actor,
    at: datetime,
    file: RegisterFile,
    municipalities: frozenset[str],
    progress: Progress = no_progress,
) -> RegisterPlan:
    """Take over the schools of some municipalities (all when empty), new ones and changed ones.

    Schools that are gone from the register are told of, never removed: cases may belong to them.

    Raises:
        Refused: the actor may not.
    """
    if not may(by, Permission.SETUP):
        Decision.no(N_("Rollen din kan ikke gjøre dette.")).require()
    fetched_at = file.fetched_at or at
    with transaction.atomic():
        plan = plan_register(file, load_register_schools(by), municipalities)
        pairs = _create(plan.new)
        for known, row in plan.changed:
            Organisation.objects.filter(pk=known.id).exclude(name=row.name).update(name=row.name)
            pairs.append((known.id, row))
        done = 0
        for chunk in chunks(pairs):
            _save_profiles(chunk, fetched_at)
            done += len(chunk)
            progress(SCHOOLS, done, len(pairs))
        for ids in chunks([known.id for known in plan.unchanged]):
            SchoolProfile.objects.filter(organisation_id__in=ids).update(fetched_at=fetched_at)
        _record(by, at, plan, pairs)
    return plan


def _create(rows: Iterable[RegisterSchool]) -> list[tuple[int, RegisterSchool]]:
    pairs = [
        (
            Organisation(kind=OrgKind.SCHOOL.value, name=row.name, org_number=row.org_number),
            row,
        )
        for row in rows
    ]
    made = with_public_ids(Organisation, [organisation for organisation, _row in pairs])
    Organisation.objects.bulk_create(made, batch_size=BATCH)
    return [(organisation.pk, row) for organisation, row in pairs]


def _save_profiles(pairs: Iterable[tuple[int, RegisterSchool]], fetched_at: datetime) -> None:
    SchoolProfile.objects.bulk_create(
        [
            SchoolProfile(
                organisation_id=pk,
                fetched_at=fetched_at,
                **{name: getattr(row, name) for name in _PROFILE if name != "fetched_at"},
            )
            for pk, row in pairs
        ],
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=_PROFILE,
    )


def _record(
    by: Actor, at: datetime, plan: RegisterPlan, pairs: Iterable[tuple[int, RegisterSchool]]
) -> None:
    changes = [Change("organisation.import", "Organisation", pk) for pk, _row in pairs]
    if not changes:
        return
    record_changes(by=by, at=at, changes=changes)
    record_change(
        by=by,
        at=at,
        action="register.apply",
        object_type="Register",
        object_id=0,
        codes={"new": len(plan.new), "changed": len(plan.changed), "gone": len(plan.gone)},
    )

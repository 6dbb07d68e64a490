"""Carries out a roster, whole or not at all."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction

from felles.ledger.actions import record_change, record_changes
from felles.people.actions.roster_families import apply_families
from felles.people.actions.roster_pupils import apply_classes, apply_pupils, apply_schools
from felles.people.actions.roster_staff import apply_staff
from felles.people.actions.roster_work import BATCH, Work, with_public_ids
from felles.people.models import RosterReview
from felles.people.queries.imports import load_known
from felles.people.rosters import FindCases, Progress, no_progress
from felles.rules.access import Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.roster import Roster
from felles.rules.roster_diff import make_plan
from felles.rules.roster_plan import Plan
from felles.rules.text import N_

PUPILS, PARENTS = N_("elever"), N_("foresatte")


def _require(by: Actor) -> None:
    if not may(by, Permission.ROSTER_IMPORT):
        Decision.no(N_("Rollen din kan ikke lese inn elevlister.")).require()


def apply_roster(
    *,
    by: Actor,
    at: datetime,
    roster: Roster,
    expected: str,
    find_cases: FindCases,
    is_confirmed: bool = False,
    progress: Progress = no_progress,
) -> Plan:
    """Carry out what a roster wants, whole or not at all; the difference comes back.

    ``expected`` is the fingerprint of the difference that a person has seen. ``find_cases`` tells
    which pupils have a case; what follows from that reaches the schools' review lists only.

    Raises:
        Refused: the actor may not, the files cannot be used, Felles has changed since the person
            looked, or many are gone and nobody has confirmed it.
    """
    _require(by)
    with transaction.atomic():
        plan = make_plan(roster, load_known(by))
        _check(plan, expected, is_confirmed)
        work = Work(by, at, plan, find_cases, progress)
        apply_schools(work)
        apply_classes(work)
        apply_pupils(work, PUPILS)
        apply_families(work, PARENTS)
        apply_staff(work)
        _save_reviews(work)
        _record(work)
    return plan


def _check(plan: Plan, expected: str, is_confirmed: bool) -> None:
    if plan.stops:
        Decision.no(N_("Fila kan ikke brukes. Se hva som er galt.")).require()
    if plan.fingerprint() != expected:
        Decision.no(
            N_("Noe er endret siden du så forskjellen. Se over den på nytt, og prøv igjen.")
        ).require()
    if plan.needs_confirmation and not is_confirmed:
        Decision.no(N_("Mange elever er borte fra lista. Bekreft at det stemmer.")).require()


def _save_reviews(work: Work) -> None:
    rows = with_public_ids(RosterReview, work.reviews)
    # What waits already is not asked twice.
    RosterReview.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _record(work: Work) -> None:
    record_changes(by=work.by, at=work.at, changes=work.changes)
    if work.changes:
        counts = Counter(change.action for change in work.changes)
        record_change(
            by=work.by,
            at=work.at,
            action="roster.apply",
            object_type="Roster",
            object_id=0,
            codes={"format": work.plan.format, **dict(sorted(counts.items()))},
        )

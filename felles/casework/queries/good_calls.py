"""Whom to call with good news, and the share of good calls among a school's calls home.

Only pupils whose case the actor sees and works with at school: a service has no such list, and
nobody gets one of pupils without a case.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, DateField, F, Max, OuterRef, Q, Subquery

from felles.casework.models import Case, Talk, standing
from felles.casework.queries.cases import CaseRow, rows_of, visible_cases
from felles.people.models import Guardianship
from felles.people.queries import list_schools, list_ties_with_doors
from felles.programme.queries import get_setting
from felles.rules.access import Actor
from felles.rules.clocks import SettingKey
from felles.rules.consent import Authority
from felles.rules.families import Door
from felles.rules.good_calls import (
    FIGURE_WEEKS,
    CallFacts,
    hears_figure,
    hears_figures,
    may_be_called,
    may_call_home,
    share_in_tenths,
    since_on,
)

MOST = 50
_HOME = (Talk.Kind.GUARDIANS.value, Talk.Kind.POSITIVE_CALL.value)


@dataclass(frozen=True, slots=True)
class CallRow:
    """A pupil to call home about: who may be called, household by household."""

    row: CaseRow
    ties: list[Guardianship]
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of ten calls home were good news; ``tenths`` is None when too few to tell."""

    school: str
    tenths: int | None


def list_good_calls(actor: Actor, *, limit: int = MOST) -> list[CallRow]:
    """Pupils whose home has had no good call for some weeks, the longest first; never had first.

    In a fixed number of queries. A pupil about whom nobody may be called is not there.
    """
    if not may_call_home(actor):
        return []
    since = since_on(actor.on, get_setting(SettingKey.GOOD_CALL_WEEKS, actor.on))
    waiting = _waiting(actor, since)
    pupils = {case_id: pupil_id for case_id, pupil_id, _last in waiting}
    cases = visible_cases(actor).filter(pk__in=pupils).order_by("pk")
    rows = {row.case_id: row for row in rows_of(actor, cases)}
    ties = list_callable_ties(rows.values(), pupils)
    found = [
        CallRow(rows[case_id], ties[case_id], last)
        for case_id, _pupil, last in waiting
        if ties.get(case_id)
    ]
    return found[:limit]


def _waiting(actor: Actor, since: date) -> list[tuple[int, int, date | None]]:
    """The visible open cases without a good call since the day: case, pupil, the last call."""
    # Of every case of the pupil: a good call is one whichever case it was written in.
    calls = standing(Talk.objects.all()).filter(
        kind=Talk.Kind.POSITIVE_CALL.value, case__pupil_id=OuterRef("pupil_id")
    )
    last = calls.order_by().values("case__pupil_id").annotate(last=Max("held_on")).values("last")
    cases = visible_cases(actor).filter(state=Case.State.OPEN.value)
    dated = cases.annotate(last_on=Subquery(last, output_field=DateField()))
    late = dated.filter(Q(last_on__isnull=True) | Q(last_on__lt=since))
    ordered = late.order_by(F("last_on").asc(nulls_first=True), "pk")
    return list(ordered.values_list("pk", "pupil_id", "last_on")[:MOST])


def list_callable_ties(
    rows: Collection[CaseRow], pupils: dict[int, int]
) -> dict[int, list[Guardianship]]:
    """The guardians who may be called, for each of some visible cases, by case."""
    ties = list_ties_with_doors(set(pupils.values()))
    return {
        row.case_id: [
            tie
            for tie, door in ties.get(pupils[row.case_id], [])
            if may_be_called(_facts(tie, door, is_protected=row.is_protected))
        ]
        for row in rows
    }


def _facts(tie: Guardianship, door: Door, *, is_protected: bool) -> CallFacts:
    return CallFacts(Authority(tie.authority), tie.ended_on is None, door, is_protected)


def find_callable_tie(case: Case, tie_id: str, *, is_protected: bool) -> Guardianship | None:
    """One guardian of a visible case who may be called now; None for anybody else."""
    for tie, door in list_ties_with_doors({case.pupil_id}).get(case.pupil_id, []):
        if tie.public_id == tie_id and may_be_called(_facts(tie, door, is_protected=is_protected)):
            return tie
    return None


def list_call_shares(actor: Actor) -> list[Share]:
    """The share of good calls: the own school's, or every school's for a leader. No family and no
    employee is in it, and a few calls tell nothing."""
    schools = list_schools(actor)
    if not hears_figures(actor):
        own = actor.school_ids if hears_figure(actor) else frozenset()
        schools = [school for school in schools if school.pk in own]
    since = actor.on - timedelta(weeks=FIGURE_WEEKS)
    calls = (
        standing(Talk.objects.all())
        .filter(kind__in=_HOME, held_on__gte=since, held_on__lte=actor.on, case__school__in=schools)
        .order_by()
    )
    good = Count("pk", filter=Q(kind=Talk.Kind.POSITIVE_CALL.value))
    found = calls.values_list("case__school_id").annotate(total=Count("pk"), good=good)
    counted = {school: (good, total) for school, total, good in found}
    return [
        Share(school.name, share_in_tenths(*counted.get(school.pk, (0, 0)))) for school in schools
    ]

"""How many families wait, as bands. What could point to a child is not told."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Min

from felles.casework.models import CaseStep
from felles.rules.access import OSLO, Actor
from felles.rules.case_flow import Step
from felles.rules.school_year import year_bounds
from felles.rules.waiting import as_band, may_reckon


def find_band_of_new_cases(actor: Actor, school_id: int, year: int) -> int | None:
    """How many cases came to a school's innsatsteam for the first time in a school year that is
    over: the lower end of a band of five; None when they are too few to tell.

    Everybody is told the same, also those who may read the cases: a shut-out reader must not
    learn of a case from a number (rules 4 and 6).
    """
    _first, last = year_bounds(year)
    if not may_reckon(actor, school_id) or actor.on <= last:
        return None
    begin, end = _instants(year)
    came = (
        CaseStep.objects.filter(case__school_id=school_id, to_step=Step.INNSATSTEAM.value)
        .values("case_id")
        .annotate(first_at=Min("at"))
        .filter(first_at__gte=begin, first_at__lt=end)
    )
    return as_band(came.count())


def _instants(year: int) -> tuple[datetime, datetime]:
    first, last = year_bounds(year)
    return (
        datetime.combine(first, time(), OSLO),
        datetime.combine(last + timedelta(days=1), time(), OSLO),
    )

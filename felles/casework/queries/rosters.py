"""What an import may not touch by itself, because of a case. Never shown to whoever imports."""

from __future__ import annotations

from collections.abc import Collection

from felles.casework.models import Case
from felles.people.rosters import CaseTies

CHUNK = 5000


def find_case_ties(pupil_ids: Collection[int]) -> CaseTies:
    """Which of the pupils have an open case, and at which schools they have any."""
    wanted = sorted(set(pupil_ids))
    open_: set[int] = set()
    at_schools: set[tuple[int, int]] = set()
    for start in range(0, len(wanted), CHUNK):
        cases = Case.objects.filter(pupil_id__in=wanted[start : start + CHUNK]).order_by("pk")
        for pupil_id, school_id, state in cases.values_list("pupil_id", "school_id", "state"):
            at_schools.add((pupil_id, school_id))
            if state == Case.State.OPEN.value:
                open_.add(pupil_id)
    return CaseTies(frozenset(open_), frozenset(at_schools))

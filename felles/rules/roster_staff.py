"""What a roster says of staff. It makes users without any role: a person gives the roles.

Source: docs/access.md, rule 9.
"""

from __future__ import annotations

from felles.rules.roster import Roster
from felles.rules.roster_plan import Known, Plan


def plan_staff(roster: Roster, known: Known, plan: Plan) -> None:
    """Plan new users, and what the administrator should look at."""
    by_key = {one.key: one for one in known.staff}
    present = set()
    for row in roster.staff:
        places = [
            (plan.school_ids[place.school_key], place.role)
            for place in row.places
            if place.school_key in plan.school_ids
        ]
        if not places:
            continue
        present.add(row.key)
        before = by_key.get(row.key)
        if before is None:
            plan.new_staff.append(row)
        else:
            if before.name != row.name:
                plan.changed_staff.append((before, row))
            if before.is_off:
                plan.back_staff.append(before)
        for school_id, role in places:
            if before is None or (
                school_id not in before.schools and (school_id, role) not in before.offered
            ):
                plan.offers.append((row, school_id, role))
    _plan_gone(roster, known, plan, present)


def _plan_gone(roster: Roster, known: Known, plan: Plan, present: set[str]) -> None:
    """Staff with a role at a school of the roster, who are not in it any longer."""
    named = {place.school_key for row in roster.staff for place in row.places}
    covered = {school_id for key, school_id in plan.school_ids.items() if key in named}
    for one in known.staff:
        missing = roster.is_whole and one.schools & covered
        is_out = missing or one.key in roster.ended_keys
        if is_out and one.schools and not one.is_off and one.key not in present | roster.held_keys:
            plan.gone_staff.append(one)

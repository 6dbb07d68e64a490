"""Posts, address protection, and what a roster may change."""

from datetime import date

import pytest

from felles.rules.people import (
    Protection,
    age_on,
    may_hold_post,
    may_import_protection,
    may_remove_pupil,
)
from felles.rules.roles import OrgKind, Role

# Which kind of organisation a role acts for, written by hand.
ACTS_FOR: dict[str, str] = {
    "teacher": "school",
    "contact_teacher": "school",
    "milieu_worker": "school",
    "social_teacher": "school",
    "rector": "school",
    "social_agent": "school",
    "health_nurse": "school_health",
    "child_welfare_intake": "child_welfare",
    "club_leader": "youth_club",
    "oslohjelpa_worker": "oslohjelpa",
    "bup_clinician": "bup",
    "agent_leader": "child_welfare district",
    "project_leader": "district",
    "steering_member": ("school child_welfare school_health youth_club oslohjelpa bup district"),
    "project_owner": "district",
    "secretary": "district",
    "administrator": "district",
}


@pytest.mark.parametrize("role", Role)
def test_role_acts_for_the_kinds_written_by_hand(role: Role) -> None:
    for kind in OrgKind:
        decision = may_hold_post(role, kind)
        assert bool(decision) is (kind.value in ACTS_FOR[role.value].split()), kind
        assert bool(decision.reason) is not bool(decision)


@pytest.mark.parametrize("incoming", Protection)
@pytest.mark.parametrize("now", Protection)
def test_roster_raises_protection_and_never_lowers_it(
    now: Protection, incoming: Protection
) -> None:
    assert bool(may_import_protection(now, incoming)) is (incoming.value >= now.value)


def test_pupil_with_open_case_is_not_taken_out_by_a_roster() -> None:
    assert may_remove_pupil(has_open_case=False)
    assert not may_remove_pupil(has_open_case=True)


@pytest.mark.parametrize(
    ("birth_on", "on", "age"),
    [
        (date(2015, 3, 4), date(2026, 3, 3), 10),
        (date(2015, 3, 4), date(2026, 3, 4), 11),
        (date(2016, 2, 29), date(2027, 2, 28), 10),
        (date(2016, 2, 29), date(2027, 3, 1), 11),
        (date(2016, 2, 29), date(2028, 2, 29), 12),
        (date(2026, 11, 24), date(2026, 11, 24), 0),
    ],
)
def test_age_turns_on_the_birthday(birth_on: date, on: date, age: int) -> None:
    assert age_on(birth_on, on) == age

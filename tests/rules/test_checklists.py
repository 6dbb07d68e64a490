"""Checklists: who goes through which, letters for applicants, and what has changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.access import Permission, may
from felles.rules.agent_week import ListKey, Tick
from felles.rules.checklists import (
    MOST_POINTS,
    Shift,
    check_points,
    compare,
    letter_of,
    may_use,
    may_use_at,
)
from felles.rules.roles import Role
from tests.ui.actors import an_actor


@pytest.mark.parametrize("role", list(Role))
def test_method_is_for_those_who_use_lists_and_applicants_for_the_leader(role: Role) -> None:
    actor = an_actor(role)
    assert bool(may_use(actor, ListKey.OUTREACH)) is may(actor, Permission.CHECKLIST_USE)
    assert bool(may_use(actor, ListKey.RECRUITING)) is (role is Role.AGENT_LEADER)


def test_method_is_a_schools_and_applicants_are_the_leaders_own() -> None:
    agent, leader = an_actor(Role.SOCIAL_AGENT), an_actor(Role.AGENT_LEADER)
    own = next(iter(agent.school_ids), 0)
    assert not may_use_at(agent, ListKey.OUTREACH, own + 1, is_school=True)
    assert may_use_at(leader, ListKey.OUTREACH, own + 1, is_school=True)
    assert not may_use_at(leader, ListKey.OUTREACH, leader.organisation_id, is_school=False)
    home = leader.organisation_id
    assert may_use_at(leader, ListKey.RECRUITING, home, is_school=False)
    assert not may_use_at(leader, ListKey.RECRUITING, home + 1, is_school=False)


@pytest.mark.parametrize(
    ("number", "letters"), [(0, "A"), (1, "B"), (25, "Z"), (26, "AA"), (27, "AB"), (702, "AAA")]
)
def test_applicants_have_letters(number: int, letters: str) -> None:
    assert letter_of(number) == letters


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_two_applicants_never_share_a_letter(one: int, other: int) -> None:
    assert (letter_of(one) == letter_of(other)) is (one == other)


@pytest.mark.parametrize(
    ("points", "allowed"),
    [
        ([], False),
        (["Ett"], True),
        (["Ett", "Ett"], False),
        (["x" * 301], False),
        ([str(number) for number in range(MOST_POINTS)], True),
        ([str(number) for number in range(MOST_POINTS + 1)], False),
    ],
)
def test_points_are_some_and_differ(points: list[str], allowed: bool) -> None:
    assert bool(check_points(points)) is allowed


@pytest.mark.parametrize(
    ("before", "now", "shift"),
    [
        (Tick.NO, Tick.YES, Shift.BETTER),
        (Tick.NO, Tick.PARTLY, Shift.BETTER),
        (Tick.YES, Tick.PARTLY, Shift.WORSE),
        (Tick.YES, Tick.YES, Shift.SAME),
        (None, Tick.YES, Shift.NEW),
    ],
)
def test_change_is_told_by_the_points_own_text(
    before: Tick | None, now: Tick, shift: Shift
) -> None:
    earlier = {"Punkt": before} if before else {"Omskrevet": Tick.NO}
    assert compare({"Punkt": now}, earlier)["Punkt"].shift is shift

"""Which guardian may be called with good news, and when a share of calls may be told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.consent import Authority
from felles.rules.families import Door
from felles.rules.good_calls import (
    LEAST_CALLS,
    CallFacts,
    hears_figure,
    hears_figures,
    may_be_called,
    may_call_home,
    share_in_tenths,
    since_on,
)
from felles.rules.roles import Role
from tests.rules.worlds import an_actor

A, D = Authority, Door
# authority, door -> may be called ordinarily, may be called with a protected address
TABLE = {
    (A.HOLDS, D.BY_DEFAULT): (True, False),
    (A.HOLDS, D.OPENED): (True, True),
    (A.HOLDS, D.CLOSED): (False, False),
    (A.UNVERIFIED, D.BY_DEFAULT): (True, False),
    (A.UNVERIFIED, D.OPENED): (True, True),
    (A.UNVERIFIED, D.CLOSED): (False, False),
    (A.HOLDS_NOT, D.BY_DEFAULT): (False, False),
    (A.HOLDS_NOT, D.OPENED): (False, False),
    (A.HOLDS_NOT, D.CLOSED): (False, False),
}


@pytest.mark.parametrize("authority", A)
@pytest.mark.parametrize("door", D)
@pytest.mark.parametrize("is_protected", [False, True])
def test_guardian_may_be_called(authority: Authority, door: Door, is_protected: bool) -> None:
    asked = CallFacts(authority, True, door, is_protected)
    assert may_be_called(asked) is TABLE[authority, door][is_protected]


@pytest.mark.parametrize("authority", A)
@pytest.mark.parametrize("door", D)
def test_former_guardian_is_never_called(authority: Authority, door: Door) -> None:
    assert not may_be_called(CallFacts(authority, False, door))


@pytest.mark.parametrize(
    ("good", "total", "tenths"),
    [(0, 0, None), (9, 9, None), (0, 10, 0), (1, 20, 1), (1, 21, 0), (7, 14, 5), (12, 12, 10)],
)
def test_share_is_told_in_tenths_and_only_of_enough_calls(
    good: int, total: int, tenths: int | None
) -> None:
    assert share_in_tenths(good, total) == tenths


@given(st.integers(0, 500), st.integers(0, 500))
def test_share_lies_between_none_and_all(good: int, bad: int) -> None:
    found = share_in_tenths(good, good + bad)
    assert (found is None) == (good + bad < LEAST_CALLS)
    assert found is None or 0 <= found <= 10


def test_more_good_calls_than_calls_is_an_error() -> None:
    with pytest.raises(ValueError, match="more good calls"):
        share_in_tenths(2, 1)


def test_call_of_three_weeks_ago_is_recent_enough_on_the_day_itself() -> None:
    assert since_on(date(2026, 11, 24), 3) == date(2026, 11, 3)


CALLS_HOME = "teacher contact_teacher milieu_worker social_teacher rector social_agent"


@pytest.mark.parametrize("role", Role)
def test_school_calls_home_and_no_service_does(role: Role) -> None:
    assert may_call_home(an_actor(role)) is (role.name.lower() in CALLS_HOME.split())


@pytest.mark.parametrize("role", Role)
def test_figure_is_the_schools_own_or_for_those_who_lead(role: Role) -> None:
    name = role.name.lower()
    assert hears_figure(an_actor(role)) is (name in ["rector", "social_teacher", "social_agent"])
    assert hears_figures(an_actor(role)) is (name in ["agent_leader", "project_leader"])

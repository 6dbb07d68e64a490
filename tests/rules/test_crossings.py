"""A day of a crossing stands the same for both sides, and says when they should talk."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.access import OSLO, Permission, may
from felles.rules.agent_week import Side
from felles.rules.crossings import (
    GRACE,
    MOST_CHILDREN,
    DayFacts,
    DayState,
    check_number,
    day_state,
    due_at,
    may_note,
    may_propose,
    side_of,
)
from felles.rules.roles import OrgKind, Role
from tests.ui.actors import an_actor

DUE = datetime(2026, 11, 24, 14, 15, tzinfo=OSLO)
BEFORE, LATER = DUE - timedelta(hours=1), DUE + GRACE + timedelta(minutes=1)
NUMBERS = st.one_of(st.none(), st.integers(0, MOST_CHILDREN))


@pytest.mark.parametrize(
    ("day", "before", "later"),
    [
        (DayFacts(), DayState.AHEAD, DayState.NOT_NOTED),
        (DayFacts(followed=7), DayState.UNDER_WAY, DayState.NOT_RECEIVED),
        (DayFacts(received=7), DayState.UNDER_WAY, DayState.DIFFERS),
        (DayFacts(received=0), DayState.AHEAD, DayState.NOT_NOTED),
        (DayFacts(7, 7), DayState.RECEIVED, DayState.RECEIVED),
        (DayFacts(7, 6), DayState.DIFFERS, DayState.DIFFERS),
        (DayFacts(is_off=True), DayState.OFF, DayState.OFF),
    ],
)
def test_day_stands_as_the_two_sides_have_noted(
    day: DayFacts, before: DayState, later: DayState
) -> None:
    assert day_state(day, due_at=DUE, at=BEFORE) is before
    assert day_state(day, due_at=DUE, at=LATER) is later


@given(NUMBERS, NUMBERS, st.integers(-600, 600))
def test_difference_between_the_sides_is_an_alarm_at_once(
    followed: int | None, received: int | None, minutes: int
) -> None:
    state = day_state(DayFacts(followed, received), due_at=DUE, at=DUE + timedelta(minutes=minutes))
    if followed is not None and received is not None:
        assert state.is_alarm is (followed != received)


@given(st.integers(0, MOST_CHILDREN), st.integers(46, 6000))
def test_day_that_nobody_received_is_an_alarm_after_the_grace(followed: int, minutes: int) -> None:
    at = DUE + timedelta(minutes=minutes)
    assert day_state(DayFacts(followed), due_at=DUE, at=at).is_alarm


@pytest.mark.parametrize("role", list(Role))
def test_sides_are_the_school_and_the_club_of_those_who_may(role: Role) -> None:
    actor = an_actor(role)
    here, there = actor.organisation_id, actor.organisation_id + 1
    allowed = may(actor, Permission.CROSSING)
    assert side_of(actor, school_id=here, club_id=there) is (Side.SCHOOL if allowed else None)
    assert side_of(actor, school_id=there, club_id=here) is (Side.SERVICE if allowed else None)
    assert side_of(actor, school_id=there, club_id=there) is None


@pytest.mark.parametrize("school", list(OrgKind))
@pytest.mark.parametrize("club", list(OrgKind))
def test_crossing_goes_from_a_school_to_a_club(school: OrgKind, club: OrgKind) -> None:
    actor = an_actor(Role.SOCIAL_AGENT)
    decision = may_propose(
        actor,
        school_id=actor.organisation_id,
        school_kind=school.value,
        club_id=0,
        club_kind=club.value,
    )
    assert bool(decision) is ((school, club) == (OrgKind.SCHOOL, OrgKind.YOUTH_CLUB))


@pytest.mark.parametrize(
    ("role", "is_own_school", "may_begin"),
    [
        (Role.SOCIAL_AGENT, True, True),
        (Role.SOCIAL_AGENT, False, False),
        (Role.TEACHER, True, False),
        (Role.AGENT_LEADER, False, False),
    ],
)
def test_crossing_is_proposed_by_one_of_its_two_sides(
    role: Role, is_own_school: bool, may_begin: bool
) -> None:
    actor = an_actor(role)
    school = actor.organisation_id if is_own_school else actor.organisation_id + 1
    decision = may_propose(
        actor,
        school_id=school,
        school_kind=OrgKind.SCHOOL.value,
        club_id=0,
        club_kind=OrgKind.YOUTH_CLUB.value,
    )
    assert bool(decision) is may_begin


def test_number_is_noted_on_the_day_itself_once_agreed() -> None:
    assert may_note(is_agreed=True, weekday=1, at=DUE)
    assert not may_note(is_agreed=False, weekday=1, at=DUE)
    assert not may_note(is_agreed=True, weekday=2, at=DUE)


@pytest.mark.parametrize(("number", "allowed"), [(-1, False), (0, True), (60, True), (61, False)])
def test_number_of_children_is_one_that_can_be(number: int, allowed: bool) -> None:
    assert bool(check_number(number)) is allowed


def test_fixed_time_is_by_the_clock_in_norway() -> None:
    assert due_at(DUE.astimezone(), time(14, 15)) == DUE

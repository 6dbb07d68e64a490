"""The plan of a week: refused when it cannot be, warned of when the guide says otherwise."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.access import Permission, may
from felles.rules.agent_week import (
    FEW_SCHOOL_DAYS,
    MOST_STRETCHES,
    NO_OFFICE_DAY,
    OTHER_OFFICE_DAY,
    SlotKind,
    Stretch,
    check_plan,
    find_overlap,
    may_be_away,
    may_begin_on,
    may_plan_week,
    may_see_week,
    suggest_plan,
    warn_plan,
)
from felles.rules.roles import Role
from tests.ui.actors import an_actor

TODAY = date(2026, 11, 24)


def stretch(day: int, begin: int, end: int, kind: SlotKind = SlotKind.DURING) -> Stretch:
    return Stretch(day, time(begin), time(end), kind)


@pytest.mark.parametrize("day", range(5))
def test_suggestion_is_what_the_guide_describes(day: int) -> None:
    plan = suggest_plan(day)
    assert check_plan(plan)
    assert warn_plan(plan, day + 1) == []
    assert {one.weekday for one in plan if one.kind is SlotKind.OFFICE} == {day}


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        ([], "tom"),
        ([stretch(0, 8, 10), stretch(0, 9, 11)], "hverandre"),
        ([stretch(0, 10, 10)], "slutter"),
        ([stretch(0, 11, 10)], "slutter"),
        ([stretch(5, 8, 10)], "fredag"),
        ([stretch(0, 8, 9)] * (MOST_STRETCHES + 1), "mange"),
    ],
)
def test_plan_that_cannot_be_is_refused_with_a_sentence(plan: list[Stretch], word: str) -> None:
    decision = check_plan(plan)
    assert not decision
    assert word in decision.reason


def test_stretches_may_meet_and_lie_on_different_days() -> None:
    assert check_plan([stretch(0, 8, 10), stretch(0, 10, 12), stretch(1, 9, 11)])


@pytest.mark.parametrize(
    ("plan", "office", "warned"),
    [
        (suggest_plan(2), 3, []),
        (suggest_plan(2), 0, []),
        (suggest_plan(2), 5, [OTHER_OFFICE_DAY]),
        ([stretch(day, 8, 14) for day in range(5)], 0, [NO_OFFICE_DAY]),
        (
            [stretch(0, 8, 14), stretch(1, 8, 15, SlotKind.OFFICE)],
            2,
            [FEW_SCHOOL_DAYS],
        ),
        ([stretch(0, 8, 14, SlotKind.CLUB)], 0, [NO_OFFICE_DAY, FEW_SCHOOL_DAYS]),
    ],
)
def test_plan_beside_the_guide_is_warned_of_and_never_refused(
    plan: list[Stretch], office: int, warned: list[str]
) -> None:
    assert check_plan(plan)
    assert warn_plan(plan, office) == warned
    for text in set(warned) - {OTHER_OFFICE_DAY}:
        assert "del 3A" in text


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 22), st.integers(1, 23)).filter(
            lambda one: one[1] < one[2]
        ),
        min_size=1,
        max_size=12,
    )
)
def test_overlap_is_found_exactly_when_two_share_a_minute(
    rows: list[tuple[int, int, int]],
) -> None:
    plan = [stretch(*row) for row in rows]
    hours = [(day, hour) for day, begin, end in rows for hour in range(begin, end)]
    assert (find_overlap(plan) is None) == (len(hours) == len(set(hours)))


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (300, True), (400, False)])
def test_new_plan_begins_today_or_within_a_year(days: int, allowed: bool) -> None:
    assert bool(may_begin_on(TODAY + timedelta(days=days), TODAY)) is allowed


@pytest.mark.parametrize(
    ("first", "last", "allowed"),
    [(0, 0, True), (1, 0, False), (-40, -32, False), (-40, -31, True), (0, 401, False)],
)
def test_absence_has_its_days_in_order_and_is_not_long_gone(
    first: int, last: int, allowed: bool
) -> None:
    begin, end = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    assert bool(may_be_away(begin, end, TODAY)) is allowed


@pytest.mark.parametrize("role", list(Role))
def test_week_is_seen_at_the_school_by_the_agent_and_by_the_leader(role: Role) -> None:
    actor = an_actor(role)
    leads = role is Role.AGENT_LEADER
    here = actor.organisation_id
    assert may_see_week(actor, post_id=0, school_id=here) is may(actor, Permission.WEEK_READ)
    assert may_see_week(actor, post_id=0, school_id=here + 1) is leads
    assert may_see_week(actor, post_id=actor.post_id, school_id=here + 1)


@pytest.mark.parametrize("role", list(Role))
def test_week_is_laid_by_the_agent_and_by_the_leader_alone(role: Role) -> None:
    actor = an_actor(role)
    leads = role is Role.AGENT_LEADER
    own = bool(may_plan_week(actor, post_id=actor.post_id))
    assert own is (leads or role is Role.SOCIAL_AGENT)
    assert bool(may_plan_week(actor, post_id=actor.post_id + 1)) is leads

"""Parts of a group: no pair together, even sizes, found whenever there is a way."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from felles.rules import course_groups
from felles.rules.course_groups import divide, may_change_group, may_take_attendance, name_parts
from felles.rules.courses import CourseFacts, CourseState, GroupKind, SessionState, may_see_group
from felles.rules.roles import Role
from tests.rules.worlds import an_actor

Pair = tuple[int, int]
MAKES_GROUPS = {Role.SOCIAL_TEACHER, Role.RECTOR, Role.SOCIAL_AGENT}
HOLDS = MAKES_GROUPS | {Role.TEACHER, Role.CONTACT_TEACHER, Role.MILIEU_WORKER}


def even_ways(people: int, count: int) -> list[tuple[int, ...]]:
    """Every way to put people into parts that differ by one at most."""
    ways = product(range(count), repeat=people)
    least, larger = divmod(people, count)
    wanted = sorted([least + 1] * larger + [least] * (count - larger))
    return [way for way in ways if sorted(way.count(part) for part in range(count)) == wanted]


def can(people: int, pairs: list[Pair], count: int) -> bool:
    return any(all(way[a] != way[b] for a, b in pairs) for way in even_ways(people, count))


@st.composite
def groups(draw: st.DrawFn) -> tuple[int, list[Pair], int]:
    people = draw(st.integers(1, 6))
    every = list(combinations(range(people), 2))
    pairs = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    return people, pairs, draw(st.integers(1, 6))


@given(groups())
@settings(max_examples=150, deadline=None)
def test_division_is_found_exactly_when_there_is_one(group: tuple[int, list[Pair], int]) -> None:
    people, pairs, size = group
    wanted = -(-people // size)
    found = divide(range(people), pairs, size)
    assert bool(found) == can(people, pairs, wanted)
    if not found:
        least = next(n for n in range(wanted + 1, people + 1) if can(people, pairs, n))
        assert (found.least_parts, found.gave_up) == (least, False)


@given(groups())
@settings(max_examples=150, deadline=None)
def test_parts_hold_everybody_once_and_are_even_and_keep_pairs_apart(
    group: tuple[int, list[Pair], int],
) -> None:
    people, pairs, size = group
    found = divide(range(people), pairs, size)
    if found:
        sizes = [len(part) for part in found.parts]
        assert sorted(one for part in found.parts for one in part) == list(range(people))
        assert max(sizes) <= size
        assert max(sizes) - min(sizes) <= 1
        together = {pair for part in found.parts for pair in combinations(part, 2)}
        assert not together & {(min(pair), max(pair)) for pair in pairs}


def test_three_who_cannot_be_together_need_three_parts() -> None:
    found = divide("abcdef", [("a", "b"), ("b", "c"), ("a", "c")], 3)
    assert (found.parts, found.least_parts) == ((), 3)


def test_pair_with_somebody_outside_the_group_says_nothing() -> None:
    assert divide("ab", [("a", "x"), ("a", "a")], 2).parts == (("a", "b"),)


def test_nobody_gives_no_part() -> None:
    assert not divide("", [], 4)
    assert name_parts(3) == "ABC"


def test_whole_class_with_many_pairs_is_divided() -> None:
    pairs = [(one, other) for one, other in combinations(range(28), 2) if one % 7 == other % 7]
    assert len(divide(range(28), pairs, 7).parts) == 4


def test_search_that_takes_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course_groups, "STEPS_AT_MOST", 1)
    found = divide("abc", [("a", "b"), ("b", "c")], 2)
    assert (found.gave_up, bool(found)) == (True, False)


COURSE = CourseFacts(
    school_id=1,
    holder_post_ids=frozenset({7}),
    state=CourseState.PLANNED,
    group=GroupKind.SMALL_GROUP,
)


@pytest.mark.parametrize("holds", [False, True])
@pytest.mark.parametrize("school", [1, 2])
@pytest.mark.parametrize("role", Role)
def test_group_is_seen_by_those_who_make_groups_or_hold_it_at_the_school(
    role: Role, school: int, holds: bool
) -> None:
    actor = replace(an_actor(role), organisation_id=school, post_id=7 if holds else 8)
    seen = school == 1 and (role in MAKES_GROUPS or (holds and role in HOLDS))
    assert bool(may_see_group(actor, COURSE)) == seen
    assert bool(may_change_group(actor, COURSE)) == (seen and role in MAKES_GROUPS)


@pytest.mark.parametrize("state", CourseState)
@pytest.mark.parametrize("group", GroupKind)
def test_group_is_changed_while_a_small_group_goes_on(state: CourseState, group: GroupKind) -> None:
    actor = replace(an_actor(Role.RECTOR), organisation_id=1)
    course = replace(COURSE, state=state, group=group)
    goes_on = state is CourseState.PLANNED and group is GroupKind.SMALL_GROUP
    assert bool(may_change_group(actor, course)) == goes_on


@pytest.mark.parametrize("state", SessionState)
@pytest.mark.parametrize("days", [-30, 0, 1])
def test_attendance_is_taken_from_the_day_of_a_session_that_took_place(
    state: SessionState, days: int
) -> None:
    actor = replace(an_actor(Role.MILIEU_WORKER), organisation_id=1, post_id=7)
    held_on: date = actor.on + timedelta(days=days)
    allowed = may_take_attendance(actor, COURSE, state=state, held_on=held_on)
    assert bool(allowed) == (state is not SessionState.NOT_HELD and days <= 0)
    other = replace(actor, post_id=8)
    assert not may_take_attendance(other, COURSE, state=state, held_on=held_on)

"""Events for parents: who plans, which times and numbers can be, and when an offer comes again."""

import itertools
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.access import OSLO
from felles.rules.parents import (
    MOST_CAME,
    EventFacts,
    EventKind,
    EventState,
    list_occurrences,
    may_be_counts,
    may_change_event,
    may_count,
    may_plan_events,
    may_set_times,
    state_when_counted,
)
from felles.rules.roles import Role
from tests.rules.worlds import an_actor

PLANNERS = "milieu_worker social_agent social_teacher rector"
S = EventState
AT = datetime(2026, 12, 1, 8, tzinfo=OSLO)
HOUR = timedelta(hours=1)


def facts(state: EventState = S.PLANNED, until_on: date | None = None) -> EventFacts:
    return EventFacts(1, state, AT, until_on)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("is_own", [True, False])
def test_school_plans_for_its_own_parents_by_those_four(role: Role, is_own: bool) -> None:
    actor = an_actor(role)
    school = min(actor.school_ids) if is_own else max(actor.school_ids) + 1
    may_plan = is_own and role.value in PLANNERS.split()
    assert bool(may_plan_events(actor, school)) is may_plan


@pytest.mark.parametrize(
    ("state", "change", "count"),
    [
        (S.PLANNED, True, True),
        (S.INVITED, True, True),
        (S.HELD, False, True),
        (S.CANCELLED, False, False),
    ],
)
def test_what_may_still_be_done(state: EventState, change: bool, count: bool) -> None:
    assert bool(may_change_event(facts(state))) is change
    assert bool(may_count(facts(state), AT)) is count


def test_nobody_is_counted_before_it_has_begun() -> None:
    assert not may_count(facts(), AT - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("came", "languages", "can_be"),
    [
        (0, [], True),
        (10, [4, 6], True),
        (10, [4, 7], False),
        (10, [-1, 3], False),
        (-1, [], False),
        (MOST_CAME, [], True),
        (MOST_CAME + 1, [], False),
    ],
)
def test_numbers_that_can_be_right(came: int, languages: list[int], can_be: bool) -> None:
    assert bool(may_be_counts(came, languages)) is can_be


@pytest.mark.parametrize(
    ("kind", "ends", "every", "until", "can_be"),
    [
        (EventKind.CAFE, HOUR, None, None, True),
        (EventKind.CAFE, timedelta(), None, None, False),
        (EventKind.CAFE, HOUR, 2, date(2027, 1, 1), False),
        (EventKind.OFFER, HOUR, None, None, True),
        (EventKind.OFFER, HOUR, 2, date(2027, 1, 1), True),
        (EventKind.OFFER, HOUR, 2, date(2026, 12, 1), True),
        (EventKind.OFFER, HOUR, 2, date(2026, 11, 30), False),
        (EventKind.OFFER, HOUR, 2, None, False),
        (EventKind.OFFER, HOUR, None, date(2027, 1, 1), False),
        (EventKind.OFFER, HOUR, 9, date(2027, 6, 1), False),
    ],
)
def test_times_that_make_sense(
    kind: EventKind, ends: timedelta, every: int | None, until: date | None, can_be: bool
) -> None:
    assert bool(may_set_times(kind, AT, AT + ends, (every, until))) is can_be


def test_offer_that_goes_on_has_not_been_held_when_it_is_counted() -> None:
    on = AT.date()
    assert state_when_counted(facts(S.INVITED), on) is S.HELD
    assert state_when_counted(facts(S.INVITED, on), on) is S.HELD
    assert state_when_counted(facts(S.INVITED, on + timedelta(days=1)), on) is S.INVITED


def test_offer_keeps_its_time_of_day_when_the_clock_is_changed() -> None:
    starts = datetime(2026, 10, 20, 17, tzinfo=OSLO)
    found = list_occurrences(starts, 1, date(2026, 10, 27))
    assert [f"{one:%d.%m %H:%M %z}" for one in found] == ["20.10 17:00 +0200", "27.10 17:00 +0100"]


def test_event_without_a_rhythm_takes_place_once() -> None:
    assert list_occurrences(AT, None, None) == [AT]


@given(every=st.integers(1, 8), days=st.integers(0, 400))
def test_offer_comes_again_at_its_rhythm_until_its_last_day(every: int, days: int) -> None:
    until = AT.date() + timedelta(days=days)
    found = list_occurrences(AT, every, until)
    assert found[0] == AT
    assert found[-1].date() <= until < found[-1].date() + timedelta(weeks=every)
    gaps = {after.date() - before.date() for before, after in itertools.pairwise(found)}
    assert gaps <= {timedelta(weeks=every)}

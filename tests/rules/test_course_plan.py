"""The days of a course: weekly, around holidays and whatever else is there, in order."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.access import OSLO
from felles.rules.course_plan import (
    Choices,
    CoursePlan,
    Hinder,
    How,
    Obstacle,
    Taken,
    Wish,
    first_day,
    instants,
    make_plan,
    may_save,
    may_wish,
    next_free,
)
from felles.rules.school_year import Period

TUESDAY = date(2026, 9, 15)
WISH = Wish(weekday=1, starts_at=time(10), minutes=45, first_on=TUESDAY, count=8)
AUTUMN = Period("Høstferie", date(2026, 10, 5), date(2026, 10, 9))
WEEK = timedelta(days=7)


def at(day: date, clock: time = time(10), minutes: int = 45) -> tuple[datetime, datetime]:
    return instants(day, clock, minutes)


def taken(day: date, hinder: Hinder, what: str = "", clock: time = time(10)) -> Taken:
    return Taken(*at(day, clock), hinder, what)


def days_of(plan: CoursePlan) -> list[date]:
    return [week.starts_at.astimezone(OSLO).date() for week in plan.sessions]


def test_eight_weeks_go_around_the_autumn_holiday_and_say_why() -> None:
    plan = make_plan(WISH, [AUTUMN])
    assert len(plan.sessions) == 8
    assert date(2026, 10, 6) not in days_of(plan)
    assert days_of(plan)[-1] == date(2026, 11, 10)
    [skipped] = [week for week in plan.weeks if not week.is_held]
    assert (skipped.how, skipped.proper_on) == (How.SKIPPED, date(2026, 10, 6))
    assert skipped.obstacles == (Obstacle(Hinder.HOLIDAY, "Høstferie"),)
    assert [week.number for week in plan.sessions] == list(range(1, 9))
    assert plan.reason == ""


@pytest.mark.parametrize("hinder", [one for one in Hinder if one is not Hinder.HOLIDAY])
def test_week_in_which_something_is_there_is_skipped(hinder: Hinder) -> None:
    plan = make_plan(WISH, [], [taken(TUESDAY + WEEK, hinder, "Noe")])
    assert plan.weeks[1].how is How.SKIPPED
    assert plan.weeks[1].obstacles == (Obstacle(hinder, "Noe"),)
    assert len(plan.sessions) == 8


@pytest.mark.parametrize(
    ("hinder", "allowed"),
    [
        (Hinder.HOLIDAY, False),
        (Hinder.AWAY, True),
        (Hinder.MEETING, True),
        (Hinder.OWN_COURSE, False),
        (Hinder.CLASS_COURSE, False),
        (Hinder.ROOM, False),
    ],
)
def test_person_decides_over_own_meetings_and_days_and_nothing_else(
    hinder: Hinder, allowed: bool
) -> None:
    holidays = [Period("Fri", TUESDAY, TUESDAY)] if hinder is Hinder.HOLIDAY else []
    others = [] if holidays else [taken(TUESDAY, hinder)]
    plan = make_plan(WISH, holidays, others, Choices(anyway=frozenset({TUESDAY})))
    assert plan.weeks[0].may_hold_anyway is allowed
    assert plan.weeks[0].how is (How.ANYWAY if allowed else How.SKIPPED)


def test_meeting_and_a_taken_room_together_cannot_be_overruled() -> None:
    both = [taken(TUESDAY, Hinder.MEETING), taken(TUESDAY, Hinder.ROOM)]
    plan = make_plan(WISH, [], both, Choices(anyway=frozenset({TUESDAY})))
    assert plan.weeks[0].how is How.SKIPPED


def test_what_ends_as_the_session_begins_is_not_in_the_way() -> None:
    before = taken(TUESDAY, Hinder.MEETING, clock=time(9, 15))
    after = taken(TUESDAY, Hinder.ROOM, clock=time(10, 45))
    assert make_plan(WISH, [], [before, after]).weeks[0].how is How.HELD


def test_session_is_moved_within_its_week_and_keeps_its_number() -> None:
    wednesday = TUESDAY + timedelta(days=1)
    choices = Choices(moves={TUESDAY: (wednesday, time(12))})
    plan = make_plan(WISH, [], [taken(TUESDAY, Hinder.MEETING)], choices)
    assert (plan.weeks[0].how, plan.weeks[0].number) == (How.MOVED, 1)
    assert days_of(plan)[0] == wednesday
    assert may_save(plan, expected=plan.digest)


@pytest.mark.parametrize(
    ("on", "clock"),
    [
        (TUESDAY + WEEK, time(10)),  # another week: the order would go
        (TUESDAY - timedelta(days=1), time(10)),  # before the first day
        (TUESDAY + timedelta(days=4), time(10)),  # a Saturday
        (TUESDAY, time(5)),
        (TUESDAY, time(17, 30)),
        (TUESDAY + timedelta(days=2), time(10)),  # a holiday
    ],
)
def test_move_that_does_not_work_must_be_put_right_before_saving(on: date, clock: time) -> None:
    holidays = [Period("Fridag", TUESDAY + timedelta(days=2), TUESDAY + timedelta(days=2))]
    plan = make_plan(WISH, holidays, [], Choices(moves={TUESDAY: (on, clock)}))
    assert (plan.weeks[0].how, plan.weeks[0].number) == (How.STUCK, 0)
    assert not may_save(plan, expected=plan.digest)


def test_without_extending_skipped_weeks_are_lost_and_the_plan_says_so() -> None:
    plan = make_plan(Wish(1, time(10), 45, TUESDAY, 8, extend=False), [AUTUMN])
    assert (len(plan.weeks), len(plan.sessions)) == (8, 7)
    assert "ikke tatt igjen" in plan.reason


def test_plan_stops_at_the_end_of_the_school_year_and_says_so() -> None:
    plan = make_plan(Wish(1, time(10), 45, date(2027, 7, 13), 8))
    assert days_of(plan) == [date(2027, 7, 13), date(2027, 7, 20), date(2027, 7, 27)]
    assert "Skoleåret" in plan.reason


def test_plan_is_saved_as_it_was_shown_or_not_at_all() -> None:
    shown = make_plan(WISH, [AUTUMN])
    now = make_plan(WISH, [AUTUMN], [taken(TUESDAY, Hinder.ROOM)])
    assert may_save(shown, expected=shown.digest)
    assert not may_save(now, expected=shown.digest)
    full = Period("Fri", date(2026, 8, 1), date(2027, 7, 31))
    assert not may_save(make_plan(WISH, [full]), expected=make_plan(WISH, [full]).digest)


@pytest.mark.parametrize(
    ("wish", "allowed"),
    [
        (WISH, True),
        (Wish(5, time(10), 45, TUESDAY, 8), False),
        (Wish(1, time(10), 45, TUESDAY, 0), False),
        (Wish(1, time(10), 45, TUESDAY, 31), False),
        (Wish(1, time(10), 5, TUESDAY, 8), False),
        (Wish(1, time(6, 59), 45, TUESDAY, 8), False),
        (Wish(1, time(17, 15), 45, TUESDAY, 8), True),
        (Wish(1, time(17, 16), 45, TUESDAY, 8), False),
    ],
)
def test_times_within_the_day_and_numbers_within_reason(wish: Wish, allowed: bool) -> None:
    assert bool(may_wish(wish)) is allowed


def test_next_free_week_is_the_first_without_anything_in_it() -> None:
    wish = Wish(1, time(10), 45, date(2026, 9, 29), 1)
    found = next_free(wish, [AUTUMN], [taken(date(2026, 9, 29), Hinder.ROOM)])
    assert found is not None
    assert found.proper_on == date(2026, 10, 13)


def test_clock_on_the_wall_stays_when_summer_time_ends() -> None:
    plan = make_plan(WISH)
    assert {week.starts_at.astimezone(OSLO).time() for week in plan.sessions} == {time(10)}


# --- Whatever is in the way, the promises hold. ---
some_day = st.dates(date(2026, 8, 17), date(2027, 6, 18))
clocks = st.times(time(7), time(16)).map(lambda one: one.replace(second=0, microsecond=0))
periods = st.lists(
    st.builds(
        lambda day, length: Period("Fri", day, day + timedelta(days=length)),
        some_day,
        st.integers(0, 20),
    ),
    max_size=8,
)
obstacles = st.lists(
    st.builds(
        lambda day, clock, hinder, minutes: Taken(*at(day, clock, minutes), hinder),
        some_day,
        clocks,
        st.sampled_from([one for one in Hinder if one is not Hinder.HOLIDAY]),
        st.integers(10, 400),
    ),
    max_size=30,
)
wishes = st.builds(
    Wish,
    weekday=st.integers(0, 4),
    starts_at=clocks,
    minutes=st.integers(10, 90),
    first_on=some_day,
    count=st.integers(1, 20),
    extend=st.booleans(),
)
some_choices = st.builds(
    lambda moves, anyway: (moves, anyway),
    st.lists(st.tuples(st.integers(0, 20), st.integers(-8, 8), clocks), max_size=6),
    st.sets(st.integers(0, 20), max_size=10),
)


def chosen(wish: Wish, raw: tuple[Sequence[tuple[int, int, time]], set[int]]) -> Choices:
    moves, anyway = raw
    days = [first_day(wish) + WEEK * number for number in range(21)]
    return Choices(
        moves={days[week]: (days[week] + timedelta(days=off), clock) for week, off, clock in moves},
        anyway=frozenset(days[week] for week in anyway),
    )


@given(wishes, periods, obstacles, some_choices)
def test_never_on_a_holiday_never_two_at_once_in_order_and_all_or_a_reason(
    wish: Wish,
    holidays: list[Period],
    others: list[Taken],
    raw: tuple[Sequence[tuple[int, int, time]], set[int]],
) -> None:
    plan = make_plan(wish, holidays, others, chosen(wish, raw))
    off = {day for period in holidays for day in period.days()}
    held = days_of(plan)
    assert not set(held) & off
    assert all(day.weekday() < 5 and day >= wish.first_on for day in held)
    assert held == sorted(set(held))
    for week in plan.sessions:
        met = {one.hinder for one in others if one.meets(week.starts_at, week.ends_at)}
        allowed = {Hinder.MEETING, Hinder.AWAY} if week.how is How.ANYWAY else set()
        assert met <= allowed
    assert [week.number for week in plan.sessions] == list(range(1, len(held) + 1))
    assert len(held) == wish.count or plan.reason
    assert len(held) <= wish.count
    # Who is shown a skipped week is shown why.
    assert all(week.obstacles for week in plan.weeks if week.how is How.SKIPPED)


@given(wishes, periods, obstacles)
def test_same_facts_give_the_same_plan(
    wish: Wish, holidays: list[Period], others: list[Taken]
) -> None:
    assert make_plan(wish, holidays, others) == make_plan(wish, holidays[:], others[:])

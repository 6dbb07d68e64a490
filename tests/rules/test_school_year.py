"""The school year: teaching weeks are numbered, and no meeting falls on a day without school."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.school_year import (
    Period,
    SchoolCalendar,
    school_year_of,
    school_year_to_plan,
    teaching_as_a_rule,
)

HOLIDAYS = [
    Period("Sommerferie", date(2026, 6, 20), date(2026, 8, 16)),
    Period("Høstferie", date(2026, 10, 5), date(2026, 10, 9)),
    Period("Juleferie", date(2026, 12, 21), date(2027, 1, 1)),
    Period("Vinterferie", date(2027, 2, 22), date(2027, 2, 26)),
    Period("Påskeferie", date(2027, 3, 22), date(2027, 3, 29)),
    Period("Kristi himmelfartsdag", date(2027, 5, 6), date(2027, 5, 6)),
    Period("Sommerferie", date(2027, 6, 19), date(2027, 8, 15)),
]
YEAR = SchoolCalendar.make(2026, HOLIDAYS)


@pytest.mark.parametrize(
    ("day", "now", "planned"),
    [
        (date(2026, 7, 31), 2025, 2026),
        (date(2026, 8, 1), 2026, 2026),
        (date(2027, 4, 30), 2026, 2026),
        (date(2027, 5, 1), 2026, 2027),
    ],
)
def test_school_year_begins_in_august_and_the_next_is_planned_from_may(
    day: date, now: int, planned: int
) -> None:
    assert (school_year_of(day), school_year_to_plan(day)) == (now, planned)


def test_weeks_of_holiday_are_not_counted() -> None:
    weeks = YEAR.teaching_weeks
    assert len(weeks) == 39
    assert weeks[0] == date(2026, 8, 17)
    assert date(2026, 10, 5) not in weeks
    # Week 40 of the calendar is skipped: the eighth teaching week follows the seventh.
    assert weeks[7] == date(2026, 10, 12)


def test_year_without_summer_is_seen() -> None:
    assert not YEAR.has_no_summer
    assert SchoolCalendar.make(2026, []).has_no_summer


def test_pattern_comes_each_so_many_teaching_weeks() -> None:
    days = YEAR.dates_of(weekday=1, every_weeks=4, first_week=2)
    assert days[:2] == [date(2026, 9, 1), date(2026, 9, 29)]
    # Autumn lies between: five weeks of the calendar, four of school.
    assert days[2] == date(2026, 11, 3)


def test_meeting_on_a_holiday_goes_to_the_nearest_school_day_that_suits() -> None:
    shut = date(2027, 5, 6)
    assert YEAR.find_day(shut) == date(2027, 5, 5)
    assert YEAR.find_day(shut, lambda day: day.weekday() == 4) == date(2027, 5, 7)
    assert YEAR.find_day(shut, lambda day: day.weekday() == 3) == date(2027, 5, 13)
    assert YEAR.find_day(shut, lambda _day: False) is None


@given(
    st.lists(
        st.builds(
            lambda day, more: Period("", day, day + timedelta(days=more)),
            st.dates(date(2026, 8, 1), date(2027, 7, 1)),
            st.integers(0, 40),
        ),
        max_size=8,
    ),
    st.integers(0, 4),
    st.integers(1, 6),
)
def test_no_meeting_is_ever_on_a_day_without_school(
    periods: list[Period], weekday: int, every: int
) -> None:
    calendar = SchoolCalendar.make(2026, periods)
    off = {day for period in periods for day in period.days()}
    for day in calendar.dates_of(weekday=weekday, every_weeks=every, first_week=0):
        found = calendar.find_day(day)
        assert found is None or (found not in off and found.weekday() < 5)
        assert found == day or day in off or not date(2026, 8, 1) <= day <= date(2027, 7, 31)


def test_year_as_a_rule_has_39_teaching_weeks() -> None:
    assert sum(teaching_as_a_rule()) == 39

"""Teaching weeks, months, and when it is worth asking."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.rhythm import (
    is_worth_asking,
    months_of_year,
    school_year_start,
    teaching_weeks_between,
)
from felles.rules.school_year import Period, SchoolCalendar


def mondays(*off: Period) -> list[date]:
    """The taught weeks of two years with a holiday."""
    return [
        monday for year in (2025, 2026) for monday in SchoolCalendar.make(year, off).teaching_weeks
    ]


AUTUMN = Period("Høst", date(2026, 9, 28), date(2026, 10, 2))
TAUGHT = mondays(AUTUMN)


@pytest.mark.parametrize(
    ("start", "end", "weeks"),
    [
        # Monday to Friday of one week is no week later; the Monday after is one.
        (date(2026, 11, 23), date(2026, 11, 27), 0),
        (date(2026, 11, 27), date(2026, 11, 30), 1),
        (date(2026, 11, 3), date(2026, 11, 24), 3),
        # The week of the autumn holiday does not count.
        (date(2026, 9, 24), date(2026, 10, 8), 1),
    ],
)
def test_weeks_without_school_do_not_count(start: date, end: date, weeks: int) -> None:
    assert teaching_weeks_between(start, end, TAUGHT) == weeks


def test_week_with_one_day_of_school_counts() -> None:
    four_days = mondays(Period("Fri", date(2026, 10, 5), date(2026, 10, 8)))
    assert teaching_weeks_between(date(2026, 10, 1), date(2026, 10, 9), four_days) == 1


@given(
    start=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    days=st.integers(0, 300),
    more=st.integers(0, 60),
)
def test_later_is_never_fewer_weeks(start: date, days: int, more: int) -> None:
    end = start + timedelta(days=days)
    later = end + timedelta(days=more)
    weeks = teaching_weeks_between(start, end, TAUGHT)
    assert weeks <= teaching_weeks_between(start, later, TAUGHT)


def test_school_year_begins_in_august() -> None:
    assert school_year_start(date(2026, 7, 31)) == date(2025, 8, 1)
    assert school_year_start(date(2026, 8, 1)) == date(2026, 8, 1)


def test_months_of_the_year_leave_out_july() -> None:
    months = months_of_year(date(2027, 7, 15))
    assert (months[0], months[-1], len(months)) == (date(2026, 8, 1), date(2027, 6, 1), 11)
    assert months_of_year(date(2026, 11, 24))[-1] == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("weeks", "has_next", "is_asked"),
    [(4, True, False), (5, True, True), (2, False, True), (None, True, True)],
)
def test_silence_past_the_teams_own_cadence_is_worth_asking_about(
    weeks: int | None, has_next: bool, is_asked: bool
) -> None:
    assert is_worth_asking(weeks, 4, has_next=has_next) is is_asked
    assert is_worth_asking(weeks, None, has_next=has_next) is False

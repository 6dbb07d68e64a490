"""The school year as the meetings see it: which weeks are taught, on which days schools are shut.

A school year begins on 1 August (opplæringslova). Its teaching weeks are numbered from 0: meetings
come each so many teaching weeks, so that holidays neither shorten nor lengthen the way between two.
Source: the guide, part 3A and 7; the days without school are the district's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

_FIRST = (8, 1)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_WORKDAYS = 5
# How many weeks away a meeting on a holiday may be moved to.
_WEEKS_AWAY = 1
# Lessons take 38 weeks by law, broken ones apart; with more than this the summer is missing.
_MOST_TEACHING = 45
# Weeks of a school year taught where nobody has said otherwise (38 weeks of lessons by law, and
# some broken ones): autumn, Christmas, winter, Easter and summer off, counted from August.
_OFF_AS_A_RULE = frozenset({0, 1, 9, 20, 21, 29, 34, *range(46, 54)})


@dataclass(frozen=True, slots=True)
class Period:
    """Days without school, first and last included."""

    name: str
    from_on: date
    until_on: date

    def days(self) -> Iterator[date]:
        """Each of the days."""
        day = self.from_on
        while day <= self.until_on:
            yield day
            day += _DAY


def school_year_of(day: date) -> int:
    """The calendar year in which the school year of a day begins."""
    return day.year if (day.month, day.day) >= _FIRST else day.year - 1


def school_year_to_plan(day: date) -> int:
    """The school year that one plans on a day: from May on, the next one."""
    year = school_year_of(day)
    return year + 1 if day >= date(year + 1, 5, 1) else year


def year_bounds(year: int) -> tuple[date, date]:
    """First and last day of the school year that begins in a calendar year."""
    return date(year, *_FIRST), date(year + 1, *_FIRST) - _DAY


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """A school year with its days off. ``mondays`` are those of all weeks, taught or not."""

    year: int
    off: frozenset[date]
    mondays: tuple[date, ...] = field(repr=False)
    teaching: tuple[bool, ...] = field(repr=False)

    @classmethod
    def make(cls, year: int, periods: Iterable[Period]) -> SchoolCalendar:
        """The calendar of a school year. A week with one day of school is taught."""
        first, last = year_bounds(year)
        off = frozenset(
            day
            for period in periods
            for day in period.days()
            if first - _WEEK <= day <= last + _WEEK
        )
        monday = first + timedelta(days=-first.weekday() % 7)
        mondays = []
        while monday <= last:
            mondays.append(monday)
            monday += _WEEK
        teaching = tuple(any(day not in off for day in _workdays(one)) for one in mondays)
        return cls(year, off, tuple(mondays), teaching)

    @property
    def teaching_weeks(self) -> list[date]:
        """The Mondays of the weeks with school; a place in the list is the week's number."""
        return [monday for monday, is_on in zip(self.mondays, self.teaching, strict=True) if is_on]

    @property
    def has_no_summer(self) -> bool:
        """True when so many weeks are taught that the holidays cannot have been put in."""
        return sum(self.teaching) > _MOST_TEACHING

    def is_school_day(self, day: date) -> bool:
        """True on a Monday to Friday of this year that is no holiday."""
        first, last = year_bounds(self.year)
        return day.weekday() < _WORKDAYS and day not in self.off and first <= day <= last

    def dates_of(self, *, weekday: int, every_weeks: int, first_week: int) -> list[date]:
        """The days of a pattern, holidays included: see :meth:`find_day`."""
        return [
            monday + timedelta(days=weekday)
            for week, monday in enumerate(self.teaching_weeks)
            if week % every_weeks == first_week
        ]

    def find_day(self, day: date, is_free: Callable[[date], bool] = lambda _: True) -> date | None:
        """The day itself, or the nearest school day on which people are free; None when there is
        none near.

        First the same week, the nearest day first; then the same weekday and the days around it
        in the week after, and before.
        """
        if self.is_school_day(day):
            return day
        near = sorted(_workdays(day - timedelta(days=day.weekday())), key=_distance(day))
        later = [
            one + _WEEK * away
            for step in range(1, _WEEKS_AWAY + 1)
            for away in (step, -step)
            for one in near
        ]
        candidates = [*near, *later]
        return next((one for one in candidates if self.is_school_day(one) and is_free(one)), None)


def _workdays(monday: date) -> list[date]:
    return [monday + _DAY * number for number in range(_WORKDAYS)]


def _distance(day: date) -> Callable[[date], tuple[int, date]]:
    return lambda one: (abs((one - day).days), one)


def teaching_as_a_rule(weeks: int = 52) -> list[bool]:
    """A school year as most districts have it, for reckoning before the holidays are put in."""
    return [week not in _OFF_AS_A_RULE for week in range(weeks)]

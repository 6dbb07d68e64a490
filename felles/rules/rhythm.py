"""The rhythm of meetings: teaching weeks since the last, and when silence is worth asking about.

A number here is a question, never a verdict: holidays, illness and a quiet term look alike.
Source: the guide, parts 3B (how often the innsatsteam meets), 5 and 7 (rector and leader meet
every month).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

# First and last day of a holiday.
Days = tuple[date, date]
FIRST_MONTH = 8
# July: nobody expects a meeting.
NO_MEETINGS = frozenset({7})


def school_year_start(on: date) -> date:
    """The first of August that the day's school year began with."""
    return date(on.year if on.month >= FIRST_MONTH else on.year - 1, FIRST_MONTH, 1)


def teaching_weeks_between(start: date, end: date, holidays: Iterable[Days]) -> int:
    """Weeks with school after the week of ``start``, up to the week of ``end``.

    A week counts when at least one of Monday to Friday is no holiday.
    """
    closed = [days for days in holidays if days[1] >= start and days[0] <= end]
    monday = start - timedelta(days=start.weekday()) + timedelta(weeks=1)
    count = 0
    while monday <= end:
        week = [monday + timedelta(days=number) for number in range(5)]
        count += any(not _is_closed(day, closed) for day in week)
        monday += timedelta(weeks=1)
    return count


def _is_closed(day: date, holidays: Iterable[Days]) -> bool:
    return any(first <= day <= last for first, last in holidays)


def is_worth_asking(weeks: int | None, cadence: int | None, *, has_next: bool) -> bool:
    """Is it worth asking how it goes: later than the team's own cadence, or no next meeting?"""
    if cadence is None:
        return False
    return weeks is None or weeks > cadence or not has_next


def months_of_year(on: date) -> list[date]:
    """The first day of each month of the school year so far in which people meet."""
    months, day = [], school_year_start(on)
    while day <= on:
        if day.month not in NO_MEETINGS:
            months.append(day)
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return months

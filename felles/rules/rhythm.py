"""The rhythm of meetings: teaching weeks since the last, and when silence is worth asking about.

A number here is a question, never a verdict: holidays, illness and a quiet term look alike.
Source: the guide, parts 3B (how often the innsatsteam meets), 5 and 7 (rector and leader meet
every month).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from felles.rules.school_year import school_year_of, year_bounds

# July: nobody expects a meeting.
NO_MEETINGS = frozenset({7})


def school_year_start(on: date) -> date:
    """The first day of the day's school year."""
    return year_bounds(school_year_of(on))[0]


def teaching_weeks_between(start: date, end: date, mondays: Iterable[date]) -> int:
    """Weeks with school after the week of ``start``, up to the week of ``end``.

    ``mondays`` are those of the weeks that are taught.
    """
    return sum(start < monday <= end for monday in mondays)


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

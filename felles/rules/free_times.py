"""Start times of the week that people are asked about, and what their answers weigh.

A time is counted in half hours of the day, so that meetings of any length can be held against each
other. Between two schools there is a way to go.
Source: the product's own choice; the guide asks for fixed meetings (part 7), not for times.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from math import ceil

from felles.rules.text import N_
from felles.rules.year_wheel import Time

STARTS = tuple(time(hour) for hour in range(8, 16))
WEEKDAYS = (N_("mandag"), N_("tirsdag"), N_("onsdag"), N_("torsdag"), N_("fredag"))
# Points of dislike: a time that suits, and one that is possible.
GOOD, POSSIBLE = 0, 3
TRAVEL_MINUTES = 30
SLOT_MINUTES = 30


def slot_of(at: time) -> int:
    """Which half hour of the day a time lies in."""
    return (at.hour * 60 + at.minute) // SLOT_MINUTES


def time_of(slot: int) -> time:
    """When a half hour of the day begins."""
    return time(slot * SLOT_MINUTES // 60, slot * SLOT_MINUTES % 60)


def slots_taken(minutes: int, *, with_travel: bool = True) -> int:
    """For how many half hours a meeting takes its people up, with the way to the next school."""
    return ceil((minutes + with_travel * TRAVEL_MINUTES) / SLOT_MINUTES)


def any_time() -> Mapping[Time, int]:
    """What is reckoned with for somebody who has not answered: possible, at every start time."""
    return {(weekday, slot_of(start)): POSSIBLE for weekday in range(5) for start in STARTS}

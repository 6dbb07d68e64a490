"""Reads of the insight room: numbers without children."""

from felles.insight.queries.promises import Promises
from felles.insight.queries.rhythm import (
    Mark,
    Rhythm,
    SchoolRhythm,
    ServiceRhythm,
    get_rhythm,
)
from felles.insight.queries.waiting import find_band_of_new_cases

__all__ = [
    "Mark",
    "Promises",
    "Rhythm",
    "SchoolRhythm",
    "ServiceRhythm",
    "find_band_of_new_cases",
    "get_rhythm",
]

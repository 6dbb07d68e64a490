"""Reads of the insight room: numbers without children."""

from felles.insight.queries.promises import Promises
from felles.insight.queries.rhythm import (
    Mark,
    Rhythm,
    SchoolRhythm,
    ServiceRhythm,
    get_rhythm,
)

__all__ = ["Mark", "Promises", "Rhythm", "SchoolRhythm", "ServiceRhythm", "get_rhythm"]

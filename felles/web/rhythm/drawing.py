"""A school year as a line with its meetings: plain numbers for an SVG, nothing loaded from afar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from felles.insight.queries import Mark

WIDTH, LEFT = 720, 12
DAYS = 365


@dataclass(frozen=True, slots=True)
class Point:
    """A meeting on the line: ``state`` decides its shape, so that colour is not needed."""

    x: int
    state: str
    on: date


@dataclass(frozen=True, slots=True)
class Drawing:
    """The line of a year with the first letters of its months."""

    points: list[Point]
    months: list[tuple[int, str]]


def draw_year(marks: Iterable[Mark], start: date) -> Drawing:
    """Where each meeting and each month stands on a line that is ``WIDTH`` wide."""
    months = [
        date(start.year + (start.month + number > 12), (start.month + number - 1) % 12 + 1, 1)
        for number in range(12)
    ]
    return Drawing(
        points=[Point(_x(mark.on, start), mark.state, mark.on) for mark in marks],
        months=[(_x(month, start), date_format(month, "b")) for month in months],
    )


def _x(day: date, start: date) -> int:
    share = min(max((day - start).days, 0), DAYS) / DAYS
    return LEFT + round(share * (WIDTH - 2 * LEFT))

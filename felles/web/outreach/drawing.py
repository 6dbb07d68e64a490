"""The weeks as a line of plain SVG. The table beside it says the same; this is for the eye."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from felles.activities.queries import Band
from felles.rules.outreach import BAND

_LEFT, _RIGHT, _TOP, _BOTTOM = 16.0, 384.0, 12.0, 112.0
_SCALE_AT_LEAST = BAND * 4


@dataclass(frozen=True, slots=True)
class Point:
    """One week: where it stands, its name below, and whether it is too few to tell."""

    x: str
    y: str
    name: str
    is_few: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The line through the weeks."""

    points: list[Point]

    @property
    def path(self) -> str:
        """The points as the polyline takes them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def draw_weeks(weeks: list[tuple[date, Band]]) -> Line:
    """Weeks from left to right, each at the lower end of its band; the untold lie at the foot."""
    highest = max([_SCALE_AT_LEAST, *(band or 0 for _monday, band in weeks)])
    step = (_RIGHT - _LEFT) / max(len(weeks) - 1, 1)
    return Line(
        [
            Point(
                x=f"{_LEFT + number * step:.1f}",
                y=f"{_BOTTOM - (_BOTTOM - _TOP) * (band or 0) / highest:.1f}",
                name=date_format(monday, "j.n."),
                is_few=band is None,
            )
            for number, (monday, band) in enumerate(weeks)
        ]
    )

"""Pictures that the templates draw as plain SVG: the year as a wheel, and the wait as bars.

The list and the table beside them say the same; the pictures are for the eye alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin

from django.utils.formats import date_format

from felles.meetings.queries import YearPlan

_CENTRE, _OUTER, _INNER = 200.0, 168.0, 70.0
_RINGS_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Dot:
    """One meeting on the wheel."""

    x: str
    y: str
    is_moved: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """One school's ring. ``number`` chooses how its dots are drawn."""

    name: str
    radius: str
    dots: list[Dot]


@dataclass(frozen=True, slots=True)
class Spoke:
    """Where a month begins, and where its name stands."""

    x1: str
    y1: str
    x2: str
    y2: str
    text_x: str
    text_y: str
    name: str


@dataclass(frozen=True, slots=True)
class Wheel:
    """The whole drawing; None of it when there are too many schools to tell apart."""

    rings: list[Ring]
    spokes: list[Spoke]


def draw_wheel(plan: YearPlan) -> Wheel | None:
    """The year as a wheel that begins in August at the top, a ring for each innsatsteam."""
    teams = [one for one in plan.series if one.is_team and one.is_active]
    if not teams or len(teams) > _RINGS_AT_MOST:
        return None
    gap = (_OUTER - _INNER) / max(len(teams), 1)
    rings = []
    for number, team in enumerate(teams):
        radius = _OUTER - gap * (number + 0.5)
        dots = [
            Dot(*_at(_angle(plan.year, one.on), radius), one.is_moved)
            for one in plan.occasions
            if one.series_id == team.id and one.on is not None
        ]
        rings.append(Ring(team.organisation_name, _n(radius), dots))
    return Wheel(rings, [_spoke(plan.year, month) for month in range(12)])


def _spoke(year: int, month: int) -> Spoke:
    first = date(year + (month + 7) // 12, (month + 7) % 12 + 1, 1)
    angle = _angle(year, first)
    middle = angle + pi / 12
    return Spoke(
        *_at(angle, _INNER - 12), *_at(angle, _OUTER), *_at(middle, _OUTER + 16),
        date_format(first, "M"),
    )  # fmt: skip


def _angle(year: int, day: date) -> float:
    return 2 * pi * (day - date(year, 8, 1)).days / 365


def _at(angle: float, radius: float) -> tuple[str, str]:
    return _n(_CENTRE + radius * sin(angle)), _n(_CENTRE - radius * cos(angle))


def _n(value: float) -> str:
    """A coordinate: never with a decimal comma, whatever the language."""
    return f"{value:.1f}"


@dataclass(frozen=True, slots=True)
class Bar:
    """The wait at one rhythm: half of the families within ``half``, nine of ten within ``most``."""

    label: str
    y: str
    text_y: str
    half: str
    most: str
    is_now: bool
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """All bars, the line of the goal, and how high the drawing is."""

    bars: list[Bar]
    goal_x: str
    height: int


_LEFT, _WIDTH, _ROW, _TOP = 90.0, 280.0, 34.0, 24.0


def draw_bars(rows: list[tuple[str, float | None, float | None, bool]], goal: float) -> Bars:
    """Bars of rows of (label, median, nine of ten, whether it is this one), on one scale."""
    longest = max([goal * 2, *(min(most or 0, goal * 4) for _l, _h, most, _n2 in rows)])

    def width(weeks: float | None) -> str:
        return _n(min(weeks if weeks is not None else longest, longest) / longest * _WIDTH)

    bars = [
        Bar(
            label=label,
            y=_n(_TOP + number * _ROW),
            text_y=_n(_TOP + number * _ROW + 15),
            half=width(half),
            most=width(most),
            is_now=is_now,
            is_cut=most is None or most > longest,
        )
        for number, (label, half, most, is_now) in enumerate(rows)
    ]
    goal_x = _n(_LEFT + goal / longest * _WIDTH)
    return Bars(bars, goal_x, int(_TOP + _ROW * len(rows)) + 8)

"""Before and after as dumbbells of plain SVG. The table beside them says the same."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from felles.activities.queries import Told
from felles.rules.smileys import FIFTHS, QUESTION_TEXTS

_LEFT, _RIGHT, _TOP, _STEP = 16.0, 384.0, 28.0, 44.0


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """One question: where the two dots stand, and the same in words; no dots where too few."""

    number: int
    question: str
    y: str
    before_x: str
    after_x: str
    before: str
    after: str
    is_told: bool


def draw_told(told: list[Told]) -> list[Dumbbell]:
    """The questions below each other; a dot stands in the middle of its fifth."""
    return [_draw(number, one) for number, one in enumerate(told)]


def _draw(number: int, one: Told) -> Dumbbell:
    return Dumbbell(
        number=one.question,
        question=_(QUESTION_TEXTS[one.question]),
        y=f"{_TOP + number * _STEP:.1f}",
        before_x=_place(one.before),
        after_x=_place(one.after),
        before=say_fifth(one.before),
        after=say_fifth(one.after),
        is_told=one.before is not None,
    )


def _place(fifth: int | None) -> str:
    share = ((fifth or 0) + 0.5) / FIFTHS
    return f"{_LEFT + (_RIGHT - _LEFT) * share:.1f}"


def say_fifth(fifth: int | None) -> str:
    """«40–60 %»; «for få svar» where too few have answered."""
    if fifth is None:
        return _("for få svar")
    width = 100 // FIFTHS
    return f"{fifth * width}–{(fifth + 1) * width} %"

"""Dates read as people say them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from felles.ui import dates

TODAY = date(2026, 11, 24)
EVENING = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "i dag"),
        (1, "i morgen"),
        (-1, "i går"),
        (2, "om 2 dager"),
        (-3, "for 3 dager siden"),
    ],
)
def test_relative_day_is_said_in_words(days: int, words: str) -> None:
    assert dates.relative(TODAY + timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(
    ("days", "level", "words"),
    [
        (-2, "late", "2 dager over fristen"),
        (-1, "late", "1 dag over fristen"),
        (0, "today", "Frist i dag"),
        (1, "soon", "Frist i morgen"),
        (9, "later", "Frist 3. des., om 9 dager"),
    ],
)
def test_deadline_has_level_and_words(days: int, level: str, words: str) -> None:
    assert dates.deadline(TODAY + timedelta(days=days), TODAY) == (level, words)


def test_day_is_short_and_norwegian() -> None:
    assert dates.day(TODAY) == "24. nov."
    assert dates.weekday(TODAY) == "tirsdag 24. nov."
    assert dates.day_long(TODAY) == "24. november 2026"


def test_instant_is_told_in_local_time() -> None:
    assert dates.clock_time(EVENING) == "00.30"
    assert dates.moment(EVENING) == "24. nov. kl. 00.30"


def test_months_follow_the_language_of_the_reader() -> None:
    with translation.override("en"):
        assert "november" not in dates.day_long(TODAY)

"""Days without school: a file is read whole or not at all, and its flaws have a cure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.holidays import (
    as_text,
    list_public_holidays,
    may_add_holiday,
    read_date,
    read_file,
    read_text,
    suggest_holidays,
)
from felles.rules.school_year import Period

AUTUMN = Period("Høstferie", date(2026, 10, 5), date(2026, 10, 9))
CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Kommune//NO\r
BEGIN:VEVENT\r
UID:1\r
SUMMARY:Høstferie\r
DTSTART;VALUE=DATE:20261005\r
DTEND;VALUE=DATE:20261010\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.mark.parametrize(
    "content",
    [
        b"navn;fra;til\nH\xc3\xb8stferie;2026-10-05;2026-10-09\n",
        "Høstferie,5.10.2026,9.10.2026".encode("utf-8-sig"),
        "Høstferie\t05.10.2026\t2026-10-09\r\n".encode("utf-16"),
        "Navn;Fra;Til\r\nHøstferie;5.10.2026;9.10.2026\r\n".encode("cp1252"),
        CALENDAR.encode(),
    ],
    ids=["utf-8", "bom and commas", "utf-16 and tabs", "old Excel", "calendar"],
)
def test_file_is_understood_however_it_is_saved(content: bytes) -> None:
    assert read_file(content).periods == (AUTUMN,)


def test_one_day_needs_no_second_date() -> None:
    day = date(2026, 11, 20)
    assert read_text("Planleggingsdag;20.11.2026;").periods == (
        Period("Planleggingsdag", day, day),
    )


def test_file_with_one_wrong_line_is_not_used_and_says_where_what_and_the_cure() -> None:
    found = read_text("navn;fra;til\nHøstferie;5.10.2026;9.10.2026\nJul;21.12.2026;1.1.2026\nx\n")
    assert found.periods == ()
    assert [(flaw.line, flaw.what) for flaw in found.flaws] == [
        (3, "Siste dag er før første dag."),
        (4, "Linja har ikke tre felter."),
    ]
    assert all(flaw.cure and flaw.text for flaw in found.flaws)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Jul;32.12.2026;1.1.2027", "Vi forstår ikke datoen."),
        (";1.1.2027;2.1.2027", "Linja mangler et navn vi kan bruke."),
        ("Sommer;1.6.2026;1.6.2027", "Perioden er for lang."),
        ("", "Filen er tom."),
        ("x;1.1.2026\n" * 501, "Filen har for mange linjer."),
    ],
)
def test_what_is_wrong_is_named(text: str, what: str) -> None:
    assert [flaw.what for flaw in read_text(text).flaws] == [what]


def test_broken_calendar_and_repeating_event_are_refused() -> None:
    (flaw,) = read_file(CALENDAR[:120].encode()).flaws
    assert flaw.what == "Kalenderfilen er ødelagt."
    again = CALENDAR.replace("UID:1\r", "UID:1\r\nRRULE:FREQ=YEARLY\r")
    assert [flaw.what for flaw in read_file(again.encode()).flaws] == ["En hendelse gjentar seg."]


names = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40
)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
periods = st.builds(
    lambda name, day, more: Period(name, day, day + timedelta(days=more)),
    names, days, st.integers(0, 60),
)  # fmt: skip


@given(
    st.lists(periods, min_size=1, max_size=20, unique_by=lambda one: (one.from_on, one.until_on))
)
def test_what_was_shown_is_what_is_read_again(rows: list[Period]) -> None:
    # The page carries the rows as text from the dry run to the form that saves them.
    assert set(read_text(as_text(rows)).periods) == set(rows)


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(content: bytes) -> None:
    found = read_file(content)
    assert bool(found.periods) is not bool(found.flaws)


def test_date_is_a_real_day() -> None:
    assert read_date("29.2.2028") == date(2028, 2, 29)
    assert read_date("29.2.2027") is None


def test_public_holidays_are_norways_and_on_weekdays() -> None:
    days = {one.from_on for one in list_public_holidays(2026)}
    easter = {date(2027, 3, 25), date(2027, 3, 26), date(2027, 3, 29)}
    assert easter | {date(2027, 5, 6), date(2027, 5, 17), date(2026, 12, 25)} <= days
    assert all(day.weekday() < 5 for day in days)


def test_suggested_are_those_that_nothing_covers() -> None:
    known = [Period("Påske", date(2027, 3, 22), date(2027, 3, 29))]
    left = {one.from_on for one in suggest_holidays(2026, known)}
    assert date(2027, 3, 26) not in left
    assert date(2027, 5, 6) in left


def test_holiday_by_hand_follows_the_rule_of_the_file() -> None:
    assert may_add_holiday("Høstferie", AUTUMN.from_on, AUTUMN.until_on)
    refused = may_add_holiday("Høstferie", AUTUMN.until_on, AUTUMN.from_on)
    assert (refused.allowed, refused.missing) == (False, ("Bytt om eller rett datoene.",))

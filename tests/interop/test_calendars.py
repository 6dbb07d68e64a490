"""Calendars that leave the house: readable by others, right in summer and winter, the same bytes
for the same facts, and without a word of what a meeting is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from felles.interop.calendars import Invited, write_feed, write_invitation
from felles.meetings.queries import CalendarEntry
from felles.rules.access import OSLO
from felles.rules.meetings import MeetingKind

START = datetime(2026, 11, 26, 13, 0, tzinfo=OSLO)
CHANGED = datetime(2026, 11, 24, 8, 0, 30, 123456, tzinfo=OSLO)
ENTRY = CalendarEntry(
    public_id="abcd2345",
    kind=MeetingKind.INNSATSTEAM,
    organisation_name="Furulia skole",
    starts_at=START,
    ends_at=START + timedelta(minutes=90),
    place="Møterom 2",
    is_cancelled=False,
    is_free=False,
    sequence=3,
    changed_at=CHANGED,
)
INVITED = Invited("felles@example.no", "Furulia skole", "mina@example.no", "Mina Åsæter")
# Texts that break what is written carelessly.
HARD = (
    "Rom 2; ved «kantina», 1. etg.",
    "C:\\delt\\rom",
    "linje én\nlinje to\r\nBEGIN:VALARM",
    "æøå ÆØÅ " * 20,
    "日本語" * 30,
    'anførsel " og : kolon',
    "\x07klokke\x00",
)


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "https://felles.example.no"


def read(content: bytes) -> Any:
    """The only event, as the library reads it."""
    [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return event


def read_otherwise(content: bytes) -> Any:
    """The only event, as another library reads it, which knows nothing of ours."""
    return vobject.readOne(content.decode()).vevent


def feed(*entries: CalendarEntry) -> bytes:
    return write_feed(entries, name="Møter i Felles")


def test_two_readers_agree_on_when_where_and_what() -> None:
    one, other = read(feed(ENTRY)), read_otherwise(feed(ENTRY))
    assert one.decoded("dtstart") == other.dtstart.value == START
    assert one.decoded("dtend") == other.dtend.value == ENTRY.ends_at
    assert str(one["summary"]) == other.summary.value == "Innsatsteam, Furulia skole"
    assert str(one["location"]) == other.location.value == "Møterom 2"
    assert str(one["uid"]) == other.uid.value == "abcd2345@felles.example.no"
    assert int(one["sequence"]) == int(other.sequence.value) == 3
    assert one.decoded("dtstamp") == other.dtstamp.value == CHANGED.replace(microsecond=0)
    assert str(one["url"]) == "https://felles.example.no/mote/abcd2345/"


def test_empty_calendar_is_a_calendar() -> None:
    assert icalendar.Calendar.from_ical(feed())["method"] == "PUBLISH"
    assert vobject.readOne(feed().decode()).method.value == "PUBLISH"


def test_same_facts_give_the_same_bytes() -> None:
    assert feed(ENTRY, replace(ENTRY, public_id="b")) == feed(ENTRY, replace(ENTRY, public_id="b"))
    call = write_invitation(ENTRY, INVITED, is_cancelled=False)
    assert call == write_invitation(ENTRY, INVITED, is_cancelled=False)


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-10-24T13:00", "2026-10-24T11:00"),  # the Saturday before winter time
        ("2026-10-26T13:00", "2026-10-26T12:00"),
        ("2027-03-27T13:00", "2027-03-27T12:00"),  # the Saturday before summer time
        ("2027-03-29T13:00", "2027-03-29T11:00"),
        ("2026-07-01T08:00", "2026-07-01T06:00"),
    ],
)
def test_clock_on_the_wall_is_right_on_both_sides_of_a_change(local: str, utc: str) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=OSLO)
    content = feed(replace(ENTRY, starts_at=at, ends_at=at + timedelta(hours=1)))
    expected = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert read(content).decoded("dtstart") == expected
    assert read_otherwise(content).dtstart.value == expected
    assert f"DTSTART;TZID=Europe/Oslo:{at:%Y%m%dT%H%M%S}".encode() in content


def test_zone_in_the_file_says_the_same_as_the_zone_of_the_machine() -> None:
    """Programs without a zone of that name go by the rule in the file."""
    zone: Any = icalendar.Calendar.from_ical(feed(ENTRY)).walk("VTIMEZONE")[0]
    rule = zone.to_tz(lookup_tzid=False)
    for day in range(0, 2 * 366, 7):
        at = datetime(2026, 1, 1, 12, tzinfo=OSLO) + timedelta(days=day)
        assert at.replace(tzinfo=rule).utcoffset() == at.utcoffset()


@pytest.mark.parametrize("text", HARD)
def test_hard_texts_come_back_as_they_were_and_break_nothing(text: str) -> None:
    content = feed(replace(ENTRY, place=text, organisation_name=text))
    wanted = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    assert str(read(content)["location"]) == read_otherwise(content).location.value == wanted
    lines = content.split(b"\r\n")
    # The calendar, the zone with its two halves, the event.
    assert sum(line.startswith(b"BEGIN:") for line in lines) == 5
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")


@given(
    place=st.text(st.characters(exclude_categories=["Cs"]), max_size=120),
    minute=st.integers(0, 3 * 365 * 24 * 60),
    length=st.integers(1, 480),
    sequence=st.integers(0, 10_000),
    kind=st.sampled_from(MeetingKind),
    is_cancelled=st.booleans(),
    is_free=st.booleans(),
)
def test_whatever_is_written_is_read_back(
    place: str,
    minute: int,
    length: int,
    sequence: int,
    kind: MeetingKind,
    is_cancelled: bool,
    is_free: bool,
) -> None:
    starts_at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    entry = CalendarEntry(
        public_id="abcd2345",
        kind=kind,
        organisation_name="Granåsen skole",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=length),
        place=place,
        is_cancelled=is_cancelled,
        is_free=is_free,
        sequence=sequence,
        changed_at=CHANGED,
    )
    for content in (feed(entry), write_invitation(entry, INVITED, is_cancelled=is_cancelled)):
        event = read(content)
        assert event.decoded("dtstart") == entry.starts_at
        assert event.decoded("dtend") == entry.ends_at
        assert int(event["sequence"]) == sequence
        assert event["status"] == ("CANCELLED" if is_cancelled else "CONFIRMED")
        wanted = " ".join("".join(c if c.isprintable() else " " for c in place).split())
        assert str(event.get("location", "")) == wanted
        other = read_otherwise(content)
        assert other.dtstart.value == entry.starts_at
        assert other.summary.value.endswith(", Granåsen skole")


def test_cancelled_meeting_stays_in_the_calendar_as_cancelled() -> None:
    event = read(feed(replace(ENTRY, is_cancelled=True, sequence=4)))
    assert (event["status"], int(event["sequence"])) == ("CANCELLED", 4)


def test_meeting_that_one_cannot_come_to_takes_no_time() -> None:
    assert read(feed(replace(ENTRY, is_free=True)))["transp"] == "TRANSPARENT"
    assert "transp" not in read(feed(ENTRY))


@pytest.mark.parametrize(("is_cancelled", "method"), [(False, "REQUEST"), (True, "CANCEL")])
def test_invitation_names_the_recipient_and_nobody_else(is_cancelled: bool, method: str) -> None:
    content = write_invitation(ENTRY, INVITED, is_cancelled=is_cancelled)
    event = read(content)
    assert icalendar.Calendar.from_ical(content)["method"] == method
    assert str(event["organizer"]) == "mailto:felles@example.no"
    assert str(event["attendee"]) == "mailto:mina@example.no"
    assert read_otherwise(content).attendee.params["CN"] == ["Mina Åsæter"]


@pytest.mark.parametrize("text", HARD)
def test_hard_names_of_people_and_places_break_no_invitation(text: str) -> None:
    hard = replace(INVITED, organiser_name=text, name=text)
    content = write_invitation(ENTRY, hard, is_cancelled=False)
    event = read(content)
    wanted = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    assert event["organizer"].params["CN"] == event["attendee"].params["CN"] == wanted
    assert read_otherwise(content).summary.value == "Innsatsteam, Furulia skole"


def test_moved_meeting_keeps_its_identity_and_counts_on() -> None:
    moved = replace(ENTRY, starts_at=START + timedelta(days=1), sequence=4,
                    ends_at=START + timedelta(days=1, hours=1))  # fmt: skip
    before, after = read(feed(ENTRY)), read(feed(moved))
    assert before["uid"] == after["uid"]
    assert int(after["sequence"]) > int(before["sequence"])

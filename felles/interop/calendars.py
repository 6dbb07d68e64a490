"""Calendars as other programs read them (RFC 5545, iTIP RFC 5546): a person's feed, invitations.

The same facts give the same bytes: every instant is a stored one. A calendar leaves the house, so
it says when and where people meet, of which kind, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from felles.activities.queries import FixedEntry, GuestNotice
from felles.meetings.queries import CalendarEntry
from felles.rules.access import OSLO
from felles.ui.meetings import meeting_title

PRODUCT = "-//Felles//Sosialagentene//NO"
# How often calendars may come back; most come more seldom.
FETCH_EVERY = timedelta(hours=1)
# Norway's rule since 1996: last Sunday of March and of October, at 01.00 UTC.
_ZONE = icalendar.Timezone.from_ical("""\
BEGIN:VTIMEZONE
TZID:Europe/Oslo
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""")


@dataclass(frozen=True, slots=True)
class Invited:
    """Who invites and who is invited: addresses, and the name of the place that invites."""

    organiser_email: str
    organiser_name: str
    email: str
    name: str


def write_feed(
    entries: Iterable[CalendarEntry], *, name: str, fixed: Iterable[FixedEntry] = ()
) -> bytes:
    """A person's whole calendar: meetings, and an agent's fixed week and courses.

    What is cancelled stays in it, marked as such.
    """
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", _plain(name))
    calendar.add("refresh-interval", FETCH_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", FETCH_EVERY)
    for entry in entries:
        event = _event(entry)
        if entry.is_free and not entry.is_cancelled:
            event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    for one in fixed:
        calendar.add_component(_fixed_event(one))
    return bytes(calendar.to_ical())


def write_invitation(entry: CalendarEntry, invited: Invited, *, is_cancelled: bool) -> bytes:
    """One meeting for one person: a request, or that it is cancelled for this person.

    Names nobody else who is invited.
    """
    return _invite(_event(entry), invited, is_cancelled=is_cancelled)


def write_guest_invitation(notice: GuestNotice, invited: Invited, *, is_cancelled: bool) -> bytes:
    """A session of a course for a guest: school, theme, time and place, and nothing else."""
    event = _timed(
        notice.guest_id, notice.sequence, notice.changed_at, notice.starts_at, notice.ends_at
    )
    event.add("summary", _plain(f"{gettext(notice.theme)}, {notice.school_name}"))
    event.add("location", _plain(", ".join(filter(None, (notice.school_name, notice.room)))))
    event.add("class", "PRIVATE")
    return _invite(event, invited, is_cancelled=is_cancelled)


def _invite(event: icalendar.Event, invited: Invited, *, is_cancelled: bool) -> bytes:
    calendar = _calendar("CANCEL" if is_cancelled else "REQUEST")
    event["status"] = icalendar.vText("CANCELLED" if is_cancelled else "CONFIRMED")
    organiser = icalendar.vCalAddress(f"mailto:{invited.organiser_email}")
    organiser.params["CN"] = _plain(invited.organiser_name)
    attendee = icalendar.vCalAddress(f"mailto:{invited.email}")
    attendee.params["CN"] = _plain(invited.name)
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "NEEDS-ACTION"
    # People answer in Felles: nobody reads mail that is sent back.
    attendee.params["RSVP"] = "FALSE"
    event.add("organizer", organiser)
    event.add("attendee", attendee)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_ZONE)
    return calendar


def _timed(
    name: str, sequence: int, changed_at: datetime, starts_at: datetime, ends_at: datetime
) -> icalendar.Event:
    """An event with what every event has: its own name, its version, and when it is."""
    event = icalendar.Event()
    event.add("uid", _uid(name))
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add("last-modified", changed_at.astimezone(UTC))
    event.add("sequence", sequence)
    event.add("dtstart", _wall_clock(starts_at))
    event.add("dtend", _wall_clock(ends_at))
    return event


def _fixed_event(entry: FixedEntry) -> icalendar.Event:
    """A stretch of the week, each week, or a session, which says «Kurs» and no group."""
    event = _timed(entry.uid, entry.sequence, entry.changed_at, entry.starts_at, entry.ends_at)
    what = gettext(entry.slot.label) if entry.slot else gettext("Kurs")
    event.add("summary", _plain(f"{what}, {entry.organisation_name}"))
    if entry.place:
        event.add("location", _plain(entry.place))
    if entry.slot:
        _repeat(event, entry)
    event.add("url", f"{settings.PUBLIC_ADDRESS.rstrip('/')}{reverse('week')}")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if entry.is_free and not entry.is_cancelled:
        event.add("transp", "TRANSPARENT")
    return event


def _repeat(event: icalendar.Event, entry: FixedEntry) -> None:
    """Each week, until the plan ends, but not on days without school or when one is away."""
    rule: dict[str, object] = {"freq": "weekly"}
    if entry.until_on is not None:
        end = datetime.combine(entry.until_on, time(23, 59, 59), OSLO)
        rule["until"] = end.astimezone(UTC)
    event.add("rrule", rule)
    for day in entry.without:
        event.add("exdate", _wall_clock(day))


def _uid(name: str) -> str:
    return f"{name}@{urlsplit(settings.PUBLIC_ADDRESS).hostname or 'felles'}"


def _event(entry: CalendarEntry) -> icalendar.Event:
    event = _timed(
        entry.public_id, entry.sequence, entry.changed_at, entry.starts_at, entry.ends_at
    )
    event.add("summary", _plain(meeting_title(entry.kind, entry.organisation_name)))
    if entry.place:
        event.add("location", _plain(entry.place))
    page = reverse("meeting", args=[entry.public_id])
    event.add("url", f"{settings.PUBLIC_ADDRESS.rstrip('/')}{page}")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def _wall_clock(at: datetime) -> datetime:
    """The time on the wall in Norway; in the hour that comes twice in October, universal time."""
    local = at.astimezone(OSLO).replace(microsecond=0)
    return local.astimezone(UTC) if local.fold else local


def _plain(text: str) -> str:
    """Without signs that a calendar may not hold. Line breaks become spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())

"""Days without school: how a file of them is read, and which days are public holidays in Norway.

School holidays are the municipality's own decision and are never invented here; a file is read
whole or not at all, and what is wrong is named by line, with the cure. Public holidays follow from
law (helligdagsloven) and are offered as suggestions.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import StringIO

import holidays
import icalendar

from felles.rules.decision import Decision
from felles.rules.school_year import Period, year_bounds
from felles.rules.text import N_

MOST_ROWS = 500
MOST_DAYS = 120
MOST_BYTES = 1024 * 1024
NAME_LENGTH = 120
_NORWEGIAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_HEADINGS = ("navn", "namn", "name")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong in a file: in which line (0: the whole), what, and what to do about it.

    ``what`` and ``cure`` are message ids; ``text`` is what stands there.
    """

    line: int
    what: str
    cure: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class HolidayFile:
    """What was read of a file. With flaws nothing of it is used."""

    periods: tuple[Period, ...] = ()
    flaws: tuple[Flaw, ...] = field(default=())


def read_file(content: bytes) -> HolidayFile:
    """Read a CSV file (``navn;fra;til``) or a calendar (ICS), whatever it is called."""
    if len(content) > MOST_BYTES:
        return _stop(N_("Filen er for stor."), N_("Last opp bare skolefri, i en fil under 1 MB."))
    text = _decode(content)
    if text is None:
        return _stop(N_("Vi kan ikke lese tegnene."), N_("Lagre filen som UTF-8, og prøv igjen."))
    if "BEGIN:VCALENDAR" in text[:200].upper():
        return _read_calendar(text)
    return read_text(text)


def _decode(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def read_text(text: str) -> HolidayFile:
    """Read lines of ``navn;fra;til``, with semicolons, commas or tabs between."""
    periods: list[Period] = []
    flaws: list[Flaw] = []
    for line, cells in _rows(text):
        if line == 1 and cells[0].strip().lower() in _HEADINGS:
            continue
        found = _read_row(line, cells)
        if isinstance(found, Flaw):
            flaws.append(found)
        else:
            periods.append(found)
    return _check(periods, flaws)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    head = text.lstrip("\ufeff").split("\n", 1)[0]
    mark = max(";\t,", key=head.count)
    reader = csv.reader(StringIO(text.lstrip("\ufeff"), newline=""), delimiter=mark)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error:
        yield reader.line_num, []


def _read_row(line: int, cells: list[str]) -> Period | Flaw:
    shown = "; ".join(cell.strip() for cell in cells)[:200]
    if len(cells) not in (2, 3):
        cure = N_("Skriv navn;fra;til, for eksempel Høstferie;5.10.2026;9.10.2026.")
        return Flaw(line, N_("Linja har ikke tre felter."), cure, shown)
    name = " ".join(cells[0].split())
    if not name or len(name) > NAME_LENGTH:
        cure = N_("Skriv et navn på høyst 120 tegn først i linja.")
        return Flaw(line, N_("Linja mangler et navn vi kan bruke."), cure, shown)
    from_on = read_date(cells[1])
    # One day needs no second date.
    until_on = read_date(cells[2]) if len(cells) == 3 and cells[2].strip() else from_on
    if from_on is None or until_on is None:
        cure = N_("Skriv datoen slik: 2026-10-05 eller 5.10.2026.")
        return Flaw(line, N_("Vi forstår ikke datoen."), cure, shown)
    return _period(line, name, from_on, until_on, shown)


def _period(line: int, name: str, from_on: date, until_on: date, shown: str) -> Period | Flaw:
    if until_on < from_on:
        return Flaw(
            line, N_("Siste dag er før første dag."), N_("Bytt om eller rett datoene."), shown
        )
    if (until_on - from_on).days >= MOST_DAYS:
        cure = N_("Se om årstallet er riktig. En ferie er kortere enn 120 dager.")
        return Flaw(line, N_("Perioden er for lang."), cure, shown)
    return Period(name, from_on, until_on)


def read_date(text: str) -> date | None:
    """A day as 2026-10-05 or 5.10.2026; None when it is none."""
    stripped = text.strip()
    norwegian = _NORWEGIAN.fullmatch(stripped)
    try:
        if norwegian:
            day, month, year = map(int, norwegian.groups())
            return date(year, month, day)
        return datetime.strptime(stripped, "%Y-%m-%d").date()  # noqa: DTZ007 -- a day, no instant
    except ValueError:
        return None


def _read_calendar(text: str) -> HolidayFile:
    try:
        calendar = icalendar.Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError, AttributeError):
        return _stop(
            N_("Kalenderfilen er ødelagt."),
            N_("Hent filen på nytt der du fikk den, og prøv igjen."),
        )
    periods: list[Period] = []
    flaws: list[Flaw] = []
    for number, event in enumerate(calendar.walk("VEVENT"), start=1):
        found = _read_event(number, event)
        if isinstance(found, Flaw):
            flaws.append(found)
        else:
            periods.append(found)
    return _check(periods, flaws)


def _read_event(number: int, event: icalendar.cal.Component) -> Period | Flaw:
    name = " ".join(str(event.get("SUMMARY", "")).split())[:NAME_LENGTH]
    start, end = _value(event, "DTSTART"), _value(event, "DTEND")
    if not name or start is None:
        cure = N_("Gi hendelsen navn og dato i kalenderen den kommer fra.")
        return Flaw(number, N_("En hendelse mangler navn eller dato."), cure, name)
    if event.get("RRULE") is not None:
        cure = N_("Legg inn hvert år for seg.")
        return Flaw(number, N_("En hendelse gjentar seg."), cure, name)
    until = _day(start) if end is None else _day(end)
    # The end of a whole day is the morning after (RFC 5545, 3.6.1).
    if end is not None and not isinstance(end, datetime) and until > _day(start):
        until -= timedelta(days=1)
    return _period(number, name, _day(start), until, name)


def _value(event: icalendar.cal.Component, name: str) -> date | None:
    held = getattr(event.get(name), "dt", None)
    return held if isinstance(held, date) else None


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _check(periods: list[Period], flaws: list[Flaw]) -> HolidayFile:
    if not periods and not flaws:
        cure = N_("Skriv én linje for hver ferie: navn;fra;til.")
        return _stop(N_("Filen er tom."), cure)
    if len(periods) + len(flaws) > MOST_ROWS:
        return _stop(N_("Filen har for mange linjer."), N_("Last opp bare skolefri, høyst 500."))
    if flaws:
        return HolidayFile(flaws=tuple(flaws))
    once = {(period.from_on, period.until_on): period for period in reversed(periods)}
    return HolidayFile(tuple(sorted(once.values(), key=lambda one: (one.from_on, one.until_on))))


def _stop(what: str, cure: str) -> HolidayFile:
    return HolidayFile(flaws=(Flaw(0, what, cure),))


def as_text(periods: Iterable[Period]) -> str:
    """The periods as a file that :func:`read_text` understands."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(("navn", "fra", "til"))
    for one in periods:
        writer.writerow((one.name, one.from_on.isoformat(), one.until_on.isoformat()))
    return out.getvalue()


def list_public_holidays(year: int) -> list[Period]:
    """Norway's public holidays on weekdays of a school year, each a day."""
    first, last = year_bounds(year)
    found = holidays.country_holidays("NO", years=(year, year + 1), language="no")
    return [
        Period(found[day].replace("; ", " og "), day, day)
        for day in sorted(found)
        if first <= day <= last and day.weekday() < 5
    ]


def suggest_holidays(year: int, known: Iterable[Period]) -> list[Period]:
    """The public holidays of a school year that no known period covers."""
    covered = {day for period in known for day in period.days()}
    return [one for one in list_public_holidays(year) if one.from_on not in covered]


def may_add_holiday(name: str, from_on: date, until_on: date) -> Decision:
    """May these days be put down as days without school?"""
    found = _period(0, name, from_on, until_on, "")
    return Decision.no(found.what, found.cure) if isinstance(found, Flaw) else Decision.yes()

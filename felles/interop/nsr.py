"""Schools from the national school register (NSR): its published JSON, and its public API.

Sources: Utdanningsdirektoratet, data-nsr.udir.no, versions 3 and 4, under NLOD. The register is
checked like any other file from outside: a school with a wrong number would collect another
school's pupils.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from felles.interop.tables import clean
from felles.rules.identity import is_org_number
from felles.rules.register import RegisterFile, RegisterProblem, RegisterProblemKind, RegisterSchool

MOST_BYTES = 64 * 1024 * 1024
NAME_LENGTH, STREET_LENGTH, PLACE_LENGTH, WEBSITE_LENGTH = 200, 200, 80, 200
_MUNICIPALITY = re.compile(r"\d{4}")
K = RegisterProblemKind


def read_register(path: Path, *, at: datetime) -> RegisterFile:
    """Read a file of the register. What is wrong stands in what it returns."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return _stopped(K.TOO_BIG)
        return parse_register(path.read_bytes(), at=at)
    except OSError:
        return _stopped(K.UNREADABLE)


def _stopped(kind: RegisterProblemKind) -> RegisterFile:
    return RegisterFile(problems=(RegisterProblem(kind),))


def parse_register(text: bytes, *, at: datetime) -> RegisterFile:
    """Understand the bytes of a file."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return _stopped(K.UNREADABLE)
    rows = _rows_of(data)
    if rows is None:
        return _stopped(K.NO_SCHOOLS)
    fetched_at = _instant(data.get("fetchedAt")) if isinstance(data, dict) else None
    return check_schools(rows, fetched_at=min(fetched_at or at, at))


def _rows_of(data: object) -> list[object] | None:
    if isinstance(data, list):
        return data
    if isinstance(data, dict):
        for name in ("schools", "EnhetListe", "Enheter"):
            if isinstance(data.get(name), list):
                found: list[object] = data[name]
                return found
    return None


def check_schools(rows: list[object], *, fetched_at: datetime) -> RegisterFile:
    """Keep the rows that are schools with a right number, a name and a municipality."""
    schools: dict[str, RegisterSchool] = {}
    problems: list[RegisterProblem] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping) or _is_other(row):
            continue
        school = _school(row)
        kind = _problem(school)
        if kind is None and school.org_number in schools:
            kind = K.TWICE
        if kind is None:
            schools[school.org_number] = school
        else:
            label = f"{school.org_number[:20]} {school.name[:60]}".strip()
            problems.append(RegisterProblem(kind, number, label))
    return RegisterFile(tuple(schools.values()), fetched_at, tuple(problems))


def _is_other(row: Mapping[str, Any]) -> bool:
    """True for units of the register that are no schools, or are closed."""
    return row.get("ErSkole") is False or row.get("ErAktiv") is False


def _problem(school: RegisterSchool) -> RegisterProblemKind | None:
    if not is_org_number(school.org_number):
        return K.BAD_NUMBER
    if not school.name or len(school.name) > NAME_LENGTH:
        return K.NO_NAME
    return None if _MUNICIPALITY.fullmatch(school.municipality) else K.NO_MUNICIPALITY


def _school(row: Mapping[str, Any]) -> RegisterSchool:
    """A school from a row of the published file or of the API, whichever it is."""
    place = _inner(row, "Koordinat")
    address = _inner(row, "Beliggenhetsadresse") or _inner(row, "Besoksadresse")
    latitude, longitude = _coordinates(
        row.get("lat", place.get("Breddegrad")), row.get("lon", place.get("Lengdegrad"))
    )
    return RegisterSchool(
        org_number=_number(row, "id", "Organisasjonsnummer", "OrgNr", "Orgnr"),
        name=_text(row, "name", "Navn"),
        municipality=_text(row, "kommunenummer", "Kommunenummer")
        or _text(_inner(row, "Kommune"), "Kommunenummer"),
        school_type=_text(row, "type")[:16] or _type_of(row),
        owner=_text(row, "owner")[:16] or _owner_of(row),
        grade_from=_grade(row, "gradeFrom", "SkoletrinnGSFra"),
        grade_to=_grade(row, "gradeTo", "SkoletrinnGSTil"),
        pupil_count=_count(row, "students", "Elevtall"),
        street=(_text(row, "address") or _text(address, "Adresse", "Adress"))[:STREET_LENGTH],
        post_place=(_text(row, "poststed") or _text(address, "Poststed"))[:PLACE_LENGTH],
        website=_website(_text(row, "url", "Internettadresse", "Url")),
        latitude=latitude,
        longitude=longitude,
    )


def _inner(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    inner = row.get(name)
    return inner if isinstance(inner, Mapping) else {}


def _text(row: Mapping[str, Any], *names: str) -> str:
    """The first of the values that is text."""
    found = next((row[name] for name in names if isinstance(row.get(name), str)), "")
    return clean(found)


def _number(row: Mapping[str, Any], *names: str) -> str:
    """An organisation number, which is text also where somebody wrote it as a number."""
    found = _text(row, *names)
    return found or next((f"{one:09}" for one in _whole_numbers(row, names) if one >= 0), "")


def _whole_numbers(row: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[int]:
    for name in names:
        value = row.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            yield value


def _grade(row: Mapping[str, Any], *names: str) -> int | None:
    return next((one for one in _whole_numbers(row, names) if 1 <= one <= 13), None)


def _count(row: Mapping[str, Any], *names: str) -> int | None:
    return next((one for one in _whole_numbers(row, names) if 0 <= one < 100_000), None)


def _type_of(row: Mapping[str, Any]) -> str:
    primary, upper = row.get("ErGrunnskole") is True, row.get("ErVideregaaendeSkole") is True
    if primary and upper:
        return "begge"
    return "grunnskole" if primary else "vgs" if upper else ""


def _owner_of(row: Mapping[str, Any]) -> str:
    if row.get("ErPrivatskole") is True:
        return "privat"
    return "offentlig" if row.get("ErOffentligSkole") is True else ""


def _coordinates(latitude: object, longitude: object) -> tuple[float | None, float | None]:
    """Where the school is; the register writes 0, 0 when it does not know."""
    if not (isinstance(latitude, int | float) and isinstance(longitude, int | float)):
        return None, None
    on_earth = -90 <= latitude <= 90 and -180 <= longitude <= 180
    if not on_earth or (latitude == 0 and longitude == 0):
        return None, None
    return float(latitude), float(longitude)


def _website(text: str) -> str:
    """The web address; some schools have put an e-mail address there, which is left out."""
    return "" if "@" in text or " " in text or len(text) > WEBSITE_LENGTH else text


def _instant(text: object) -> datetime | None:
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None

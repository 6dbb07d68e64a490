"""The people and organisations of an export, file by file, with every id as a keyed hash."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from felles.interop import vocabulary as words
from felles.interop.dates import DateColumn
from felles.interop.findings import Findings, Stop
from felles.interop.source import Limits
from felles.interop.tables import Row, Table
from felles.people.ids import identity_hash
from felles.people.rosters import ReadOptions, external_key
from felles.rules.identity import birth_date_of, find_identity_number, find_org_number
from felles.rules.people import Protection
from felles.rules.roster_problems import ProblemKind, Spot

Status = Literal["active", "ended", "unknown"]


@dataclass(slots=True)
class Context:
    """What every part of the reading shares."""

    options: ReadOptions
    findings: Findings
    limits: Limits
    protection_column: str
    _keys: dict[tuple[str, str], str] = field(default_factory=dict)

    def key(self, kind: str, sourced_id: str) -> str:
        """The keyed hash of an id, worked out once."""
        found = self._keys.get((kind, sourced_id))
        if found is None:
            found = self._keys[kind, sourced_id] = external_key(kind, sourced_id)
        return found

    def status(self, row: Row) -> Status:
        """Whether the row counts, is to be deleted, or says something that nobody knows."""
        status = words.word(row["status"])
        if status in words.ACTIVE:
            return "active"
        if status in words.ENDED:
            return "ended"
        self.findings.add(ProblemKind.BAD_STATUS, row.spot("status"))
        return "unknown"


@dataclass(slots=True)
class Org:
    """An organisation of the export: a school, or something around it."""

    key: str
    name: str
    kind: str
    number: str
    parent: str
    spot: Spot


@dataclass(slots=True)
class Place:
    """A role that a person has at an organisation, with the words for its period."""

    role: str
    org: str
    is_primary: bool
    begins: str
    ends: str
    spot: Spot


@dataclass(slots=True)
class Person:
    """A row of users.csv. ``identity`` is a keyed hash; ``agents`` are keys of relatives."""

    key: str
    given_name: str
    family_name: str
    preferred_name: str
    username: str
    phone: str
    email: str
    grade: str
    identity: str
    born: date | None
    protection: Protection | None
    primary_org: str
    agents: tuple[str, ...]
    status: Status
    is_enabled: bool
    spot: Spot
    places: list[Place] = field(default_factory=list)

    def same_as(self, other: Person) -> bool:
        """True when two rows say the same, wherever they lie."""
        return all(
            getattr(self, name) == getattr(other, name)
            for name in Person.__slots__
            if name not in ("spot", "places")
        )


def read_orgs(table: Table, context: Context) -> dict[str, Org]:
    """The organisations by key."""
    found: dict[str, Org] = {}
    for row in table.rows():
        if context.status(row) != "active":
            continue
        if not row["sourcedId"]:
            context.findings.add(ProblemKind.CELL_MISSING, row.spot("sourcedId"))
            continue
        key = context.key("org", row["sourcedId"])
        number = find_org_number(row["identifier"]) or find_org_number(row["sourcedId"])
        parent = context.key("org", row["parentSourcedId"]) if row["parentSourcedId"] else ""
        org = Org(key, row["name"], words.word(row["type"]), number, parent, row.spot())
        if key in found and (found[key].name, found[key].number) != (org.name, org.number):
            context.findings.add(ProblemKind.ID_TWICE, row.spot("sourcedId"))
        found.setdefault(key, org)
    return found


def find_school(orgs: dict[str, Org], key: str) -> Org | None:
    """The school that an organisation is, or lies under; itself when there is none above."""
    seen: set[str] = set()
    at = orgs.get(key)
    while at is not None and at.kind != words.SCHOOL and at.key not in seen:
        seen.add(at.key)
        at = orgs.get(at.parent)
    return at if at is not None and at.kind == words.SCHOOL else orgs.get(key)


@dataclass(slots=True)
class Users:
    """Everybody in users.csv by key; ``held`` are those whose rows could not be used."""

    people: dict[str, Person] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    is_readable: bool = True


def read_users(table: Table, context: Context) -> Users:
    """The people, with roles where users.csv itself has them (OneRoster 1.1)."""
    users = Users()
    for row in table.rows():
        if not row["sourcedId"]:
            context.findings.add(ProblemKind.CELL_MISSING, row.spot("sourcedId"))
            users.is_readable = False
            continue
        person = _person(row, context)
        other = users.people.setdefault(person.key, person)
        if other is not person and not other.same_as(person):
            context.findings.add(ProblemKind.ID_TWICE, row.spot("sourcedId"))
            users.held.add(person.key)
        elif person.status == "unknown":
            users.held.add(person.key)
        elif other is person and table.has("role"):
            person.places = _places_of_user(row, context)
    users.is_readable = users.is_readable and not table.lost
    return users


def _person(row: Row, context: Context) -> Person:
    number = find_identity_number(row["identifier"])
    enabled = words.word(row["enabledUser"])
    column = context.protection_column
    primary = row["primaryOrgSourcedId"]
    return Person(
        key=context.key("user", row["sourcedId"]),
        given_name=row["givenName"],
        family_name=row["familyName"],
        preferred_name=row["preferredGivenName"],
        username=row["username"],
        phone=row["sms"] or row["phone"],
        email=row["email"] or row["activeDirectoryMatchId"],
        grade=row["grades"],
        identity=identity_hash(number) if number else "",
        born=birth_date_of(number, context.options.on) if number else None,
        protection=read_protection(row, column, context),
        primary_org=context.key("org", primary) if primary else "",
        agents=tuple(context.key("user", one) for one in words.list_words(row["agentSourcedIds"])),
        status=context.status(row),
        is_enabled=enabled not in words.NO,
        spot=row.spot(),
    )


def read_protection(row: Row, column: str, context: Context) -> Protection | None:
    """What the row says of address protection; a word nobody knows counts as the strictest."""
    if not row.table.has(column):
        return None
    found = words.read_protection(row[column])
    if found is None:
        context.findings.add(ProblemKind.PROTECTION_UNKNOWN, row.spot(column))
        return Protection.STRICTLY_CONFIDENTIAL
    return found


def _places_of_user(row: Row, context: Context) -> list[Place]:
    role = words.word(row["role"])
    orgs = words.list_words(row["orgSourcedIds"])
    return [
        Place(role, context.key("org", org) if org else "", False, "", "", row.spot("role"))
        for org in orgs or [""]
        if role
    ]


def read_roles(table: Table, users: Users, context: Context) -> tuple[DateColumn, DateColumn]:
    """Add the roles of roles.csv to the people; the columns of first and last days come back."""
    begins, ends = DateColumn(), DateColumn()
    for row in table.rows():
        key = context.key("user", row["userSourcedId"])
        person = users.people.get(key)
        if context.status(row) != "active":
            continue
        if person is None:
            context.findings.add(ProblemKind.USER_UNKNOWN, row.spot("userSourcedId"))
            continue
        person.places.append(
            Place(
                role=words.word(row["role"]),
                org=context.key("org", row["orgSourcedId"]) if row["orgSourcedId"] else "",
                is_primary=words.word(row["roleType"]) == "primary"
                or words.word(row["isPrimary"]) in words.YES,
                begins=begins.add(row["beginDate"], row.spot("beginDate")),
                ends=ends.add(row["endDate"], row.spot("endDate")),
                spot=row.spot("role"),
            )
        )
        person.grade = person.grade or row["grade"]
    return begins, ends


@dataclass(slots=True)
class Birth:
    """What demographics.csv says of a person."""

    text: str
    spot: Spot
    protection: Protection | None


def read_births(table: Table, context: Context) -> tuple[dict[str, Birth], DateColumn]:
    """Birth dates (and address protection, where the column lies there) by person."""
    births: dict[str, Birth] = {}
    dates = DateColumn()
    own = "userSourcedId" if table.has("userSourcedId") else "sourcedId"
    if not table.has(own):
        raise Stop(ProblemKind.COLUMN_MISSING, Spot(table.name, 1, "sourcedId"))
    for row in table.rows():
        if context.status(row) != "active":
            continue
        text = dates.add(row["birthDate"], row.spot("birthDate"))
        protection = read_protection(row, context.protection_column, context)
        births[context.key("user", row[own])] = Birth(text, row.spot("birthDate"), protection)
    return births, dates

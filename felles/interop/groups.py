"""Classes, who goes in which, and who is whose parent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from felles.interop import vocabulary as words
from felles.interop.dates import DateColumn
from felles.interop.people import Context, Users
from felles.interop.tables import Table
from felles.rules.people import Relation
from felles.rules.roster_problems import ProblemKind, Spot


@dataclass(slots=True)
class Group:
    """A row of classes.csv. ``org`` is the key of its organisation."""

    key: str
    name: str
    org: str
    grade: int | None
    is_homeroom: bool
    spot: Spot


@dataclass(slots=True)
class Groups:
    """The classes by key; ``ended`` are those that the export says are to be deleted."""

    classes: dict[str, Group] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)


def read_classes(table: Table, context: Context) -> Groups:
    """The groups of classes.csv, contact classes and teaching groups alike."""
    groups = Groups()
    for row in table.rows():
        key = context.key("class", row["sourcedId"])
        if context.status(row) != "active":
            groups.ended.add(key)
            continue
        if not row["sourcedId"] or not row["title"]:
            column = "title" if row["sourcedId"] else "sourcedId"
            context.findings.add(ProblemKind.CELL_MISSING, row.spot(column))
            continue
        org = context.key("org", row["schoolSourcedId"]) if row["schoolSourcedId"] else ""
        homeroom = words.word(row["classType"]) in words.HOMEROOM
        grade = words.read_grade(row["grades"]) or words.grade_of_class(row["title"])
        group = Group(key, row["title"], org, grade, homeroom, row.spot("title"))
        if key in groups.classes and groups.classes[key].name != group.name:
            context.findings.add(ProblemKind.ID_TWICE, row.spot("sourcedId"))
        groups.classes.setdefault(key, group)
    return groups


@dataclass(slots=True)
class Membership:
    """That a pupil goes in a class."""

    group: str
    is_primary: bool
    begins: str
    ends: str


@dataclass(slots=True)
class Memberships:
    """The classes of each pupil; ``unsure`` are pupils with a row that could not be used."""

    of_pupil: dict[str, list[Membership]] = field(default_factory=lambda: defaultdict(list))
    unsure: set[str] = field(default_factory=set)
    begins: DateColumn = field(default_factory=DateColumn)
    ends: DateColumn = field(default_factory=DateColumn)


def read_enrollments(table: Table, users: Users, groups: Groups, context: Context) -> Memberships:
    """Who goes in which class. Teachers' rows give nobody a role, and are left out."""
    found = Memberships()
    for row in table.rows():
        if words.word(row["role"]) not in ("", words.STUDENT) or context.status(row) != "active":
            continue
        pupil = context.key("user", row["userSourcedId"])
        group = context.key("class", row["classSourcedId"])
        if pupil not in users.people:
            context.findings.add(ProblemKind.USER_UNKNOWN, row.spot("userSourcedId"))
        elif group in groups.classes:
            found.of_pupil[pupil].append(
                Membership(
                    group,
                    words.word(row["primary"]) in words.YES,
                    found.begins.add(row["beginDate"], row.spot("beginDate")),
                    found.ends.add(row["endDate"], row.spot("endDate")),
                )
            )
        elif group not in groups.ended:
            context.findings.add(ProblemKind.CLASS_UNKNOWN, row.spot("classSourcedId"))
            found.unsure.add(pupil)
    return found


@dataclass(slots=True)
class Tie:
    """A relation as the files have it, not yet known which of the two is the pupil."""

    left: str
    right: str
    relation: Relation | None
    spot: Spot


def read_relationships(table: Table, context: Context) -> list[Tie]:
    """The rows of relationships.csv that are about a parent or guardian."""
    ties = []
    for row in table.rows():
        relation = words.RELATIONS.get(words.word(row["relationshipRole"]))
        if relation is None:
            context.findings.add(ProblemKind.NOT_GUARDIAN, row.spot("relationshipRole"))
            continue
        left = context.key("user", row["userSourcedId"])
        right = context.key("user", row["relationshipUserSourcedId"])
        ties.append(Tie(left, right, relation, row.spot("relationshipUserSourcedId")))
    return ties


def list_agents(users: Users, column: str) -> Iterable[Tie]:
    """The relatives that users.csv names (agents)."""
    for person in users.people.values():
        for agent in person.agents:
            yield Tie(person.key, agent, None, person.spot._replace(column=column))

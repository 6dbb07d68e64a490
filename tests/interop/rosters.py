"""A small invented roster, written out in each of the formats. Everybody in it is made up."""

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from felles.casework.queries import find_case_ties
from felles.people.actions import apply_roster, import_schools
from felles.people.models import Organisation, Pupil
from felles.people.queries import load_known, system_actor
from felles.people.rosters import ReadOptions, external_key, read_roster
from felles.rules.register import RegisterFile, RegisterSchool
from felles.rules.roster import Roster
from felles.rules.roster_diff import make_plan
from felles.rules.roster_plan import Plan
from felles.rules.roster_problems import ProblemKind, Spot
from tests.cast import NOW, Cast

# Invented numbers with right check digits.
FURULIA, GRANASEN = "999888720", "999888739"
ON = NOW.date()
Files = dict[str, list[list[str]]]


@dataclass(frozen=True)
class Child:
    """A pupil of the invented roster."""

    id: str
    given: str
    family: str = "Prøvesen"
    school: str = "org-1"
    cls: str = "6B"
    parents: tuple[str, ...] = ()
    born: str = "2015-03-04"
    grade: str = "6"
    identity: str = ""
    protection: str | None = None
    status: str = "active"


@dataclass(frozen=True)
class Grownup:
    """A parent, or with ``school`` a member of staff."""

    id: str
    given: str
    family: str = "Prøvesen"
    role: str = "parent"
    school: str = ""
    phone: str = "+47 900 00 001"
    email: str = ""
    status: str = "active"


@dataclass(frozen=True)
class District:
    """What a roster tells. ``write`` puts it on disk in one of the formats."""

    children: tuple[Child, ...] = (
        Child("p1", "Maja", parents=("g1", "g2")),
        Child("p2", "Jonas", "Eksempel", cls="5A", grade="5", born="2016-01-31", parents=("g3",)),
        Child("p3", "Åse", "Østby", school="org-2", cls="7C", grade="7", parents=("g3",)),
    )
    grownups: tuple[Grownup, ...] = (
        Grownup("g1", "Kari", email="kari@example.org"),
        Grownup("g2", "Ola"),
        Grownup("g3", "Siv", "Eksempel", role="guardian"),
        Grownup("t1", "Nils", "Lærer", role="teacher", school="org-1", email="nils@example.org"),
        Grownup("t2", "Rita", "Rektor", role="principal", school="org-2"),
    )
    schools: tuple[tuple[str, str, str], ...] = (
        ("org-1", "Furulia skole", FURULIA),
        ("org-2", "Granåsen skole", GRANASEN),
    )

    def child(self, child_id: str, **changes: Any) -> "District":
        """The same district, with a child changed."""
        return replace(
            self,
            children=tuple(
                replace(one, **changes) if one.id == child_id else one for one in self.children
            ),
        )

    def grownup(self, grownup_id: str, **changes: Any) -> "District":
        """The same district, with a grown-up changed."""
        return replace(
            self,
            grownups=tuple(
                replace(one, **changes) if one.id == grownup_id else one for one in self.grownups
            ),
        )

    def without(self, *ids: str) -> "District":
        """The same district, without some people."""
        return replace(
            self,
            children=tuple(one for one in self.children if one.id not in ids),
            grownups=tuple(one for one in self.grownups if one.id not in ids),
        )

    def plus(self, *people: Child | Grownup) -> "District":
        """The same district, with more people."""
        more = tuple(one for one in people if isinstance(one, Child))
        grown = tuple(one for one in people if isinstance(one, Grownup))
        return replace(self, children=(*self.children, *more), grownups=(*self.grownups, *grown))

    def files(self, format_: str = "1.1") -> Files:
        """The rows of each file, headers first."""
        return {"1.1": _files_11, "1.2": _files_12, "sds": _files_sds}[format_](self)


DISTRICT = District()


def _orgs(district: District) -> list[list[str]]:
    rows = [["sourcedId", "name", "type", "identifier"], ["d1", "Bydel Eksempel", "district", ""]]
    return rows + [[key, name, "school", number] for key, name, number in district.schools]


def _classes(district: District) -> list[list[str]]:
    found = dict.fromkeys((one.school, one.cls, one.grade) for one in district.children if one.cls)
    rows = [["sourcedId", "status", "title", "grades", "classType", "schoolSourcedId"]]
    for school, name, grade in found:
        rows.append([f"{school}-{name}", "active", name, grade, "homeroom", school])
    return rows


def _enrollments(district: District) -> list[list[str]]:
    rows = [["sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role"]]
    for child in district.children:
        if child.cls:
            key = f"{child.school}-{child.cls}"
            rows.append([f"e-{child.id}", key, child.school, child.id, "student"])
    return rows


def _demographics(district: District) -> list[list[str]]:
    rows = [["sourcedId", "status", "birthDate"]]
    return rows + [[one.id, "active", one.born] for one in district.children if one.born]


def _manifest(version: str, names: Iterable[str]) -> list[list[str]]:
    rows = [["propertyName", "value"], ["oneroster.version", version]]
    return rows + [[f"file.{name}", "bulk"] for name in names] + [["file.results", "absent"]]


def _files_11(district: District) -> Files:
    users = [
        [
            "sourcedId", "status", "enabledUser", "orgSourcedIds", "role", "username", "givenName",
            "familyName", "identifier", "email", "sms", "phone", "agentSourcedIds", "grades",
            "metadata.addressProtection",
        ]
    ]  # fmt: skip
    for child in district.children:
        agents = ",".join(child.parents)
        users.append(
            [child.id, child.status, "true", child.school, "student", "", child.given,
             child.family, child.identity, "", "", "", agents, child.grade, child.protection or ""]
        )  # fmt: skip
    users += [
        [one.id, one.status, "true", one.school or "d1", one.role, one.id, one.given,
         one.family, "", one.email, one.phone, "", "", "", ""]
        for one in district.grownups
    ]  # fmt: skip
    if all(child.protection is None for child in district.children):
        users = [row[:-1] for row in users]
    files = {
        "orgs": _orgs(district),
        "users": users,
        "classes": _classes(district),
        "enrollments": _enrollments(district),
        "demographics": _demographics(district),
    }
    return {"manifest": _manifest("1.1", files), **files}


def _roles(district: District) -> list[list[str]]:
    rows = [["sourcedId", "status", "userSourcedId", "roleType", "role", "orgSourcedId"]]
    people = [(child.id, "student", child.school) for child in district.children]
    people += [(one.id, one.role, one.school or "d1") for one in district.grownups]
    return rows + [[f"r-{key}", "active", key, "primary", role, org] for key, role, org in people]


def _files_12(district: District) -> Files:
    files = _files_11(district)
    header = files["users"][0]
    out = [header.index("role"), header.index("orgSourcedIds")]
    users = [[c for i, c in enumerate(row) if i not in out] for row in files["users"]]
    return {
        **files,
        "manifest": _manifest("1.2", [*files, "roles"]),
        "users": users,
        "roles": _roles(district),
    }


def _files_sds(district: District) -> Files:
    """School Data Sync has no identifier of schools: their ids are the organisation numbers."""
    number = {key: org_number for key, _name, org_number in district.schools}
    users = [["sourcedId", "username", "givenName", "familyName", "email", "phone", "sms"]]
    roles = [["userSourcedId", "orgSourcedId", "role", "sessionSourcedId", "grade", "isPrimary"]]
    ties = [["userSourcedId", "relationshipUserSourcedId", "relationshipRole"]]
    kinds = {one.id: one.role for one in district.grownups}
    for child in district.children:
        users.append([child.id, "", child.given, child.family, "", "", ""])
        roles.append([child.id, number[child.school], "student", "", child.grade, "TRUE"])
        ties += [[child.id, parent, kinds.get(parent, "parent")] for parent in child.parents]
    for one in district.grownups:
        users.append([one.id, one.id, one.given, one.family, one.email, "", one.phone])
        if one.school:
            roles.append([one.id, number[one.school], one.role, "", "", "TRUE"])
    classes = [["sourcedId", "orgSourcedId", "title", "grade"]]
    classes += [[row[0], number[row[5]], row[2], row[3]] for row in _classes(district)[1:]]
    orgs = [["sourcedId", "name", "type", "parentSourcedId"]]
    orgs += [[number[key], name, "school", ""] for key, name, _number in district.schools]
    demographics = [["userSourcedId", "birthDate"]]
    demographics += [[row[0], row[2]] for row in _demographics(district)[1:]]
    return {
        "orgs": orgs,
        "users": users,
        "roles": roles,
        "classes": classes,
        "enrollments": [[row[1], row[3], row[4]] for row in _enrollments(district)],
        "demographics": demographics,
        "relationships": ties,
    }


def shuffle_columns(rows: list[list[str]], dice: Random) -> list[list[str]]:
    """The same rows with the columns in another order."""
    order = list(range(len(rows[0])))
    dice.shuffle(order)
    return [[row[index] for index in order] for row in rows]


def as_text(rows: list[list[str]], *, separator: str = ",", newline: str = "\r\n") -> str:
    """The rows as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=newline).writerows(rows)
    return text.getvalue()


def write_folder(
    files: Files, folder: Path, *, encoding: str = "utf-8", separator: str = ","
) -> Path:
    """Write the files to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        text = as_text(rows, separator=separator)
        (folder / f"{name}.csv").write_bytes(text.encode(encoding))
    return folder


def write_zip(files: Files, path: Path, *, prefix: str = "") -> Path:
    """Write the files to a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in files.items():
            archive.writestr(f"{prefix}{name}.csv", as_text(rows))
    return path


def add_schools() -> dict[str, Organisation]:
    """The two schools of the roster, as the register has them."""
    rows = (
        RegisterSchool(FURULIA, "Furulia skole", "0301"),
        RegisterSchool(GRANASEN, "Granåsen skole", "0301"),
    )
    by = system_actor(NOW)
    import_schools(by=by, at=NOW, file=RegisterFile(rows), municipalities=frozenset())
    return {row.org_number: row for row in Organisation.objects.exclude(org_number="")}


def number_schools(cast: Cast) -> None:
    """Give the cast's two schools the numbers of the roster's."""
    for name, number in (("furulia", FURULIA), ("granasen", GRANASEN)):
        Organisation.objects.filter(pk=cast.organisations[name].pk).update(org_number=number)


def read(path: Path, **options: Any) -> Roster:
    """Read a roster as it stands on the tests' day."""
    return read_roster(path, ReadOptions(on=options.pop("on", ON), **options))


def read_district(district: District, folder: Path, format_: str = "1.1") -> Roster:
    """Write a district out and read it in."""
    return read(write_folder(district.files(format_), folder))


def plan_of(roster: Roster) -> Plan:
    """What the roster would change now."""
    return make_plan(roster, load_known(system_actor(NOW)))


def apply(roster: Roster, *, is_confirmed: bool = False, at: Any = NOW) -> Plan:
    """Carry out what the roster would change now."""
    by = system_actor(at)
    expected = make_plan(roster, load_known(by)).fingerprint()
    return apply_roster(
        by=by,
        at=at,
        roster=roster,
        expected=expected,
        find_cases=find_case_ties,
        is_confirmed=is_confirmed,
    )


def take_in(district: District, folder: Path, format_: str = "1.1") -> Plan:
    """Write a district out, read it in and carry it out."""
    return apply(read_district(district, folder, format_))


def pupil(child_id: str) -> Pupil:
    """The pupil who came with an id of the roster."""
    return Pupil.objects.get(external_key=external_key("user", child_id))


def kinds(roster: Roster) -> list[str]:
    """The kinds of problems that stop or refuse, in order."""
    return [str(one.kind) for one in roster.problems if one.kind.level > 1]


def read_files(files: Files, tmp_path: Path, **options: Any) -> Roster:
    """Read files that a test has changed."""
    return read(write_folder(files, tmp_path / "export"), **options)


def spots(roster: Roster, kind: ProblemKind) -> list[Spot]:
    """Where problems of a kind lie."""
    return [one.spot for one in roster.problems if one.kind is kind]


def with_column(files: Files, name: str, column: str, values: list[str]) -> Files:
    """The files with one more column in one of them."""
    rows = files[name]
    more = [
        [*rows[0], column],
        *([*row, value] for row, value in zip(rows[1:], values, strict=True)),
    ]
    return {**files, name: more}

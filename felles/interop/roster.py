"""Reads a roster: a folder or zip file in, frozen rows and a list of problems out.

Understands OneRoster 1.1 and 1.2 (CSV) and Microsoft School Data Sync v2.1. Whatever it is given,
it answers with a roster: when the files cannot be trusted, one without rows that says why.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from django.conf import settings

from felles.interop.classes import ClassChooser
from felles.interop.dates import DateColumn
from felles.interop.families import Families, find_families
from felles.interop.findings import Findings, Stop
from felles.interop.formats import Export, find_export
from felles.interop.groups import (
    Groups,
    Tie,
    list_agents,
    read_classes,
    read_enrollments,
    read_relationships,
)
from felles.interop.headers import Headers
from felles.interop.people import (
    Context,
    read_births,
    read_orgs,
    read_roles,
    read_users,
)
from felles.interop.sorting import Dates, Facts, Sorted, Sorter
from felles.interop.source import Limits, Member, open_source
from felles.interop.tables import Table, find_passwords, open_table, peek_headers
from felles.people.rosters import ReadOptions, Tell
from felles.rules.identity import holds_identity_number
from felles.rules.roster import ClassRow, GuardianRow, PupilRow, Roster, SchoolRow, StaffRow
from felles.rules.roster_problems import ProblemKind, Spot

# A school's name is the one value of a cell that messages repeat.
SCHOOL_NAME_LENGTH = 80


def read_roster(
    path: Path,
    options: ReadOptions,
    *,
    tell: Tell = lambda _file: None,
    limits: Limits | None = None,
) -> Roster:
    """Read a roster. ``tell`` is called with the name of each file as its turn comes."""
    findings = Findings()
    limits = limits or Limits(total_bytes=settings.ROSTER_MAX_BYTES)
    column = settings.ROSTER_PROTECTION_COLUMN
    context = Context(options, findings, limits, column)
    try:
        with open_source(path, limits, findings) as members:
            return _Reading(members, context, tell).read()
    except Stop as stop:
        findings.add_problem(stop.problem)
    except OSError:
        findings.add(ProblemKind.PATH_MISSING)
    return Roster(problems=findings.list_all())


class _Reading:
    """One reading of one export."""

    def __init__(self, members: dict[str, Member], context: Context, tell: Tell) -> None:
        self._members = members
        self._context = context
        self._tell = tell

    def _open(self, file: str, member: Member) -> Table:
        self._tell(member.name)
        context = self._context
        return open_table(
            file,
            member,
            context.limits,
            context.findings,
            encoding=context.options.encoding,
            extra=[context.protection_column] if file in ("users", "demographics") else (),
        )

    def _peek(self, file: str, member: Member) -> Headers:
        return peek_headers(file, member, self._context.limits, self._context.options.encoding)

    def read(self) -> Roster:
        """Read file by file, then put the rows together."""
        self._refuse_passwords()
        export = find_export(self._members, self._open, self._peek, self._context.findings)
        self._read_files(export)
        out = self._sort_people(export)
        families = self._find_families(export, out)
        classes = self._find_classes(export, out)
        return self._put_together(export, out, families, classes)

    def _refuse_passwords(self) -> None:
        """Look for passwords in every file, also in those that are not used otherwise."""
        context = self._context
        found: list[Spot] = []
        for name in sorted(self._members):
            # A file that cannot be read is told of when its turn comes, if it is used at all.
            with suppress(Stop):
                found += find_passwords(
                    self._members[name], context.limits, context.options.encoding
                )
        for spot in found[1:]:
            self._context.findings.add(ProblemKind.PASSWORD, spot)
        if found:
            raise Stop(ProblemKind.PASSWORD, found[0])

    def _read_files(self, export: Export) -> None:
        files, context = export.files, self._context
        self._orgs = read_orgs(self._open("orgs", files["orgs"]), context)
        self._users = read_users(self._open("users", files["users"]), context)
        self._groups = Groups()
        if "classes" in files:
            self._groups = read_classes(self._open("classes", files["classes"]), context)

    def _settle(self, column: DateColumn) -> Dates:
        return column.settle(self._context.options.date_order, self._context.findings)

    def _sort_people(self, export: Export) -> Sorted:
        files, context = export.files, self._context
        facts = Facts(self._orgs, {}, {}, {}, {})
        if "roles" in files:
            begins, ends = read_roles(self._open("roles", files["roles"]), self._users, context)
            facts.begins, facts.ends = self._settle(begins), self._settle(ends)
        if "demographics" in files:
            table = self._open("demographics", files["demographics"])
            facts.births, births = read_births(table, context)
            facts.birth_dates = self._settle(births)
        return Sorter(context, self._users, facts).sort()

    def _find_families(self, export: Export, out: Sorted) -> Families:
        ties: list[Tie] = []
        if "relationships" in export.files:
            table = self._open("relationships", export.files["relationships"])
            ties = read_relationships(table, self._context)
        ties += list_agents(self._users, "agentSourcedIds")
        return find_families(ties, self._users, out, self._context)

    def _find_classes(self, export: Export, out: Sorted) -> list[ClassRow]:
        if not {"classes", "enrollments"} <= export.files.keys():
            self._context.findings.add(ProblemKind.NO_CLASS_FILE)
            return []
        table = self._open("enrollments", export.files["enrollments"])
        members = read_enrollments(table, self._users, self._groups, self._context)
        begins, ends = self._settle(members.begins), self._settle(members.ends)
        chooser = ClassChooser(self._context, self._orgs, self._groups, begins, ends)
        return chooser.choose(out, members, is_whole=export.is_whole)

    def _put_together(
        self, export: Export, out: Sorted, families: Families, classes: list[ClassRow]
    ) -> Roster:
        findings = self._context.findings
        if not self._users.is_readable:
            findings.add(ProblemKind.ROWS_UNREADABLE, Spot(export.files["users"].name))
        if not families.links:
            findings.add(ProblemKind.NO_PARENTS)
        used = {row.school_key for row in out.pupils.values()}
        used |= {place.school_key for row in out.staff for place in row.places}
        return Roster(
            format=export.format,
            schools=tuple(self._school(key) for key in sorted(used)),
            classes=tuple(sorted(classes)),
            pupils=tuple(sorted(out.pupils.values(), key=_by_key)),
            guardians=tuple(sorted(families.guardians.values(), key=_by_key)),
            links=tuple(families.links[pair] for pair in sorted(families.links)),
            staff=tuple(sorted(out.staff, key=_by_key)),
            is_whole=export.is_whole and self._users.is_readable,
            knows_parents=bool(families.links),
            held_keys=frozenset(out.held),
            ended_keys=frozenset(out.ended),
            problems=findings.list_all(),
        )

    def _school(self, key: str) -> SchoolRow:
        org = self._orgs[key]
        linked = self._context.options.schools.get(key, "")
        name = "…" if holds_identity_number(org.name) else org.name[:SCHOOL_NAME_LENGTH]
        return SchoolRow(key, name, linked or org.number, org.spot, is_linked=bool(linked))


def _by_key(row: PupilRow | GuardianRow | StaffRow) -> str:
    return row.key

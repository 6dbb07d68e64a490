"""``script/manage import_roster``: shows what a roster would change; ``--apply`` carries it out."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from felles.casework.queries import find_case_ties
from felles.interop.progress import progress_bar
from felles.people.actions import apply_roster
from felles.people.queries import load_known, system_actor
from felles.people.rosters import (
    DATE_ORDERS,
    ENCODINGS,
    Progress,
    ReadOptions,
    Tell,
    external_key,
    read_roster,
)
from felles.rules.access import Actor
from felles.rules.decision import Refused
from felles.rules.identity import find_org_number
from felles.rules.roster import Roster
from felles.rules.roster_diff import make_plan
from felles.rules.roster_plan import Plan
from felles.rules.roster_problems import Level
from felles.rules.text import N_
from felles.ui import clock
from felles.ui.parts import FileChange
from felles.ui.roster_report import list_counts, list_groups, list_problems

TOLD = 20
# The files of an export that are read, at most.
MOST_FILES = 7
EVERYTHING = 1_000_000


class Command(BaseCommand):
    help = "Vis hva en elevliste vil endre. Med --apply blir endringene gjort, alle eller ingen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the path, how to read it, and whether to carry it out."""
        parser.add_argument("path", type=Path, help="mappe eller zip-fil med hele eksporten")
        parser.add_argument("--apply", action="store_true", help="gjør endringene")
        parser.add_argument("--details", action="store_true", help="vis hver rad")
        parser.add_argument(
            "--confirm-gone", action="store_true", help="bekreft at mange elever er borte"
        )
        parser.add_argument("--date-order", choices=DATE_ORDERS, default="")
        parser.add_argument("--encoding", choices=ENCODINGS, default="")
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="ÅÅÅÅ-MM-DD",
            help="les lista som på denne dagen",
        )
        parser.add_argument(
            "--school",
            action="append",
            default=[],
            metavar="ID=ORGNR",
            help="hvilken skole en id i orgs.csv er, når fila ikke sier det",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, tell, and carry out when asked to."""
        at = clock.now()
        by = system_actor(at)
        read = ReadOptions(
            on=options["on"] or by.on,
            date_order=options["date_order"],
            encoding=options["encoding"],
            schools=_links(options["school"]),
        )
        with progress_bar(wanted=options["verbosity"] > 0) as progress:
            roster = read_roster(options["path"], read, tell=_count_files(progress))
            plan = make_plan(roster, load_known(by))
        self._tell(plan, roster, EVERYTHING if options["details"] else 0)
        if plan.stops:
            raise CommandError(_("Fila kan ikke brukes. Ingenting er endret."))
        if not options["apply"] or plan.is_empty:
            self._tell_next(plan)
        if not options["apply"]:
            return
        with progress_bar(wanted=options["verbosity"] > 0) as progress:
            self._apply(by, roster, plan, progress, is_confirmed=options["confirm_gone"])

    def _apply(
        self, by: Actor, roster: Roster, plan: Plan, progress: Progress, *, is_confirmed: bool
    ) -> None:
        try:
            apply_roster(
                by=by,
                at=by.at,
                roster=roster,
                expected=plan.fingerprint(),
                find_cases=find_case_ties,
                is_confirmed=is_confirmed,
                progress=progress,
            )
        except Refused as refusal:
            cure = _("Bruk --confirm-gone.") if plan.needs_confirmation else ""
            told = f"{_(refusal.decision.reason)} {_('Ingenting er endret.')} {cure}"
            raise CommandError(told.strip()) from refusal
        if not plan.is_empty:
            self.stdout.write(_("Ferdig. Alle endringene er gjort."))

    def _tell(self, plan: Plan, roster: Roster, limit: int) -> None:
        if plan.format:
            self.stdout.write(plan.format)
        for level in (Level.STOP, Level.REFUSED):
            self._tell_problems(plan, level, _("Avvist"), limit or TOLD)
        if not plan.stops:
            self._tell_counts(plan)
            for group in list_groups(plan, roster, limit=limit) if limit else []:
                self.stdout.write(f"\n{group.title}:")
                for row in group.rows:
                    self.stdout.write(_line(row))
        self._tell_problems(plan, Level.NOTE, _("Merk"), limit or TOLD)

    def _tell_problems(self, plan: Plan, level: Level, title: str, limit: int) -> None:
        rows = list_problems(plan.problems, level)
        if rows:
            self.stdout.write(f"\n{title}:")
        for row in rows[:limit]:
            self.stdout.write(_line(row))
        if len(rows) > limit:
            left = len(rows) - limit
            self.stdout.write("  " + _("Og %(count)s til. --details viser alle.") % {"count": left})

    def _tell_counts(self, plan: Plan) -> None:
        self.stdout.write(f"\n{'':<20}{_('ny'):>8}{_('endret'):>8}{_('borte'):>8}")
        for row in list_counts(plan):
            self.stdout.write(f"{row.label:<20}{row.new:>8}{row.changed:>8}{row.gone:>8}")
        self.stdout.write(_("Elever uten endring: %(count)s") % {"count": plan.unchanged})
        self.stdout.write(_("Rader som ikke blir brukt: %(count)s") % {"count": plan.refused})

    def _tell_next(self, plan: Plan) -> None:
        if plan.is_empty:
            self.stdout.write(_("Ingenting å endre."))
        else:
            self.stdout.write(_("Ingenting er endret ennå. Kjør på nytt med --apply."))


def _count_files(progress: Progress) -> Tell:
    """Draw how many files have been opened; how many there are is not known before the end."""
    opened: list[str] = []

    def tell(name: str) -> None:
        opened.append(name)
        progress(N_("filer"), len(opened), max(len(opened), MOST_FILES))

    return tell


def _line(row: FileChange) -> str:
    """One row as plain text: where, what, and the cure."""
    signs = {"new": "+", "changed": "~", "gone": "-", "refused": "!", "review": "·"}
    line = _("linje %(line)s") % {"line": row.line} if row.line else ""
    place = ", ".join(part for part in (row.file, line, row.column) if part)
    detail = f" ({row.detail})" if row.detail else ""
    where = f"{place}: " if place else ""
    return f"  {signs[row.change]} {where}{row.what}{detail} {row.cure}".rstrip()


def _links(values: list[str]) -> dict[str, str]:
    """Which organisation number a person says that a school of the roster has.

    Raises:
        CommandError: the value is not written as ID=ORGNR.
    """
    found = {}
    for value in values:
        sourced_id, is_pair, number = value.rpartition("=")
        if not is_pair or not find_org_number(number):
            raise CommandError(_("Skriv --school som ID=ORGNR, med et gyldig nummer."))
        found[external_key("org", sourced_id)] = find_org_number(number)
    return found

"""``script/manage import_schools``: schools from the national register."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from felles.interop.nsr_api import ADDRESS, fetch_register
from felles.interop.progress import progress_bar
from felles.people.actions import import_schools
from felles.people.queries import system_actor
from felles.people.rosters import Progress, read_register
from felles.rules.register import RegisterFile, RegisterPlan
from felles.ui import clock

TOLD = 20


class Command(BaseCommand):
    help = "Les inn skoler fra Nasjonalt skoleregister, fra en fil eller rett fra registeret."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a file or ``--fetch``, and municipalities or ``--all``."""
        parser.add_argument("file", nargs="?", type=Path, help="JSON fra skoleregisteret")
        parser.add_argument("--fetch", action="store_true", help="hent rett fra registeret")
        parser.add_argument(
            "--municipality",
            action="append",
            default=[],
            metavar="NNNN",
            help="kommunenummer; flere med komma eller flere ganger",
        )
        parser.add_argument("--all", action="store_true", help="hele landet")
        parser.add_argument("--address", default=ADDRESS, help="adressen til registeret")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, take over, and tell what became of it."""
        municipalities = _municipalities(options["municipality"], everything=options["all"])
        at = clock.now()
        with progress_bar(wanted=options["verbosity"] > 0) as progress:
            file = self._read(options, municipalities, progress)
            if not file.stops:
                by = system_actor(at)
                plan = import_schools(
                    by=by, at=at, file=file, municipalities=municipalities, progress=progress
                )
        if file.stops:
            problem = file.problems[0]
            raise CommandError(f"{_(problem.kind.text)} {_(problem.kind.cure)}")
        self._tell(plan, municipalities)

    def _read(
        self, options: dict[str, Any], municipalities: frozenset[str], progress: Progress
    ) -> RegisterFile:
        if options["fetch"] == bool(options["file"]):
            raise CommandError(_("Oppgi en fil, eller --fetch for å hente fra registeret."))
        if not options["fetch"]:
            return read_register(options["file"], at=clock.now())
        return fetch_register(
            municipalities,
            at=clock.now(),
            address=options["address"],
            progress=lambda done, total: progress(_("henter"), done, total),
        )

    def _tell(self, plan: RegisterPlan, municipalities: frozenset[str]) -> None:
        counts = {
            _("nye"): len(plan.new),
            _("endret"): len(plan.changed),
            _("uendret"): len(plan.unchanged),
            _("borte fra registeret"): len(plan.gone),
        }
        told = ", ".join(f"{count} {label}" for label, count in counts.items())
        self.stdout.write(_("Skoler: %(counts)s.") % {"counts": told})
        for known in plan.gone[:TOLD]:
            self.stdout.write(
                _("Borte fra registeret, beholdt i Felles: %(number)s %(name)s")
                % {"number": known.row.org_number, "name": known.row.name}
            )
        for problem in plan.problems[:TOLD]:
            place = _("Rad %(row)s (%(school)s)") % {"row": problem.row, "school": problem.school}
            self.stderr.write(f"{place}: {_(problem.kind.text)} {_(problem.kind.cure)}")
        if len(plan.problems) > TOLD:
            left = len(plan.problems) - TOLD
            self.stderr.write(_("Og %(count)s rader til med feil.") % {"count": left})
        if municipalities and not (plan.new or plan.changed or plan.unchanged):
            raise CommandError(
                _("Fant ingen skoler i %(numbers)s. Er kommunenummeret riktig?")
                % {"numbers": ", ".join(sorted(municipalities))}
            )


def _municipalities(values: list[str], *, everything: bool) -> frozenset[str]:
    """The municipalities asked for; an empty set means all.

    Raises:
        CommandError: none was asked for, or one has not four digits.
    """
    found = [part.strip() for value in values for part in value.split(",") if part.strip()]
    for number in found:
        if not re.fullmatch(r"\d{4}", number, re.ASCII):
            raise CommandError(_("Et kommunenummer har fire siffer, for eksempel 0301."))
    if bool(found) == everything:
        raise CommandError(_("Oppgi --municipality med kommunenummer, eller --all."))
    return frozenset(found)

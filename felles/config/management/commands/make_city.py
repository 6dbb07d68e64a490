"""``script/manage make_city``: synthetic volume."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from felles.config.city.build import Size, build, check_fit
from felles.config.demo.load import Unfit

PUPILS_A_SCHOOL = 250
CASES_A_SCHOOL = 500


class Command(BaseCommand):
    """Fill a database with invented schools."""

    requires_system_checks: list[str] = []
    help = "Makes a city of invented schools, pupils and cases. 200 schools take some minutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the size, the seed, and leave to add."""
        parser.add_argument("--schools", type=_positive, default=200)
        parser.add_argument("--cases", type=_positive, help=f"default: {CASES_A_SCHOOL} a school")
        parser.add_argument("--pupils", type=_positive, help=f"default: {PUPILS_A_SCHOOL} a school")
        parser.add_argument("--open-percent", type=_positive, default=12, help="of the cases")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--add", action="store_true", help="beside what is there already")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, or say why not."""
        schools, seed = options["schools"], options["seed"]
        size = Size(
            schools,
            options["pupils"] or schools * PUPILS_A_SCHOOL,
            options["cases"] or schools * CASES_A_SCHOOL,
            options["open_percent"],
        )
        try:
            check_fit(seed=seed, add=options["add"])
        except Unfit as reason:
            raise CommandError(str(reason)) from None
        begun = time.monotonic()
        rows = self._build(size, seed)
        self.stdout.write(
            f"{size.schools} schools, {size.pupils} pupils and {size.cases} cases "
            f"({rows} rows) in {time.monotonic() - begun:.0f} s. Everybody is invented."
        )

    def _build(self, size: Size, seed: int) -> int:
        rows = 0
        columns = (
            TextColumn("{task.fields[rows]} rows"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("schools"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, disable=not self.stdout.isatty()) as bar:
            task = bar.add_task("", total=size.schools, rows=0)
            for saved in build(at=timezone.now(), size=size, seed=seed):
                rows += saved
                bar.update(task, advance=1, rows=rows)
        return rows


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number

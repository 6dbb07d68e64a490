"""``script/manage load_demo``: an invented district to try Felles in."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from felles.config.demo.load import Loaded, Unfit, check_fit, count, is_loaded, load
from felles.config.demo.stories import STORIES


class Command(BaseCommand):
    """Load the demo once; a second time changes nothing."""

    requires_system_checks: list[str] = []
    help = "Loads an invented district: schools, people and cases in every state."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--seed``."""
        parser.add_argument("--seed", type=int, default=1, help="another seed, other bystanders")

    def handle(self, *args: Any, seed: int, **options: Any) -> None:
        """Load, or say why not."""
        try:
            check_fit()
        except Unfit as reason:
            raise CommandError(str(reason)) from None
        if is_loaded():
            self._say("The demo is loaded already", count())
            return
        begun = time.monotonic()
        with self._bar() as bar:
            task = bar.add_task("", total=len(STORIES) + 1)
            at = timezone.now()
            loaded = load(at=at, seed=seed, step=lambda text: _advance(bar, task, text))
        self._say(f"The demo was loaded in {time.monotonic() - begun:.0f} s", loaded)

    def _bar(self) -> Progress:
        columns = (TextColumn("{task.description:24}"), BarColumn(), TimeElapsedColumn())
        return Progress(*columns, transient=True, disable=not self.stdout.isatty())

    def _say(self, what: str, loaded: Loaded) -> None:
        self.stdout.write(
            f"{what}: {loaded.people} people, {loaded.pupils} pupils, {loaded.cases} cases. "
            "Everybody is invented."
        )


def _advance(bar: Progress, task: Any, text: str) -> None:
    bar.update(task, advance=1, description=text)

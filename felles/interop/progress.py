"""A progress bar for people, silence for files and pipes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from felles.people.rosters import Progress as Tell
from felles.people.rosters import no_progress


@contextmanager
def progress_bar(*, wanted: bool = True) -> Iterator[Tell]:
    """Yield a function that draws how far each stage has come, where somebody can see it."""
    if not wanted or not sys.stderr.isatty():
        yield no_progress
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        tasks = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(_(stage).capitalize(), total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield tell

"""Writes the pages of docs/ that are printed from the code's own tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from felles.config.printed import PAGES


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


class Command(BaseCommand):
    help = f"Print {', '.join(PAGES)} in docs/ from the tables."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing, fail when a page is stale"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "docs"
        pages = {folder / name: draw() for name, draw in PAGES.items()}
        stale = {path: text for path, text in pages.items() if not _is(path, text)}
        if options["check"]:
            if stale:
                names = ", ".join(path.name for path in stale)
                raise CommandError(f"Stale in docs/: {names}. Run script/manage print_docs.")
            self.stdout.write("The printed pages of docs/ are up to date.")
            return
        for path, text in stale.items():
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote docs/{path.name}.")

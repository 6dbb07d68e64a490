"""``script/manage work``: the worker; ``--once`` does one round, for a clock such as cron."""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from felles.config.worker import Worker


class Command(BaseCommand):
    # It serves no page: checks of routes and templates would only cost time and memory.
    requires_system_checks: list[str] = []
    help = "Sends notices, says that it lives, and forgets what has served its time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--once``."""
        parser.add_argument("--once", action="store_true", help="do one round and end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Work until SIGTERM or Ctrl-C, or one round."""
        worker = Worker()
        if once:
            if not worker.round():
                sys.exit(1)
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        worker.run()

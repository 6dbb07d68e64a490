"""Measures one database, a round at a time, when told to on the standard input."""

import json
import sys
from collections.abc import Callable
from typing import Any

import django
from django.db import transaction

WARM = 3


def main() -> None:
    """Answer each line of input with a line of JSON; end with the input."""
    django.setup()
    from tests.bench.hello import make_hello
    from tests.bench.work import count_rows, list_work, replay

    # Whatever the requests write is undone in the end; what is measured stays the same.
    with transaction.atomic():
        works = list_work()
        tasks: dict[str, Callable[[], None]] = {"hello": make_hello()}
        for work in works:
            tasks[f"{work.name}|{work.who}|page"] = work.request
            tasks[f"{work.name}|{work.who}|sql"] = replay(work.statements)
        _say({"rows": count_rows(), "queries": _count(works)})
        for line in sys.stdin:
            _say(_round(tasks, int(line)))
        transaction.set_rollback(True)


def _count(works: list[Any]) -> dict[str, int]:
    return {f"{work.name}|{work.who}": len(work.statements) for work in works}


def _round(tasks: dict[str, Callable[[], None]], times: int) -> dict[str, float]:
    """CPU milliseconds a request of each task."""
    from tests.bench.work import once

    found = {}
    for name, task in tasks.items():
        for _ in range(WARM):
            once(task)
        found[name] = sum(once(task) for _ in range(times)) / times / 1e6
    return found


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""``script/bench``: builds the cities, measures them in turn, and prints the table."""

import argparse
import json
import subprocess
import sys
from contextlib import ExitStack
from typing import IO, Any

from script.tool.common import PYTHON, ROOT, environment, say
from tests.bench.databases import forget, list_sizes, postgres_urls, sqlite_urls
from tests.bench.report import Measured, show


def main(arguments: list[str]) -> int:
    """Measure, on SQLite or on PostgreSQL."""
    options = _parse(arguments)
    if options.rebuild:
        forget()
    sizes = list_sizes(options.cases)
    urls_of = postgres_urls if options.postgres else sqlite_urls
    with ExitStack() as stack:
        urls = stack.enter_context(urls_of(sizes))
        children = [stack.enter_context(_start(url)) for url in urls]
        measured = [
            Measured(size.name, **_hear(child)) for size, child in zip(sizes, children, strict=True)
        ]
        for number in range(options.rounds):
            say(f"Round {number + 1} of {options.rounds} …")
            # The other way round every second time: nobody is always first.
            for child, found in list(zip(children, measured, strict=True))[:: 1 - 2 * (number % 2)]:
                found.rounds.append(_ask(child, options.requests))
        for child in children:
            _stdin(child).close()
    show("PostgreSQL" if options.postgres else "SQLite", measured, options.rounds, options.requests)
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=20, help="of each page in each round")
    parser.add_argument("--cases", type=int, default=100_000, help="in the largest city")
    parser.add_argument("--postgres", action="store_true", help="on a server from a wheel")
    parser.add_argument("--rebuild", action="store_true", help="make the kept cities again")
    return parser.parse_args(arguments)


def _start(url: str) -> subprocess.Popen[str]:
    env = environment(FELLES_MODE="test", DATABASE_URL=url)
    return subprocess.Popen(
        [str(PYTHON), "-m", "tests.bench.child"],
        cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _stdin(child: subprocess.Popen[str]) -> IO[str]:
    if child.stdin is None:
        raise AssertionError("a pipe was asked for")
    return child.stdin


def _hear(child: subprocess.Popen[str]) -> dict[str, Any]:
    line = child.stdout.readline() if child.stdout else ""
    if not line:
        raise SystemExit("A measuring process ended by itself; see above.")
    answer: dict[str, Any] = json.loads(line)
    return answer


def _ask(child: subprocess.Popen[str], times: int) -> dict[str, float]:
    _stdin(child).write(f"{times}\n")
    _stdin(child).flush()
    return _hear(child)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""script/test: all tests on SQLite and on PostgreSQL, with journeys where Chromium is found."""

import os
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import dataclass, field

from script.tool.common import PYTHON, ROOT, VAR, environment, heading, say
from script.tool.install import ensure
from script.tool.postgres import server
from script.tool.setup import find_browser

NO_TESTS = 5  # pytest's exit code when nothing was selected
USAGE = """script/test [--both | --postgres] [pytest's arguments]
Without arguments all tests run on SQLite and on PostgreSQL (TEST_DATABASE_URL, else a server from
a wheel). With arguments they run on SQLite alone, unless --both or --postgres says otherwise."""


@dataclass
class Lane:
    """One run of pytest against one database."""

    name: str
    options: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    code: int = 0
    summary: str = ""


def test(arguments: list[str]) -> int:
    """Run the lanes that the arguments ask for and repeat their summaries at the end."""
    if arguments in (["--help"], ["-h"]):
        say(USAGE)
        return 0
    ensure("develop")
    chosen = {"--both", "--postgres"} & set(arguments)
    rest = [argument for argument in arguments if argument not in chosen]
    full = not rest
    lanes = []
    if "--postgres" not in chosen:
        lanes.append(_run_sqlite(rest, full))
    if chosen or full:
        lanes.append(_run_postgres(rest, full))
    return _conclude(lanes)


def _run_sqlite(rest: list[str], full: bool) -> Lane:
    browser = find_browser()
    lane = Lane("SQLite", _spread(rest, full))
    # Tests make files of their own. Named “:memory:”, live servers would share one connection
    # between threads, and crash.
    url = f"sqlite:///{VAR / 'unused-by-tests.sqlite3'}"
    lane.env = {"DATABASE_URL": url, "FELLES_CHROMIUM": browser or ""}
    if not browser:
        lane.options += ["-m", "not journey"] if "-m" not in rest else []
        lane.name += ", without browser journeys (no Chromium found; script/setup --browser)"
    else:
        lane.name += ", with browser journeys"
    return _run(lane, rest)


def _run_postgres(rest: list[str], full: bool) -> Lane:
    url = os.environ.get("TEST_DATABASE_URL")
    where = "TEST_DATABASE_URL" if url else "a server from a wheel"
    lane = Lane(f"PostgreSQL ({where})", _spread(rest, full))
    lane.options += ["-m", "not journey"] if "-m" not in rest else []
    with nullcontext(url) if url else server() as address:
        lane.env = {"DATABASE_URL": address, "FELLES_CHROMIUM": ""}
        return _run(lane, rest)


def _spread(rest: list[str], full: bool) -> list[str]:
    """Use two cores for whole runs; a handful of tests starts quicker on one."""
    cores = min(os.cpu_count() or 1, 4)
    asked = any(argument.startswith(("-n", "--numprocesses")) for argument in rest)
    return ["-n", str(cores), "--dist", "worksteal"] if full and cores > 1 and not asked else []


def _run(lane: Lane, rest: list[str]) -> Lane:
    heading(f"{lane.name}")
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    command = [str(PYTHON), "-m", "pytest", *colour, *lane.options, *rest]
    env = environment(**lane.env)
    env["FELLES_MODE"] = "test"
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None  # noqa: S101 -- a pipe was asked for
        tail = b""
        while chunk := child.stdout.read1(65536):  # type: ignore[attr-defined]
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            tail = (tail + chunk)[-4096:]
    lines = tail.decode(errors="replace").strip().splitlines()
    lane.summary = lines[-1] if lines else ""
    lane.code = child.returncode
    return lane


def _conclude(lanes: list[Lane]) -> int:
    verdicts = {0: "passed", NO_TESTS: "no test chosen"}
    say("")
    for lane in lanes:
        heading(f"{verdicts.get(lane.code, f'FAILED ({lane.code})')}: {lane.name}")
        say(lane.summary)
    failed = [lane.code for lane in lanes if lane.code not in verdicts]
    if failed:
        return failed[0]
    return NO_TESTS if all(lane.code == NO_TESTS for lane in lanes) else 0

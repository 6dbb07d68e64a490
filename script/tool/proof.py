"""script/proof: the long proofs of access, with their counts, and the mutants with their report."""

import os
import subprocess
from contextlib import nullcontext

from script.tool.common import PYTHON, ROOT, VAR, Stop, environment, heading, say
from script.tool.install import ensure
from script.tool.postgres import server

# Where the tests stand that ought to notice when a check is gone.
KILLERS = (
    *("tests/rules", "tests/casework", "tests/people", "tests/ui", "tests/meetings"),
    *("tests/activities", "tests/programme", "tests/insight", "tests/interop"),
    *("tests/config/test_meeting_mail.py", "tests/config/test_guest_mail.py"),
    *("tests/config/test_reminders.py", "tests/config/test_worker.py"),
    *("tests/web", "tests/portal", "tests/proofs/test_every_route.py"),
)
REPORT = VAR / "proof"
USAGE = """script/proof [matrix [--postgres] | mutants [WORD ...]]
matrix   asks every route as everybody about a case in every state, before and after every change
         of consent, and in two worlds; prints what it has counted
mutants  takes away each check of access, one at a time (those with all WORDs in their name), and
         prints those that no test notices; the report is var/proof/mutants.json. The word
         "again" tries those that the last report calls survivors
Without arguments both run."""


def proof(arguments: list[str]) -> int:
    """Run what was asked for; zero when everything holds and every mutant was noticed."""
    if arguments in (["--help"], ["-h"]):
        say(USAGE)
        return 0
    kind, *rest = arguments or ["all"]
    if kind not in ("all", "matrix", "mutants") or (
        kind != "mutants" and set(rest) - {"--postgres"}
    ):
        raise Stop(USAGE)
    ensure("develop")
    REPORT.mkdir(parents=True, exist_ok=True)
    code = 0
    if kind != "mutants":
        code = _matrix("--postgres" in rest)
    if kind != "matrix":
        code = _mutants(rest if kind == "mutants" else []) or code
    return code


def _matrix(on_postgres: bool) -> int:
    """The whole matrix, with two processes."""
    heading(f"The whole matrix on {'PostgreSQL' if on_postgres else 'SQLite'}")
    url = os.environ.get("TEST_DATABASE_URL") if on_postgres else _unused()
    with nullcontext(url) if url else server() as address:
        options = ["-n", "2", "--dist", "worksteal", "tests/proofs"]
        return _pytest(options, DATABASE_URL=address, FELLES_PROOF="full")


def _mutants(words: list[str]) -> int:
    """The mutants, two at a time."""
    heading("The checks of access, taken away one at a time")
    options = ["-p", "tests.proofs.mutation.plugin", "-s", "-p", "no:randomly", *KILLERS]
    options += ["--report", str(REPORT / "mutants.json"), "--mutants", " ".join(words)]
    return _pytest(options, DATABASE_URL=_unused())


def _unused() -> str:
    return f"sqlite:///{VAR / 'unused-by-tests.sqlite3'}"


def _pytest(options: list[str], **variables: str) -> int:
    env = environment(FELLES_MODE="test", **variables)
    command = [str(PYTHON), "-m", "pytest", "-q", *options]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode

"""script/proof: takes one check of access away at a time, and shows which test notices."""

import re
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from script.tool.common import PYTHON, ROOT, VAR, environment, heading, say
from script.tool.install import ensure

# Quickest first: a run stops at the first test that fails.
STAGES = (
    (
        "tests/rules/test_access.py",
        "tests/rules/test_consent.py",
        "tests/rules/test_permissions.py",
    ),
    ("tests/casework/test_twins.py", "tests/casework/test_reading.py", "tests/ui/test_access.py"),
    ("tests/people", "tests/casework/test_deeds.py"),
    ("tests/rules", "tests/casework"),
)
COPIED = ("felles", "tests", "script", "pyproject.toml")
USAGE = """script/proof [WORD]
Takes away each check of access (tests/proofs/mutants.py), or those with WORD in their name, and
runs the quick tests. Ends well when every one of them was noticed."""


def proof(arguments: list[str]) -> int:
    """Run the mutants, two at a time, and print what noticed each of them."""
    if arguments in (["--help"], ["-h"]):
        say(USAGE)
        return 0
    ensure("develop")
    from tests.proofs.mutants import MUTANTS

    wanted = [one for one in MUTANTS if all(word in one.check for word in arguments)]
    heading("Nothing taken away")
    say(_run(None))
    heading(f"{len(wanted)} checks taken away, one at a time")
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(_report, wanted))
    survived = results.count(False)
    heading(f"{len(results) - survived} of {len(results)} noticed")
    return 1 if survived else 0


def _report(mutant: Any) -> bool:
    began = time.monotonic()
    said = _run(mutant)
    noticed = not said.startswith("passed")
    took = f"{time.monotonic() - began:4.0f} s"
    say(f"{'noticed ' if noticed else 'SURVIVED'} {took}  {mutant.check}  [{mutant.path}]\n"
        f"                  {said}")  # fmt: skip
    return noticed


def _run(mutant: Any) -> str:
    """What the quick tests say of a copy of the product without the check."""
    with tempfile.TemporaryDirectory(prefix="felles-proof-") as folder:
        copy = Path(folder)
        _copy(copy)
        if mutant is not None:
            target = copy / mutant.path
            text = target.read_text()
            if text.count(mutant.before) != 1:
                return "passed: the check was not found, so it could not be taken away"
            target.write_text(text.replace(mutant.before, mutant.after))
        env = environment(
            FELLES_MODE="test",
            FELLES_VAR=str(VAR),
            DATABASE_URL=f"sqlite:///{copy}/unused.sqlite3",
            PYTHONPATH=folder,
        )
        said = ""
        for stage in STAGES:
            command = [str(PYTHON), "-m", "pytest", "-x", "-q", "--no-header", *stage]
            done = subprocess.run(
                command, cwd=copy, env=env, check=False, capture_output=True, text=True
            )
            said = _summary(done.returncode, done.stdout)
            if done.returncode:
                break
    return said


def _copy(copy: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=ignored)
        else:
            shutil.copy(source, copy / name)


def _summary(code: int, said: str) -> str:
    found = re.findall(r"^(?:FAILED|ERROR) (\S+)", said, re.MULTILINE)
    lines = said.strip().splitlines() or [""]
    if code == 0:
        return f"passed: {lines[-1]}"
    return found[0] if found else lines[-1]

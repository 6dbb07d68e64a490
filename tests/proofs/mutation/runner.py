"""Spoils one thing in a fork of this process, and runs tests until one fails.

Everything is imported and collected once; each mutant costs a fork, a copy of an empty database
and the tests up to the first that fails. A spoiled function is asked for only in tests that call
it, which the first run, with nothing spoiled, has seen. ``script/proof`` starts it.
"""

import json
import os
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.sqlite3.creation import DatabaseCreation

from tests.proofs.mutation.calls import Calls, Watch
from tests.proofs.mutation.equivalent import EQUIVALENT
from tests.proofs.mutation.memory import Memory, Verdict
from tests.proofs.mutation.targets import Mutant, list_mutants

PATIENCE = 120  # seconds until one test has run for too long
AGAIN = "again"


def run_mutants(session: pytest.Session) -> int:
    """Try the mutants that were asked for; returns how many nobody noticed."""
    words = session.config.getoption("--mutants").split()
    everyone = list_mutants()
    report = session.config.getoption("--report")
    wanted = _survivors(report) if words == [AGAIN] else None
    mutants = [one for one in everyone if _is_wanted(one, words, wanted)]
    jobs = session.config.getoption("--jobs")
    folder = Path(mkdtemp(prefix="felles-mutants-"))
    memory = Memory(Calls(list(dict.fromkeys((one.module, one.function) for one in everyone))))
    seen = Path(report or folder).with_name("mutants-seen.json")
    try:
        forks = Forks(session.items, folder, memory)
        memory.load(seen)
        forks.make_empty()
        if new := memory.list_new(session.items):
            _say(f"Nothing spoiled: {len(new)} tests")
            forks.try_unspoiled(new, jobs)
            memory.save(seen)
        _say(f"{len(mutants)} mutants")
        verdicts = list(forks.try_all(mutants, jobs))
    finally:
        shutil.rmtree(folder)
    return _report(verdicts, report, not words)


def _is_wanted(mutant: Mutant, words: list[str], names: set[str] | None) -> bool:
    if names is not None:
        return mutant.name in names
    return all(word in mutant.name for word in words)


def _survivors(report: str) -> set[str]:
    """What nobody noticed in the run before."""
    path = Path(report)
    rows = json.loads(path.read_text()) if report and path.exists() else []
    return {name for status, name, *_ in rows if status == "SURVIVED"}


class Forks:
    """Runs tests in children of this process."""

    def __init__(self, items: list[pytest.Item], folder: Path, memory: Memory) -> None:
        self.items, self.folder, self.memory = items, folder, memory
        self.empty = folder / "empty.sqlite3"

    def try_unspoiled(self, items: list[pytest.Item], jobs: int) -> None:
        """Run tests once, to see that all pass, how long each takes, and what it calls.

        Raises:
            pytest.UsageError: a test fails as it is.
        """
        children = [self._fork(None, items[number::jobs]) for number in range(jobs)]
        failed = [killer for child in children if (killer := self._harvest(child))]
        if failed:
            raise pytest.UsageError(f"fails although nothing is spoiled: {failed}")

    def make_empty(self) -> None:
        """Make the empty database that all children begin with."""
        self._harvest(self._fork(None, self.items[:1]))

    def try_all(self, mutants: list[Mutant], jobs: int) -> Iterator[Verdict]:
        """Try every mutant, some at a time."""
        waiting = list(mutants)
        running: dict[int, tuple[Mutant, float]] = {}
        while waiting or running:
            while waiting and len(running) < jobs:
                mutant = waiting.pop(0)
                child = self._fork(mutant, self.memory.order(mutant, self.items))
                running[child] = (mutant, time.monotonic())
            child, _status = os.wait()
            mutant, began = running.pop(child)
            verdict = Verdict(mutant, self._read(child), time.monotonic() - began)
            self.memory.learn(verdict)
            if not verdict.killer:
                _say(f"{verdict.status} ({verdict.seconds:.0f} s) {mutant.name}")
            yield verdict
            done = len(mutants) - len(waiting) - len(running)
            if done % 50 == 0:
                _say(f"{done} of {len(mutants)}")

    def _harvest(self, child: int) -> str:
        os.waitpid(child, 0)
        return self._read(child)

    def _read(self, child: int) -> str:
        """The test that failed in the child, or none; how long each took is remembered."""
        path = self.folder / str(child)
        lines = path.read_text().splitlines() if path.exists() else ["failed died"]
        path.unlink(missing_ok=True)
        failed = ""
        for line in lines:
            word, _, rest = line.partition(" ")
            if word == "failed":
                failed = failed or rest
            elif word == "called":
                self.memory.calls.learn(rest)
            else:
                self.memory.durations[rest] = float(word)
        return failed

    def _fork(self, mutant: Mutant | None, items: Iterable[pytest.Item]) -> int:
        child = os.fork()
        if child == 0:
            watch = None if mutant else Watch(self.memory.calls)
            _Child(self.folder, self.empty, watch).live(mutant, list(items))
        return child


class _Child:
    """What happens after the fork. Never returns."""

    def __init__(self, folder: Path, empty: Path, watch: Watch | None) -> None:
        self.report = (folder / str(os.getpid())).open("w", buffering=1)
        self.empty, self.watch = empty, watch

    def live(self, mutant: Mutant | None, items: list[pytest.Item]) -> None:
        try:
            nothing = os.open(os.devnull, os.O_RDWR)
            for stream in (1, 2):
                os.dup2(nothing, stream)
            self._use_copy()
            signal.signal(signal.SIGALRM, lambda *_: self._end("timeout"))
            self._run(mutant, items)
        except BaseException as error:  # noqa: BLE001 -- whatever it is, it was noticed
            self._end(f"{type(error).__name__}: {error}".replace("\n", " "))
        self._end("")

    def _run(self, mutant: Mutant | None, items: list[pytest.Item]) -> None:
        if not items:  # no test calls it: nobody can notice
            return
        if mutant is not None:
            mutant.apply()
        config = items[0].config
        config.pluginmanager.register(self)
        if self.watch is not None:
            config.pluginmanager.register(self.watch)
        for item, following in zip(items, [*items[1:], None], strict=True):
            config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def pytest_runtest_logstart(self) -> None:
        """A spoiled test that never ends is noticed too."""
        signal.alarm(0 if self.watch is not None else PATIENCE)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write down how long it took; the first failure is the end."""
        if report.failed:
            self._end(report.nodeid)
        elif report.when == "call":
            self.report.write(f"{report.duration:.3f} {report.nodeid}\n")

    def pytest_runtest_logfinish(self) -> None:
        """Write down what the test has called."""
        if self.watch is not None:
            self.report.writelines(f"called {line}\n" for line in self.watch.take())

    def _end(self, failed: str) -> None:
        if failed:
            self.report.write(f"failed {failed}\n")
        self.report.close()
        name = settings.DATABASES["default"].get("TEST", {}).get("NAME")
        if name:
            shutil.rmtree(Path(name).parent, ignore_errors=True)
        os._exit(0)

    def _use_copy(self) -> None:
        """Tests begin with a copy of the empty database, not with all migrations."""
        create, empty = DatabaseCreation.create_test_db, self.empty

        def create_or_copy(self: Any, *args: Any, **fields: Any) -> str:
            if not empty.exists():
                name = str(create(self, *args, **fields))
                self.connection.close()
                shutil.copy(name, f"{empty}.part")
                Path(f"{empty}.part").rename(empty)
                return name
            name = self._get_test_db_name()
            shutil.copy(empty, name)
            self.connection.close()
            settings.DATABASES[self.connection.alias]["NAME"] = name
            self.connection.settings_dict["NAME"] = name
            return str(name)

        DatabaseCreation.create_test_db = create_or_copy  # type: ignore[method-assign]


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _report(verdicts: list[Verdict], path: str, is_all: bool) -> int:
    """Print the count and write the report; returns how many survived."""
    counts = Counter(verdict.status for verdict in verdicts)
    names = {verdict.mutant.name for verdict in verdicts}
    stale = sorted(set(EQUIVALENT) - names) if is_all else []
    _say(
        f"{len(verdicts)} mutants: {counts['killed']} killed, "
        f"{counts['equivalent']} change nothing, {counts['SURVIVED']} survived"
    )
    for name in stale:
        _say(f"no such mutant any more: {name}")
    if path:
        rows = [[v.status, v.mutant.name, v.killer, round(v.seconds, 1)] for v in verdicts]
        Path(path).write_text(json.dumps(sorted(rows), indent=0, ensure_ascii=False))
    return counts["SURVIVED"] + len(stale)

"""Spoils one thing in a fork of this process, and runs tests until one fails.

Everything is imported and collected once; each mutant costs a fork, a copy of an empty database
and the tests up to the first that fails. ``script/proof`` starts it.
"""

import json
import os
import shutil
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.sqlite3.creation import DatabaseCreation

from tests.proofs.mutation.equivalent import EQUIVALENT
from tests.proofs.mutation.targets import DOORS, Mutant, list_mutants, tests_of

PATIENCE = 600  # seconds until a mutant has run for too long
KEY_DOORS = ("case", "case-list", "today", "case-search")


@dataclass
class Verdict:
    """What the tests said of one mutant."""

    mutant: Mutant
    killer: str
    seconds: float

    @property
    def status(self) -> str:
        """killed, survived, or equivalent."""
        if self.killer:
            return "killed"
        return "equivalent" if self.mutant.name in EQUIVALENT else "SURVIVED"


@dataclass
class Memory:
    """What earlier runs have taught: how long a test takes, and which test notices what."""

    durations: dict[str, float] = field(default_factory=dict)
    killers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def order(self, mutant: Mutant, items: list[pytest.Item]) -> list[pytest.Item]:
        """The tests for a mutant: those that noticed its neighbours, then the near and quick."""
        starts = tests_of(mutant)
        near = {}
        for item in items:
            place = next((n for n, start in enumerate(starts) if item.nodeid.startswith(start)), -1)
            if place >= 0 and self._is_wanted(mutant, item.nodeid):
                near[item] = place
        function, module = (f"{mutant.module}:{mutant.function}", mutant.module)

        def rank(item: pytest.Item) -> tuple[float, ...]:
            name = item.nodeid
            own = name.endswith(f"[{mutant.route}]") if mutant.route else False
            known = (self.killers[function][name], self.killers[module][name])
            return (-own, *(-count for count in known), near[item], self.durations.get(name, 1))

        return sorted(near, key=rank)

    def _is_wanted(self, mutant: Mutant, name: str) -> bool:
        if not name.startswith(DOORS):
            return True
        if mutant.route:
            return name.endswith(f"[{mutant.route}]")
        is_face = mutant.module.startswith(("felles.web", "felles.ui", "felles.portal"))
        return is_face or name.endswith(tuple(f"[{route}]" for route in KEY_DOORS))

    def learn(self, verdict: Verdict) -> None:
        """Remember who noticed."""
        if verdict.killer:
            mutant = verdict.mutant
            self.killers[f"{mutant.module}:{mutant.function}"][verdict.killer] += 1
            self.killers[mutant.module][verdict.killer] += 1


def run_mutants(session: pytest.Session) -> int:
    """Try the mutants that were asked for; returns how many nobody noticed."""
    words = session.config.getoption("--mutants").split()
    mutants = [one for one in list_mutants() if all(word in one.name for word in words)]
    jobs = session.config.getoption("--jobs")
    folder = Path(mkdtemp(prefix="felles-mutants-"))
    try:
        forks = Forks(session.items, folder, Memory())
        _say(f"Nothing spoiled: {len(session.items)} tests")
        forks.try_unspoiled(jobs)
        _say(f"{len(mutants)} mutants")
        verdicts = list(forks.try_all(mutants, jobs))
    finally:
        shutil.rmtree(folder)
    return _report(verdicts, session.config.getoption("--report"), not words)


class Forks:
    """Runs tests in children of this process."""

    def __init__(self, items: list[pytest.Item], folder: Path, memory: Memory) -> None:
        self.items, self.folder, self.memory = items, folder, memory
        self.empty = folder / "empty.sqlite3"

    def try_unspoiled(self, jobs: int) -> None:
        """Run every test once, to see that all pass, and how long each takes.

        Raises:
            pytest.UsageError: a test fails as it is.
        """
        first, *others = (self.items[number::jobs] for number in range(jobs))
        children = [self._fork(None, first[:1])]
        while not self.empty.exists():  # the first child makes it
            time.sleep(0.1)
        children += [self._fork(None, items) for items in (first[1:], *others)]
        failed = [killer for child in children if (killer := self._harvest(child))]
        if failed:
            raise pytest.UsageError(f"fails although nothing is spoiled: {failed}")

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
            else:
                self.memory.durations[rest] = float(word)
        return failed

    def _fork(self, mutant: Mutant | None, items: Iterable[pytest.Item]) -> int:
        child = os.fork()
        if child == 0:
            _Child(self.folder, self.empty).live(mutant, list(items))
        return child


class _Child:
    """What happens after the fork. Never returns."""

    def __init__(self, folder: Path, empty: Path) -> None:
        self.report = (folder / str(os.getpid())).open("w", buffering=1)
        self.empty = empty

    def live(self, mutant: Mutant | None, items: list[pytest.Item]) -> None:
        try:
            nothing = os.open(os.devnull, os.O_RDWR)
            for stream in (1, 2):
                os.dup2(nothing, stream)
            self._use_copy()
            signal.signal(signal.SIGALRM, lambda *_: self._end("timeout"))
            signal.alarm(PATIENCE if mutant else 0)
            self._run(mutant, items)
        except BaseException as error:  # noqa: BLE001 -- whatever it is, it was noticed
            self._end(f"{type(error).__name__}: {error}".replace("\n", " "))
        self._end("")

    def _run(self, mutant: Mutant | None, items: list[pytest.Item]) -> None:
        if mutant is not None:
            mutant.apply()
        config = items[0].config
        config.pluginmanager.register(self)
        for item, following in zip(items, [*items[1:], None], strict=True):
            config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write down how long it took; the first failure is the end."""
        if report.failed:
            self._end(report.nodeid)
        elif report.when == "call":
            self.report.write(f"{report.duration:.3f} {report.nodeid}\n")

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

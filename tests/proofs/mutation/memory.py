"""What the runner remembers: which tests call what, how long they take, and what they notice."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest

from tests.proofs.mutation.calls import DOORS, Calls
from tests.proofs.mutation.equivalent import EQUIVALENT
from tests.proofs.mutation.targets import Mutant, tests_of

KEY_DOORS = ("case", "case-list", "today", "case-search")
ROOT = Path(__file__).parents[3]


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
    """What earlier runs have taught: how long a test takes, what it calls, and what it notices."""

    calls: Calls
    durations: dict[str, float] = field(default_factory=dict)
    killers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def order(self, mutant: Mutant, items: list[pytest.Item]) -> list[pytest.Item]:
        """The tests for a mutant: those that noticed its neighbours, then the near and quick."""
        starts = tests_of(mutant)
        callers = None if mutant.route else self.calls.find_tests(mutant.module, mutant.function)
        near = {}
        for item in items:
            name = item.nodeid
            place = next((n for n, start in enumerate(starts) if name.startswith(start)), -1)
            if callers is not None and callers.has(name):
                near[item] = place if place >= 0 else len(starts)
            elif callers is None and place >= 0 and self._is_wanted(mutant, name):
                near[item] = place
        function, module = (f"{mutant.module}:{mutant.function}", mutant.module)

        def rank(item: pytest.Item) -> tuple[float, ...]:
            name = item.nodeid
            own = name.endswith(f"[{mutant.route}]") if mutant.route else False
            known = (self.killers[function][name], self.killers[module][name])
            return (-own, *(-count for count in known), near[item], self.durations.get(name, 1))

        return sorted(near, key=rank)

    def save(self, path: Path) -> None:
        """Keep what the run with nothing spoiled has taught, for as long as no file changes."""
        kept = {"of": _state(), "durations": self.durations, "calls": self.calls.lines()}
        path.write_text(json.dumps(kept))

    def load(self, path: Path) -> bool:
        """Take in what was kept; False when there is nothing, or a file has changed since."""
        if not path.exists():
            return False
        kept = json.loads(path.read_text())
        if kept["of"] != _state():
            return False
        self.durations = kept["durations"]
        for line in kept["calls"]:
            self.calls.learn(line)
        return True

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


def _state() -> str:
    """Changes with every file of the product and its tests."""
    digest = sha256()
    for folder in ("felles", "tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)}".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()

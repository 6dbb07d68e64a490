"""What the runner remembers: which tests call what, how long they take, and what they notice."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest

from tests.proofs.mutation.calls import DOORS, Calls
from tests.proofs.mutation.equivalent import EQUIVALENT
from tests.proofs.mutation.targets import COMPILED_ONCE, Mutant, made_for, tests_of

KEY_DOORS = ("case", "case-list", "today", "case-search")
# Tests that say in their names who may not, or who alone may, are asked before others, and so
# are those that share words with what is spoiled: a function that makes the cast of every test
# would else be held against quick tests of something else.
SAYS_WHO = re.compile(
    "nobody|not_|refus|alone|only|_may|without|sight|else|hidden|invisible|other|shut|never|no_|who"
)
# Seconds of tests that are close, and of others, the nearest first: what they do not notice has
# survived. As long as the first run took, which watched every call.
LONGEST = 300.0
ENOUGH = 60
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


class Names:
    """Which files of tests speak of which functions by name."""

    def __init__(self) -> None:
        self._words: dict[str, frozenset[str]] = {}
        self._functions: dict[str, frozenset[str]] = {}

    def closeness(self, file: str, module: str, function: str) -> int:
        """2 for a file that names the function, 1 for another of its module, else 0."""
        words = self._words.get(file)
        if words is None:
            words = self._words[file] = frozenset(re.findall(r"\w+", (ROOT / file).read_text()))
        name = function.rpartition(".")[2]
        if name in words:
            return 2
        # What is private is tried through the others.
        return (2 if name.startswith("_") else 1) if words & self._of(module) else 0

    def _of(self, module: str) -> frozenset[str]:
        if module not in self._functions:
            path = ROOT / f"{module.replace('.', '/')}.py"
            found = re.findall(r"^def ([a-z]\w+)", path.read_text(), re.M) if path.exists() else []
            self._functions[module] = frozenset(found)
        return self._functions[module]


@dataclass
class Memory:
    """What earlier runs have taught: how long a test takes, what it calls, and what it notices."""

    calls: Calls
    durations: dict[str, float] = field(default_factory=dict)
    killers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    names: Names = field(default_factory=Names)

    def order(self, mutant: Mutant, items: list[pytest.Item]) -> list[pytest.Item]:
        """The tests for a mutant: those that noticed its neighbours, then the near and quick."""
        starts = tests_of(mutant)
        is_unknown = mutant.route or mutant.module in COMPILED_ONCE
        callers = None if is_unknown else self.calls.find_tests(mutant.module, mutant.function)
        near = {}
        for item in items:
            name = item.nodeid
            place = next((n for n, start in enumerate(starts) if name.startswith(start)), -1)
            if callers is not None and callers.has(name):
                near[item] = place if place >= 0 else len(starts)
            elif callers is None and place >= 0 and self._is_wanted(mutant, name):
                near[item] = place
        function, module = (f"{mutant.module}:{mutant.function}", mutant.module)
        stems = _stems(f"{mutant.module.rpartition('.')[2]} {mutant.function}")

        def close(item: pytest.Item) -> int:
            """3: the test was made for the module; 2: its file names the function; 1: its file
            names another function of the module."""
            file = item.nodeid.partition("::")[0]
            if file.startswith(made_for(mutant.module)):
                return 3
            return self.names.closeness(file, mutant.module, mutant.function)

        def rank(item: pytest.Item) -> tuple[float, ...]:
            name = item.nodeid
            own = name.endswith(f"[{mutant.route}]") if mutant.route else False
            known = (-self.killers[function][name], -self.killers[module][name])
            told = int(SAYS_WHO.search(name.partition("::")[2]) is not None)
            told += len(stems & _stems(name))
            seconds = self.durations.get(name, 1)
            return (*known, -close(item), -own, -told, near[item], seconds)

        return list(self._within(sorted(near, key=rank), close))

    def _within(
        self, items: list[pytest.Item], close: Callable[[pytest.Item], int]
    ) -> Iterator[pytest.Item]:
        """Those that are close, for as long as they are allowed, and some of the others."""
        left = {True: LONGEST, False: float(ENOUGH)}
        for item in items:
            is_close = close(item) >= 2
            if left[is_close] > 0:
                left[is_close] -= self.durations.get(item.nodeid, 1)
                yield item

    def save(self, path: Path) -> None:
        """Keep what the run with nothing spoiled has taught, each file of tests by itself."""
        base, files = _state()
        kept = {
            "of": base,
            "files": files,
            "names": self.calls.names,
            "durations": self.durations,
            "calls": self.calls.lines(),
        }
        path.write_text(json.dumps(kept))

    def load(self, path: Path) -> None:
        """Take in what was kept of the files of tests that are as they were.

        Nothing of it holds once the product has changed, or what its tests share.
        """
        kept = json.loads(path.read_text()) if path.exists() else {"of": ""}
        base, files = _state()
        names = [list(name) for name in self.calls.names]
        if kept["of"] != base or kept["names"] != names:
            return
        same = {file for file, digest in files.items() if kept["files"].get(file) == digest}
        for name, seconds in kept["durations"].items():
            if name.partition("::")[0] in same:
                self.durations[name] = seconds
        for line in kept["calls"]:
            if line.partition(" ")[2].partition("::")[0] in same:
                self.calls.learn(line)

    def list_new(self, items: list[pytest.Item]) -> list[pytest.Item]:
        """The tests of which nothing is known."""
        return [item for item in items if item.nodeid not in self.durations]

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


def _stems(name: str) -> set[str]:
    """The beginnings of the words in a name, so that ``raise`` is in ``test_raising`` too."""
    return {word[:4] for word in re.split("[^a-z]+", name.lower()) if len(word) > 2}


def _state() -> tuple[str, dict[str, str]]:
    """What changes with the product and with what tests share; and with each file of tests.

    The runner itself is in neither: how mutants are tried changes nothing in what tests call.
    """
    base, files = sha256(), {}
    for folder in ("felles", "tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            is_left_out = path.suffix == ".mo" or {"__pycache__", "mutation"} & set(path.parts)
            if is_left_out or not path.is_file():
                continue
            name, content = f"{path.relative_to(ROOT)}", path.read_bytes()
            if folder == "tests" and path.name.startswith("test_"):
                files[name] = sha256(content).hexdigest()
            else:
                base.update(name.encode() + content)
    return base.hexdigest(), files

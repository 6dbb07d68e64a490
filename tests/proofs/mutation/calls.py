"""Which tests call which function, seen while nothing is spoiled."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import CodeType, FrameType

import pytest

from tests.proofs.mutation.swap import codes_in, find_functions

Name = tuple[str, str]
# The tests that ask every route.
DOORS = "tests/proofs/test_every_route.py"


@dataclass
class Callers:
    """The tests that call a function: some by themselves, others with all of their file.

    What is called while a test is set up may be for the whole file: nobody knows which of its
    tests look at what came of it.
    """

    tests: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    def has(self, test: str) -> bool:
        """True when the test, or its whole file, calls the function.

        The doors' file builds a world with all there is: of its tests only those count that call
        the function themselves.
        """
        file = test.partition("::")[0]
        return test in self.tests or (file != DOORS and file in self.files)


class Calls:
    """What has been seen of the functions that will be spoiled."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = names
        self.codes: dict[CodeType, int] = {}
        # A function that remembers its answers is called once for many tests.
        self.remembered: set[int] = set()
        for number, (module, function) in enumerate(names):
            self._add(number, module, function)
        self._callers: dict[int, Callers] = defaultdict(Callers)
        self._numbers = {name: number for number, name in enumerate(names)}

    def _add(self, number: int, module: str, function: str) -> None:
        try:
            found = find_functions(module, function)
        except (AttributeError, ImportError):
            found = []
        if not found:
            self.remembered.add(number)
        for one in found:
            self.codes[one.__code__] = number
            # What it makes is called later, without it.
            made = [code for code in codes_in(one.__code__) if not code.co_name.startswith("<")]
            self.codes.update(dict.fromkeys(made, number))
        remembers = getattr(getattr(sys.modules.get(module), function, None), "cache_info", None)
        if remembers:
            self.remembered.add(number)

    def learn(self, line: str) -> None:
        """Take in a line of :meth:`Watch.take`."""
        number, _, test = line.partition(" ")
        callers = self._callers[int(number)]
        (callers.tests if "::" in test else callers.files).add(test)

    def lines(self) -> list[str]:
        """All that was learnt, as lines."""
        return [
            f"{number} {name}"
            for number, callers in self._callers.items()
            for name in sorted(callers.tests | callers.files)
        ]

    def find_tests(self, module: str, function: str) -> Callers | None:
        """The tests that call the function; None when that cannot be known."""
        number = self._numbers.get((module, function))
        if number is None or number in self.remembered:
            return None
        return self._callers[number]


class Watch:
    """A plugin that sees which of the functions are called in a test."""

    def __init__(self, calls: Calls) -> None:
        self.codes = calls.codes
        self.seen: set[int] = set()
        self.lines: set[str] = set()

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        """What Python says of every call."""
        if event == "call" and frame.f_code in self.codes:
            self.seen.add(self.codes[frame.f_code])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        yield from self._watched(item.nodeid.partition("::")[0])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        yield from self._watched(item.nodeid)

    def _watched(self, name: str) -> Iterator[None]:
        sys.setprofile(self)
        try:
            yield
        finally:
            sys.setprofile(None)
            self.lines |= {f"{number} {name}" for number in self.seen}
            self.seen.clear()

    def take(self) -> Iterable[str]:
        """What was seen since the last time, a line each."""
        lines, self.lines = self.lines, set()
        return sorted(lines)

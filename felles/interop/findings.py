"""Collects what is wrong with a roster while it is read, in bounded space."""

from __future__ import annotations

from collections import Counter

from felles.rules.roster_problems import NOWHERE, Level, Problem, ProblemKind, Spot

# Of each kind of refusal, in each file: so many lines are told one by one, the rest are counted.
TOLD = 200


class Stop(Exception):
    """The files cannot be read any further. Carries the problem."""

    def __init__(self, kind: ProblemKind, spot: Spot = NOWHERE, **words: str) -> None:
        super().__init__(kind.value)
        self.problem = Problem(kind, spot, tuple(sorted(words.items())))


class Findings:
    """The problems of one roster. Notes are told once for each file and column, with a count."""

    def __init__(self) -> None:
        self._told: dict[tuple[ProblemKind, str, str, tuple[tuple[str, str], ...]], Problem] = {}
        self._single: list[Problem] = []
        self._seen: Counter[tuple[ProblemKind, str]] = Counter()

    def add(self, kind: ProblemKind, spot: Spot = NOWHERE, **words: str) -> None:
        """Remember a problem."""
        self.add_problem(Problem(kind, spot, tuple(sorted(words.items()))))

    def add_problem(self, problem: Problem) -> None:
        """Remember a problem that is put together already."""
        kind, spot = problem.kind, problem.spot
        self._seen[kind, spot.file] += 1
        if kind.level is not Level.NOTE and self._seen[kind, spot.file] <= TOLD:
            self._single.append(problem)
            return
        key = (kind, spot.file, spot.column, problem.words)
        first = self._told.setdefault(key, problem._replace(times=0))
        self._told[key] = first._replace(times=first.times + 1)

    def list_all(self) -> tuple[Problem, ...]:
        """All problems, the gravest first, then as they lie in the files."""
        found = [*self._single, *self._told.values()]
        return tuple(sorted(found, key=lambda p: (-p.kind.level, p.spot, p.kind, p.words)))

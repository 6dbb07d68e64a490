"""Small numbers in a table, and the numbers that would give them away.

Primary: a cell below the limit is hidden. Secondary: what is published must not let anybody
compute a hidden small cell. Cells and margins are published one by one, the most telling first, and
one that would make a small cell a combination of what is published already is left out (Gaussian
elimination, in whole numbers modulo a prime). Then an attacker who knows that no number is negative
looks for the least and the greatest value of each small cell; where these lie too near each other,
more is hidden. All hidden cells look alike, so that nobody can tell the small from the others.
Source: Langsrud's GaussSuppression (Statistics Norway); Fischetti and Salazar for the attacker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

LIMIT = 5
# Between the least and the greatest value that an attacker can make out, at the least.
WIDTH = 2
_PRIME = 2_147_483_647

# A cell by row and column; the margins stand in the row and the column after the last.
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it may be shown: None where a number is hidden.

    ``row_totals`` has one number a row, ``column_totals`` one a column. ``hidden`` counts what is
    hidden in all, ``small`` how many of these are below the limit.
    """

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    hidden: int
    small: int


def suppress(
    table: Sequence[Sequence[int]], *, limit: int = LIMIT, hides_zero: bool = False
) -> Shown:
    """Hide what is small, and what would give it away, in a table with both its margins.

    Args:
        table: rows of equally many whole numbers, none negative.
        limit: the first number that may be shown.
        hides_zero: also a zero is small. For tables in which it must not be told whether there is
            one or none.

    Raises:
        ValueError: rows of different length, or a negative number.
    """
    grid = _Grid(table)
    small = {cell for cell in grid.all_cells if _is_small(grid.value(cell), limit, hides_zero)}
    published = _publish(grid, small)
    while exposed := [cell for cell in sorted(small) if _is_exposed(grid, published, cell)]:
        published.remove(_next_to_hide(grid, published, exposed[0]))
    return _as_shown(grid, published, small)


def find_range(
    table: Sequence[Sequence[int]], hidden: Iterable[Cell], cell: Cell
) -> tuple[float, float]:
    """The least and the greatest value that an attacker can make out for a cell.

    The attacker sees everything but ``hidden``, and knows that no number is negative. The
    greatest is infinite when nothing bounds it.
    """
    grid = _Grid(table)
    return _range(grid, [one for one in grid.all_cells if one not in set(hidden)], cell)


def _is_small(value: int, limit: int, hides_zero: bool) -> bool:
    return value < limit and (hides_zero or value > 0)


class _Grid:
    """A table with its margins, each cell as a sum of the inner ones."""

    def __init__(self, table: Sequence[Sequence[int]]) -> None:
        self.rows, self.columns = len(table), len(table[0]) if table else 0
        if any(len(row) != self.columns for row in table):
            raise ValueError("rows of different length")
        if any(value < 0 for row in table for value in row):
            raise ValueError("a count is never negative")
        self._values = np.array(table, dtype=np.int64).reshape(self.rows, self.columns)
        self.inner = [(row, column) for row in range(self.rows) for column in range(self.columns)]
        # A table of one row or one column repeats itself in the margin.
        margins = [(row, self.columns) for row in range(self.rows)]
        margins += [(self.rows, column) for column in range(self.columns)]
        self.all_cells = [*self.inner, *margins, (self.rows, self.columns)]

    def sum_of(self, cell: Cell) -> np.ndarray:
        """Which inner cells add up to this one, as a row of ones and zeros."""
        mask = np.zeros((self.rows, self.columns), dtype=np.int64)
        row, column = cell
        mask[
            slice(None) if row == self.rows else row,
            slice(None) if column == self.columns else column,
        ] = 1
        return mask.reshape(-1)

    def value(self, cell: Cell) -> int:
        return int(self.sum_of(cell) @ self._values.reshape(-1))


def _publish(grid: _Grid, small: set[Cell]) -> list[Cell]:
    """What can be published so that no small cell is a combination of it; the last to be hidden
    first: margins before inner cells, great numbers before lesser ones."""
    order = sorted(
        (cell for cell in grid.all_cells if cell not in small),
        key=lambda cell: (-_margins(grid, cell), -grid.value(cell), cell),
    )
    # Each small cell with what is published so far taken out of it; zero when it is given away.
    rest = [grid.sum_of(cell) % _PRIME for cell in sorted(small)]
    published: list[Cell] = []
    basis: list[tuple[int, np.ndarray]] = []
    for cell in order:
        vector = _reduce(grid.sum_of(cell) % _PRIME, basis)
        if not vector.any():
            published.append(cell)  # known already from what is published
            continue
        pivot = int(np.flatnonzero(vector)[0])
        vector = vector * pow(int(vector[pivot]), -1, _PRIME) % _PRIME
        tried = [_reduce(one, [(pivot, vector)]) for one in rest]
        if any(not one.any() for one in tried):
            continue
        rest = tried
        basis.append((pivot, vector))
        published.append(cell)
    return published


def _margins(grid: _Grid, cell: Cell) -> int:
    return (cell[0] == grid.rows) + (cell[1] == grid.columns)


def _reduce(vector: np.ndarray, basis: Iterable[tuple[int, np.ndarray]]) -> np.ndarray:
    for pivot, row in basis:
        if vector[pivot]:
            vector = (vector - vector[pivot] * row) % _PRIME
    return vector


def _is_exposed(grid: _Grid, published: list[Cell], cell: Cell) -> bool:
    least, greatest = _range(grid, published, cell)
    return greatest - least < WIDTH


def _range(grid: _Grid, published: list[Cell], cell: Cell) -> tuple[float, float]:
    if cell in published:
        return float(grid.value(cell)), float(grid.value(cell))
    goal = grid.sum_of(cell).astype(float)
    known = np.array([grid.sum_of(one) for one in published], dtype=float)
    values = np.array([grid.value(one) for one in published], dtype=float)
    ends = []
    for sign in (1.0, -1.0):
        found = linprog(
            sign * goal,
            A_eq=known if len(published) else None,
            b_eq=values if len(published) else None,
            bounds=(0, None),
            method="highs",
        )
        ends.append(round(float(sign * found.fun), 6) if found.status == 0 else float("inf"))
    return ends[0], ends[1]


def _next_to_hide(grid: _Grid, published: list[Cell], exposed: Cell) -> Cell:
    """The published cell to give up: near the exposed one, inner before margin, the least first."""
    return min(published, key=lambda cell: (_margins(grid, cell), *_nearness(grid, cell, exposed)))


def _nearness(grid: _Grid, cell: Cell, exposed: Cell) -> tuple[bool, int, Cell]:
    is_far = cell[0] != exposed[0] and cell[1] != exposed[1]
    return is_far, grid.value(cell), cell


def _as_shown(grid: _Grid, published: Iterable[Cell], small: set[Cell]) -> Shown:
    seen = set(published)

    def show(cell: Cell) -> int | None:
        return grid.value(cell) if cell in seen else None

    def rows() -> Iterator[tuple[int | None, ...]]:
        for row in range(grid.rows):
            yield tuple(show((row, column)) for column in range(grid.columns))

    return Shown(
        cells=tuple(rows()),
        row_totals=tuple(show((row, grid.columns)) for row in range(grid.rows)),
        column_totals=tuple(show((grid.rows, column)) for column in range(grid.columns)),
        total=show((grid.rows, grid.columns)),
        hidden=len(grid.all_cells) - len(seen),
        small=len(small),
    )

"""Dates as exports write them. Day and month are never guessed: the column must settle it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from felles.interop.findings import Findings, Stop
from felles.rules.roster_problems import ProblemKind, Spot

ORDER_WORDS = {"dmy": "d/m/åååå", "mdy": "m/d/åååå"}

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_PACKED = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
# With full stops the day stands first; with strokes or hyphens it may be either.
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:[T ].*)?")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[T ].*)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A date as it was written, and where."""

    text: str
    spot: Spot


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_date(text: str, order: str) -> date | None:
    """A date, or None when the text is none in this order."""
    if found := _ISO.fullmatch(text) or _PACKED.fullmatch(text):
        return _date(found[1], found[2], found[3])
    if found := _DOTTED.fullmatch(text):
        return _date(found[3], found[2], found[1])
    if found := _SLASHED.fullmatch(text):
        month, day = (found[1], found[2]) if order == "mdy" else (found[2], found[1])
        return _date(found[3], month, day)
    return None


def _orders_of(text: str) -> tuple[bool, bool]:
    """Whether the text is a date with the day first, and with the month first."""
    return read_date(text, "dmy") is not None, read_date(text, "mdy") is not None


def settle_order(cells: Iterable[Cell], chosen: str, findings: Findings) -> str:
    """Which order the dates of a column have: the chosen one, or the only one that fits a cell.

    Raises:
        Stop: dates can be read both ways and nothing settles it, or they settle it both ways.
    """
    if chosen:
        return chosen
    unsettled: Cell | None = None
    settled: dict[str, Cell] = {}
    for cell in cells:
        if not _SLASHED.fullmatch(cell.text):
            continue
        by_day, by_month = _orders_of(cell.text)
        if by_day and by_month and read_date(cell.text, "dmy") != read_date(cell.text, "mdy"):
            unsettled = unsettled or cell
        elif by_day != by_month:
            settled.setdefault("dmy" if by_day else "mdy", cell)
    if len(settled) > 1 or (unsettled and not settled):
        doubtful = unsettled or max(settled.values(), key=lambda one: one.spot)
        raise Stop(ProblemKind.DATE_ORDER, doubtful.spot)
    for order, cell in settled.items():
        if unsettled:
            findings.add(ProblemKind.DATE_GUESSED, cell.spot, order=ORDER_WORDS[order])
        return order
    return ""


class DateColumn:
    """Gathers the cells of one column, then reads them all in one order."""

    def __init__(self) -> None:
        self._cells: dict[str, Cell] = {}

    def add(self, text: str, spot: Spot) -> str:
        """Remember a cell (equal texts once) and give the text back."""
        if text:
            self._cells.setdefault(text, Cell(text, spot))
        return text

    def settle(self, chosen: str, findings: Findings) -> dict[str, date | None]:
        """Every text with its date; None for what is no date."""
        order = settle_order(self._cells.values(), chosen, findings)
        return {text: read_date(text, order) for text in self._cells}

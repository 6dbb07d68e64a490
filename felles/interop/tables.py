"""One CSV file as rows of named cells, each with its line."""

from __future__ import annotations

import unicodedata
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

from felles.interop import headers as columns
from felles.interop.findings import Findings, Stop
from felles.interop.headers import Headers
from felles.interop.source import Limits, Member, shown
from felles.interop.text import Record, read_records
from felles.rules.roster_problems import Problem, ProblemKind, Spot

# Marks that turn the direction of text, and others that cannot be seen, have no place in a name.
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def clean(cell: str) -> str:
    """A cell as text: trimmed, composed letters, no invisible characters."""
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    kept = [
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", cell)
        if char.isspace() or unicodedata.category(char) not in _UNSEEN
    ]
    return " ".join("".join(kept).split())


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by the format's column names; a missing column reads as empty."""

    line: int
    cells: list[str]
    table: Table

    def __getitem__(self, column: str) -> str:
        index = self.table.headers.index.get(column)
        return clean(self.cells[index]) if index is not None and index < len(self.cells) else ""

    def spot(self, column: str = "") -> Spot:
        """Where this row lies, and the column as the file calls it."""
        called = self.table.headers.called(column) if column else ""
        return Spot(self.table.name, self.line, called)


@dataclass(slots=True)
class Table:
    """A file that is understood as ``file`` of the formats. ``lost`` counts rows without sense."""

    file: str
    name: str
    headers: Headers
    records: Generator[Record, None, None]
    limits: Limits
    findings: Findings
    lost: int = 0

    def has(self, column: str) -> bool:
        """True when the file has the column."""
        return column in self.headers.index

    def rows(self) -> Iterator[Row]:
        """Yield the rows that fit the headers.

        Raises:
            Stop: the file is damaged further down, or has too many rows.
        """
        for number, (line, cells) in enumerate(self.records):
            if number >= self.limits.rows:
                raise Stop(ProblemKind.TOO_MANY_ROWS, Spot(self.name), limit=str(self.limits.rows))
            if self._fits(line, cells):
                yield Row(line, cells, self)

    def _fits(self, line: int, cells: list[str]) -> bool:
        width = self.headers.width
        if len(cells) > width:
            if any(cell.strip() for cell in cells[width:]):
                self.findings.add(ProblemKind.EXTRA_CELLS, Spot(self.name, line))
                self.lost += 1
                return False
            self.findings.add(ProblemKind.LONG_ROW, Spot(self.name, line))
        elif any(self.headers.raw[len(cells) :]):
            self.findings.add(ProblemKind.SHORT_ROW, Spot(self.name, line))
        return True


def peek_headers(file: str, member: Member, limits: Limits, encoding: str = "") -> Headers:
    """The headers of a file, read as ``file`` of the formats, without a word on what is odd.

    Raises:
        Stop: it has none, or cannot be read.
    """
    records = read_records(member, limits, encoding)
    first = next(records, (0, []))
    records.close()
    if not first[1]:
        raise Stop(ProblemKind.FILE_EMPTY, Spot(shown(member.name)))
    return columns.read_headers(file, shown(member.name), first[1], Findings())


def find_passwords(member: Member, limits: Limits, encoding: str = "") -> list[Spot]:
    """Where passwords lie: the first cell of each column that holds one.

    Raises:
        Stop: the file cannot be read.
    """
    headers = peek_headers("", member, limits, encoding)
    left = dict.fromkeys(headers.passwords)
    found: list[Spot] = []
    records = read_records(member, limits, encoding)
    next(records, None)
    for line, cells in records if left else ():
        for index in [index for index in left if index < len(cells) and clean(cells[index])]:
            left.pop(index)
            found.append(Spot(shown(member.name), line, shown(headers.raw[index])))
        if not left:
            break
    records.close()
    return found


def open_table(
    file: str,
    member: Member,
    limits: Limits,
    findings: Findings,
    *,
    encoding: str = "",
    extra: Iterable[str] = (),
) -> Table:
    """Open a file of the formats and match its headers.

    ``extra`` are further columns to look for.

    Raises:
        Stop: it has no headers, lacks a column, or cannot be read.
    """
    name = shown(member.name)
    records = read_records(member, limits, encoding)
    first = next(records, None)
    if first is None:
        raise Stop(ProblemKind.FILE_EMPTY, Spot(name))
    found = columns.read_headers(file, name, first[1], findings, extra)
    for index in found.passwords:
        findings.add(ProblemKind.PASSWORD_EMPTY, Spot(name, first[0], shown(found.raw[index])))
    missing = columns.check_required(file, name, found) if file in columns.REQUIRED else []
    for spot in missing[1:]:
        findings.add_problem(Problem(ProblemKind.COLUMN_MISSING, spot))
    if missing:
        raise Stop(ProblemKind.COLUMN_MISSING, missing[0])
    return Table(file, name, found, records, limits, findings)

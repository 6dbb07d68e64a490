"""From bytes to lines to cells: encodings, separators, quotes, and the limits on each."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Generator, Iterable, Iterator
from typing import IO

from felles.interop.findings import Stop
from felles.interop.source import Limits, Member, shown
from felles.rules.roster_problems import ProblemKind, Spot

SEPARATORS = (",", ";", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # The longer mark first: a UTF-32 file begins like a UTF-16 one.
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4096
Record = tuple[int, list[str]]


def find_encoding(sample: bytes) -> str:
    """UTF-8 or UTF-16, told by the byte order mark, else by where the zero bytes lie."""
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.1:
        return "utf-16-be"
    return "utf-8"


def read_records(
    member: Member, limits: Limits, encoding: str = ""
) -> Generator[Record, None, None]:
    """Yield each row with the line it begins on; the first one holds the headers.

    Raises:
        Stop: the file is no text, a quote is left open, or a limit is passed.
    """
    name = shown(member.name)
    with member.open() as file:
        sample = file.read(_SAMPLE)
    chosen = encoding or find_encoding(sample)
    if not chosen:
        raise Stop(ProblemKind.ENCODING, Spot(name))
    with member.open() as file:
        lines = _Lines(file, name, chosen, limits)
        try:
            yield from _parse(lines, name, limits)
        except UnicodeDecodeError as error:
            line = _find_bad_line(member, chosen, limits) or lines.number + 1
            raise Stop(ProblemKind.ENCODING, Spot(name, line)) from error
        except UnicodeError as error:
            raise Stop(ProblemKind.ENCODING, Spot(name)) from error


class _Lines:
    """The lines of a file, none longer than the limit; ``number`` is that of the last one."""

    def __init__(self, file: IO[bytes], name: str, encoding: str, limits: Limits) -> None:
        self._text = io.TextIOWrapper(file, encoding=encoding, newline="")
        self._name = name
        self._longest = limits.line_chars
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._longest + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > self._longest:
            raise Stop(ProblemKind.LINE_TOO_LONG, Spot(self._name, self.number))
        if "\0" in line:
            raise Stop(ProblemKind.NUL, Spot(self._name, self.number))
        return line


def _parse(lines: _Lines, name: str, limits: Limits) -> Iterator[Record]:
    first = next((line for line in lines if line.strip("\ufeff \t\r\n,;")), "")
    separator = _named_separator(first)
    if separator:
        first = next((line for line in lines if line.strip()), "")
    separator = separator or guess_separator(first)
    begins = lines.number
    rows = csv.reader(_chain(first, lines), delimiter=separator, strict=True)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise Stop(ProblemKind.QUOTES, Spot(name, begins)) from error
        if any(cell.strip() for cell in row):
            yield begins, _check_row(row, name, begins, limits)
        begins = lines.number + 1


def _chain(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _check_row(row: list[str], name: str, line: int, limits: Limits) -> list[str]:
    if len(row) > limits.columns:
        raise Stop(ProblemKind.TOO_MANY_COLUMNS, Spot(name, line), limit=str(limits.columns))
    if any(len(cell) > limits.cell_chars for cell in row):
        raise Stop(ProblemKind.CELL_TOO_LONG, Spot(name, line))
    return row


def _named_separator(line: str) -> str:
    """The separator of a line such as "sep=;", which Excel writes and understands."""
    plain = line.strip("\ufeff\r\n\"' ")
    if plain.lower().startswith("sep=") and len(plain) <= 5:
        return plain[4:] if plain[4:] in SEPARATORS else ","
    return ""


def guess_separator(header: str) -> str:
    """The separator that splits the line of headers into the most parts; a comma when none does."""
    return max(SEPARATORS, key=lambda one: (header.count(one), one == ","))


def _find_bad_line(member: Member, encoding: str, limits: Limits) -> int:
    """The number of the first line that is no UTF-8; 0 for encodings whose lines are not bytes."""
    if encoding.startswith("utf-16"):
        return 0
    with member.open() as file:
        number = 0
        while line := file.readline(limits.line_chars * 4):
            number += 1
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                return number
    return 0

"""A folder or a zip file with CSV files, opened with suspicion.

Nothing is unpacked to disk and no path from inside a zip file is ever used as a path. Sizes are
asked for before anything is read, and counted again while reading, since a zip file may lie.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from felles.interop.findings import Findings, Stop
from felles.rules.roster_problems import ProblemKind, Spot

MEGABYTE = 1024 * 1024
# Small files compress well without harm; a bomb is large as well as dense.
RATIO = 150
DENSE_FROM = 5 * MEGABYTE
LOCKED = 0x1
# The end of a zip file: its directory's mark, with a comment of at most 64 kB after it.
END = b"PK\x05\x06"
END_64 = b"PK\x06\x07"
END_SIZE = 22
DIRECTORY_BYTES = MEGABYTE


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most. The defaults fit a whole municipality."""

    total_bytes: int = 200 * MEGABYTE
    files: int = 100
    columns: int = 300
    rows: int = 3_000_000
    line_chars: int = 200_000
    cell_chars: int = 4_000


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the export, by its plain name, and how to open it."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


@contextmanager
def open_source(path: Path, limits: Limits, findings: Findings) -> Iterator[dict[str, Member]]:
    """Yield the CSV files of a folder or zip file, by lower-case name.

    Raises:
        Stop: it is neither, too large, or made to harm.
    """
    if not path.exists():
        raise Stop(ProblemKind.PATH_MISSING)
    if path.is_dir():
        yield _index(_list_folder(path, limits), limits, findings)
        return
    if not path.is_file():
        raise Stop(ProblemKind.NOT_A_ROSTER)
    _check_total(path.stat().st_size, limits)
    with _open_zip(path) as archive:
        yield _index(_list_zip(archive, limits, findings), limits, findings)


def _check_total(size: int, limits: Limits) -> None:
    if size > limits.total_bytes:
        raise Stop(ProblemKind.TOO_BIG, limit=str(limits.total_bytes // MEGABYTE))


def _index(members: list[Member], limits: Limits, findings: Findings) -> dict[str, Member]:
    if len(members) > limits.files:
        raise Stop(ProblemKind.TOO_MANY_FILES, limit=str(limits.files))
    _check_total(sum(member.size for member in members), limits)
    found: dict[str, Member] = {}
    for member in sorted(members, key=lambda one: one.name):
        if not member.name.lower().endswith(".csv"):
            findings.add(ProblemKind.FILE_IGNORED, Spot(shown(member.name)))
        elif member.name.lower() in found:
            raise Stop(ProblemKind.FILE_TWICE, Spot(shown(member.name)))
        else:
            found[member.name.lower()] = member
    return found


def shown(name: str) -> str:
    """A file or column name that is safe to show: short, printable, nothing like a number.

    Names come from the files; somebody may have put anything there.
    """
    plain = "".join(char for char in name if char.isprintable())[:60]
    digits = sum(char.isdigit() for char in plain)
    return plain if digits < 9 else "…"


def _list_folder(path: Path, limits: Limits) -> list[Member]:
    members = []
    for entry in sorted(path.iterdir()):
        # A link in the folder could lead anywhere on the machine.
        if entry.is_symlink() or not entry.is_file():
            continue
        members.append(Member(entry.name, entry.stat().st_size, _opener(entry)))
        if len(members) > limits.files:
            break
    return members


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


@contextmanager
def _open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    _check_directory(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise Stop(ProblemKind.NOT_A_ROSTER) from error
    with archive:
        yield archive


def _check_directory(path: Path) -> None:
    """Refuse a zip file whose list of contents alone would fill the memory."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - END_SIZE - 65_535 - len(END_64) - 16))
        tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < END_SIZE:
        raise Stop(ProblemKind.NOT_A_ROSTER)
    if int.from_bytes(tail[at + 12 : at + 16], "little") > DIRECTORY_BYTES or END_64 in tail[:at]:
        raise Stop(ProblemKind.ZIP_BROKEN)


def _list_zip(archive: zipfile.ZipFile, limits: Limits, findings: Findings) -> list[Member]:
    entries = archive.infolist()
    # The limit is generous here, since folders and a Mac's own files are entries too.
    if len(entries) > limits.files * 3:
        raise Stop(ProblemKind.TOO_MANY_FILES, limit=str(limits.files))
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" in names:
        raise Stop(ProblemKind.EXCEL_FILE)
    for entry in entries:
        _check_entry(entry)
    files = [entry for entry in entries if not entry.is_dir() and not _is_clutter(entry.filename)]
    top = {PurePosixPath(entry.filename).parts[:-1] for entry in files if _is_csv(entry.filename)}
    members = []
    for entry in files:
        parts = PurePosixPath(entry.filename).parts
        if _is_csv(entry.filename) and (not parts[:-1] or (len(top) == 1 and len(parts) == 2)):
            members.append(Member(parts[-1], entry.file_size, _zip_opener(archive, entry, limits)))
        else:
            findings.add(ProblemKind.FILE_IGNORED, Spot(shown(parts[-1])))
    return members


def _is_csv(name: str) -> bool:
    return name.lower().endswith(".csv")


def _is_clutter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return parts[0] == "__MACOSX" or parts[-1].startswith(".")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    mode = entry.external_attr >> 16
    parts = PurePosixPath(name).parts
    if (
        not parts
        or ".." in parts
        or name.startswith("/")
        or "\\" in name
        or ":" in name
        or "\0" in name
        or (mode and stat.S_ISLNK(mode))
    ):
        raise Stop(ProblemKind.ZIP_PATH)
    if entry.flag_bits & LOCKED:
        raise Stop(ProblemKind.ZIP_LOCKED)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Stop(ProblemKind.ZIP_BROKEN)
    if entry.file_size > DENSE_FROM and entry.file_size > entry.compress_size * RATIO:
        raise Stop(ProblemKind.ZIP_BOMB)


def _zip_opener(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits
) -> Callable[[], IO[bytes]]:
    def opens() -> IO[bytes]:
        try:
            return io.BufferedReader(_Counted(archive.open(entry), entry, limits))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise Stop(ProblemKind.ZIP_BROKEN) from error

    return opens


class _Counted(io.RawIOBase):
    """A file inside a zip file that stops when it grows past what its entry claims."""

    def __init__(self, inner: IO[bytes], entry: zipfile.ZipInfo, limits: Limits) -> None:
        super().__init__()
        self._inner = inner
        self._left = min(entry.file_size, limits.total_bytes)

    def readable(self) -> bool:
        """Tell the buffer on top that it may read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read the next bytes.

        Raises:
            Stop: more comes out than the entry claims, or what comes out is damaged.
        """
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self._inner.read(len(view))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise Stop(ProblemKind.ZIP_BROKEN) from error
        self._left -= len(data)
        if self._left < 0:
            raise Stop(ProblemKind.ZIP_BOMB)
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the file inside as well."""
        self._inner.close()
        super().close()

"""The databases to measure: cities of three sizes, kept in var/bench/ until the recipe changes."""

import hashlib
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from script.tool.common import PYTHON, ROOT, VAR, environment, say
from script.tool.postgres import server

FOLDER = VAR / "bench"
RECIPE = ("felles/config/city", "felles/config/demo")


@dataclass(frozen=True)
class Size:
    """A size by name, with what ``make_city`` is asked for."""

    name: str
    schools: int
    pupils: int
    cases: int
    open_percent: int = 12

    @property
    def arguments(self) -> list[str]:
        """The arguments of ``make_city``."""
        return [
            "--schools", str(self.schools),
            "--pupils", str(self.pupils),
            "--cases", str(self.cases),
            "--open-percent", str(self.open_percent),
        ]  # fmt: skip


def list_sizes(large: int) -> list[Size]:
    """Ten open cases; four schools; and a city. A school is as large in the last two."""
    schools = max(large // 500, 1)
    return [
        Size("10", 1, 20, 10, open_percent=100),
        Size("2 000", 4, 1000, 2000),
        Size(f"{large:,}".replace(",", " "), schools, schools * 250, large),
    ]


def fingerprint(size: Size) -> str:
    """Changes with the recipe, the size, and the month: deadlines are counted from today."""
    digest = hashlib.sha256(repr(size).encode())
    digest.update(datetime.now(UTC).strftime("%Y-%m").encode())
    for folder in RECIPE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _call(url: str, *arguments: str) -> None:
    command = [str(PYTHON), "-m", "django", *arguments]
    env = environment(FELLES_MODE="test", DATABASE_URL=url)
    subprocess.run(command, cwd=ROOT, env=env, check=True)


def _fill(url: str, size: Size) -> None:
    begun = time.monotonic()
    say(f"Making the city of {size.name} cases …")
    _call(url, "migrate", "--verbosity", "0", "--skip-checks")
    _call(url, "make_city", *size.arguments)
    say(f"… in {time.monotonic() - begun:.0f} s.")


def sqlite_url(size: Size) -> str:
    """The URL of the size's SQLite database, which is made when it is not there yet."""
    path = FOLDER / f"{size.cases}-{fingerprint(size)}.sqlite3"
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        for stale in FOLDER.glob(f"{size.cases}-*"):
            stale.unlink()
        part = path.with_suffix(".part")
        _fill(f"sqlite:///{part}", size)
        _settle(part)
        part.rename(path)
    # A migration that came later changes the shape, not the content.
    _call(f"sqlite:///{path}", "migrate", "--verbosity", "0", "--skip-checks")
    return f"sqlite:///{path}"


def _settle(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@contextmanager
def sqlite_urls(sizes: list[Size]) -> Iterator[list[str]]:
    """The URLs of all sizes."""
    yield [sqlite_url(size) for size in sizes]


@contextmanager
def postgres_urls(sizes: list[Size]) -> Iterator[list[str]]:
    """The URLs of all sizes on a server of their own, which is gone afterwards."""
    with server() as address:
        urls = []
        for size in sizes:
            name = f"bench_{size.cases}"
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            url = address.removesuffix("/postgres") + f"/{name}"
            _fill(url, size)
            urls.append(url)
        yield urls


def forget() -> None:
    """Throw the kept databases away."""
    shutil.rmtree(FOLDER, ignore_errors=True)

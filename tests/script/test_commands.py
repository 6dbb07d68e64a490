"""The commands say in one sentence what is wrong, and how to mend it."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from script.tool import install, postgres, setup
from script.tool.common import ROOT, Stop, environment

MACHINE = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8"}


def run(*command: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a person with an empty environment would."""
    return subprocess.run(
        [str(part) for part in command],
        env=MACHINE | env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def fake_python(folder: Path, script: str) -> str:
    """Write a program that stands in for Python."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_server_with_a_taken_port_says_so_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run(ROOT / "script" / "server", PORT=port)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} cannot be used (Address already in use)")
    assert "PORT=8001" in done.stderr
    assert done.stderr.count("\n") == 1


def test_server_with_a_port_that_is_no_number_says_so() -> None:
    done = run(ROOT / "script" / "server", PORT="http")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "PORT must be a number" in done.stderr


def test_launcher_without_a_new_python_names_the_cure() -> None:
    launcher = f'. "{ROOT}/script/launch.sh"; good_python() {{ return 1; }}; launch test'
    done = run("sh", "-c", launcher, str(ROOT / "script" / "test"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "needs Python 3.11 or newer" in done.stderr


def test_launcher_passes_over_an_old_python(tmp_path: Path) -> None:
    for name in ("python3", "python3.13"):
        fake_python(tmp_path, "exit 1")
        (tmp_path / "python").rename(tmp_path / name)
    (tmp_path / "python3.12").symlink_to(sys.executable)
    shutil.copytree(ROOT / "script", tmp_path / "script")
    launcher = f'. "{tmp_path}/script/launch.sh"; find_python; echo "$python"'
    done = run("sh", "-c", launcher, str(tmp_path / "script" / "x"), PATH=f"{tmp_path}:/bin")
    chosen = done.stdout.strip()
    assert chosen in ("/usr/bin/python3", "python3.12")


def test_venv_without_ensurepip_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "VENV", tmp_path / "venv")
    monkeypatch.setattr(install, "PYTHON", tmp_path / "venv" / "bin" / "python")
    monkeypatch.setattr(install, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(sys, "executable", fake_python(tmp_path, "exit 1"))
    with pytest.raises(Stop, match="apt-get install python3-venv"):
        install._make_venv()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("WARNING: Retrying after NewConnectionError('Connection refused')", "out of reach"),
        (
            "SSLError(CERTIFICATE_VERIFY_FAILED) ... NewConnectionError",
            "certificate is not trusted",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "could not be installed"),
    ],
)
def test_failed_fetch_tells_a_closed_registry_from_a_broken_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, sentence: str
) -> None:
    monkeypatch.setattr(install, "LOG", tmp_path / "setup.log")
    command = [sys.executable, "-c", f"print({told!r}); raise SystemExit(1)"]
    with pytest.raises(Stop, match=sentence):
        install._follow(command, "The Python packages", 1)
    assert told in (tmp_path / "setup.log").read_text()


def test_setup_with_an_unknown_option_says_so() -> None:
    with pytest.raises(Stop, match="--browsr"):
        setup.setup(["--browsr"])


def test_environment_of_a_machine_with_a_secret_key_is_never_the_demo(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FELLES_MODE", raising=False)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    assert environment()["FELLES_MODE"] == "demo"
    monkeypatch.setenv("SECRET_KEY", "x")
    assert "FELLES_MODE" not in environment()


def test_locks_name_no_registry_and_hash_every_package() -> None:
    for name in ("requirements.txt", "requirements-assets.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        packages = text.replace("\\\n", "").strip().splitlines()
        assert [line for line in packages if "--hash=sha256:" not in line] == []
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_dependencies_all_say_why() -> None:
    lines = (ROOT / "pyproject.toml").read_text().split("[tool.")[0].splitlines()
    named = [line.strip() for line in lines if line.startswith('    "')]
    assert [line for line in named if "# why: " not in line] == []
    assert len(named) > 20


def test_postgres_from_a_private_folder_runs_on_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root hands the server over to another user")
    monkeypatch.setattr(postgres, "_can_run", lambda binaries, user: False)
    binaries = postgres._reachable_binaries(tmp_path, "nobody")
    assert binaries.is_relative_to(tmp_path)
    assert run(binaries / "postgres", "--version").returncode == 0

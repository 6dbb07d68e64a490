"""Places, messages and child processes that all commands share."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
VENV = VAR / "venv"
PYTHON = VENV / "bin" / "python"


class Stop(Exception):
    """Ends the command with one sentence instead of a traceback."""


def say(text: str) -> None:
    """Print one line of progress at once, also into a pipe."""
    print(text, flush=True)


def heading(text: str) -> None:
    """Print a line that stands out between the outputs of other programs."""
    bold, plain = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("", "")
    say(f"{bold}== {text}{plain}")


def environment(**extra: str) -> dict[str, str]:
    """Return the environment for the project's own processes.

    Without FELLES_MODE these are the commands of someone trying Felles on their own machine, so
    they get the demo; a machine that has a SECRET_KEY is a real one and never does by accident.
    """
    env = dict(os.environ)
    path = [str(ROOT), *env.get("PYTHONPATH", "").split(os.pathsep)]
    env["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(part for part in path if part))
    env.setdefault("DJANGO_SETTINGS_MODULE", "felles.config.settings")
    if "SECRET_KEY" not in env:
        env.setdefault("FELLES_MODE", "demo")
    env.update(extra)
    return env


def run(arguments: Sequence[str | Path], **extra: str) -> int:
    """Run a program of the project to its end and return its exit code."""
    command = [str(argument) for argument in arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(**extra), check=False).returncode


def manage(*arguments: str, **extra: str) -> int:
    """Run a management command to its end and return its exit code."""
    return run([PYTHON, "-m", "django", *arguments], **extra)

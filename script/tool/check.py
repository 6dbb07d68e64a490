"""script/check and script/fix: the linters, types, contracts and migrations."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from script.tool.common import PYTHON, ROOT, Stop, environment, heading, run, say
from script.tool.install import ensure

LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command as main; main()"

# Title -> arguments to the project's Python. The slowest first: they run two at a time.
CHECKS = {
    "types (mypy --strict)": ["-m", "mypy"],
    "lint (ruff)": ["-m", "ruff", "check", "--output-format", "concise"],
    "format (ruff; script/fix mends it)": [
        "-m",
        "ruff",
        "format",
        "--check",
        "--output-format",
        "concise",
    ],
    "templates (djlint)": ["-m", "djlint", "--lint", "--quiet", "felles"],
    "stairs (import-linter)": ["-c", LINT_IMPORTS, "--cache-dir", "var/cache/imports"],
    "settings and models (manage check)": ["-m", "django", "check", "--fail-level", "WARNING"],
    "missing migrations": ["-m", "django", "makemigrations", "--check", "--dry-run"],
}


def check(arguments: list[str]) -> int:
    """Run all checks, show what each says, and name those that failed."""
    if arguments:
        raise Stop("script/check takes no arguments.")
    ensure("develop")
    with ThreadPoolExecutor(2) as pool:
        results = {title: pool.submit(_run, command) for title, command in CHECKS.items()}
        failed = [title for title, future in results.items() if not _show(title, *future.result())]
    if failed:
        say(f"\nFailed: {', '.join(failed)}")
        return 1
    say("\nAll checks passed.")
    return 0


def _run(arguments: list[str]) -> tuple[bool, str, float]:
    start = time.monotonic()
    done = subprocess.run(
        [PYTHON, *arguments], cwd=ROOT, env=environment(FELLES_MODE="test"), check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    return done.returncode == 0, done.stdout.strip(), time.monotonic() - start


def _show(title: str, passed: bool, output: str, seconds: float) -> bool:
    heading(f"{title}: {'ok' if passed else 'FAILED'} ({seconds:.1f} s)")
    if output and not passed:
        say(output)
    return passed


def fix(arguments: list[str]) -> int:
    """Mend what ruff can mend by itself."""
    ensure("develop")
    paths = arguments or ["."]
    fixed = run([PYTHON, "-m", "ruff", "check", "--fix", *paths])
    return run([PYTHON, "-m", "ruff", "format", *paths]) or fixed

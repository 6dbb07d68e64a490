"""script/bench: measures pages against the raw SQL they need; tests/bench holds the work."""

from script.tool.common import PYTHON, run
from script.tool.install import ensure


def bench(arguments: list[str]) -> int:
    """Run the benchmark with its own arguments."""
    ensure("develop")
    return run([PYTHON, "-m", "tests.bench", *arguments], PYTHONUNBUFFERED="1")

"""script/messages: brings the message catalogues in step with the texts in code and templates."""

from script.tool.common import PYTHON, Stop, run
from script.tool.install import ensure


def messages(arguments: list[str]) -> int:
    """Update the catalogues, or with --check only say what is amiss."""
    if arguments not in ([], ["--check"]):
        raise Stop("script/messages takes no arguments but --check.")
    ensure("develop")
    return run([PYTHON, "-m", "script.tool.catalogues", *arguments])

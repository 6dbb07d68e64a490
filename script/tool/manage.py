"""script/manage: a management command in the project's environment."""

import os

from script.tool.common import PYTHON, environment
from script.tool.install import ensure


def manage(arguments: list[str]) -> int:
    """Become Django's command line; relative paths stay relative to where the person stands."""
    ensure("serve")
    os.execve(PYTHON, [str(PYTHON), "-m", "django", *arguments], environment())

"""System check: the front-end packages are installed before anything is served."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from felles.ui.assets import PACKAGES
from felles.ui.icons import ICONS, drawing_path


@register("ui")
def front_end_is_installed(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Name each package folder and each icon drawing that is missing."""
    node_modules = Path(settings.NODE_MODULES)
    missing = [folder for folder in PACKAGES.values() if not (node_modules / folder).is_dir()]
    missing += [name for name in ICONS if not drawing_path(name).is_file()]
    if not missing:
        return []
    return [
        Error(
            f"Front-end files are missing: {', '.join(missing)}.",
            hint="Run script/setup, or point NODE_MODULES at the installed packages.",
            id="ui.E001",
        )
    ]

"""System check: the letters of the papers are installed before a paper is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from felles.portal.papers.press import font_folders


@register("papers")
def fonts_are_installed(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Name each folder of letters that is missing."""
    missing = [
        f"{folder.parent.name}/{folder.name}"
        for folder in font_folders()
        if not any(folder.glob("*.ttf"))
    ]
    if not missing:
        return []
    return [
        Error(
            f"Fonts of the papers are missing: {', '.join(missing)}.",
            hint="Run script/setup, or point NODE_MODULES at the installed packages.",
            id="portal.E001",
        )
    ]

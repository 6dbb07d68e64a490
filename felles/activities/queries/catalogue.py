"""The catalogue of themes: files of the product, read and checked once."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from felles.rules.course_themes import Sheet, Theme, read_sheet

FOLDER = Path(__file__).parents[1] / "catalogue"


@lru_cache(maxsize=1)
def list_sheets() -> tuple[Sheet, ...]:
    """The sheets of all themes, in the guide's order.

    Raises:
        Unfit: a file of the product cannot be used.
    """
    codes = tomllib.loads((FOLDER / "codes.toml").read_text(encoding="utf-8"))
    return tuple(
        read_sheet(
            theme.value,
            tomllib.loads((FOLDER / f"{theme.value}.toml").read_text(encoding="utf-8")),
            codes,
        )
        for theme in Theme
    )


def find_sheet(key: str) -> Sheet | None:
    """The sheet of a theme by its key."""
    return next((sheet for sheet in list_sheets() if sheet.theme.value == key), None)

"""The start fails when the letters of the papers are not there, instead of the first paper."""

from pathlib import Path
from typing import Any

from felles.portal.papers.checks import fonts_are_installed


def test_check_with_all_fonts_says_nothing() -> None:
    assert fonts_are_installed(None) == []


def test_check_names_the_fonts_that_are_missing(settings: Any, tmp_path: Path) -> None:
    settings.NODE_MODULES = tmp_path
    (error,) = fonts_are_installed(None)
    assert error.id == "portal.E001"
    assert "noto-nastaliq-urdu/400Regular" in error.msg

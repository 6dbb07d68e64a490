"""Icons are read from the installed package, and a missing one is said plainly."""

from pathlib import Path

import pytest
from django.core.checks.registry import registry
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from felles.ui import checks, icons


@pytest.mark.parametrize("name", sorted(icons.ICONS))
def test_icon_is_hidden_from_screen_readers_and_follows_the_text_colour(name: str) -> None:
    svg = icons.svg(name)
    assert svg.startswith('<svg class="icon" aria-hidden="true"')
    assert 'fill="currentColor"' in svg


def test_unknown_icon_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="no-such-icon"):
        icons.svg("no-such-icon")


def test_icon_that_is_not_installed_tells_how_to_install(
    settings: Settings, tmp_path: Path
) -> None:
    settings.NODE_MODULES = tmp_path
    icons.svg.cache_clear()
    with pytest.raises(ImproperlyConfigured, match="script/setup"):
        icons.svg("lock")
    icons.svg.cache_clear()


def test_check_is_silent_when_all_is_installed() -> None:
    assert checks.front_end_is_installed(None) == []


def test_check_names_what_is_missing(settings: Settings, tmp_path: Path) -> None:
    settings.NODE_MODULES = tmp_path
    (error,) = checks.front_end_is_installed(None)
    assert "htmx.org/dist" in error.msg
    assert "lock" in error.msg


def test_check_runs_whenever_the_system_is_checked() -> None:
    assert checks.front_end_is_installed in registry.get_checks()

"""The gallery in a real browser: accessible at every width, in light and dark."""

from typing import TYPE_CHECKING

import pytest
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.journeys.conftest import find_violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.urls("tests.ui.urls")]


@pytest.fixture
def open_gallery(page: "Page", live_server: LiveServer, settings: Settings) -> "Page":
    settings.PUBLIC_VIEW_NAMES = frozenset({"gallery"})
    page.goto(f"{live_server.url}/komponenter/")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_gallery_has_no_violations(open_gallery: "Page", width: int, scheme: str) -> None:
    open_gallery.set_viewport_size({"width": width, "height": 900})
    open_gallery.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert find_violations(open_gallery) == []


@pytest.mark.parametrize("size", [(320, 256), (320, 568), (640, 480), (1280, 900)])
def test_gallery_never_scrolls_sideways(open_gallery: "Page", size: tuple[int, int]) -> None:
    open_gallery.set_viewport_size({"width": size[0], "height": size[1]})
    over = open_gallery.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0


def test_escape_twice_hides_everything_until_asked_back(open_gallery: "Page") -> None:
    title = open_gallery.title()
    open_gallery.keyboard.press("Escape")
    open_gallery.keyboard.press("Escape")
    assert open_gallery.locator("#cover").is_visible()
    assert open_gallery.title() == "Felles"
    assert open_gallery.locator("main").evaluate("main => main.inert")
    open_gallery.get_by_role("button", name="Vis skjermen igjen").click()
    assert not open_gallery.locator("#cover").is_visible()
    assert open_gallery.title() == title


def test_errors_take_the_focus(open_gallery: "Page") -> None:
    focused = open_gallery.evaluate("document.activeElement.tagName.toLowerCase()")
    assert focused == "ds-error-summary"

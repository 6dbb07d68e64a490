"""Every page, in a real browser: accessible, in both schemes, at every width, without sideways
scrolling, and with everything readable when JavaScript is off."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests import make
from tests.cast import Cast, build_cast
from tests.guards.routes import list_routes
from tests.journeys.conftest import find_violations
from tests.journeys.furnish import (
    furnish,
    furnish_courses,
    furnish_desk,
    furnish_groups,
    furnish_held,
    furnish_imports,
    furnish_meetings,
    furnish_outreach,
    furnish_parents,
    furnish_room,
    furnish_year,
)
from tests.journeys.tour import NO_PAGE, STEPS, STOPS
from tests.journeys.tour_ids import arguments
from tests.proofs.weeks import lay_weeks

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.journey
LOOKS = ((1280, "light"), (390, "dark"))
NARROW = 320


@pytest.fixture
def world(
    transactional_db: None, clock: object, settings: Settings, tmp_path: Path
) -> tuple[Cast, dict[str, make.Made]]:
    settings.VAR_DIR = tmp_path
    cast = build_cast()
    made = {name: make.STATES[name](cast) for name in sorted({s.state for s in STOPS.values()})}
    furnish(cast, made["measures"])
    furnish_desk(cast, made["measures"])
    furnish_imports(cast, made["measures"])
    furnish_held(cast, made["measures"], made["evaluation"])
    furnish_year(cast)
    furnish_meetings(cast)
    furnish_room(cast, made["measures"])
    furnish_outreach(cast)
    furnish_courses(cast)
    lay_weeks(cast)
    furnish_parents(cast)
    furnish_groups(cast)
    return cast, made


@pytest.fixture
def open_as(
    browser: "Browser", live_server: LiveServer, world: tuple[Cast, dict[str, make.Made]]
) -> Iterator[Callable[[str], "Page"]]:
    cast, _made = world
    contexts = {}

    def open_page(part: str) -> "Page":
        if part not in contexts:
            context = browser.new_context(base_url=live_server.url, locale="nb-NO")
            if part:
                client = Client()
                client.force_login(cast.users[part])
                value = client.cookies["sessionid"].value
                context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
            contexts[part] = context.new_page()
        return contexts[part]

    yield open_page
    for page in contexts.values():
        page.context.close()


def test_tour_knows_every_route() -> None:
    names = {route.name for route in list_routes()}
    assert sorted(names - STOPS.keys() - NO_PAGE.keys()) == []
    assert sorted(STOPS.keys() - names) == []


def addresses(world: tuple[Cast, dict[str, make.Made]]) -> Iterator[tuple[str, str]]:
    """Each page as (part, path)."""
    cast, made = world
    for route in list_routes():
        stop = STOPS.get(route.name)
        if stop is None:
            continue
        for step in STEPS.get(route.name, ("",)):
            kwargs = arguments(route.name, route.parameters, cast, made[stop.state], step)
            yield stop.part, reverse(route.name, kwargs=kwargs)


def faults(page: "Page", path: str) -> list[str]:
    """What is wrong with the page, one line each."""
    found = []
    response = page.goto(path)
    if response is None or response.status != 200:
        return [f"{path}: {response.status if response else 'no answer'}"]
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        found += [f"{path} {width} {scheme}: {line}" for line in find_violations(page)]
    page.set_viewport_size({"width": NARROW, "height": 568})
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if over > 0:
        found.append(f"{path}: {over} px too wide at {NARROW} px")
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{path}: {headings} h1")
    return found


def test_every_page_is_accessible_and_fits(
    world: tuple[Cast, dict[str, make.Made]], open_as: Callable[[str], "Page"]
) -> None:
    found = [line for part, path in addresses(world) for line in faults(open_as(part), path)]
    assert found == [], "\n".join(found)


def test_every_page_works_without_javascript(
    browser: "Browser", live_server: LiveServer, world: tuple[Cast, dict[str, make.Made]]
) -> None:
    """Without scripts each page shows its heading, and no form depends on a script to be sent."""
    cast, _made = world
    clients: dict[str, Client] = {"": Client()}
    found = []
    for part, path in addresses(world):
        if path == reverse("gallery"):
            continue  # its forms are samples
        if part not in clients:
            clients[part] = Client()
            clients[part].force_login(cast.users[part])
        html = clients[part].get(path).content.decode()
        for form in html.split("<form")[1:]:
            body = form.split("</form>")[0]
            if 'method="post"' in body and "csrfmiddlewaretoken" not in body:
                found.append(f"{path}: a form without its CSRF token")
            if "<button" not in body and 'type="submit"' not in body:
                found.append(f"{path}: a form without a button")
    assert found == [], "\n".join(found)


def test_keyboard_reaches_the_content_first(
    world: tuple[Cast, dict[str, make.Made]], open_as: Callable[[str], "Page"]
) -> None:
    """The first Tab offers the way past the menu, and every stop of the walk can be seen."""
    for part, name in (("social_teacher", "today"), ("rector", "case-list")):
        page = open_as(part)
        page.goto(reverse(name))
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "ds-skip-link"
        for _ in range(12):
            page.keyboard.press("Tab")
            box = page.evaluate(
                "(() => { const r = document.activeElement.getBoundingClientRect();"
                " return [r.width, r.height]; })()"
            )
            assert min(box) > 0, page.evaluate("document.activeElement.outerHTML")

"""A pupil writes alone on a shared screen, in a real browser."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests import make
from tests.cast import Cast, build_cast
from tests.journeys.conftest import find_violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.journey


@pytest.fixture
def cast(transactional_db: None, clock: object) -> Cast:
    return build_cast()


def test_pupil_answers_skips_and_sends_and_nobody_gets_into_the_case_from_there(
    cast: Cast, page: "Page", live_server: LiveServer
) -> None:
    # Given a social agent who opens the pupil's page on a shared screen
    made = make.in_measures(cast)
    client = Client()
    client.force_login(cast.users["social_agent"])
    value = client.cookies["sessionid"].value
    cookie = {"name": "sessionid", "value": value, "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"/sak/{made.public_id}/elevens-side/")
    page.get_by_role("button", name="Åpne elevens side").click()
    page.get_by_role("heading", name="Hei, Maja!").wait_for()
    found = find_violations(page)

    # When the pupil answers two questions, skips the others, and sends
    page.get_by_role("link", name="Ja, jeg vil").click()
    page.locator("label", has_text="Midt imellom").click()
    found += find_violations(page)
    page.get_by_role("button", name="Neste").click()
    page.get_by_role("button", name="Hopp over").click()
    page.get_by_label("Skriv her").fill("Ingen spør meg.")
    found += find_violations(page)
    page.get_by_role("button", name="Neste").click()
    found += find_violations(page)
    for _question in ("trygg", "onske", "hemmelig"):
        page.get_by_role("button", name="Hopp over").click()
    page.get_by_text("Ingen spør meg.").wait_for()
    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.emulate_media(color_scheme="dark")
    found += find_violations(page)
    page.get_by_role("button", name="Ja, det er riktig").click()
    page.get_by_role("heading", name="Takk for at du sa det!").wait_for()
    assert found == []

    # Then going back shows no case, and the case shows the pupil's own words first
    page.goto(f"/sak/{made.public_id}/")
    assert "/logg-inn/" in page.url
    staff = Client()
    staff.force_login(cast.users["rector"])
    case = staff.get(f"/sak/{made.public_id}/").content.decode()
    assert "Midt imellom. Ingen spør meg." in case
    assert "Skrevet av Maja selv" in case

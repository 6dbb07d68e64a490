"""The week on a phone, the leader's desk, and a club leader who receives children."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from felles.activities.actions import note_crossing
from felles.activities.models import CrossingDay, WeekSlot
from felles.activities.queries import list_plan
from felles.rules.agent_week import SlotKind
from tests.cast import NOW, Cast, build_cast
from tests.journeys.conftest import find_violations
from tests.meetings.calls import called
from tests.proofs.weeks import agreed, lay_weeks

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.journey
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
Opener = Callable[[str, dict[str, int]], "Page"]


@pytest.fixture
def cast(transactional_db: None, clock: object) -> Cast:
    return build_cast()


@pytest.fixture
def open_as(browser: "Browser", live_server: LiveServer, cast: Cast) -> Iterator[Opener]:
    """A browser of one's own for each person."""
    contexts = []

    def open_page(part: str, size: dict[str, int]) -> "Page":
        context = browser.new_context(
            base_url=live_server.url,
            locale="nb-NO",
            viewport=size,  # type: ignore[arg-type]
            has_touch=size is PHONE,
        )
        contexts.append(context)
        client = Client()
        client.force_login(cast.users[part])
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_agent_lays_a_week_around_the_office_day_on_a_phone(open_as: Opener, cast: Cast) -> None:
    # Given an agent who is called to a meeting and has no fixed week
    called(cast)
    page = open_as("social_agent", PHONE)
    page.goto("/uka/")
    page.get_by_text("Du har ingen fast uke her ennå.").wait_for()

    # When the agent chooses Wednesday as office day, adds the club, and saves
    page.get_by_role("link", name="Legg fast uke").tap()
    page.get_by_role("link", name="Onsdag", exact=True).tap()
    page.get_by_text("Torsdag: legg til en tid").tap()
    row = page.get_by_role("group", name="Torsdag, tid 4")
    row.get_by_label("Hva").select_option(label="På fritidsklubben")
    row.get_by_label("Fra").fill("16:00")
    row.get_by_label("Til").fill("18:00")
    assert find_violations(page) == []
    page.get_by_role("button", name="Lagre uka").tap()

    # Then the week stands, today first, with the meeting that came by itself
    page.get_by_text("Uka er lagt.").wait_for()
    shown = page.locator(".week--phone .week-day")
    assert "I dag" in shown.first.inner_text()
    assert page.locator(".week--phone .slot--meeting").count() == 1
    kinds = {one.weekday: one.kind for one in list_plan(cast.posts["social_agent"], NOW.date())}
    assert (kinds[2], kinds[3]) == (SlotKind.OFFICE, SlotKind.CLUB)
    assert find_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_leader_sees_all_weeks_and_names_who_follows_up_by_keyboard(
    open_as: Opener, cast: Cast
) -> None:
    # Given an agent without a plan, whom nobody follows up
    page = open_as("agent_leader", DESK)
    page.goto("/uka/alle/")
    assert find_violations(page) == []
    page.get_by_role("link", name="Har ingen plan").wait_for()

    # When the leader opens what is missing and chooses, without a mouse
    page.get_by_role("link", name="Mangler oppfølging på skolen").focus()
    page.keyboard.press("Enter")
    page.get_by_label("På skolen").focus()
    page.keyboard.type("Rector")
    page.get_by_label("I tjenesten").focus()
    page.keyboard.type("Agent Leader")
    page.get_by_role("button", name="Lagre").focus()
    page.keyboard.press("Enter")

    # Then the names stand on the agent's week, and nothing is missing but the plan
    page.locator(".follow", has_text="Rector").wait_for()
    page.goto("/uka/alle/")
    assert page.get_by_role("link", name="Mangler oppfølging").count() == 0
    assert not WeekSlot.objects.exists()

    # And a plan that is laid counts in hours
    lay_weeks(cast)
    page.reload()
    assert page.get_by_role("link", name="Har ingen plan").count() == 0
    page.get_by_role("cell", name="23,25 t").wait_for()


def test_club_leader_receives_a_crossing_in_two_taps_and_both_see_the_difference(
    open_as: Opener, cast: Cast
) -> None:
    # Given a school that follows seven children to the club today
    row = agreed(cast)
    note_crossing(by=cast.actor("social_agent"), at=NOW, public_id=row.public_id, number=7)
    club = open_as("club_leader", PHONE)
    club.goto("/overganger/")
    assert find_violations(club) == []
    for chip in club.locator(".taps label").all():
        box = chip.bounding_box()
        assert box
        assert box["height"] >= 44

    # When the club leader taps six and «Jeg tok imot»
    club.locator(".taps label", has_text="6").first.tap()
    club.get_by_role("button", name="Jeg tok imot").tap()

    # Then both sides are told at once to find out
    club.get_by_text("Ring den andre siden nå").wait_for()
    assert CrossingDay.objects.get().received == 6
    school = open_as("social_agent", PHONE)
    school.goto("/overganger/")
    school.get_by_text("Ring den andre siden nå").wait_for()
    assert find_violations(school) == []

    # And when the club leader corrects the number, all is well on both sides
    club.locator(".taps label", has_text="7").first.tap()
    club.get_by_role("button", name="Jeg tok imot").tap()
    club.get_by_text("Alle er tatt imot").wait_for()
    school.reload()
    school.get_by_text("Alle er tatt imot").wait_for()
    club.set_viewport_size({"width": 320, "height": 568})
    assert club.evaluate("document.documentElement.scrollWidth") <= 320

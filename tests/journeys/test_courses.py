"""A teacher suggests a group; the agent plans eight weeks around the holiday, with the police."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from felles.activities.models import CourseGuest, CourseSeries, CourseSuggestion
from felles.config.notices import send_due
from felles.programme.actions import add_holiday
from felles.rules.access import OSLO
from felles.rules.courses import GuestReply
from tests.cast import NOW, Cast, build_cast
from tests.journeys.conftest import find_violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

pytestmark = pytest.mark.journey
PHONE: "ViewportSize" = {"width": 390, "height": 844}


@pytest.fixture
def cast(transactional_db: None, clock: object) -> Cast:
    cast = build_cast()
    # The holiday lies in the middle of the eight weeks, as the autumn holiday does in October.
    add_holiday(
        by=cast.actor("project_leader"),
        at=NOW,
        name="Høstferie",
        from_on=date(2026, 12, 21),
        until_on=date(2027, 1, 2),
    )
    return cast


@pytest.fixture
def page_of(
    browser: "Browser", live_server: LiveServer, cast: Cast
) -> Iterator[Callable[[str], "Page"]]:
    contexts: list[BrowserContext] = []

    def find(part: str) -> "Page":
        context = browser.new_context(base_url=live_server.url, locale="nb-NO", viewport=PHONE)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if part:
            client = Client()
            client.force_login(cast.users[part])
            value = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return context.new_page()

    yield find
    for context in contexts:
        context.close()


def fine(page: "Page") -> None:
    """Axe finds nothing, and nothing stands outside the phone."""
    assert find_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def press(page: "Page", label: str) -> None:
    page.locator("main").get_by_role("button", name=label, exact=True).first.click()
    page.wait_for_load_state()


def suggest(page: "Page") -> None:
    """By keyboard alone: choose, type, send."""
    page.goto("/kurs/")
    page.get_by_role("link", name="Foreslå et kurs").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/foresla/")
    fine(page)
    page.get_by_label("Tema").select_option("grenser")
    page.get_by_label("Liten gruppe").focus()
    page.keyboard.press("Space")
    page.get_by_label("Trinn").select_option("5")
    page.get_by_label("Hva trenger dere?").focus()
    page.keyboard.type("Noen trenger å øve på stopp.")
    page.get_by_role("button", name="Send forslaget").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Venter på svar").wait_for()
    fine(page)


def plan(page: "Page") -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile("Svar på forslag om kurs")).first.click()
    page.get_by_role("link", name=re.compile("Lag kurs av det")).first.click()
    fine(page)
    assert page.get_by_label("Liten gruppe").is_checked()
    page.fill("[name=name]", "Stopp-gruppa")
    page.locator("label.ds-chip", has_text="tirsdag").click()
    page.fill("[name=starts]", "10:15")
    page.fill("[name=first_on]", "2026-12-01")
    page.fill("[name=room]", "Biblioteket")
    press(page, "Se planen")
    assert page.get_by_text("Skolefri: Høstferie").count() == 2
    page.get_by_text("Alle de 8 øktene har fått en dag.").wait_for()
    assert not CourseSeries.objects.exists()
    fine(page)
    press(page, "Lagre kurset")
    page.get_by_text("Kurset er lagret.").wait_for()
    fine(page)


def invite(page: "Page") -> None:
    page.get_by_role("link", name="Åpne økta").click()
    fine(page)
    page.get_by_role("link", name="Inviter en gjest").click()
    fine(page)
    page.fill("[name=organisation_name]", "Politiet")
    page.fill("[name=email]", "politi@example.test")
    press(page, "Send invitasjonen")
    page.get_by_text("Har ikke svart").first.wait_for()


def test_teacher_suggests_and_the_agent_plans_around_the_holiday_with_a_guest(
    cast: Cast, page_of: Callable[[str], "Page"]
) -> None:
    # Given that a teacher has suggested a small group
    teacher = page_of("teacher")
    suggest(teacher)
    # When the agent makes eight weeks of it, and invites the police
    agent = page_of("social_agent")
    plan(agent)
    invite(agent)
    # Then no session lies in the holiday, and the teacher hears that it was taken
    series = CourseSeries.objects.get()
    days = [one.starts_at.astimezone(OSLO).date() for one in series.sessions.order_by("number")]
    assert len(days) == 8
    assert not [day for day in days if date(2026, 12, 21) <= day <= date(2027, 1, 2)]
    assert CourseSuggestion.objects.get().series == series
    teacher.goto("/")
    teacher.get_by_text("Tatt med").wait_for()
    # And the guest answers by the address in the mail, without a login
    send_due(NOW, unmarked=set(), go_on=lambda: True)
    [message] = mail.outbox
    found = re.search(r"/gjest/\S+/", str(message.body))
    assert found is not None
    guest = page_of("")
    guest.goto(found.group())
    fine(guest)
    assert "Stopp-gruppa" not in guest.content()
    press(guest, "Ja, jeg kommer")
    guest.get_by_text("Svaret ditt er: Kommer").wait_for()
    fine(guest)
    assert CourseGuest.objects.get().reply == GuestReply.COMES
    agent.reload()
    agent.get_by_text("Kommer", exact=True).first.wait_for()

"""Work with parents, in a real browser: a café in three languages, good news home, and a mother."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer
from time_machine import Traveller

from felles.activities.models import ParentEvent
from felles.casework.models import Talk
from felles.portal.texts import load_text
from tests import make
from tests.activities import parents
from tests.cast import Cast, build_cast, days
from tests.journeys.conftest import find_violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.journey
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def cast(transactional_db: None, clock: object) -> Cast:
    return build_cast()


@pytest.fixture
def phone(
    browser: "Browser", live_server: LiveServer, cast: Cast
) -> Iterator[Callable[[str], "Page"]]:
    """A phone in the hand of a part of the cast, or of somebody without a login."""
    contexts = []

    def open_as(part: str) -> "Page":
        context = browser.new_context(
            base_url=live_server.url,
            locale="nb-NO",
            viewport=PHONE,  # type: ignore[arg-type]
            has_touch=True,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        if part:
            client = Client()
            client.force_login(cast.users[part])
            value = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return context.new_page()

    yield open_as
    for context in contexts:
        context.close()


def check(page: "Page") -> None:
    """Accessible and no wider than the phone, from the top: the fixed menu lies over the rest."""
    page.evaluate("scrollTo(0, 0)")
    assert find_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_cafe_in_three_languages_goes_from_plan_to_counts(
    cast: Cast, phone: Callable[[str], "Page"], clock: Traveller
) -> None:
    # Given a social agent with a phone
    page = phone("social_agent")
    page.goto("/foreldre/")
    check(page)
    # When she plans a café with interpreters for two languages
    page.get_by_role("link", name="Nytt treff").click()
    page.get_by_text("Foreldrekafé").click()
    page.get_by_label("Dato").fill("2026-12-01")
    page.get_by_label("Begynner").fill("08:00")
    page.get_by_label("Slutter").fill("09:00")
    page.get_by_label("Sted").fill("Biblioteket")
    page.get_by_text("Tolk", exact=True).click()
    ordered = page.get_by_role("group", name="Tolk er bestilt")
    ordered.get_by_text("Somali").click()
    ordered.get_by_text("Arabisk").click()
    page.get_by_label("Egne ord til foreldrene").fill("Kom som du er. Vi har kaffe.")
    page.get_by_text("Vis treffet for alle på nett").click()
    check(page)
    page.get_by_role("button", name="Lagre treffet").click()
    # Then it stands in its month, with its interpreters
    page.get_by_role("heading", name="Desember 2026").wait_for()
    page.get_by_text("Somali: Tolk er bestilt").wait_for()
    # And she prints a letter in three languages, and notes that it has gone out
    page.get_by_role("link", name="Foreldrekafé").click()
    check(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Skriv ut brev").click()
    assert download.value.path().stat().st_size > 10_000
    page.get_by_role("button", name="Foreldrene er invitert").click()
    page.get_by_text("Notert: foreldrene er invitert.").wait_for()
    # When the café has been
    clock.shift(days(8))
    page = phone("social_agent")
    page.goto("/foreldre/")
    page.get_by_role("link", name="Foreldrekafé").click()
    page.get_by_label("Hvor mange voksne kom?").fill("12")
    page.get_by_label("Somali", exact=True).fill("5")
    page.get_by_label("Arabisk", exact=True).fill("3")
    page.get_by_text("Andre språk").click()
    page.get_by_label("Bokmål", exact=True).fill("4")
    page.get_by_label("Én ting dere lærte").fill("Mat hjelper.")
    check(page)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Lagre tallene").press("Enter")
    # Then the school sees how many came of which languages, and nobody's name
    page.get_by_text("12 voksne kom.").wait_for()
    page.get_by_text("Somali: 5").wait_for()
    check(page)
    event = ParentEvent.objects.get()
    counted = dict(event.languages.values_list("language", "came"))
    assert (event.state, counted) == ("held", {"so": 5, "ar": 3, "nb": 4})


def test_good_news_is_called_home_in_two_taps(cast: Cast, phone: Callable[[str], "Page"]) -> None:
    # Given a contact teacher who follows a pupil
    made = make.at_school(cast)
    page = phone("contact_teacher")
    page.goto("/")
    page.get_by_role("link", name="Ring hjem", exact=True).click()
    check(page)
    # When she opens the pupil, calls, and says so
    page.get_by_text("Maja Prøvesen", exact=True).click()
    check(page)
    page.get_by_role("button", name="Jeg har ringt Foresatt 1 Prøvesen").click()
    # Then the call stands in the case, and the pupil no longer waits
    page.get_by_text("Notert. Fint at du ringte.").wait_for()
    assert page.get_by_text("Maja Prøvesen").count() == 0
    talk = Talk.objects.get(kind=Talk.Kind.POSITIVE_CALL)
    assert (talk.case_id, talk.guardian_id) == (made.case.pk, made.ties[0].guardian_id)


def test_mother_reads_the_schools_page_in_arabic(
    cast: Cast, phone: Callable[[str], "Page"], live_server: LiveServer
) -> None:
    # Given a school that has published its page, and a café ahead
    parents.publish(cast, names_agent=True)
    parents.plan(cast, title="Språk hjemme")
    text = load_text("ar")
    # When a mother without a login opens it and chooses Arabic
    page = phone("")
    page.goto(reverse("public-school", args=[cast.furulia.public_id]))
    check(page)
    page.locator("summary").first.press("Enter")
    page.get_by_role("link", name="العربية").click()
    # Then it reads from right to left, and names the agent
    page.get_by_role("heading", name=text.say("school.title"), exact=True).wait_for()
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.get_by_text("Social Agent").wait_for()
    check(page)
    # And the café is one tap away, in her language
    page.get_by_role("link", name=text.say("event.kind.cafe")).click()
    page.get_by_role("heading", name=text.say("event.kind.cafe")).wait_for()
    page.get_by_text(text.say("event.child_care")).wait_for()
    check(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # And nothing of her is kept
    assert page.context.cookies() == []

"""Two families' ways, in a real browser: a yes that is not for all, and one that is taken back."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from felles.casework.actions import move_to_innsatsteam
from felles.people.models import Guardianship
from felles.portal.texts import list_texts, load_text
from felles.rules.consent import AnswerKind
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.journeys.conftest import find_violations
from tests.masks import without_tokens
from tests.portal.family import base, link_to

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.journey
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def cast(transactional_db: None, clock: object) -> Cast:
    return build_cast()


@pytest.fixture
def open_page(browser: "Browser", live_server: LiveServer) -> Iterator[Callable[..., "Page"]]:
    contexts = []

    def new(user: object = None) -> "Page":
        context = browser.new_context(base_url=live_server.url, locale="nb-NO")
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)  # type: ignore[arg-type]
            value = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return context.new_page()

    yield new
    for context in contexts:
        context.close()


def go(page: "Page", path: str) -> int:
    """Open an address; returns the status."""
    response = page.goto(path)
    assert response is not None
    return response.status


def come_in(page: "Page", cast: Cast, tie: Guardianship) -> None:
    page.goto(link_to(cast, tie))
    for name, value in (("day", "4"), ("month", "3"), ("year", "2015")):
        page.fill(f"#{name}", value)
    page.locator("main form:has(#day) button").click()
    page.wait_for_url("**/min-side/**")


def count_taps(page: "Page") -> None:
    """Count each tap, and each page with its words, in the browser itself."""
    page.add_init_script("""
        const add = (name, n) =>
            sessionStorage.setItem(name, Number(sessionStorage.getItem(name) || 0) + n);
        addEventListener("pointerdown", () => add("taps", 1), true);
        addEventListener("DOMContentLoaded", () => {
            add("pages", 1);
            add("words", document.querySelector("main").innerText.split(/\\s+/).length);
        });
    """)


def choose(page: "Page", *labels: str) -> None:
    """Choose answers by what they say, then go on."""
    for label in labels:
        page.locator("label", has_text=label).first.click()
    page.locator("main form:has([name=form_token]) button").click()


def test_polish_mother_says_yes_but_not_child_welfare_on_her_phone(
    cast: Cast, open_page: Callable[..., "Page"], record_property: Callable[[str, object], None]
) -> None:
    # Given a case in which both guardians are asked, and a father who has said yes to all
    made = make.asked(cast)
    make.answer(cast, made, 1)
    mother = made.ties[0].guardian
    mother.language = "polsk"
    mother.save()
    say = load_text("pl").say
    intake = open_page(cast.users["child_welfare_intake"])
    nurse = open_page(cast.users["health_nurse"])
    before = intake.goto("/saker/") and intake.content()

    # When she opens her link on a phone and says yes, but not to child welfare
    phone = open_page()
    phone.set_viewport_size(PHONE)  # type: ignore[arg-type]
    count_taps(phone)
    come_in(phone, cast, made.ties[0])
    assert phone.locator("html").get_attribute("lang") == "pl"
    phone.locator(f"a[href*='{base(made.ties[0])}samtykke']").first.click()
    choose(phone, say("consent.yes_some"))
    welfare = cast.service("child_welfare").public_id
    while "/hvem-" in phone.url:
        for group in phone.locator("fieldset").all():
            name = group.locator("input").first.get_attribute("name") or ""
            answer = "common.no" if name.endswith(welfare) else "common.yes"
            group.locator("label", has_text=say(answer)).first.click()
        url = phone.url
        choose(phone)
        phone.wait_for_function("url => location.href !== url", arg=url)
    choose(phone, say("common.no"))
    phone.wait_for_url("**/tema/")
    phone.locator("[for=until-1]").click()
    choose(phone)
    phone.wait_for_url("**/se-over/")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.locator("[for=understood]").click()
    choose(phone)
    phone.wait_for_url("**/takk/")
    assert phone.locator("h1").inner_text() == say("ask.thanks_title")
    for name in ("pages", "taps", "words"):
        record_property(f"mother's {name}", int(phone.evaluate(f"sessionStorage.{name}")))
    move_to_innsatsteam(
        by=cast.actor("social_teacher"), at=NOW, public_id=made.public_id, version=made.version
    )

    # Then the health nurse sees the case, and child welfare's intake sees no trace of it
    case = reverse("case", args=[made.public_id])
    assert go(nurse, case) == 200
    assert go(intake, case) == 404
    assert go(intake, "/saker/") == 200
    assert "Maja" not in intake.content()
    assert without_tokens(intake.content()) == without_tokens(str(before))
    agent = open_page(cast.users["social_agent"])
    assert go(agent, case) == 404


def test_father_withdraws_and_the_nurses_open_page_refuses_the_next_click(
    cast: Cast, open_page: Callable[..., "Page"]
) -> None:
    # Given a case that the health nurse works with, open on her screen
    made = make.in_measures(cast)
    nurse = open_page(cast.users["health_nurse"])
    assert go(nurse, reverse("case", args=[made.public_id])) == 200
    link = nurse.locator(f"main a[href*='/sak/{made.public_id}/']").first

    # When the father takes his yes back on his own page
    father = open_page()
    father.set_viewport_size(PHONE)  # type: ignore[arg-type]
    come_in(father, cast, made.ties[1])
    father.locator("a[href$='/trekk/']").click()
    father.locator("main form:has([name=form_token]) button").click()
    father.get_by_role("heading", name="Samtykket er trukket").wait_for()

    # Then her next click finds nothing, and her list is empty
    with nurse.expect_navigation() as landed:
        link.click()
    assert landed.value is not None
    assert landed.value.status == 404
    assert "Maja" not in nurse.content()
    assert go(nurse, "/saker/") == 200
    assert "Maja" not in nurse.content()
    answer = made.pupil.consent_answers.get(is_current=True, guardian=made.ties[1].guardian)
    assert answer.kind == AnswerKind.WITHDRAWN.value


@pytest.mark.parametrize("language", [text.about.code for text in list_texts()])
def test_families_pages_are_accessible_in_every_language(
    cast: Cast, open_page: Callable[..., "Page"], language: str
) -> None:
    made = make.in_measures(cast)
    page = open_page()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/familie/")
    found = [f"/familie/: {line}" for line in find_violations(page)]
    page.locator("summary").first.click()
    page.locator(f"button[value={language}]").click()
    page.goto(link_to(cast, made.ties[0]))
    found += [f"link: {line}" for line in find_violations(page)]
    for name, value in (("day", "4"), ("month", "3"), ("year", "2015")):
        page.fill(f"#{name}", value)
    page.locator("main form:has(#day) button").click()
    page.wait_for_url("**/min-side/**")
    here = base(made.ties[0])
    for number, path in enumerate(
        ("", "samtykke/svar/", "hvem-vet-hva/", "trekk/", "skriv/", "hjelp/")
    ):
        assert go(page, here + path) == 200
        assert page.locator("html").get_attribute("lang") == language
        dark = (number + len(language)) % 2 == 0
        page.emulate_media(color_scheme="dark" if dark else "light")
        found += [f"{path} {language}: {line}" for line in find_violations(page)]
        page.set_viewport_size({"width": 320, "height": 568})
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found += [f"{path} {language}: {over} px too wide"] if over > 0 else []
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert found == [], "\n".join(found)

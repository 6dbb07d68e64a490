"""Every page of the families and of the pupil, in a real browser: accessible, narrow, by keyboard,
and without JavaScript; from the left and from the right."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from felles.people.models import ConsentAnswer
from felles.portal.family.ask import KEY as CHOSEN
from felles.portal.session import KEY, LANGUAGE_KEY
from felles.portal.words import STEPS
from felles.rules.consent import AnswerKind
from felles.rules.families import FamilyLogin
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.journeys.conftest import find_violations
from tests.make import Made
from tests.portal.family import base, link_to
from tests.portal.test_pupil_page import open_page as open_pupils

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.journey
PHONE, NARROW = {"width": 390, "height": 844}, {"width": 320, "height": 568}
LANGUAGES = ("nb", "ar", "ti")
QUESTION = ("svar", "hvem-1", "hvem-2", "ansatte", "tema", "gjelder", "se-over")
CHILD = ("", "hvem-vet-hva/", "trekk/", "skriv/", "hjelp/", "samtykke/takk/", "papir/feil/")
PUPIL = ("", *(f"{step}/" for step in STEPS), "se-over/")
# Walks with Tab; returns what is wrong: a control not reached, or one whose focus nobody sees.
CONTROLS = """() => {
    const seen = (one) => one.checkVisibility() && !one.disabled;
    const all = [...document.querySelectorAll("a[href],button,input,textarea,select,summary")];
    return all.filter(seen).filter((one) => one.type !== "hidden").map((one, number) => {
        const name = one.type === "radio" ? `radio ${one.name}` : `${number} ${one.tagName}`;
        one.dataset.stop = name;
        return name;
    });
}"""
FOCUSED = """() => {
    const one = document.activeElement;
    const styles = [one, one.parentElement].map((part) => getComputedStyle(part));
    const shows = styles.some((s) => s.outlineStyle !== "none" || s.boxShadow !== "none");
    return [one.dataset.stop || "", shows, one.matches(".ds-skip-link")];
}"""


@pytest.fixture
def cast(transactional_db: None, clock: object) -> Cast:
    return build_cast()


@pytest.fixture
def open_with(browser: "Browser", live_server: LiveServer) -> Iterator[Callable[..., "Page"]]:
    contexts = []

    def new(client: Client | None = None, *, javascript: bool = True) -> "Page":
        context = browser.new_context(
            base_url=live_server.url,
            viewport=PHONE,  # type: ignore[arg-type]
            java_script_enabled=javascript,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if client is not None:
            value = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return context.new_page()

    yield new
    for context in contexts:
        context.close()


def remember(client: Client, **values: Any) -> Client:
    """Put something into the browser's session."""
    session: Any = client.session
    session.update(values)
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def inside(made: Made, language: str, **values: Any) -> Client:
    """A guardian who is in."""
    kept = {
        "guardian": made.ties[0].guardian_id, "login": FamilyLogin.IDPORTEN.value,
        "tie": None, "since": NOW.isoformat(), "seen": NOW.isoformat(),
    }  # fmt: skip
    return remember(Client(), **{KEY: kept, LANGUAGE_KEY: language, **values})


def chosen(cast: Cast, made: Made) -> dict[str, Any]:
    """Everything chosen, so that every page of the question opens."""
    question = made.pupil.consent_requests.get()
    no = cast.service("child_welfare").public_id
    services = {one.public_id: one.public_id != no for one in question.services.all()}
    return {made.pupil.public_id: {
        "question": question.public_id, "kind": AnswerKind.YES_SOME.value, "services": services,
        "staff": {str(cast.users["social_agent"].pk): True}, "topics": [Topic.HEALTH.value],
        "whom": [one for one, is_in in services.items() if is_in][:1],
        "until": question.proposed_until.isoformat(), "other": "Flyttingen.",
    }}  # fmt: skip


def look(page: "Page", path: str, number: int, language: str) -> list[str]:
    """What is wrong with one page."""
    page.goto(path)
    found = []
    if page.locator("html").get_attribute("lang") != language:
        found.append("another language")
    page.emulate_media(color_scheme="dark" if (number + len(language)) % 2 else "light")
    found += find_violations(page)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    found += [f"{over} px too wide"] if over > 0 else []
    found += walk_by_keyboard(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return [f"{path} {language}: {line}" for line in found]


def walk_by_keyboard(page: "Page") -> list[str]:
    """Tab through the page from its beginning."""
    wanted = list(dict.fromkeys(page.evaluate(CONTROLS)))
    found: list[str] = []
    met: list[str] = []
    seen: set[str] = set()
    # A date has several stops of its own.
    for press in range(2 * len(wanted) + 8):
        page.keyboard.press("Tab")
        stop, shows, is_skip = page.evaluate(FOCUSED)
        if press == 0 and not is_skip:
            found.append("the skip link is not first")
        met.append(stop)
        # The skip link shows itself, not a ring.
        seen |= {stop} if shows or is_skip else set()
        if set(wanted) <= set(met):
            break
    found += [f"{stop} is not reached" for stop in wanted if stop not in met]
    found += [f"focus on {stop} is not seen" for stop in wanted if stop in met and stop not in seen]
    first = [stop for stop in dict.fromkeys(met) if stop]
    if first != [stop for stop in wanted if stop in first]:
        found.append("Tab goes another way than one reads")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_families_is_accessible_narrow_and_open_to_the_keyboard(
    cast: Cast, open_with: Callable[..., "Page"], language: str
) -> None:
    asked, done = make.asked(cast), make.in_measures(cast)
    page = open_with(remember(Client(), **{LANGUAGE_KEY: language}))
    entry = ["/familie/", reverse("family-ended"), link_to(cast, asked.ties[0]),
             "/familie/lenke/finnesikke/"]  # fmt: skip
    found = []
    for number, path in enumerate(entry):
        found += look(page, path, number, language)
    page = open_with(inside(asked, language, **{CHOSEN: chosen(cast, asked)}))
    steps = [f"{base(asked.ties[0])}samtykke/{step}/" for step in QUESTION]
    for number, path in enumerate(["/min-side/", base(asked.ties[0]), *steps]):
        found += look(page, path, number, language)
        assert page.url.endswith(path), page.url
    page = open_with(inside(done, language))
    for number, path in enumerate(CHILD):
        found += look(page, base(done.ties[0]) + path, number, language)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_pupil_is_accessible_narrow_and_open_to_the_keyboard(
    cast: Cast, open_with: Callable[..., "Page"], language: str
) -> None:
    client = open_pupils(cast, make.at_school(cast))
    page = open_with(remember(client, **{LANGUAGE_KEY: language}))
    found = []
    for number, path in enumerate(PUPIL):
        found += look(page, f"/elev/{path}", number, language)
    found += look(open_with(remember(Client(), **{LANGUAGE_KEY: language})), "/elev/", 0, language)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_question_is_answered_and_taken_back_without_javascript(
    cast: Cast, open_with: Callable[..., "Page"], language: str
) -> None:
    made = make.asked(cast)
    page = open_with(inside(made, language), javascript=False)
    here = base(made.ties[0])
    page.goto(f"{here}samtykke/")
    send = page.locator("main form:has([name=form_token]) button[type=submit]")
    page.locator("[for=kind-1]").click()
    send.click()
    page.locator("#other").fill("Flyttingen.")
    page.locator("[for=until-1]").click()
    send.click()
    page.locator("[for=understood]").click()
    send.click()
    assert page.url.endswith("/samtykke/takk/")
    assert ConsentAnswer.objects.get(is_current=True).note == "Flyttingen."
    page.goto(f"{here}trekk/")
    send.first.click()
    assert ConsentAnswer.objects.get(is_current=True).kind == AnswerKind.WITHDRAWN.value


def test_pupil_writes_without_javascript_and_with_it_loses_nothing_to_a_reload(
    cast: Cast, open_with: Callable[..., "Page"]
) -> None:
    client = remember(open_pupils(cast, make.at_school(cast)), **{LANGUAGE_KEY: "nb"})
    plain = open_with(client, javascript=False)
    plain.goto("/elev/bra/")
    plain.locator("#text").fill("Fotball")
    plain.get_by_role("button", name="Neste").click()
    assert plain.url.endswith("/elev/vanskelig/")
    page = open_with(client)
    page.goto("/elev/onske/")
    with page.expect_response(lambda answer: answer.status == 204):
        page.locator("#text").press_sequentially("At noen spør")
    page.reload()
    assert page.locator("#text").input_value() == "At noen spør"
    # A question that is skipped stays skipped, however much was kept while it was written.
    page.locator("#text").press_sequentially(" meg")
    page.get_by_role("button", name="Hopp over").click()
    page.wait_for_url("**/elev/hemmelig/")
    page.goto("/elev/onske/")
    assert page.locator("#text").input_value() == ""
    page.goto("/elev/bra/")
    assert page.locator("#text").input_value() == "Fotball"

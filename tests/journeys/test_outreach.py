"""Noting in the school yard, in a real browser: few taps, and without net nothing lost or twice."""

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from felles.activities.models import OutreachNote
from felles.web.outreach import offline
from tests import make
from tests.cast import Cast, build_cast
from tests.journeys.conftest import QUIET, find_violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.journey
PHONE = {"width": 390, "height": 844}
MOST_TAPS = 5
Opener = Callable[[], "BrowserContext"]


@pytest.fixture
def cast(transactional_db: None, clock: object) -> Cast:
    return build_cast()


@pytest.fixture
def phone(
    browser: "Browser", live_server: LiveServer, cast: Cast, tmp_path: Path
) -> Iterator[Opener]:
    """A phone that keeps what it knows while the browser is closed and opened again."""
    opened: list[BrowserContext] = []

    def open_it() -> "BrowserContext":
        for context in opened:
            context.close()
        opened[:] = [
            browser.browser_type.launch_persistent_context(
                str(tmp_path / "phone"),
                executable_path=_path(),
                args=QUIET,
                base_url=live_server.url,
                locale="nb-NO",
                viewport=PHONE,  # type: ignore[arg-type]
                has_touch=True,
            )
        ]
        opened[0].set_default_timeout(30_000)
        return opened[0]

    yield open_it
    for context in opened:
        context.close()


def _path() -> str:

    return os.environ["FELLES_CHROMIUM"]


def log_in(context: "BrowserContext", cast: Cast, url: str, part: str = "social_agent") -> None:
    client = Client()
    client.force_login(cast.users[part])
    value = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": value, "url": url}])


def tap(page: "Page", *words: str) -> None:
    change = page.get_by_role("button", name="Bytt sted")
    for word in words:
        if word == "Skolegården" and change.is_visible():
            continue  # remembered
        page.locator("label.ds-chip", has_text=re.compile(f"^{re.escape(word)}$")).tap()


def save(page: "Page") -> None:
    page.get_by_role("button", name="Lagre", exact=True).tap()


def said(page: "Page", words: str) -> None:
    page.locator("[data-said]", has_text=words).wait_for()


def waits(page: "Page", words: str) -> None:
    page.locator("[data-waiting]", has_text=words).wait_for()


def until(page: "Page", holds: str) -> None:
    """Wait in Python: the page's own policy forbids to evaluate anew within it."""
    last = time.monotonic() + 30
    while not page.evaluate(holds):
        assert time.monotonic() < last, holds
        time.sleep(0.1)


def open_with_net(context: "BrowserContext") -> "Page":
    """The page, once the phone has kept what it needs to open it without net."""
    page = context.pages[0] if context.pages else context.new_page()
    page.goto("/noter/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, "navigator.serviceWorker.controller !== null")
    return page


def note_without_net(page: "Page") -> None:
    page.context.set_offline(True)
    tap(page, "Skolegården", "Krangel", "To")
    save(page)
    said(page, "Lagret på telefonen.")
    waits(page, "1 notat venter.")


def comes_to(count: int) -> None:
    """The server has so many notes within some seconds, and no more a moment later."""
    until = time.monotonic() + 30
    while OutreachNote.objects.count() < count and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(0.5)
    assert OutreachNote.objects.count() == count


def test_note_takes_few_taps_and_nothing_typed(
    phone: Opener,
    cast: Cast,
    live_server: LiveServer,
    record_property: Callable[[str, object], None],
) -> None:
    context = phone()
    log_in(context, cast, live_server.url)
    page = open_with_net(context)
    # Given an agent who has noted from here before, the place is remembered
    tap(page, "Skolegården", "Fin lek", "3–5")
    save(page)
    said(page, "Notert.")
    page.reload()
    until(page, "document.querySelector('[value=yard]').checked")

    # When the agent notes again, with the level as well
    began = time.monotonic()
    taps = 0
    tap(page, "Krangel", "To")
    page.get_by_text("Vil du si mer?").tap()
    tap(page, "Miljøet")
    save(page)
    taps += 5
    said(page, "Notert.")

    # Then it took five taps at most, and the two that matter are there
    record_property("taps", taps)
    record_property("seconds", round(time.monotonic() - began, 1))
    assert taps <= MOST_TAPS
    comes_to(2)
    newest = OutreachNote.objects.order_by("-pk")[0]
    assert (newest.arena, newest.what, newest.how_many) == ("yard", "quarrel", "2")
    assert newest.level == "environment"


def test_page_is_accessible_narrow_and_works_by_keyboard(
    phone: Opener, cast: Cast, live_server: LiveServer
) -> None:
    context = phone()
    log_in(context, cast, live_server.url)
    page = open_with_net(context)
    page.get_by_text("Vil du si mer?").tap()
    found = find_violations(page)
    page.emulate_media(color_scheme="dark")
    found += find_violations(page)
    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    button = page.get_by_role("button", name="Lagre", exact=True).bounding_box()
    assert button
    assert button["y"] + button["height"] <= 568
    for chip in page.locator("label.ds-chip").all():
        box = chip.bounding_box()
        assert box
        assert box["height"] >= 44
    page.context.set_offline(True)
    page.goto("/noter/")
    found += find_violations(page)
    assert found == []
    # By keyboard: one Space in each group, Enter saves.
    for name in ("arena", "what", "how_many"):
        page.locator(f"[name={name}]").first.focus()
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    waits(page, "1 notat venter.")


def test_note_without_net_outlives_the_browser_and_is_sent_once(
    phone: Opener, cast: Cast, live_server: LiveServer
) -> None:
    # Given a note that was written where there is no net
    context = phone()
    log_in(context, cast, live_server.url)
    page = open_with_net(context)
    note_without_net(page)
    assert not OutreachNote.objects.exists()

    # When the browser is killed and the phone opened again, still without net
    context = phone()
    context.set_offline(True)
    page = context.pages[0]
    page.goto("/noter/")
    waits(page, "1 notat venter.")

    # Then the page asks for a login once there is net, and sends the note after it, once
    context.set_offline(False)
    page.get_by_role("link", name="Logg inn").wait_for()
    waits(page, "1 notat venter.")
    assert not OutreachNote.objects.exists()
    log_in(context, cast, live_server.url)
    page.goto("/noter/")
    comes_to(1)
    page.locator("#waiting").wait_for(state="hidden")
    page.reload()
    comes_to(1)
    assert stored(page) == {"notes": 0, "key": False}


def test_double_tap_is_one_note_with_net_and_without(
    phone: Opener, cast: Cast, live_server: LiveServer
) -> None:
    context = phone()
    log_in(context, cast, live_server.url)
    page = open_with_net(context)
    for is_offline in (False, True):
        context.set_offline(is_offline)
        tap(page, "Skolegården", "Fin lek", "To")
        page.get_by_role("button", name="Lagre", exact=True).dblclick()
        said(page, "Lagret på telefonen." if is_offline else "Notert.")
        page.wait_for_timeout(1200)
    context.set_offline(False)
    comes_to(2)


def test_note_is_sent_after_a_new_version_of_the_page(
    phone: Opener, cast: Cast, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = phone()
    log_in(context, cast, live_server.url)
    page = open_with_net(context)
    before = page.evaluate("caches.keys()")
    note_without_net(page)
    monkeypatch.setattr(offline, "RELEASE", "2")
    context.set_offline(False)
    page.goto("/noter/")
    comes_to(1)
    until(page, f"caches.keys().then(now => now.length === 1 && now[0] !== '{before[0]}')")
    page.reload()
    comes_to(1)


def test_phones_clock_that_is_wrong_loses_nothing(
    phone: Opener, cast: Cast, live_server: LiveServer
) -> None:
    context = phone()
    log_in(context, cast, live_server.url)
    page = open_with_net(context)
    page.clock.set_system_time("2031-01-01T08:00:00")
    note_without_net(page)
    page.clock.set_system_time("2001-01-01T08:00:00")
    context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    comes_to(1)
    row = OutreachNote.objects.get()
    assert row.at <= row.received_at <= timezone.now()


def test_two_people_on_one_phone_never_send_each_others_notes(
    phone: Opener, cast: Cast, live_server: LiveServer
) -> None:
    context = phone()
    log_in(context, cast, live_server.url)
    page = open_with_net(context)
    note_without_net(page)
    context.clear_cookies()
    log_in(context, cast, live_server.url, "milieu_worker")
    context.set_offline(False)
    page.goto("/noter/")
    page.locator("[data-why]", has_text="Noen andre har skrevet").wait_for()
    comes_to(0)
    context.clear_cookies()
    log_in(context, cast, live_server.url)
    page.goto("/noter/")
    comes_to(1)
    assert OutreachNote.objects.get().author == cast.users["social_agent"]


def test_phone_keeps_no_readable_note_and_nothing_after_logging_out(
    phone: Opener, cast: Cast, live_server: LiveServer
) -> None:
    context = phone()
    log_in(context, cast, live_server.url)
    page = open_with_net(context)
    page.goto("/noter/bildet/")
    page.goto("/noter/")
    kept = page.evaluate(
        "caches.keys().then(names => caches.open(names[0])).then(cache => cache.keys())"
        ".then(all => all.map(one => new URL(one.url).pathname))"
    )
    assert all(path == "/noter/skall/" or path.startswith("/static/") for path in kept)
    page.context.set_offline(True)
    page.get_by_text("Vil du si mer?").tap()
    page.get_by_label("Noen ord").fill("Huskene er populære.")
    tap(page, "Skolegården", "Fin lek", "To")
    save(page)
    waits(page, "1 notat venter.")
    assert "Huskene" not in json.dumps(page.evaluate(READ_ALL))
    assert (
        page.evaluate(
            f"{OPEN}.then(base => new Promise(done => {{ const asked = base"
            ".transaction('kept').objectStore('kept').get('key');"
            " asked.onsuccess = () => done(asked.result.extractable); }))"
        )
        is False
    )

    # Logging out with something that waits is asked about first, and then empties the phone.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")
    context.set_offline(False)
    leave = "document.querySelector('form[action=\"/logg-ut/\"] button').click()"
    page.evaluate(leave)
    said(page, "Logger du ut nå, sletter vi det som venter.")
    page.evaluate(leave)
    page.wait_for_url("**/logg-inn/**")
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert page.evaluate("caches.keys().then(all => all.length)") == 0


def test_text_that_may_name_a_child_is_looked_over_before_it_is_kept(
    phone: Opener, cast: Cast, live_server: LiveServer
) -> None:
    make.pupil(cast, given_name="Torbjørg")
    context = phone()
    log_in(context, cast, live_server.url)
    page = open_with_net(context)
    note = ("Skolegården", "Noen alene", "Ett")
    # Written without net: nothing can mark it there, so it waits until its writer has read it.
    context.set_offline(True)
    page.get_by_text("Vil du si mer?").tap()
    page.get_by_label("Noen ord").fill("Torbjørg sto ved gjerdet.")
    tap(page, *note)
    save(page)
    waits(page, "1 notat venter.")
    context.set_offline(False)
    page.goto("/noter/")
    page.get_by_role("button", name="Se over").click()
    page.locator("mark", has_text="Torbjørg").wait_for()
    assert find_violations(page) == []
    comes_to(0)
    page.get_by_text("Jeg har lest teksten").click()
    save(page)
    comes_to(1)
    page.wait_for_url("**/noter/")
    page.locator("#waiting").wait_for(state="hidden")


OPEN = (
    "new Promise(done => { const asked = indexedDB.open('noter');"
    " asked.onsuccess = () => done(asked.result); })"
)
READ_ALL = (
    f"{OPEN}.then(base => new Promise(done => {{ const asked = base.transaction('notes')"
    ".objectStore('notes').getAll(); asked.onsuccess = () => done(asked.result.map(note => ({"
    "...note, data: new TextDecoder('latin1').decode(note.data)}))); }))"
)


def stored(page: "Page") -> dict[str, object]:
    """How many notes the phone keeps, and whether it keeps a key."""
    found: dict[str, object] = page.evaluate(
        f"{OPEN}.then(base => new Promise(done => {{ const deed = base.transaction(['notes',"
        "'kept']); const notes = deed.objectStore('notes').count();"
        " const key = deed.objectStore('kept').get('key');"
        " deed.oncomplete = () => done({notes: notes.result, key: Boolean(key.result)}); }))"
    )
    return found

"""A course with its group, on a phone: attendance in seconds, and three faces before and after."""

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from felles.activities.models import CourseAttendance, CourseSeries, SmileyRound
from felles.casework.models import Case
from tests import make
from tests.activities.course_rows import series, small_group
from tests.cast import Cast, build_cast
from tests.journeys.conftest import find_violations
from tests.proofs.groups import put_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.journey
PHONE = {"width": 390, "height": 844}
CHILDREN = 10


@pytest.fixture
def cast(transactional_db: None, clock: object) -> Cast:
    return build_cast()


@pytest.fixture
def phone(
    browser: "Browser", live_server: LiveServer, cast: Cast
) -> Iterator[Callable[..., "Page"]]:
    """A phone in which somebody of the cast is logged in."""
    opened: list[BrowserContext] = []

    def open_it(part: str, *, scripts: bool = True) -> "Page":
        context = browser.new_context(
            base_url=live_server.url,
            locale="nb-NO",
            viewport=PHONE,  # type: ignore[arg-type]
            has_touch=True,
            java_script_enabled=scripts,
        )
        opened.append(context)
        log_in(context, cast, live_server.url, part)
        return context.new_page()

    yield open_it
    for context in opened:
        context.close()


def log_in(context: "BrowserContext", cast: Cast, url: str, part: str) -> None:
    client = Client()
    client.force_login(cast.users[part])
    value = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": value, "url": url}])


def is_fine(page: "Page") -> None:
    assert find_violations(page) == []
    for width in (320, PHONE["width"]):
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{over} px too wide at {width}"


def said() -> dict[str, str]:
    rows = CourseAttendance.objects.select_related("pupil").order_by("pk")
    return {row.pupil.called: row.reason or "came" for row in rows}


def test_attendance_is_taken_in_seconds_by_somebody_without_a_right_to_any_case(
    phone: Callable[..., "Page"], cast: Cast, record_property: Callable[[str, object], None]
) -> None:
    # Given a group with a pupil whose case the milieu worker, who holds the course, may not see
    row, _people = small_group(cast, "Ada", "Bo", "Cato")
    put_in(row, make.in_measures(cast).pupil)
    CourseAttendance.objects.all().delete()
    assert not Case.objects.visible_to(cast.actor("milieu_worker")).exists()
    page = phone("milieu_worker")
    path = f"/kurs/{row.public_id}/okt/1/oppmote/"
    page.goto(path)
    is_fine(page)

    # When all are here, it is one tap
    began = time.perf_counter()
    page.get_by_role("button", name="Alle er her").tap()
    page.get_by_text("Oppmøtet er lagret.").wait_for()
    record_property("attendance, all here: seconds", time.perf_counter() - began)

    # Then it is kept
    assert said() == {"Ada": "came", "Bo": "came", "Cato": "came", "Maja": "came"}

    # When one is missing, it is three taps, and what was said is corrected
    page.goto(path)
    began = time.perf_counter()
    page.get_by_text("Bo Prøvesen").tap()
    assert not page.get_by_role("button", name="Alle er her").is_visible()
    page.get_by_text("Ikke på skolen").locator("visible=true").tap()
    is_fine(page)
    page.get_by_role("button", name="Lagre").tap()
    page.get_by_text("Oppmøtet er lagret.").wait_for()
    record_property("attendance, one missing: seconds", time.perf_counter() - began)
    assert said()["Bo"] == "absent"

    # And whoever missed it has caught up with one tap more
    page.goto(f"/kurs/{row.public_id}/gruppe/")
    is_fine(page)
    page.get_by_role("button", name="Tatt igjen").tap()
    page.get_by_text("Tatt igjen 24. nov.").wait_for()


def test_attendance_works_by_keyboard_and_without_scripts(
    phone: Callable[..., "Page"], cast: Cast
) -> None:
    row, _people = small_group(cast, "Ada", "Bo")
    path = f"/kurs/{row.public_id}/okt/1/oppmote/"
    page = phone("milieu_worker", scripts=False)
    page.goto(path)
    page.get_by_role("checkbox", name="Ada").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Lagre").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Oppmøtet er lagret.").wait_for()
    assert said() == {"Ada": "would_not", "Bo": "came"}


def test_children_answer_before_and_after_and_the_adult_sees_how_it_went(
    phone: Callable[..., "Page"], cast: Cast, live_server: LiveServer
) -> None:
    # Given a course, and an adult who opens a round before it
    row: CourseSeries = series(cast)
    page = phone("milieu_worker")
    path = f"/kurs/{row.public_id}/smilefjes/"
    for moment, face in (("Før kurset", "Litt"), ("Etter kurset", "Ja")):
        page.goto(path)
        is_fine(page)
        block = page.get_by_role("region", name=moment)
        block.get_by_role("button", name="Åpne runden").tap()
        page.get_by_text("0 har svart.", exact=True).wait_for()
        block.get_by_role("button", name="Gi skjermen til barna").tap()

        # When the children answer one after the other
        page.get_by_role("heading", name="Hva er sant for deg?").wait_for()
        is_fine(page)
        for _child in range(CHILDREN):
            for number in range(3):
                page.get_by_role("group").nth(number).get_by_role("radio", name=face).tap()
            page.get_by_role("button", name="Ferdig").tap()
            page.get_by_role("heading", name="Takk!").wait_for()
            page.get_by_role("link", name="Jeg er neste").tap()
            page.get_by_role("heading", name="Hva er sant for deg?").wait_for()
        page.get_by_role("link", name="Jeg vil ikke svare").tap()
        page.get_by_role("heading", name="Takk!").wait_for()
        is_fine(page)

        # Then the screen leads nowhere else, also by the way back
        page.goto(path)
        assert page.url.startswith(f"{live_server.url}/logg-inn")

        # And while the round is open the adult sees how many, and nothing more
        log_in(page.context, cast, live_server.url, "milieu_worker")
        page.goto(path)
        assert page.get_by_text(f"{CHILDREN} har svart.").last.is_visible()
        assert page.locator("svg.bells").count() == 0
        block = page.get_by_role("region", name=moment)
        block.get_by_role("button", name="Lukk runden").tap()
        block.get_by_text("Runden er lukket.").wait_for()

    # And once both are closed, before and after stand beside each other
    page.locator("svg.bells").wait_for()
    is_fine(page)
    first = page.get_by_role("row").nth(1)
    assert "0–20 %" in first.inner_text()
    assert "80–100 %" in first.inner_text()
    assert set(SmileyRound.objects.values_list("answers", flat=True)) == {CHILDREN}

"""A whole meeting in a real browser: the gate, a lost network, two who write, six items."""

from collections.abc import Callable, Iterator
from datetime import time
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from felles.casework.models import CaseItem, Measure, Minutes
from felles.config.notices import send_due
from felles.meetings.actions import add_anonymous_row, add_common_row, make_feed, set_row
from felles.meetings.models import AgendaRow, AnonymousDiscussion, Meeting, RowText
from felles.people.models import User
from felles.rules.consent import AnswerKind
from felles.rules.meetings import MeetingState, RowState
from tests import make, rooms
from tests.cast import NOW, Cast, build_cast
from tests.journeys.conftest import find_violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.journey
WHY = "Hun trives best når hun kjenner en voksen."


@pytest.fixture
def cast(transactional_db: None, clock: object) -> Cast:
    return build_cast()


@pytest.fixture
def page_of(
    browser: "Browser", live_server: LiveServer, cast: Cast
) -> Iterator[Callable[[str], "Page"]]:
    pages: dict[str, Page] = {}

    def find(part: str) -> "Page":
        if part not in pages:
            client = Client()
            client.force_login(cast.users[part])
            context = browser.new_context(base_url=live_server.url, locale="nb-NO")
            context.set_default_timeout(10_000)
            value = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
            pages[part] = context.new_page()
        return pages[part]

    yield find
    for page in pages.values():
        page.context.close()


def press(page: "Page", label: str) -> None:
    page.locator("main").get_by_role("button", name=label, exact=True).first.click()
    page.wait_for_load_state()


def saved(page: "Page") -> None:
    page.get_by_text("Lagret kl.").wait_for()


def kept_in(page: "Page") -> str:
    """What the tab keeps of the room; nothing of it stands anywhere else in the browser."""
    assert not page.evaluate("Object.keys(localStorage).some(key => key.startsWith('felles'))")
    names = "Object.keys(sessionStorage).filter(key => key.startsWith('felles'))"
    return str(page.evaluate(f"{names}.map(key => sessionStorage[key]).join()"))


def wait_until(page: "Page", name: str, text: str) -> None:
    """Wait until a field holds the text, as somebody who looks on."""
    for _try in range(100):
        if text in page.input_value(f"[name={name}]"):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{text} never came to {name}")


def opened(cast: Cast, page: "Page") -> tuple[Meeting, AgendaRow]:
    """A meeting with one case open on the chair's screen."""
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, rooms.ready(cast), "Hvem hjelper Maja?")
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    page.goto(f"/mote/{meeting.public_id}/rom/")
    return meeting, row


def texts_of(row: AgendaRow, field: str) -> list[str]:
    texts = RowText.objects.filter(row=row, field=field).order_by("revision")
    return list(texts.values_list("text", flat=True))


def test_network_that_is_lost_loses_no_word(cast: Cast, page_of: Callable[[str], "Page"]) -> None:
    page = page_of("rector")
    _meeting, row = opened(cast, page)
    page.fill("#why", "Hun trives")
    saved(page)
    page.context.set_offline(True)
    page.fill("#why", WHY)
    page.get_by_text("Ikke lagret ennå. Vi prøver igjen.").wait_for()
    assert WHY in kept_in(page)
    press(page, "Ferdig, neste sak")  # nothing is sent, and the page stays
    assert page.input_value("#why") == WHY
    page.context.set_offline(False)
    saved(page)
    assert kept_in(page) == ""
    assert texts_of(row, "why") == ["Hun trives", WHY]
    page.fill("[name=give-school]", "Trygg voksen på AKS")
    page.locator("label[for=o-start]").click()
    press(page, "Ferdig, neste sak")
    assert Measure.objects.filter(item__row=row).count() == 1
    assert Minutes.objects.get(item__row=row).text == WHY


def test_unsent_text_comes_back_when_the_page_is_read_again(
    cast: Cast, page_of: Callable[[str], "Page"]
) -> None:
    page = page_of("rector")
    _meeting, row = opened(cast, page)
    page.route("**/rom/tekst/", lambda route: route.abort())
    page.fill("#why", WHY)
    page.get_by_text("Ikke lagret ennå. Vi prøver igjen.").wait_for()
    page.unroute("**/rom/tekst/")
    page.reload()
    saved(page)
    assert page.input_value("#why") == WHY
    assert texts_of(row, "why") == [WHY]


def test_unsent_text_is_gone_after_log_out(cast: Cast, page_of: Callable[[str], "Page"]) -> None:
    page = page_of("rector")
    opened(cast, page)
    page.route("**/rom/tekst/", lambda route: route.abort())
    page.fill("#why", WHY)
    page.get_by_text("Ikke lagret ennå. Vi prøver igjen.").wait_for()
    page.get_by_role("button", name="Åpne menyen din").click()
    page.get_by_role("button", name="Logg ut").click()
    page.wait_for_url("**/logg-inn/**")
    assert kept_in(page) == ""


def test_two_who_write_the_same_field_both_see_both(
    cast: Cast, page_of: Callable[[str], "Page"]
) -> None:
    rector, teacher = page_of("rector"), page_of("social_teacher")
    meeting, row = opened(cast, rector)
    teacher.goto(f"/mote/{meeting.public_id}/rom/")
    teacher.locator("#why").focus()
    rector.fill("#why", "Rektors ord.")
    saved(rector)
    teacher.fill("#why", "Sosiallærers ord.")
    both = teacher.locator("[data-both=why]")
    both.get_by_text("Rektors ord.").wait_for()
    assert teacher.input_value("#why") == "Sosiallærers ord."
    both.get_by_role("button").click()
    saved(teacher)
    assert texts_of(row, "why")[-1] == "Sosiallærers ord. Rektors ord."
    # The other reads it without loading the page again.
    rector.locator("#goal").focus()
    wait_until(rector, "why", "Sosiallærers")


def test_member_writes_on_an_own_device(cast: Cast, page_of: Callable[[str], "Page"]) -> None:
    rector, nurse = page_of("rector"), page_of("health_nurse")
    meeting, _row = opened(cast, rector)
    nurse.goto(f"/mote/{meeting.public_id}/bidrag/")
    assert find_violations(nurse) == []
    nurse.fill("#text", "Samtale hver uke")
    saved(nurse)
    field = f"give-{cast.service('health').public_id}"
    wait_until(rector, field, "Samtale hver uke")
    press(rector, "Utsett saken")
    nurse.get_by_text("Ingenting å skrive nå.").wait_for()


def six_items(cast: Cast) -> tuple[Meeting, dict[str, make.Made]]:
    """Two that keep somebody out, one without a name, one with guardians at 13.30, one that is
    withdrawn on the way, one common point."""
    meeting = rooms.planned(cast)
    by = cast.actor("rector")
    add_common_row(
        by=by, at=NOW, public_id=meeting.public_id, title="Oppfølging fra sist", minutes=10
    )
    made = {
        "guests": rooms.ready(cast),
        "withdrawn": rooms.ready(cast),
        "first_out": make.not_child_welfare(cast),
        "second_out": make.not_child_welfare(cast),
    }
    for name in ("first_out", "second_out"):
        rooms.meet_family(cast, made[name])
    rows = {name: rooms.take_up(cast, meeting, one, "Hva nå?") for name, one in made.items()}
    add_anonymous_row(by=by, at=NOW, public_id=meeting.public_id, minutes=10)
    meeting.refresh_from_db()
    set_row(
        by=by,
        at=NOW,
        public_id=meeting.public_id,
        row_id=rows["guests"].public_id,
        version=meeting.version,
        minutes=15,
        guardians_at=time(13, 30),
    )
    return meeting, made


def decide(page: "Page") -> None:
    """What is typed and clicked in one case."""
    page.fill("[name=give-school]", "Trygg voksen på AKS")
    page.fill("#goal", "Venner")
    page.fill("#why", WHY)
    page.locator("label[for=o-start]").click()
    press(page, "Ferdig, neste sak")


def test_whole_meeting_of_six_items(cast: Cast, page_of: Callable[[str], "Page"]) -> None:
    meeting, made = six_items(cast)
    page, screen = page_of("rector"), page_of("social_teacher")
    page.goto(f"/mote/{meeting.public_id}/rom/")
    assert find_violations(page) == []
    press(page, "Start møtet")
    press(page, "Ta opp punktet")
    press(page, "Ferdig, neste sak")
    screen.goto(f"/mote/{meeting.public_id}/skjerm/")
    for name in ("guests", "withdrawn", "first_out", "second_out"):
        assert "Prøvesen" not in page.content()
        assert find_violations(page) == []
        page.locator("[accesskey=v]").press("Enter")
        page.locator("#why").wait_for()
        assert find_violations(page) == []
        screen.reload()
        assert "Prøvesen" in screen.content()
        assert find_violations(screen) == []
        if name == "withdrawn":
            page.fill("#why", "Halvskrevet")
            saved(page)
            make.answer(cast, made[name], 0, kind=AnswerKind.WITHDRAWN)
            press(page, "Ferdig, neste sak")
            assert "Prøvesen" not in page.content()
            assert "Halvskrevet" not in page.content()
            screen.get_by_text("Gjør klart til neste punkt").wait_for()
            press(page, "Utsett saken")
        else:
            decide(page)
    press(page, "Ta opp punktet")
    page.locator("[name=themes]").first.check()
    page.locator("[name=grades]").first.check()
    page.fill("[name=advice]", "Snakk med hjemmet tidlig.")
    press(page, "Ferdig, neste sak")
    page.get_by_role("link", name="Avslutt møtet").first.click()
    assert find_violations(page) == []
    press(page, "Avslutt møtet")
    meeting.refresh_from_db()
    assert MeetingState(meeting.state) is MeetingState.HELD
    rows = meeting.rows.order_by("position")
    done, postponed = RowState.DONE.value, RowState.POSTPONED.value
    assert [row.state for row in rows] == [done, done, postponed, done, done, done]
    assert Minutes.objects.count() == Measure.objects.filter(item__isnull=False).count() == 3
    assert AnonymousDiscussion.objects.count() == 1
    out = CaseItem.objects.get(case=made["first_out"].case).row
    there = set(out.presences.values_list("attendee__post__user__username", flat=True))
    assert there == set(rooms.PARTS) - {"child_welfare_intake", "social_agent"}
    look_afterwards(cast, meeting, made)


EMPLOYED_BY_CHILD_WELFARE = {"child_welfare_intake", "social_agent"}
AT_SCHOOL = {"rector", "social_teacher"}


def look_afterwards(cast: Cast, meeting: Meeting, made: dict[str, make.Made]) -> None:
    """Agenda, recap, cases, day, calendar and mail of everybody who was called, after the room."""
    ids = {name: one.public_id for name, one in made.items()}
    for part in rooms.PARTS:
        hidden = set() if part in AT_SCHOOL else {"withdrawn"}
        if part in EMPLOYED_BY_CHILD_WELFARE:
            hidden |= {"first_out", "second_out"}
        client = Client()
        client.force_login(cast.users[part])
        url = f"/mote/{meeting.public_id}/"
        agenda = client.get(url).content.decode()
        assert {name for name, one in ids.items() if one in agenda} == set(ids) - hidden, part
        pages = [client.get(page) for page in (f"{url}oppsummering/", "/saker/", "/", "/moter/")]
        secret = make_feed(by=cast.actor(part), at=NOW)
        pages.append(Client().get(f"/kalender/{secret}.ics"))
        text = "".join(page.content.decode() for page in pages)
        assert [name for name in hidden if ids[name] in text] == [], part
        assert "Prøvesen" not in pages[-1].content.decode()
    User.objects.filter(pk__gt=0).update(email="somebody@example.org")
    send_due(NOW, unmarked=set(), go_on=lambda: True)
    assert len(mail.outbox) >= len(rooms.PARTS)
    sent = "".join(str(one.message()) for one in mail.outbox)
    assert [one for one in (*ids.values(), "Maja", "Prøvesen") if one in sent] == []

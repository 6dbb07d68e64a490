"""Kurs: planned in two steps, read by the school, changed by whoever plans, suggested by all."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from felles.activities.models import CourseGuest, CourseSeries, CourseSession
from felles.rules.access import Permission, may
from felles.rules.course_plan import Wish
from felles.rules.courses import GuestReply, SessionState
from tests.activities.courses import (
    SMALL,
    WISH,
    christmas,
    invited,
    planned,
    session_of,
    suggested,
    wanted,
)
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days
from tests.meetings.calls import called
from tests.web.cases import HIDDEN, heart, heart_as_sent, login, send

pytestmark = pytest.mark.django_db
AGENT = "social_agent"
FORM = {
    "name": "Venner i 6B", "group": "class", "theme_1": "vennskap", "theme_2": "grenser",
    "weekday": "1", "starts": "10.00", "minutes": "45", "first_on": "2026-12-01", "count": "8",
    "room": "Rom 12", "extend": "on",
}  # fmt: skip


@pytest.fixture
def cast(clock: object) -> Cast:
    return build_cast()


def page(client: Client, cast: Cast, part: str, url: str) -> str:
    login(client, cast, part)
    response = client.get(url)
    assert response.status_code == 200, url
    return heart(response)


def form(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {**FORM, "class_id": cast.classes["6B"].public_id, **fields}


def shown_plan(client: Client, data: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """The plan's page, and what its form would send back."""
    response = client.post("/kurs/ny/", {**data, "step": "plan", "form_token": "t"})
    assert response.status_code == 200
    text = heart_as_sent(response)
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))
    return heart(response), {**sent, "extend": "on"}


def save(client: Client, data: dict[str, str], **more: Any) -> Any:
    return client.post("/kurs/ny/", {**data, "step": "save", **more})


# --- Planning ---


def test_plan_shows_each_date_and_why_a_week_is_skipped_before_anything_is_saved(
    client: Client, cast: Cast
) -> None:
    christmas(cast)
    called(cast, [AGENT, "rector"], starts_at=session_time(8))
    login(client, cast, AGENT)
    text, sent = shown_plan(client, form(cast))
    assert "Skolefri: Juleferie" in text
    assert "Du er i møte: Innsatsteam" in text
    assert "Hold økta likevel" in text
    assert text.count("Hoppes over") == 3
    assert "Alle de 8 øktene har fått en dag." in text
    assert not CourseSeries.objects.exists()
    response = save(client, sent)
    series = CourseSeries.objects.get()
    assert response["Location"] == f"/kurs/{series.public_id}/"
    assert series.sessions.count() == 8


def session_time(day: int) -> Any:
    return NOW.replace(month=12, day=day, hour=10)


def test_meeting_is_overruled_and_a_week_is_moved_by_the_person(client: Client, cast: Cast) -> None:
    called(cast, [AGENT, "rector"], starts_at=session_time(8))
    called(cast, [AGENT, "rector"], starts_at=session_time(15))
    login(client, cast, AGENT)
    choices = {
        "anyway": "2026-12-08",
        "move_2026-12-15": "on",
        "move_on_2026-12-15": "2026-12-16",
        "move_at_2026-12-15": "12:00",
    }
    text, sent = shown_plan(client, form(cast, count="3", **choices))
    assert "Holdes likevel" in text
    assert "Onsdag 16. des. 12.00–12.45" in text
    save(client, sent, **choices)
    times = CourseSession.objects.order_by("number").values_list("starts_at", flat=True)
    assert [(one.day, one.hour) for one in times] == [(1, 9), (8, 9), (16, 11)]  # UTC


def test_move_out_of_its_week_is_shown_as_wrong_and_not_saved(client: Client, cast: Cast) -> None:
    login(client, cast, AGENT)
    choices = {
        "move_2026-12-01": "on",
        "move_on_2026-12-01": "2026-12-09",
        "move_at_2026-12-01": "10:00",
    }
    text, sent = shown_plan(client, form(cast, **choices))
    assert "Må rettes" in text
    assert "samme uke" in text
    assert save(client, sent, **choices).status_code == 422
    assert not CourseSeries.objects.exists()


def test_what_changed_since_is_shown_anew_and_nothing_typed_is_lost(
    client: Client, cast: Cast
) -> None:
    login(client, cast, AGENT)
    _text, sent = shown_plan(client, form(cast))
    christmas(cast)
    response = save(client, sent)
    assert response.status_code == 422
    text = heart(response)
    assert "Noe er endret siden du så planen" in text
    assert "Juleferie" in text
    assert "Venner i 6B" in text


def test_going_back_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    login(client, cast, AGENT)
    _text, sent = shown_plan(client, form(cast))
    response = client.post("/kurs/ny/", {**sent, "step": "ask"})
    assert response.status_code == 200
    assert 'value="Venner i 6B"' in heart(response)


def test_double_click_makes_one_course(client: Client, cast: Cast) -> None:
    login(client, cast, AGENT)
    _text, sent = shown_plan(client, form(cast))
    for _ in range(2):
        assert save(client, sent).status_code == 302
    assert CourseSeries.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "Svar på «Navn på kurset»."),
        ({"theme_1": ""}, "Velg minst ett tema."),
        ({"class_id": ""}, "Velg hvilken klasse."),
        ({"class_id": "zzzzzzzz"}, "Velg et gyldig valg"),
        ({"starts": "kvart over"}, "Skriv klokkeslettet slik"),
        ({"starts": "05.00"}, "mellom klokka 07.00 og 18.00"),
        ({"count": "99"}, "30"),
    ],
)
def test_what_is_wrong_is_said_and_the_form_is_shown_again(
    client: Client, cast: Cast, fields: dict[str, str], said: str
) -> None:
    login(client, cast, AGENT)
    response = client.post("/kurs/ny/", {**form(cast, **fields), "step": "plan"})
    assert response.status_code == 422
    assert said in heart(response)


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_planning_is_for_the_social_agent_and_reading_for_the_school(
    client: Client, cast: Cast, part: str
) -> None:
    series = planned(cast, SMALL)
    actor = cast.actor(part)
    login(client, cast, part)
    own = actor.organisation_id == cast.furulia.pk and may(actor, Permission.COURSE_READ)
    assert client.get(f"/kurs/{series.public_id}/").status_code == (200 if own else 404)
    assert client.get(f"/kurs/{series.public_id}/okt/1/").status_code == (200 if own else 404)
    plans = part == AGENT
    for route in ("endre", "hvem", "avslutt", "okt/1/flytt", "okt/1/avlys", "okt/1/gjest"):
        status = client.get(f"/kurs/{series.public_id}/{route}/").status_code
        assert status == (200 if plans else 404), route
    assert client.get("/kurs/ny/").status_code == (200 if plans else 404)


def test_small_group_is_named_on_the_plan_and_nobody_in_it(client: Client, cast: Cast) -> None:
    series = planned(cast, SMALL)
    text = page(client, cast, "teacher", f"/kurs/{series.public_id}/")
    assert "Liten gruppe, 5. trinn" in text
    assert "ser bare de som holder den" in text
    assert "Liten gruppe, 5. trinn" in page(client, cast, "teacher", "/kurs/")


# --- Reading ---


def test_course_page_has_the_next_session_first_and_all_of_them(client: Client, cast: Cast) -> None:
    series = planned(cast)
    invited(cast, series, 2)
    text = page(client, cast, "contact_teacher", f"/kurs/{series.public_id}/")
    assert text.index("Neste økt") < text.index("Alle øktene")
    for words in ("Tirsdag 1. des.", "10.00–10.45", "Vennskap", "Politiet", "Har ikke svart"):
        assert words in text
    assert "Du planlegger kurset" not in text
    assert "politi@example.test" not in text
    assert "Du planlegger kurset" in page(client, cast, AGENT, f"/kurs/{series.public_id}/")


@pytest.mark.parametrize(
    ("part", "leads"),
    [(AGENT, True), ("rector", True), ("teacher", False), ("milieu_worker", False)],
)
def test_pages_lead_to_the_group_only_those_who_may_see_it(
    client: Client, cast: Cast, part: str, leads: bool
) -> None:
    series = planned(cast, SMALL)
    base = f"/kurs/{series.public_id}/"
    shown = page(client, cast, part, base) + page(client, cast, part, f"{base}okt/1/")
    for address in (f"{base}gruppe/", f"{base}smilefjes/", f"{base}okt/1/oppmote/"):
        assert (f'href="{address}"' in shown) is leads, address
        assert (client.get(address).status_code == 200) is leads, address


def test_session_page_has_the_outline_by_the_clock(client: Client, cast: Cast) -> None:
    series = planned(cast)
    text = page(client, cast, "teacher", f"/kurs/{series.public_id}/okt/1/")
    for words in ("10.00", "10.07", "Knute på tråden", "Du trenger:", "Barna tar med hjem:"):
        assert words in text
    assert "laget for 47 minutter" in text


def test_guests_address_is_for_those_who_plan(client: Client, cast: Cast) -> None:
    series = planned(cast)
    invited(cast, series)
    url = f"/kurs/{series.public_id}/okt/1/"
    assert "politi@example.test" in page(client, cast, AGENT, url)
    assert "politi@example.test" not in page(client, cast, "rector", url)


def test_pages_cost_the_same_with_one_course_and_with_ten(client: Client, cast: Cast) -> None:
    series = planned(cast)
    login(client, cast, AGENT)

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    urls = ("/kurs/", f"/kurs/{series.public_id}/")
    invited(cast, series)
    suggested(cast, "teacher")
    before = [cost(url) for url in urls]
    for number in range(9):
        first_on = WISH.first_on + timedelta(days=7 * number)
        planned(cast, wanted(cast, "5A", room="", wish=Wish(number % 4, clock(number), 45,
                                                              first_on, 2)))  # fmt: skip
        suggested(cast, "teacher")
    for number in range(1, 5):
        invited(cast, series, number, f"{number}@example.test")
    assert [cost(url) for url in urls] == before


def clock(number: int) -> Any:
    return NOW.replace(hour=8 + number, minute=50).time()


def test_list_of_what_is_over_is_apart(client: Client, cast: Cast) -> None:
    series = planned(cast)
    login(client, cast, AGENT)
    send(client, f"/kurs/{series.public_id}/avslutt/", how="ended")
    assert series.name not in page(client, cast, AGENT, "/kurs/")
    assert series.name in page(client, cast, AGENT, "/kurs/?vis=ferdige")


# --- Changing ---


def test_rest_holders_and_single_sessions_are_changed_on_their_pages(
    client: Client, cast: Cast
) -> None:
    series = planned(cast)
    base = f"/kurs/{series.public_id}/"
    login(client, cast, AGENT)
    assert (
        send(client, f"{base}endre/", starts="12.00", minutes="45", room="Aula").status_code == 302
    )
    teacher = cast.posts["teacher"].public_id
    assert send(client, f"{base}hvem/", post=teacher).status_code == 302
    assert "Teacher" in page(client, cast, "rector", base)
    login(client, cast, AGENT)
    assert send(client, f"{base}hvem/", remove=teacher).status_code == 302
    assert not series.holders.exists()
    moved = send(
        client, f"{base}okt/1/flytt/", on="2026-12-02", starts="09:00", ends="09:45", room="Rom 3"
    )
    assert moved.status_code == 302
    assert session_of(series).room == "Rom 3"
    chosen = send(client, f"{base}okt/1/opplegg/", chosen="grenser/stopp-og-kjenn")
    assert chosen.status_code == 302
    assert session_of(series).theme == "grenser"


def test_session_that_came_to_nothing_leads_to_a_new_day(client: Client, cast: Cast) -> None:
    series = planned(cast)
    url = f"/kurs/{series.public_id}/okt/1/"
    login(client, cast, AGENT)
    response = send(client, f"{url}avlys/", why="trip")
    assert response["Location"] == f"{url}ny-dag/"
    offered = client.get(f"{url}ny-dag/")
    # The other three take the weeks up to Christmas.
    assert 'value="2026-12-29"' in heart(offered)
    send(client, f"{url}ny-dag/", on="2026-12-29", starts="10:00", ends="10:45", room="Rom 12")
    new = session_of(series, 5)
    assert new.instead_of == session_of(series)
    text = page(client, cast, "teacher", f"/kurs/{series.public_id}/")
    assert "Klassen var på tur" in text
    assert "Tatt igjen i økt 5" in text


def test_session_is_marked_as_held_when_it_has_begun(client: Client, cast: Cast) -> None:
    wish = Wish(0, WISH.starts_at, 45, NOW.date() - days(8), 2)
    series = planned(cast, wanted(cast, wish=wish))
    url = f"/kurs/{series.public_id}/okt/1/"
    assert "Ble den holdt?" in page(client, cast, AGENT, url)
    response = client.post(f"{url}holdt/", dict(HIDDEN.findall(heart_as_sent(client.get(url)))))
    assert response.status_code == 302
    assert session_of(series).state == SessionState.HELD
    later = page(client, cast, AGENT, url)
    assert "Økta er holdt" not in later


def test_second_writer_keeps_the_own_text(client: Client, cast: Cast) -> None:
    series = planned(cast)
    login(client, cast, AGENT)
    url = f"/kurs/{series.public_id}/okt/1/gjest/"
    data = dict(HIDDEN.findall(heart_as_sent(client.get(url))))
    CourseSession.objects.update(version=9)
    card = {"organisation_name": "Politiet", "email": "a@example.test"}
    response = client.post(url, {**data, **card})
    assert response.status_code == 409
    assert 'value="Politiet"' in heart(response)


def test_guest_is_invited_and_taken_back_on_the_session_page(client: Client, cast: Cast) -> None:
    series = planned(cast)
    url = f"/kurs/{series.public_id}/okt/1/"
    login(client, cast, AGENT)
    send(client, f"{url}gjest/", organisation_name="Politiet", email="a@example.test")
    guest = CourseGuest.objects.get()
    assert "Politiet" in heart(client.get(url))
    response = client.post(f"{url}gjest/{guest.public_id}/trekk/", {"form_token": "t2"})
    assert response.status_code == 302
    assert CourseGuest.objects.get().reply == GuestReply.TAKEN_BACK
    assert "Invitasjonen er trukket" in heart(client.get(url))
    assert client.post(f"{url}gjest/zzzzzzzz/trekk/", {"form_token": "t3"}).status_code == 404


# --- The catalogue ---


def test_ten_themes_each_on_a_page_and_no_code_claims_to_be_checked(
    client: Client, cast: Cast
) -> None:
    text = page(client, cast, "teacher", "/kurs/temaer/")
    keys = re.findall(r'href="/kurs/temaer/([\w-]+)/"', text)
    assert len(keys) == 10
    for key in keys:
        one = page(client, cast, "teacher", f"/kurs/temaer/{key}/")
        assert "Ikke kontrollert mot Udir." in one
        assert "Kontrollert mot Udir" not in one
    assert client.get("/kurs/temaer/matte/").status_code == 404

"""The pages of the week: laid around the office day, read by the school, led by the leader."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from felles.activities.actions import enter_away, note_crossing
from felles.activities.models import Away, Checklist, ChecklistRun, Crossing, CrossingDay, WeekSlot
from felles.activities.queries import list_plan
from felles.meetings.models import Meeting
from felles.rules.agent_week import AwayKind, suggest_plan
from tests.cast import NOW, Cast, build_cast, days
from tests.meetings.calls import called
from tests.proofs.weeks import agreed, lay_weeks

pytestmark = pytest.mark.django_db
TOKEN = {"form_token": "t"}


@pytest.fixture
def cast(clock: object) -> Cast:
    return build_cast()


def as_part(client: Client, cast: Cast, part: str) -> Client:
    client.force_login(cast.users[part])
    return client


def text_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def fields_of(client: Client, url: str) -> dict[str, str]:
    """What a browser would send if one pressed the button at once."""
    html = text_of(client, url)
    sent = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and 'type="submit"' not in tag:
            sent[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def test_suggestion_around_the_office_day_is_laid_with_one_button(
    client: Client, cast: Cast
) -> None:
    agent = as_part(client, cast, "social_agent")
    sent = fields_of(agent, "/uka/legg/?kontor=3")
    response = agent.post("/uka/legg/", sent, follow=True)
    assert "Uka er lagt." in response.content.decode()
    assert list_plan(cast.posts["social_agent"], NOW.date()) == suggest_plan(2)


def test_double_click_lays_one_week(client: Client, cast: Cast) -> None:
    agent = as_part(client, cast, "social_agent")
    sent = fields_of(agent, "/uka/legg/?kontor=3")
    for _ in "12":
        assert agent.post("/uka/legg/", sent).status_code == 302
    assert WeekSlot.objects.count() == len(suggest_plan(2))


def test_overlap_is_told_and_what_was_typed_stays(client: Client, cast: Cast) -> None:
    agent = as_part(client, cast, "social_agent")
    sent = fields_of(agent, "/uka/legg/?kontor=3")
    sent |= {"starts_0_3": "08:00", "ends_0_3": "09:00", "place_0_3": "Ved porten"}
    response = agent.post("/uka/legg/", sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert "To tider på samme dag går over hverandre." in html
    assert "Ved porten" in html
    assert not WeekSlot.objects.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"ends_0_0": ""}, "Skriv når tiden slutter."),
        ({"starts_0_0": ""}, "Skriv når tiden begynner."),
        ({"ends_0_0": "07:00"}, "Tiden må slutte etter at den begynner."),
        ({"starts_0_0": "tolv"}, "Skriv klokkeslettet slik: 13.45."),
    ],
)
def test_time_that_cannot_be_is_named(
    client: Client, cast: Cast, more: dict[str, str], said: str
) -> None:
    agent = as_part(client, cast, "social_agent")
    response = agent.post("/uka/legg/", fields_of(agent, "/uka/legg/?kontor=3") | more)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_week_without_office_day_is_laid_and_warned_of(client: Client, cast: Cast) -> None:
    agent = as_part(client, cast, "social_agent")
    sent = fields_of(agent, "/uka/legg/?kontor=3") | {"starts_2_0": "", "ends_2_0": ""}
    html = agent.post("/uka/legg/", sent, follow=True).content.decode()
    assert "Planen har ingen kontordag. Veilederen, del 3A" in html
    assert WeekSlot.objects.exists()


def test_school_reads_the_week_and_may_not_touch_it(client: Client, cast: Cast) -> None:
    ids = lay_weeks(cast)
    teacher = as_part(client, cast, "teacher")
    html = text_of(teacher, "/uka/")
    assert "Uka til Social Agent" in html
    assert "Hallen" in html
    assert "/uka/legg/" not in html
    assert teacher.get(f"/uka/{ids.agent}/legg/").status_code == 404
    assert "Borte" in text_of(teacher, "/uka/?uke=2026-12-01")
    assert "Kurs eller samling" not in text_of(teacher, "/uka/?uke=2026-12-01")


def test_other_school_and_services_find_nothing(client: Client, cast: Cast) -> None:
    ids = lay_weeks(cast)
    other = as_part(client, cast, "other_rector")
    assert other.get(f"/uka/?hvem={ids.agent}").status_code == 404
    assert "Skolen har ingen sosialagent" in text_of(other, "/uka/")
    assert as_part(client, cast, "health_nurse").get("/uka/").status_code == 404


def test_leader_sees_all_weeks_and_what_is_missing(client: Client, cast: Cast) -> None:
    leader = as_part(client, cast, "agent_leader")
    html = text_of(leader, "/uka/alle/")
    for said in (
        "Har ingen plan",
        "Mangler oppfølging på skolen",
        "Mangler oppfølging i tjenesten",
    ):
        assert said in html
    lay_weeks(cast)
    html = text_of(leader, "/uka/alle/")
    assert "Har ingen plan" not in html
    assert "Mangler" not in html
    assert "23,25 t" in html
    assert leader.get("/uka/").headers["Location"] == "/uka/alle/"


def test_absence_is_entered_shown_and_its_meetings_lead_to_an_answer(
    client: Client, cast: Cast
) -> None:
    called(cast)
    meeting = Meeting.objects.get()
    agent = as_part(client, cast, "social_agent")
    day = meeting.starts_at.date().isoformat()
    data = {**TOKEN, "from_on": day, "until_on": day, "kind": "away"}
    html = agent.post("/uka/borte/", data, follow=True).content.decode()
    assert f'href="/mote/{meeting.public_id}/#svar"' in html
    row = Away.objects.get()
    agent.post("/uka/borte/", {"form_token": "u", "remove": row.public_id})
    assert not Away.objects.exists()


def test_school_page_and_rectors_day_say_borte_and_who_follows_up(
    client: Client, cast: Cast
) -> None:
    ids = lay_weeks(cast)
    enter_away(
        by=cast.actor("social_agent"), at=NOW, agent=ids.agent, from_on=NOW.date(),
        until_on=NOW.date() + days(1), kind=AwayKind.LEAVE,
    )  # fmt: skip
    rector = as_part(client, cast, "rector")
    page = text_of(rector, reverse("school", args=[cast.furulia.public_id]))
    assert "Borte til og med 25. november 2026" in page
    assert "Følges opp i tjenesten av" in page
    assert "permisjon" not in page
    assert "borte til og med 25. nov." in text_of(rector, "/")


def test_two_taps_note_a_crossing_on_each_side(client: Client, cast: Cast) -> None:
    row = agreed(cast)
    url = reverse("crossing-note", args=[row.public_id])
    for number, (part, count) in enumerate((("milieu_worker", "7"), ("club_leader", "6"))):
        browser = as_part(client, cast, part)
        assert "Ring den andre siden nå" not in text_of(browser, "/overganger/")
        browser.post(url, {"form_token": f"t{number}", "number": count})
    day = CrossingDay.objects.get()
    assert (day.followed, day.received, day.received_by) == (7, 6, cast.posts["club_leader"])
    for part in ("rector", "club_leader"):
        browser = as_part(client, cast, part)
        assert "Tallene er ulike" in text_of(browser, "/overganger/")
        assert "tallene er ulike" in text_of(browser, "/")


def test_day_page_says_when_children_are_to_be_followed_and_received(
    client: Client, cast: Cast
) -> None:
    agreed(cast)
    assert "Følg barn til Klubben Eksempel" in text_of(as_part(client, cast, "social_agent"), "/")
    assert "Ta imot barn fra Furulia skole" in text_of(as_part(client, cast, "club_leader"), "/")
    assert "Følg barn" not in text_of(as_part(client, cast, "teacher"), "/")


def test_number_that_was_not_chosen_is_asked_for(client: Client, cast: Cast) -> None:
    row = agreed(cast)
    browser = as_part(client, cast, "club_leader")
    for data in ({}, {"number": "mange"}, {"other_number": "61"}):
        url = reverse("crossing-note", args=[row.public_id])
        response = browser.post(url, {"form_token": "t", **data})
        assert response.status_code == 422
    assert not CrossingDay.objects.exists()


def test_crossing_is_proposed_agreed_changed_and_ended(client: Client, cast: Cast) -> None:
    data = {
        "other": cast.service("club").public_id, "weekday": "1", "starts_at": "14.15",
        "meet_at": "Porten", "hand_over_at": "Døra", "from_on": "24.11.2026",
    }  # fmt: skip
    as_part(client, cast, "social_agent").post("/overganger/ny/", {"form_token": "1", **data})
    row = Crossing.objects.get()
    url = reverse("crossing", args=[row.public_id])
    club = as_part(client, cast, "club_leader")
    assert "Venter på ditt svar" in text_of(club, "/overganger/")
    club.post(f"{url}enig/", {"form_token": "2", "version": "1"})
    assert "Hvor mange tok du imot?" in text_of(club, "/overganger/")
    changed = {**data, "starts_at": "15.00", "version": "1"}
    assert club.post(f"{url}endre/", {"form_token": "3", **changed}).status_code == 302
    assert club.post(f"{url}endre/", {"form_token": "4", **changed}).status_code == 422
    assert "Hvor mange tok du imot?" not in text_of(club, "/overganger/")
    club.post(f"{url}slutt/", {"form_token": "5"})
    row.refresh_from_db()
    assert row.ended_at is not None


def test_ten_crossings_cost_as_many_questions_as_one(client: Client, cast: Cast) -> None:
    browser = as_part(client, cast, "club_leader")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            text_of(browser, "/overganger/")
        return len(queries)

    first = agreed(cast)
    note_crossing(by=cast.actor("rector"), at=NOW, public_id=first.public_id, number=1)
    one = count()
    for _ in range(9):
        row = agreed(cast)
        note_crossing(by=cast.actor("rector"), at=NOW, public_id=row.public_id, number=1)
    assert count() == one


def test_method_is_gone_through_and_shows_what_changed(client: Client, cast: Cast) -> None:
    agent = as_part(client, cast, "social_agent")
    for number, tick in enumerate(("partly", "yes")):
        data = {"form_token": f"b{number}", "key": "outreach"}
        url = agent.post("/sjekklister/begynn/", data).headers["Location"]
        answers = {f"state_{position}": tick for position in range(7)}
        sent = {"form_token": f"a{number}", "version": "1", "done": "1", **answers}
        html = agent.post(url, sent, follow=True).content.decode()
    assert "Sist: Delvis." in html
    assert "Bedre enn sist." in html
    assert "Ikke kontrollert" in html


def test_applicant_is_a_letter_and_a_note_with_a_number_is_refused(
    client: Client, cast: Cast
) -> None:
    leader = as_part(client, cast, "agent_leader")
    url = leader.post("/sjekklister/begynn/", {"form_token": "b", "key": "recruiting"}).headers[
        "Location"
    ]
    assert "Kandidat A" in text_of(leader, url)
    sent = {"form_token": "a", "version": "1", "state_0": "yes", "note_0": "ring 911 22 333"}
    response = leader.post(url, sent)
    assert response.status_code == 422
    assert "911 22 333" in response.content.decode()
    assert ChecklistRun.objects.get().version == 1


def test_text_is_written_compared_and_never_lost(client: Client, cast: Cast) -> None:
    secretary = as_part(client, cast, "secretary")
    url = "/sjekklister/tekster/outreach/"
    assert "Den første teksten følger med Felles." in text_of(secretary, url)
    data = {"what": "write", "version": "1", "points": "Ett\n\n To  ord \n", "source": "Heftet"}
    secretary.post(url, {"form_token": "1", **data})
    assert Checklist.objects.get(version=2).points == ["Ett", "To ord"]
    late = secretary.post(url, {"form_token": "2", **data, "points": "Mitt"})
    assert late.status_code == 422
    assert "Mitt" in late.content.decode()
    verify = {"what": "verify", "version": "2", "verify-source": "Standarden"}
    html = secretary.post(url, {"form_token": "3", **verify}, follow=True).content.decode()
    assert "Kontrollert av Secretary" in html


def test_reading_these_pages_writes_nothing(client: Client, cast: Cast) -> None:
    for part, urls in (
        ("social_agent", ("/uka/", "/uka/legg/", "/uka/borte/", "/overganger/", "/sjekklister/")),
        ("agent_leader", ("/uka/alle/", "/sjekklister/", "/sjekklister/tekster/")),
    ):
        browser = as_part(client, cast, part)
        for url in urls:
            assert browser.get(url).status_code == 200
    assert not Checklist.objects.exists()
    assert not WeekSlot.objects.exists()

"""The pages about parents: planned in few fields, counted without names, told in bands."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from felles.activities.models import ParentEvent, SchoolPage, TextCheck
from felles.rules.parents import EventState
from tests import make
from tests.activities import parents
from tests.cast import Cast, build_cast
from tests.web.cases import heart, hidden, login, send

pytestmark = pytest.mark.django_db
LIST, NEW, PAGE, READING = (
    "/foreldre/",
    "/foreldre/treff/ny/",
    "/foreldre/siden/",
    "/tekster/lesbarhet/",
)
CAFE = {
    "kind": "cafe",
    "on": "2026-12-01",
    "starts": "08.00",
    "ends": "09.00",
    "place": "Biblioteket",
    "wanted": ["ar"],
    "ordered": ["so"],
    "agent_comes": "on",
}


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def agent(client: Client, cast: Cast) -> Client:
    login(client, cast, "social_agent")
    return client


def url(event: ParentEvent, last: str = "") -> str:
    return f"/foreldre/treff/{event.public_id}/{last}"


def test_event_is_planned_in_few_fields_and_stands_in_the_list(agent: Client) -> None:
    assert send(agent, NEW, **CAFE).status_code == 302
    html = heart(agent.get(LIST))
    for said in ("Desember 2026", "Foreldrekafé", "Biblioteket", "Somali: Tolk er bestilt",
                 "Arabisk: Tolk må bestilles"):  # fmt: skip
        assert said in html


def test_double_click_plans_one_event(agent: Client) -> None:
    sent = {**hidden(agent.get(NEW)), **CAFE}
    assert [agent.post(NEW, sent).status_code for _ in range(2)] == [302, 302]
    assert ParentEvent.objects.count() == 1


def test_what_was_typed_stays_when_something_is_wrong(agent: Client) -> None:
    answer = send(agent, NEW, **{**CAFE, "ends": "07.00", "title": "Språk hjemme"})
    assert answer.status_code == 422
    assert "Treffet må slutte etter at det begynner." in heart(answer)
    assert "Språk hjemme" in heart(answer)
    assert not ParentEvent.objects.exists()


def test_name_of_a_pupil_in_the_own_words_is_marked_before_it_is_kept(
    agent: Client, cast: Cast
) -> None:
    make.pupil(cast, given_name="Sigrunn", family_name="Prøvesen")
    sent = {**CAFE, "words": "Kom, sier Sigrunn."}
    answer = send(agent, NEW, **sent)
    assert answer.status_code == 422
    assert '<mark class="found">Sigrunn' in heart(answer)
    seen = re.findall(r'name="seen" value="([^"]*)"', answer.content.decode())[-1]
    again = {**hidden(answer), **sent, "seen": seen, "confirmed": "on"}
    assert agent.post(NEW, again).status_code == 302


def test_hard_words_get_a_hint_and_nothing_is_saved_by_a_look(agent: Client) -> None:
    hard = "Foreldresamarbeidet forutsetter gjensidig forventningsavklaring mellom partene."
    answer = send(agent, NEW, **CAFE, words=hard, check="1")
    assert "Prøv kortere setninger" in heart(answer)
    assert not ParentEvent.objects.exists()
    assert "Prøv kortere" not in heart(send(agent, NEW, **CAFE, words="Kom innom.", check="1"))


def test_event_is_moved_and_a_second_writer_is_told(agent: Client, cast: Cast) -> None:
    event = parents.plan(cast)
    stale = {**hidden(agent.get(url(event, "endre/"))), **CAFE, "place": "Kantina"}
    assert send(agent, url(event, "endre/"), **CAFE, title="Flyttet").status_code == 302
    answer = agent.post(url(event, "endre/"), stale)
    assert answer.status_code == 409
    assert "Kantina" in heart(answer)
    event.refresh_from_db()
    assert (event.title, event.place) == ("Flyttet", "Biblioteket")


def test_event_is_invited_to_and_called_off(agent: Client, cast: Cast) -> None:
    event = parents.plan(cast)
    sent = hidden(agent.get(url(event)))
    assert agent.post(url(event, "invitert/"), sent).status_code == 302
    event.refresh_from_db()
    assert event.state == EventState.INVITED
    assert send(agent, url(event, "avlys/")).status_code == 302
    assert "Avlyst" in heart(agent.get(url(event)))
    # A button that no longer works says why.
    assert "Treffet er avlyst." in heart(agent.get(url(event, "endre/")))


def test_cafe_is_counted_by_language_and_what_was_learned_is_kept(
    agent: Client, cast: Cast
) -> None:
    event = parents.held(cast, 5)
    answer = send(agent, url(event, "oppmote/"), came="12", came_so="5", came_ar="3",
                  learned="Mat hjelper.")  # fmt: skip
    assert answer.status_code == 302
    html = heart(agent.get(url(event)))
    for said in ("12 voksne kom.", "Somali: 5", "Arabisk: 3", "Mat hjelper."):
        assert said in html
    answer = send(agent, url(event, "oppmote/"), came="3", came_so="5")
    assert answer.status_code == 422
    assert "flere på språkene" in heart(answer)


def test_letter_comes_in_the_languages_that_were_chosen(agent: Client, cast: Cast) -> None:
    event = parents.plan(cast)
    answer = agent.get(url(event, "brev/"), {"sprak": ["nb", "so"]})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert event.public_id not in answer.headers["Content-Disposition"]


def test_teacher_reads_and_plans_nothing(client: Client, cast: Cast) -> None:
    event = parents.held(cast, 12, so=5)
    login(client, cast, "teacher")
    html = heart(client.get(url(event)))
    assert "12 voksne kom." in html
    assert "Skriv ut brev" not in html
    assert "Nytt treff" not in heart(client.get(LIST))
    for last in ("endre/", "avlys/", "oppmote/", "brev/"):
        assert client.get(url(event, last)).status_code == 404


def test_leader_sees_schools_in_bands_and_no_text(client: Client, cast: Cast) -> None:
    parents.held(cast, 13, so=4, nb=7)
    login(client, cast, "agent_leader")
    html = heart(client.get(LIST, follow=True))
    assert "Furulia skole" in html
    assert "10–14" in html
    assert "Bokmål 5–9" in html
    for hidden_word in ("omali", "Be dem ta med noen", "13"):
        assert hidden_word not in html
    assert "for få til å si" in html


def test_own_school_sees_its_year(client: Client, cast: Cast) -> None:
    parents.held(cast, 12, so=4)
    login(client, cast, "rector")
    html = heart(client.get("/foreldre/oppsummert/"))
    for said in ("Foreldrekafé", "12", "Somali: 4", "Be dem ta med noen.", "for få til å si"):
        assert said in html


def test_school_publishes_its_page_and_sees_when_it_was_looked_over(
    client: Client, cast: Cast
) -> None:
    login(client, cast, "social_teacher")
    assert "Siden er ikke åpen ennå." in heart(client.get(PAGE))
    sent = {"about": "Kom innom.", "reach": "Rom 12", "is_published": "on"}
    assert send(client, PAGE, **sent).status_code == 302
    html = heart(client.get(PAGE))
    address = reverse("public-school", args=[cast.furulia.public_id])
    assert f"http://testserver{address}" in html
    assert "Sist sett over 24. november 2026, av Social Teacher." in html
    page = SchoolPage.objects.get()
    assert (page.is_published, page.names_agent) == (True, False)


def test_texts_show_how_easy_they_are_and_what_lix_is_not_for(client: Client, cast: Cast) -> None:
    login(client, cast, "social_teacher")
    html = heart(client.get(READING))
    assert "LIX passer for språket" in html
    assert re.search(r"LIX \d+</span> · Svært lett", html)
    arabic = heart(client.get(READING, {"sprak": "ar"}))
    assert "LIX sier ikke noe om dette språket" in arabic
    assert not re.search(r"LIX \d", arabic)
    assert "Venter på oversetter" in arabic
    assert "Lengste setning:" in arabic


def test_text_is_read_until_it_changes(client: Client, cast: Cast) -> None:
    parents.publish(cast)
    login(client, cast, "social_teacher")
    key = f"page.{cast.furulia.public_id}"
    html = client.get(READING).content.decode()
    form = re.search(rf'value="{key}">.*?name="mark" value="(\w+)"', html, re.DOTALL)
    assert form is not None
    sent = {**hidden(client.get(READING)), "key": key, "language": "nb", "mark": form.group(1)}
    assert client.post(READING, sent).status_code == 302
    assert TextCheck.objects.get().key == key
    assert "Lest 24. november 2026 av Social Teacher." in heart(client.get(READING))
    parents.publish(cast, version=1, about="Noe helt annet.")
    assert "men endret siden" in heart(client.get(READING))
    stale = client.post(READING, {**sent, "form_token": "another"})
    assert stale.status_code == 422
    assert TextCheck.objects.count() == 1

"""Raising a concern: six short pages, one question each."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from felles.casework.models import Concern, Draft, Talk
from felles.rules.roles import Audience, Topic
from tests import make
from tests.cast import Cast, build_cast
from tests.guards.read_only import read_only
from tests.masks import without_tokens
from tests.web import concerns

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def teacher(client: Client, cast: Cast) -> Client:
    client.force_login(cast.users["contact_teacher"])
    return client


def test_concern_goes_from_the_own_class_to_the_receipt(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    assert pupil.name in teacher.get("/si-fra/").content.decode()
    draft = concerns.pick(teacher, pupil)
    assert concerns.answer(teacher, draft) == concerns.path(draft, "se-over")
    response = concerns.send(teacher, draft)
    receipt = teacher.get(response.headers["Location"]).content.decode()
    assert "Sendt. Du får svar innen 8. desember 2026." in receipt
    concern = Concern.objects.get()
    assert (concern.case.pupil, concern.by) == (pupil, cast.users["contact_teacher"])
    assert concern.seen == "Står ofte alene i friminuttet."
    assert concern.strengths == "Er god til å tegne."
    assert (concern.where, concern.since) == ("I skolegården", "Siden høstferien")
    assert concern.tried == "Byttet plass i klassen."
    assert concern.topic == Topic.SCHOOL_ENVIRONMENT
    assert concern.audience == Audience.TEAM
    talks = {talk.kind: talk for talk in Talk.objects.order_by("pk")}
    assert talks["pupil"].note == "Jeg vil ha noen å leke med."
    assert (talks["guardians"].who, str(talks["guardians"].held_on)) == ("Mor", "2026-11-23")


def test_concern_takes_at_most_six_pages(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    pages = ["/si-fra/"]
    response = teacher.post("/si-fra/", {"pupil": pupil.public_id})
    answers = iter([*concerns.PAGES.values()])
    while "sendt" not in (url := response.headers["Location"]):
        pages.append(url)
        shown = teacher.get(url)
        data = next(answers, {"form_token": concerns.token_of(shown)})
        response = teacher.post(url, data)
    assert len(pages) == 6
    assert "Side 6 av 6" in shown.content.decode()


@pytest.mark.parametrize("step", ["hvem", "sett", "elev", "foresatte", "provd", "se-over", "sendt"])
def test_duty_route_stands_on_every_page(teacher: Client, cast: Cast, step: str) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    concerns.answer(teacher, draft)
    if step == "sendt":
        concerns.send(teacher, draft)
    page = teacher.get(concerns.path(draft, step)).content.decode()
    assert 'href="tel:112"' in page
    assert 'href="/varsle/"' in page


def test_guardians_page_warns_against_telling_them_first_when_violence_is_suspected(
    teacher: Client, cast: Cast
) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    page = teacher.get(concerns.path(draft, "foresatte")).content.decode()
    assert "Ved mistanke om vold eller overgrep hjemme: ikke snakk med foresatte først." in page


def test_no_name_stands_in_an_address_or_in_the_title(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    found = teacher.post("/si-fra/", {"q": "maja"})
    assert "Maja Prøvesen" in found.content.decode()
    draft = concerns.pick(teacher, pupil)
    concerns.answer(teacher, draft)
    for step in ("hvem", *concerns.PAGES, "se-over"):
        page = teacher.get(concerns.path(draft, step)).content.decode()
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
        addresses = re.findall(r'(?:href|action|hx-post)="([^"]*)"', page)
        assert title
        told = " ".join([title.group(1), *addresses]).casefold()
        assert "maja" not in told
        assert "prøvesen" not in told


def test_search_by_name_keeps_the_words_nowhere(teacher: Client, cast: Cast) -> None:
    make.pupil(cast)
    with read_only():
        assert teacher.post("/si-fra/", {"q": "Maja"}).status_code == 200
    assert "Maja" not in str(dict(teacher.session.items()))


def test_search_finds_only_pupils_of_the_own_school(teacher: Client, cast: Cast) -> None:
    make.pupil(cast, class_name="7C", given_name="Majken")
    page = teacher.post("/si-fra/", {"q": "maj"}).content.decode()
    assert "Majken" not in page
    assert "Vi fant ingen" in page


def test_search_without_a_name_says_what_to_write(teacher: Client) -> None:
    response = teacher.post("/si-fra/", {"q": " "})
    assert response.status_code == 422
    assert "Skriv navnet til eleven." in response.content.decode()


def test_pupil_of_another_school_cannot_be_chosen(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast, class_name="7C")
    response = teacher.post("/si-fra/", {"pupil": pupil.public_id})
    assert response.status_code == 404
    assert not Draft.objects.exists()


def test_reading_the_pages_writes_nothing(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    with read_only():
        for step in ("hvem", *concerns.PAGES):
            assert teacher.get(concerns.path(draft, step)).status_code == 200
    assert teacher.get("/si-fra/").status_code == 200
    assert Draft.objects.count() == 1


def test_first_page_alone_makes_no_draft(teacher: Client) -> None:
    teacher.get("/si-fra/")
    assert not Draft.objects.exists()


def test_changing_one_answer_leads_back_to_the_check(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    concerns.answer(teacher, draft)
    page = teacher.get(concerns.path(draft, "se-over")).content.decode()
    assert f'href="{concerns.path(draft, "elev")}"' in page
    response = teacher.post(concerns.path(draft, "elev"), {"pupil_talked": "not_yet"})
    assert response.headers["Location"] == concerns.path(draft, "se-over")
    assert "Ikke ennå" in teacher.get(concerns.path(draft, "se-over")).content.decode()


def test_check_page_sends_back_to_the_first_open_question(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    teacher.post(concerns.path(draft, "sett"), concerns.SEEN)
    response = teacher.get(concerns.path(draft, "se-over"))
    assert response.headers["Location"] == concerns.path(draft, "elev")


@pytest.mark.parametrize(
    ("step", "data", "message"),
    [
        ("sett", {**concerns.SEEN, "seen": ""}, "Skriv hva du har sett eller hørt."),
        ("elev", {}, "Svar på om du har snakket med eleven."),
        ("elev", {"pupil_talked": "yes"}, "Skriv hvilken dag dere snakket sammen."),
        (
            "elev",
            {"pupil_talked": "yes", "pupil_on": "2026-11-25"},
            "Samtalen kan ikke være fram i tid.",
        ),
        ("elev", {"pupil_talked": "could_not"}, "Skriv hvorfor det ikke gikk."),
        (
            "foresatte",
            {"guardians_talked": "yes", "guardians_on": "2026-11-20"},
            "Skriv hvem du snakket med.",
        ),
        ("foresatte", {"guardians_talked": "could_not"}, "Skriv hvorfor det ikke gikk."),
    ],
)
def test_page_says_what_is_missing(
    teacher: Client, cast: Cast, step: str, data: dict[str, str], message: str
) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    response = teacher.post(concerns.path(draft, step), data)
    assert response.status_code == 422
    assert message in response.content.decode()


def test_date_of_a_talk_is_not_asked_for_when_there_was_none(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    data = {"pupil_talked": "not_yet", "pupil_on": "20. november en gang"}
    assert teacher.post(concerns.path(draft, "elev"), data).status_code == 302


def test_reason_for_not_talking_is_recorded(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    why = {"guardians_talked": "could_not", "guardians_why_not": "Redd for hva som kan skje."}
    concerns.raise_concern(teacher, pupil, elev={"pupil_talked": "not_yet"}, foresatte=why)
    talk = Talk.objects.get()
    assert (talk.kind, talk.held_on) == ("guardians", None)
    assert talk.reason_not == "Redd for hva som kan skje."


def test_unknown_page_is_no_page(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    assert teacher.get(concerns.path(draft, "noe-annet")).status_code == 404
    assert teacher.get("/si-fra/22222222/sett/").status_code == 404


@pytest.mark.parametrize("part", ["health_nurse", "administrator", "project_leader"])
def test_those_who_do_not_work_at_a_school_have_no_such_page(
    client: Client, cast: Cast, part: str
) -> None:
    client.force_login(cast.users[part])
    assert client.get("/si-fra/").status_code == 404


def test_protected_pupil_is_shown_without_class_to_those_on_the_reader_list(
    client: Client, cast: Cast
) -> None:
    made = make.concern(cast)
    make.protect(cast, made)
    client.force_login(cast.users["social_teacher"])
    found = client.post("/si-fra/", {"q": "maja"}).content.decode()
    assert "Adressesperre" in found
    draft = concerns.pick(client, made.pupil)
    concerns.answer(client, draft)
    pages = [found] + [
        client.get(concerns.path(draft, step)).content.decode()
        for step in (*concerns.PAGES, "se-over")
    ]
    assert [page for page in pages if "6B" in without_tokens(page)] == []


def test_class_page_costs_the_same_number_of_queries_for_one_pupil_and_ten(
    teacher: Client, cast: Cast
) -> None:
    counts = []
    for more in (1, 9):
        for number in range(more):
            make.pupil(cast, given_name=f"Elev{more}{number}")
        with CaptureQueriesContext(connection) as queries:
            teacher.get("/si-fra/")
        counts.append(len(queries))
    assert counts[0] == counts[1]

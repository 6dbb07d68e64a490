"""The pupil's own page: one question at a time, and no way from it into the case."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from felles.casework.models import ChildVoice, Draft
from felles.people.actions import end_post
from felles.people.models import PupilVisit
from tests import make
from tests.cast import NOW, Cast, build_cast, days
from tests.make import Made
from tests.masks import without_tokens
from tests.portal.family import token_of

ANSWERS: dict[str, dict[str, object]] = {
    "hvordan": {"feel": "so_so"},
    "bra": {"text": "Kunst og håndverk."},
    "vanskelig": {"text": "Ingen spør meg."},
    "trygg": {"safe": ["teacher", "friend"]},
    "onske": {"text": "At noen spør først."},
    "hemmelig": {"text": "At jeg gråt."},
}


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def open_page(cast: Cast, made: Made, part: str = "social_agent") -> Client:
    """The screen as the pupil gets it."""
    client = Client()
    client.force_login(cast.users[part])
    path = f"/sak/{made.public_id}/elevens-side/"
    token = token_of(client.get(path).content.decode())
    assert client.post(path, {"form_token": token})["Location"] == "/elev/"
    return client


def answer(client: Client, answers: dict[str, dict[str, object]]) -> None:
    for step, data in answers.items():
        assert client.post(f"/elev/{step}/", data).status_code == 302


def test_pupils_words_stand_in_the_case_as_the_pupils_own(cast: Cast) -> None:
    made = make.in_measures(cast)
    client = open_page(cast, made)
    assert "Hei, Maja!" in client.get("/elev/").content.decode()
    answer(client, ANSWERS)
    page = client.get("/elev/se-over/").content.decode()
    assert "Ingen spør meg." in page
    assert "Takk for at du sa det!" in client.post("/elev/se-over/").content.decode()
    voice = ChildVoice.objects.get()
    assert voice.by_pupil
    assert voice.said == "Midt imellom. Ingen spør meg."
    assert (voice.good, voice.wish) == ("Kunst og håndverk.", "At noen spør først.")
    assert voice.safe_with == "En lærer, En venn"
    assert voice.not_to_share == "At jeg gråt."
    assert voice.by == cast.users["social_agent"]
    rector = Client()
    rector.force_login(cast.users["rector"])
    case = rector.get(f"/sak/{made.public_id}/").content.decode()
    assert "Skrevet av Maja selv" in case
    assert "At jeg gråt." not in case


def test_every_question_can_be_skipped_and_nothing_is_then_written(cast: Cast) -> None:
    made = make.at_school(cast)
    client = open_page(cast, made)
    answer(client, {step: {"skip": "1", "text": "angret"} for step in ANSWERS})
    assert (
        "Du har ikke sagt noe. Det er helt greit." in client.get("/elev/se-over/").content.decode()
    )
    client.post("/elev/se-over/")
    assert not ChildVoice.objects.exists()
    assert PupilVisit.objects.get().ended_at == NOW


def test_pupil_goes_back_and_changes_what_was_said(cast: Cast) -> None:
    made = make.at_school(cast)
    client = open_page(cast, made)
    answer(client, {"bra": {"text": "Fotball"}})
    assert "Fotball" in client.get("/elev/bra/").content.decode()
    answer(client, {"bra": {"text": "Håndball"}})
    client.post("/elev/se-over/")
    assert ChildVoice.objects.get().good == "Håndball"


@pytest.mark.parametrize("path", ["/", "/saker/", "/sak/{case}/", "/min-side/", "/oppsett/"])
def test_no_other_page_opens_from_the_pupils(cast: Cast, path: str) -> None:
    made = make.in_measures(cast)
    client = open_page(cast, made)
    response = client.get(path.format(case=made.public_id))
    assert response.status_code == 302
    assert response["Location"].startswith(("/logg-inn/", "/familie/"))


def test_page_knows_nothing_of_the_case_but_the_first_name(cast: Cast) -> None:
    made = make.in_measures(
        cast,
    )
    client = open_page(cast, made)
    for step in ("", *(f"{step}/" for step in ANSWERS), "se-over/"):
        page = client.get(f"/elev/{step}").content.decode()
        for word in ("Prøvesen", "Furulia", "6B", made.public_id, "Står ofte alene"):
            assert word not in without_tokens(page)


def test_staffs_login_is_gone_from_the_screen_before_and_after(cast: Cast) -> None:
    made = make.at_school(cast)
    client = open_page(cast, made)
    assert client.get("/")["Location"].startswith("/logg-inn/")
    client.post("/elev/se-over/")
    assert client.get("/")["Location"].startswith("/logg-inn/")
    assert client.get("/elev/").status_code == 404


def test_page_closes_after_half_an_hour(cast: Cast) -> None:
    made = make.at_school(cast)
    client = open_page(cast, made)
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        assert client.get("/elev/bra/").status_code == 404
        assert client.post("/elev/se-over/").status_code == 404
    assert not ChildVoice.objects.exists()


def test_page_is_not_there_without_a_visit(db: None) -> None:
    assert Client().get("/elev/").status_code == 404
    assert Client().get("/elev/bra/").status_code == 404


def test_words_are_kept_for_the_adult_whose_post_ended_meanwhile(cast: Cast) -> None:
    made = make.at_school(cast)
    client = open_page(cast, made)
    answer(client, ANSWERS)
    end_post(
        by=cast.actor("administrator"),
        at=NOW,
        post=cast.posts["social_agent"],
        until_on=NOW.date() - days(1),
    )
    assert "Takk for at du sa det!" in client.post("/elev/se-over/").content.decode()
    assert not ChildVoice.objects.exists()
    draft = Draft.objects.get()
    assert draft.writer == cast.users["social_agent"]
    assert "Ingen spør meg." in draft.data["said"]


def test_sending_twice_writes_once(cast: Cast) -> None:
    made = make.at_school(cast)
    client = open_page(cast, made)
    answer(client, ANSWERS)
    cookies = client.cookies["sessionid"].value
    client.post("/elev/se-over/")
    client.cookies["sessionid"] = cookies
    client.post("/elev/se-over/")
    assert ChildVoice.objects.count() == 1


@pytest.mark.parametrize("part", ["health_nurse", "child_welfare_intake", "administrator"])
def test_page_is_opened_by_the_school_only(cast: Cast, part: str) -> None:
    made = make.in_measures(cast)
    client = Client()
    client.force_login(cast.users[part])
    assert client.get(f"/sak/{made.public_id}/elevens-side/").status_code == 404


def test_unknown_question_is_not_found(cast: Cast) -> None:
    made = make.at_school(cast)
    assert open_page(cast, made).get("/elev/finnes-ikke/").status_code == 404


def test_services_do_not_read_what_no_adult_has_given_a_topic(cast: Cast) -> None:
    made = make.in_measures(cast)
    client = open_page(cast, made)
    answer(client, {"vanskelig": {"text": "Det er bråk hjemme."}})
    client.post("/elev/se-over/")
    nurse = Client()
    nurse.force_login(cast.users["health_nurse"])
    page = nurse.get(f"/sak/{made.public_id}/")
    assert page.status_code == 200
    assert "Det er bråk hjemme." not in page.content.decode()


def test_adults_read_faces_and_people_in_bokmal_whatever_the_language(cast: Cast) -> None:
    made = make.at_school(cast)
    client = open_page(cast, made)
    client.post("/familie/sprak/", {"language": "ti"})
    answer(client, {"hvordan": {"feel": "good"}, "trygg": {"safe": ["friend"]}})
    client.post("/elev/se-over/")
    voice = ChildVoice.objects.get()
    assert (voice.said, voice.safe_with) == ("Bra.", "En venn")

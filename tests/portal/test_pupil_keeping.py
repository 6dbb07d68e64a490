"""What a pupil has said and not sent: never lost, and never seen by whoever comes next."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client

from felles.casework.models import ChildVoice
from felles.portal.texts import list_texts
from felles.portal.words import FACES, LONGEST_MORE, LONGEST_SAFE, PEOPLE, in_words
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.make import Made
from tests.portal.family import token_of
from tests.portal.test_pupil_page import ANSWERS, answer, open_page

SAID: dict[str, dict[str, object]] = {
    "bra": {"text": "Fotballen i friminuttet."},
    "hemmelig": {"text": "At jeg gråt."},
}


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@contextmanager
def time_is_out() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        yield


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def open_again(cast: Cast, client: Client, made: Made, part: str = "social_agent") -> None:
    """The adult logs in on the same screen and opens the page anew."""
    client.force_login(cast.users[part])
    path = f"/sak/{made.public_id}/elevens-side/"
    client.post(path, {"form_token": token_of(page(client, path))})


def everything_of(client: Client) -> str:
    """All that the pupil's page shows in this browser."""
    return " ".join(page(client, f"/elev/{step}") for step in ("", *(f"{s}/" for s in ANSWERS),
                                                               "se-over/"))  # fmt: skip


def test_words_outlive_the_time_and_the_adult_lets_the_pupil_go_on(cast: Cast) -> None:
    made = make.at_school(cast)
    client = open_page(cast, made)
    answer(client, SAID)
    with time_is_out():
        over = page(client, "/elev/bra/")
        assert "Tiden er ute" in over
        assert "Det du har sagt, er tatt vare på." in over
        open_again(cast, client, made)
        start = page(client, "/elev/")
        assert "Du har begynt. Vil du fortsette?" in start
        # On to the first question that was not answered.
        assert 'href="/elev/hvordan/"' in start
        assert "Fotballen i friminuttet." in page(client, "/elev/bra/")
        client.post("/elev/se-over/")
    voice = ChildVoice.objects.get()
    assert (voice.good, voice.not_to_share) == ("Fotballen i friminuttet.", "At jeg gråt.")


def test_what_was_being_written_when_the_time_ran_out_is_kept_too(cast: Cast) -> None:
    made = make.at_school(cast)
    client = open_page(cast, made)
    with time_is_out():
        response = client.post("/elev/vanskelig/", {"text": "Ingen spør meg."})
        assert response.status_code == 404
        said = response.content.decode()
        assert "Det du har sagt, er tatt vare på." in said
        assert "Ingen spør meg." not in said
        open_again(cast, client, made)
        assert "Ingen spør meg." in page(client, "/elev/vanskelig/")


def test_page_that_is_loaded_anew_has_what_was_being_written(cast: Cast) -> None:
    client = open_page(cast, make.at_school(cast))
    response = client.post("/elev/onske/", {"text": "At noen spør før", "keep": "1"})
    assert response.status_code == 204
    assert "At noen spør før" in page(client, "/elev/onske/")
    assert not ChildVoice.objects.exists()


def test_page_of_another_pupil_begins_empty(cast: Cast) -> None:
    made, other = make.at_school(cast), make.at_school(cast, given_name="Nora")
    client = open_page(cast, made)
    answer(client, ANSWERS)
    open_again(cast, client, other)
    shown = everything_of(client)
    assert "Hei, Nora!" in shown
    for data in ANSWERS.values():
        assert str(data.get("text", "Kunst")) not in shown
    assert " checked" not in shown
    # Nor do the words come back with the first pupil: they went when another one sat down.
    open_again(cast, client, made)
    assert "Ingen spør meg." not in everything_of(client)


@pytest.mark.parametrize("part", ["social_teacher", "rector", "contact_teacher"])
def test_page_that_somebody_else_opens_begins_empty(cast: Cast, part: str) -> None:
    made = make.at_school(cast)
    client = open_page(cast, made)
    answer(client, SAID)
    open_again(cast, client, made, part)
    shown = everything_of(client)
    assert "Hei, Maja!" in shown
    assert "Fotballen" not in shown
    assert "gråt" not in shown


def test_nobody_who_uses_the_screen_next_meets_a_word(cast: Cast) -> None:
    made = make.in_measures(cast)
    client = open_page(cast, made)
    answer(client, SAID)
    with time_is_out():
        found = everything_of(client)
        for path in ("/logg-inn/", "/familie/", "/min-side/", "/"):
            found += page(client, path)
        client.force_login(cast.users["rector"])
        for path in ("/", "/saker/", "/utkast/", f"/sak/{made.public_id}/", "/elev/", "/elev/bra/"):
            found += page(client, path)
    assert "Fotballen" not in found
    assert "gråt" not in found


def test_what_was_sent_is_gone_from_the_screen_and_does_not_come_back(cast: Cast) -> None:
    made = make.at_school(cast)
    client = open_page(cast, made)
    answer(client, SAID)
    client.post("/elev/se-over/")
    assert not [key for key in client.session.keys() if key.startswith("visit")]  # noqa: SIM118
    open_again(cast, client, made)
    shown = everything_of(client)
    assert "Du har begynt" not in shown
    assert "Fotballen" not in shown


def test_nothing_is_kept_in_a_browser_without_a_visit(db: None) -> None:
    client = Client()
    response = client.post("/elev/bra/", {"text": "Skrevet på måfå"})
    assert response.status_code == 404
    assert "tatt vare på" not in response.content.decode()
    assert not client.session.keys()


def test_pupil_names_in_own_words_whom_it_is_safe_with(cast: Cast) -> None:
    made = make.at_school(cast)
    client = open_page(cast, made)
    answer(client, {"trygg": {"safe": ["grandparent", "coach"], "safe_words": "Naboen vår"}})
    assert "Naboen vår" in page(client, "/elev/trygg/")
    assert "Naboen vår" in page(client, "/elev/se-over/")
    client.post("/elev/se-over/")
    safe = ChildVoice.objects.get().safe_with
    assert safe == "Naboen vår, Bestemor eller bestefar, En trener"


@pytest.mark.parametrize("text", list_texts(), ids=lambda text: text.about.code)
def test_what_was_typed_stands_whole_whatever_else_was_chosen(text: object) -> None:
    typed = "å" * LONGEST_MORE
    said = in_words({"safe": ",".join(PEOPLE), "safe_words": typed}, text)  # type: ignore[arg-type]
    assert said["safe"].startswith(typed)
    assert len(said["safe"]) <= LONGEST_SAFE
    assert not said["safe"].endswith((",", " "))


def test_every_face_and_person_has_a_picture_and_no_picture_is_left_over() -> None:
    for folder, names in (("faces", FACES), ("people", PEOPLE)):
        path = finders.find(f"portal/{folder}")
        assert isinstance(path, str)
        assert {file.stem for file in Path(path).glob("*.svg")} == set(names)


@pytest.mark.parametrize("step", ["hvordan", "trygg"])
def test_choices_stand_in_a_group_with_a_name_and_each_has_a_label(cast: Cast, step: str) -> None:
    client = open_page(cast, make.at_school(cast))
    shown = page(client, f"/elev/{step}/")
    assert shown.count("<legend") == shown.count("<fieldset") == 1
    names = FACES if step == "hvordan" else PEOPLE
    field = "feel" if step == "hvordan" else "safe"
    for name in names:
        assert shown.count(f'id="{field}-{name}"') == shown.count(f'for="{field}-{name}"') == 1
    # A picture says nothing that the words beside it do not say.
    assert shown.count('<img src="/static/portal/') == shown.count('alt=""') == len(names)

"""Noting without scripts, and what a phone may ask for: nothing typed, nothing twice, no name."""

import json
import re

import pytest
from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from felles.activities.models import OutreachNote
from tests import make
from tests.cast import Cast, build_cast

pytestmark = pytest.mark.django_db
NEW, SEND = "/noter/", "/noter/send/"


@pytest.fixture
def cast(clock: object) -> Cast:
    return build_cast()


@pytest.fixture
def agent(client: Client, cast: Cast) -> Client:
    client.force_login(cast.users["social_agent"])
    return client


def hidden(client: Client) -> dict[str, str]:
    """The form's own token and key, as the page gives them."""
    html = client.get(NEW).content.decode()
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return dict(found)


def tapped(**more: str) -> dict[str, str]:
    """The three taps."""
    return {"arena": "yard", "what": "play", "how_many": "3-5", **more}


def waiting(key: str = "phone-key-1", **more: str) -> dict[str, str]:
    """A note that waited on a phone."""
    return tapped(client_key=key, form_token=key, **more)


def test_three_taps_and_save_are_enough(agent: Client, cast: Cast) -> None:
    response = agent.post(NEW, {**hidden(agent), **tapped()}, follow=True)
    assert "Notert." in response.content.decode()
    row = OutreachNote.objects.get()
    assert (row.school, row.arena, row.what, row.level) == (cast.furulia, "yard", "play", "group")
    assert row.text == ""


def test_double_click_is_one_note(agent: Client) -> None:
    sent = {**hidden(agent), **tapped()}
    assert [agent.post(NEW, sent).status_code for _ in range(2)] == [302, 302]
    assert OutreachNote.objects.count() == 1


def test_what_is_missing_is_said_and_the_key_stays(agent: Client) -> None:
    sent = hidden(agent)
    response = agent.post(NEW, {**sent, "arena": "yard"})
    assert response.status_code == 422
    assert sent["client_key"] in response.content.decode()


def test_name_is_marked_before_saving_and_kept_only_after_it_was_read(
    agent: Client, cast: Cast
) -> None:
    pupil, _ties = make.pupil(cast, given_name="Torbjørg")
    text = f"{pupil.given_name} var alene."
    response = agent.post(NEW, {**hidden(agent), **tapped(text=text)})
    html = response.content.decode()
    assert (response.status_code, '<mark class="found">Torbjørg' in html) == (422, True)
    assert not OutreachNote.objects.exists()
    read = tapped(
        text=text, confirmed="on", seen=re.findall(r'name="seen" value="([^"]*)"', html)[-1]
    )
    assert agent.post(NEW, {**hidden(agent), **read}).status_code == 302
    assert OutreachNote.objects.get().text == text


@pytest.mark.parametrize("text", ["Ring 912 34 567", "Skriv til mor@example.org"])
def test_numbers_and_addresses_are_never_kept(agent: Client, text: str) -> None:
    sent = {**hidden(agent), **tapped(text=text, confirmed="on", seen=text)}
    assert agent.post(NEW, sent).status_code == 422
    assert not OutreachNote.objects.exists()


def test_note_from_a_phone_is_taken_in_once(agent: Client) -> None:
    answers = [agent.post(SEND, waiting()).json() for _ in range(2)]
    assert answers == [{"state": "saved"}] * 2
    assert OutreachNote.objects.count() == 1


def test_text_that_may_name_somebody_waits_for_its_writer(agent: Client, cast: Cast) -> None:
    make.pupil(cast, given_name="Torbjørg")
    response = agent.post(SEND, waiting(text="Torbjørg var alene."))
    assert (response.status_code, response.json()["state"]) == (422, "look")
    assert not OutreachNote.objects.exists()


@pytest.mark.parametrize(
    "spoiled",
    [{"arena": "moon"}, {"client_key": "x"}, {"client_key": "x" * 41}, {"school": "nowhere"}],
)
def test_what_cannot_be_kept_is_refused_with_a_reason(
    agent: Client, spoiled: dict[str, str]
) -> None:
    response = agent.post(SEND, waiting() | spoiled)
    assert (response.status_code, response.json()["state"]) == (422, "refused")
    assert response.json()["reason"]
    assert not OutreachNote.objects.exists()


def test_note_of_another_school_asks_for_the_other_role(agent: Client, cast: Cast) -> None:
    other = cast.organisations["granasen"].public_id
    response = agent.post(SEND, waiting(school=other))
    assert "Bytt rolle" in response.json()["reason"]


@pytest.mark.parametrize("clock", ["", "soon", "-1", "9" * 30, "1e9", "NaN"])
def test_no_clock_is_so_wrong_that_the_note_is_lost(agent: Client, clock: str) -> None:
    assert agent.post(SEND, waiting(noted_at=clock, sent_at=clock)).status_code == 200
    row = OutreachNote.objects.get()
    assert row.at == row.received_at


def test_phone_is_sent_to_the_login_when_it_has_run_out(cast: Cast) -> None:
    for path in ("/noter/klar/", SEND):
        response = Client().post(path) if path == SEND else Client().get(path)
        assert (response.status_code, response["Location"][:10]) == (302, "/logg-inn/")


def test_phone_keeps_nothing_that_tells_who_asked_or_where(agent: Client, cast: Cast) -> None:
    kept = [agent.get(reverse(f"outreach-{name}")) for name in ("shell", "worker", "manifest")]
    for answer in kept:
        words = answer.content.decode()
        assert answer.status_code == 200
        for secret in (cast.users["social_agent"].name, "Furulia", cast.furulia.public_id, "csrf"):
            assert secret.lower() not in words.lower()


def test_worker_keeps_the_shell_and_static_files_only(agent: Client) -> None:
    words = agent.get("/noter/arbeider.js").content.decode()
    found = re.search(r"SETTINGS = (\{.*\});", words)
    assert found
    settings = json.loads(found[1])
    assert (settings["page"], settings["shell"]) == ("/noter/", "/noter/skall/")
    assert all(name.startswith(settings["static"]) for name in settings["files"])


def test_worker_is_served_where_files_carry_their_fingerprint(
    agent: Client, settings: Settings
) -> None:
    # As in production: there a name without a file is an error.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "tests.web.test_outreach_page.Fingerprints"},
    }
    words = agent.get("/noter/arbeider.js").content.decode()
    assert "/static/web/outreach.css?print" in words


class Fingerprints(StaticFilesStorage):
    """Knows the files of the product, and refuses every other name."""

    def url(self, name: str | None) -> str:
        if not name or find(name) is None:
            raise ValueError(f"no such file: {name!r}")
        return f"{super().url(name)}?print"


def test_worker_has_a_new_version_in_another_language(agent: Client) -> None:
    versions = {
        agent.get("/noter/arbeider.js", headers={"Accept-Language": language}).content
        for language in ("nb", "en")
    }
    assert len(versions) == 2


def test_two_people_on_one_phone_are_told_apart_and_named_by_neither_mark(
    client: Client, cast: Cast
) -> None:
    marks = []
    for part in ("social_agent", "milieu_worker"):
        client.force_login(cast.users[part])
        marks.append(client.get("/noter/klar/").json()["owner"])
    assert len(set(marks)) == 2
    assert str(cast.users["social_agent"].pk) != marks[0]


def test_logging_out_empties_the_phone(agent: Client) -> None:
    response = agent.post("/logg-ut/")
    assert '"storage"' in response["Clear-Site-Data"]


@pytest.mark.parametrize(
    ("part", "sees_texts"), [("rector", True), ("milieu_worker", True), ("agent_leader", False)]
)
def test_picture_shows_texts_to_the_school_and_schools_to_the_leader(
    client: Client, cast: Cast, part: str, sees_texts: bool
) -> None:
    client.force_login(cast.users["social_agent"])
    for number in range(6):
        client.post(SEND, waiting(f"phone-key-{number}", text="alle fikk være med i leken"))
    client.force_login(cast.users[part])
    html = client.get("/noter/bildet/").content.decode()
    assert ("alle fikk være med" in html) is sees_texts
    assert ("Granåsen skole" in html) is not sees_texts
    assert "5–9" in html
    assert cast.users["social_agent"].name not in html or part == "social_agent"


def test_picture_costs_the_same_with_one_note_and_with_many(client: Client, cast: Cast) -> None:
    counts = []
    for start, count in ((0, 1), (1, 11)):
        client.force_login(cast.users["social_agent"])
        for number in range(start, count):
            client.post(SEND, waiting(f"phone-key-{number}", text="alle fikk være med i leken"))
        client.force_login(cast.users["rector"])
        client.get("/noter/bildet/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/noter/bildet/")
        counts.append(len(seen))
    assert counts[0] == counts[1]

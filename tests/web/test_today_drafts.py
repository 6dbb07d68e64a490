"""Text that is not sent: one's own, kept, and deleted when one says so."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from felles.casework import actions
from felles.casework.models import Draft
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.guards.read_only import read_only
from tests.web import concerns

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def teacher(client: Client, cast: Cast) -> Client:
    client.force_login(cast.users["contact_teacher"])
    return client


def test_day_page_tells_of_text_that_is_not_sent(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    concerns.pick(teacher, pupil)
    assert "Du har en tekst som ikke er sendt" in teacher.get("/").content.decode()


def test_draft_can_be_gone_on_with(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    teacher.post(concerns.path(draft, "sett"), concerns.SEEN)
    page = teacher.get("/utkast/").content.decode()
    assert "Si fra om Maja Prøvesen" in page
    assert "Står ofte alene i friminuttet." in page
    way = teacher.get(concerns.path(draft, "se-over"))
    assert f'href="{concerns.path(draft, "se-over")}"' in page
    assert way.headers["Location"] == concerns.path(draft, "elev")


def test_rescued_text_is_shown_under_its_question(teacher: Client, cast: Cast) -> None:
    actions.rescue_text(
        by=cast.actor("contact_teacher"), at=NOW, data={"note": "Snakket med mor.", "unknown": "x"}
    )
    page = teacher.get("/utkast/").content.decode()
    assert "Tekst vi tok vare på" in page
    assert "Snakket med mor." in page
    assert "Annet du skrev" in page


def test_deleting_asks_first_and_then_deletes(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    with read_only():
        assert "Vil du slette" in teacher.get(f"/utkast/{draft}/slett/").content.decode()
    response = teacher.post(f"/utkast/{draft}/slett/", follow=True)
    assert "Utkastet er slettet." in response.content.decode()
    assert not Draft.objects.exists()


def test_deleting_twice_is_no_mistake(teacher: Client, cast: Cast) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    for _ in range(2):
        assert teacher.post(f"/utkast/{draft}/slett/").headers["Location"] == "/utkast/"


def test_draft_of_somebody_else_can_neither_be_seen_nor_deleted(
    teacher: Client, cast: Cast
) -> None:
    pupil, _ = make.pupil(cast)
    draft = concerns.pick(teacher, pupil)
    teacher.post(concerns.path(draft, "sett"), concerns.SEEN)
    teacher.force_login(cast.users["rector"])
    assert "alene" not in teacher.get("/utkast/").content.decode()
    assert teacher.get(f"/utkast/{draft}/slett/").status_code == 404
    teacher.post(f"/utkast/{draft}/slett/")
    assert Draft.objects.exists()


def test_empty_page_says_that_all_is_sent(teacher: Client) -> None:
    assert "Alt du har skrevet, er sendt." in teacher.get("/utkast/").content.decode()


def test_page_costs_the_same_number_of_queries_for_one_draft_and_ten(
    teacher: Client, cast: Cast
) -> None:
    counts = []
    for numbers in (range(1), range(1, 10)):
        for number in numbers:
            pupil, _ = make.pupil(cast, given_name=f"Elev{number}")
            concerns.pick(teacher, pupil)
        with CaptureQueriesContext(connection) as queries:
            assert teacher.get("/utkast/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Draft.objects.count() == 10

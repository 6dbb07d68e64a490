"""Three faces on a shared screen: no login, no name, nothing told while the round is open."""

import re

import pytest
import time_machine
from django.test import Client

from felles.activities.models import SmileyCount, SmileyRound
from tests.activities.course_rows import series
from tests.cast import Cast, build_cast
from tests.masks import without_tokens

pytestmark = pytest.mark.django_db
SCREEN = "/smilefjes/"
GLAD = {"face-1": "3", "face-2": "3", "face-3": "3"}


@pytest.fixture
def cast(clock: object) -> Cast:
    return build_cast()


@pytest.fixture
def path(cast: Cast) -> str:
    return f"/kurs/{series(cast).public_id}/smilefjes/"


@pytest.fixture
def holder(client: Client, cast: Cast) -> Client:
    client.force_login(cast.users["milieu_worker"])
    return client


def press(client: Client, path: str, what: str, moment: str = "before") -> int:
    html = client.get(path).content.decode()
    token = re.findall(r'name="form_token" value="([^"]*)"', html)[0]
    sent = {"form_token": token, "what": what, "moment": moment}
    return client.post(path, sent).status_code


def tap(client: Client, **faces: str) -> tuple[int, str]:
    """One child: the page's own token goes with the faces."""
    html = client.get(SCREEN).content.decode()
    token = re.findall(r'name="token" value="([^"]*)"', html)[0]
    response = client.post(SCREEN, {"token": token, **(faces or GLAD)})
    return response.status_code, token


def type_in(client: Client, path: str, moment: str, glad: int) -> int:
    html = client.get(f"{path}papir/").content.decode()
    token = re.findall(r'name="form_token" value="([^"]*)"', html)[0]
    counts = {f"count-{number}-3": str(glad) for number in (1, 2, 3)}
    sent = {"form_token": token, "moment": moment, **counts}
    return client.post(f"{path}papir/", sent).status_code


def test_screen_is_handed_over_and_leads_nowhere_else(holder: Client, path: str) -> None:
    press(holder, path, "open")
    assert press(holder, path, "screen") == 302
    assert "sessionid" in holder.cookies
    html = holder.get(SCREEN).content.decode()
    assert "Har du noen å være sammen med i friminuttene?" in html
    # No name of the course or the school, and nobody is logged in.
    assert "Vennskap" not in html
    assert "Furulia" not in html
    assert holder.get(path).status_code == 302
    assert holder.get("/").headers["Location"].startswith("/logg-inn")


def test_children_answer_one_after_the_other(holder: Client, path: str, cast: Cast) -> None:
    press(holder, path, "open")
    press(holder, path, "screen")
    for _ in range(3):
        assert tap(holder)[0] == 302
        assert "Gi plassen til den neste" in holder.get(f"{SCREEN}?takk=1").content.decode()
        assert "checked" not in holder.get(SCREEN).content.decode()
    assert SmileyRound.objects.get().answers == 3
    assert list(SmileyCount.objects.filter(count__gt=0).values_list("count", flat=True)) == [3] * 3


def test_double_tap_and_the_way_back_count_once(holder: Client, path: str) -> None:
    press(holder, path, "open")
    press(holder, path, "screen")
    _status, token = tap(holder)
    for _ in range(2):
        assert holder.post(SCREEN, {"token": token, **GLAD}).status_code == 302
    assert SmileyRound.objects.get().answers == 1


def test_missing_face_is_said_and_the_others_stay(holder: Client, path: str) -> None:
    press(holder, path, "open")
    press(holder, path, "screen")
    html = holder.get(SCREEN).content.decode()
    token = re.findall(r'name="token" value="([^"]*)"', html)[0]
    response = holder.post(SCREEN, {"token": token, "face-1": "1", "face-2": "9"})
    assert response.status_code == 422
    assert len(re.findall("checked", response.content.decode())) == 1
    assert SmileyRound.objects.get().answers == 0


def test_while_a_round_is_open_only_the_number_of_answers_is_told(
    holder: Client, path: str, cast: Cast
) -> None:
    assert type_in(holder, path, "before", 12) == 302
    press(holder, path, "open", "after")
    round_ = SmileyRound.objects.get(moment="after")

    def page(glad: int, sad: int) -> str:
        SmileyRound.objects.filter(pk=round_.pk).update(answers=glad + sad)
        for face, count in ((3, glad), (1, sad)):
            SmileyCount.objects.filter(round=round_, face=face).update(count=count)
        html = holder.get(path).content.decode()
        return without_tokens(html)

    # The same number of answers gives the same page, whatever they were.
    assert page(12, 0) == page(0, 12) == page(7, 5)
    assert "12 har svart" in page(12, 0)
    press(holder, path, "close", "after")
    assert "80–100 %" in holder.get(path).content.decode()


def test_before_and_after_are_told_in_fifths(holder: Client, path: str) -> None:
    type_in(holder, path, "before", 10)
    html = holder.get(path).content.decode()
    assert '<svg class="bells' not in html
    type_in(holder, path, "after", 11)
    html = holder.get(path).content.decode()
    assert html.count("80–100 %") == 6
    assert '<svg class="bells' in html
    # What was shown is not taken anew.
    assert "Slett og begynn på nytt" not in html
    sent = {"form_token": "any", "what": "remove", "moment": "after"}
    assert holder.post(path, sent).status_code == 422
    assert SmileyRound.objects.count() == 2


def test_too_few_tell_nothing_however_it_is_asked(holder: Client, path: str) -> None:
    for moment in ("before", "after"):
        type_in(holder, path, moment, 9)
    html = holder.get(path).content.decode()
    assert "9 har svart" in html
    assert "%</td>" not in html


@pytest.mark.parametrize("typed", ["", "-1", "100", "mange"])
def test_paper_that_cannot_be_counted_is_said(holder: Client, path: str, typed: str) -> None:
    html = holder.get(f"{path}papir/").content.decode()
    token = re.findall(r'name="form_token" value="([^"]*)"', html)[0]
    sent = {"form_token": token, "moment": "before", "count-1-3": typed}
    response = holder.post(f"{path}papir/", sent)
    assert response.status_code == 422
    assert f'value="{typed}"' in response.content.decode() or not typed
    assert not SmileyRound.objects.exists()


def test_screen_is_shut_without_a_round_for_those_who_are_in_and_when_time_is_out(
    holder: Client, path: str, cast: Cast, clock: time_machine.Traveller
) -> None:
    assert Client().get(SCREEN).status_code == 404
    assert holder.get(SCREEN).status_code == 404
    press(holder, path, "open")
    assert holder.get(SCREEN).status_code == 404
    press(holder, path, "screen")
    assert holder.get(SCREEN).status_code == 200
    adult = Client()
    adult.force_login(cast.users["social_agent"])
    press(adult, path, "close")
    assert holder.get(SCREEN).status_code == 404
    assert holder.post(SCREEN, GLAD).status_code == 404
    press(adult, path, "open", "after")
    press(adult, path, "screen", "after")
    clock.shift(3601)
    assert adult.get(SCREEN).status_code == 404


def test_adult_who_logs_in_again_is_not_the_child(holder: Client, path: str, cast: Cast) -> None:
    press(holder, path, "open")
    press(holder, path, "screen")
    holder.force_login(cast.users["milieu_worker"])
    assert holder.get(SCREEN).status_code == 404
    assert holder.get(path).status_code == 200

"""Logging in and out: the same answer for all that is wrong, and no guessing without end."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from felles.people.models import LoginLimit, User
from tests.cast import Cast, build_cast

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "x" * 12, "wrong"


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def attempt(client: Client, name: str = "rector", password: str = WRONG, **more: Any) -> Any:
    return client.post("/logg-inn/", {"username": name, "password": password}, **more)


def main_of(response: Any) -> str:
    """The page without the token against forged forms and without what was typed."""
    text = response.content.decode()
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", text)
    return re.sub(r'("X-CSRFToken": ")[^"]+', r"\1", text)


def test_right_password_opens_the_day(client: Client, cast: Cast) -> None:
    response = attempt(client, password=RIGHT)
    assert response.headers["Location"] == "/"
    assert "God morgen" in client.get("/").content.decode()


def test_page_that_was_asked_for_opens_after_login(client: Client, cast: Cast) -> None:
    way = client.get("/utkast/").headers["Location"]
    assert way == "/logg-inn/?next=/utkast/"
    assert 'name="next" value="/utkast/"' in client.get(way).content.decode()
    response = client.post(
        "/logg-inn/", {"username": "rector", "password": RIGHT, "next": "/utkast/"}
    )
    assert response.headers["Location"] == "/utkast/"


@pytest.mark.parametrize(
    "goal", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_login_never_leads_to_another_site(client: Client, cast: Cast, goal: str) -> None:
    response = client.post("/logg-inn/", {"username": "rector", "password": RIGHT, "next": goal})
    assert response.headers["Location"] == "/"


def test_wrong_password_unknown_name_and_closed_account_get_the_same_answer(
    client: Client, cast: Cast
) -> None:
    User.objects.filter(username="teacher").update(is_active=False)
    answers = [
        attempt(client, name, password)
        for name, password in (
            ("rector", "wrong"),
            ("nobody", "wrong"),
            ("teacher", RIGHT),
            ("outsider", ""),
        )
    ]
    pages = [
        main_of(answer).replace(f'value="{name}"', "")
        for answer, name in zip(answers, ("rector", "nobody", "teacher"), strict=False)
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert len(set(pages)) == 1
    assert "Brukernavn og passord passer ikke sammen. Prøv igjen." in pages[0]


def test_password_is_never_sent_back(client: Client, cast: Cast) -> None:
    assert "secret-word" not in attempt(client, password="secret-word").content.decode()


def test_sixth_wrong_password_must_wait_even_when_it_is_right(client: Client, cast: Cast) -> None:
    for _ in range(5):
        assert attempt(client).status_code == 422
    response = attempt(client, password=RIGHT)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "30"
    assert "For mange forsøk" in response.content.decode()
    assert client.get("/").status_code == 302


def test_waiting_helps(client: Client, cast: Cast, clock: time_machine.Traveller) -> None:
    for _ in range(6):
        attempt(client)
    clock.shift(timedelta(seconds=31))
    assert attempt(client, password=RIGHT).status_code == 302


def test_wait_is_the_same_for_a_name_that_nobody_has(client: Client, cast: Cast) -> None:
    for name in ("rector", "nobody"):
        for _ in range(5):
            attempt(client, name)
    pages = [
        main_of(attempt(client, name)).replace(f'value="{name}"', "")
        for name in ("rector", "nobody")
    ]
    assert pages[0] == pages[1]


def test_name_written_in_another_way_counts_as_the_same(client: Client, cast: Cast) -> None:
    for name in ("rector", "RECTOR", " rector", "ｒｅｃｔｏｒ", "Rector"):
        attempt(client, name)
    assert attempt(client).status_code == 429


def test_fifty_wrong_passwords_from_one_address_make_the_address_wait(
    client: Client, cast: Cast
) -> None:
    for number in range(50):
        attempt(client, f"user{number}")
    assert attempt(client, "rector", RIGHT).status_code == 429
    assert attempt(Client(REMOTE_ADDR="198.51.100.7"), "rector", RIGHT).status_code == 302


def test_address_behind_the_own_proxy_is_the_one_that_it_saw(
    client: Client, cast: Cast, settings: object
) -> None:
    settings.PROXIES = 1  # type: ignore[attr-defined]
    for number in range(51):
        attempt(client, f"user{number}", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 192.0.2.1")
    blocked = attempt(client, "rector", RIGHT, HTTP_X_FORWARDED_FOR="192.0.2.1")
    free = attempt(client, "rector", RIGHT, HTTP_X_FORWARDED_FOR="192.0.2.2")
    assert (blocked.status_code, free.status_code) == (429, 302)


def test_header_of_a_proxy_is_not_believed_where_there_is_none(client: Client, cast: Cast) -> None:
    for number in range(51):
        attempt(client, f"user{number}", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert attempt(client, "rector", RIGHT, HTTP_X_FORWARDED_FOR="192.0.2.99").status_code == 429


def test_addresses_of_one_ipv6_network_count_as_one(client: Client, cast: Cast) -> None:
    for number in range(51):
        attempt(client, f"user{number}", REMOTE_ADDR=f"2001:db8::{number:x}")
    assert attempt(client, "rector", RIGHT, REMOTE_ADDR="2001:db8::ffff").status_code == 429
    assert attempt(client, "rector", RIGHT, REMOTE_ADDR="2001:db8:1::1").status_code == 302


def test_empty_form_says_what_is_missing_and_counts_nothing(client: Client, cast: Cast) -> None:
    response = attempt(client, "", "")
    assert response.status_code == 422
    assert "Skriv brukernavnet ditt." in response.content.decode()
    assert not LoginLimit.objects.exists()


def test_logging_out_empties_what_the_browser_keeps(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["rector"])
    response = client.post("/logg-ut/")
    assert response.headers["Location"] == "/logg-inn/"
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/").status_code == 302
    assert "Du er logget ut." in client.get("/logg-inn/").content.decode()


def test_logging_out_takes_more_than_a_link(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["rector"])
    assert client.get("/logg-ut/").status_code == 405
    assert client.get("/").status_code == 200


def test_logged_in_person_is_sent_on_from_the_login_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["rector"])
    assert client.get("/logg-inn/").headers["Location"] == "/"


def test_own_language_is_chosen_at_login_in_a_browser_without_a_choice(
    client: Client, cast: Cast
) -> None:
    User.objects.filter(username="rector").update(language="nn")
    assert attempt(client, password=RIGHT).cookies["language"].value == "nn"
    client.post("/logg-ut/")
    client.post("/sprak/", {"language": "en"})
    assert "language" not in attempt(client, password=RIGHT).cookies

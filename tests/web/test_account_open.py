"""The pages that stand open to all, and the choice of an invented person in the demo."""

import pytest
from django.test import Client

from felles.people.models import User
from tests.cast import build_cast
from tests.guards.read_only import read_only
from tests.guards.routes import demo_routes

pytestmark = pytest.mark.django_db
OPEN = ("/hjelp/", "/personvern/", "/tilgjengelighet/", "/logg-inn/")


@pytest.mark.parametrize("path", OPEN)
def test_open_page_needs_no_login_and_writes_nothing(client: Client, path: str) -> None:
    with read_only():
        response = client.get(path)
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["/hjelp/", "/personvern/", "/tilgjengelighet/"])
def test_contact_is_what_the_district_has_set_and_never_made_up(
    client: Client, settings: object, path: str
) -> None:
    bare = client.get(path).content.decode()
    assert "@" not in bare.split("<main")[1].split("</main>")[0]
    settings.CONTACT = "Servicesenteret i bydelen"  # type: ignore[attr-defined]
    assert "Servicesenteret i bydelen" in client.get(path).content.decode()


def test_privacy_page_names_who_answers_for_the_data(client: Client, settings: object) -> None:
    settings.OPERATOR = "Bydel Eksempel"  # type: ignore[attr-defined]
    page = client.get("/personvern/").content.decode()
    assert "Bydel Eksempel har ansvaret for opplysningene" in page


def test_accessibility_page_says_what_has_not_been_tried(client: Client) -> None:
    page = client.get("/tilgjengelighet/").content.decode()
    assert "Hva som ikke er prøvd ennå" in page
    assert "Skjermleser" in page


def test_demo_offers_its_invented_people_by_place(client: Client) -> None:
    cast = build_cast()
    User.objects.filter(username__in=["rector", "health_nurse"]).update(is_demo=True)
    with demo_routes():
        page = client.get("/demo/").content.decode()
        assert "Øvingsdata. Ingen virkelige personer." in page
        assert page.index("Furulia skole") < page.index("Skolehelsetjenesten Eksempel")
        assert page.count('name="persona"') == 2
        response = client.post("/demo/", {"persona": cast.users["rector"].public_id})
    assert response.headers["Location"] == "/"
    assert "God morgen, Rector" in client.get("/").content.decode()


def test_demo_lets_nobody_in_as_a_real_person(client: Client) -> None:
    cast = build_cast()
    with demo_routes():
        response = client.post("/demo/", {"persona": cast.users["rector"].public_id})
        assert response.status_code == 404
    assert client.get("/").status_code == 302


def test_demo_page_is_missing_outside_the_demo(client: Client) -> None:
    assert client.get("/demo/").status_code == 404

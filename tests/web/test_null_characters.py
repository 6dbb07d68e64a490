"""A null character anywhere in a request breaks nothing, on either database."""

import pytest
from django.test import Client

from tests import make
from tests.cast import Cast, build_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.mark.parametrize(
    "path", ["/sak/maja%00/", "/skole/%00/", "/saker/?steg=%00", "/utkast/%00/slett/", "/?a=%00"]
)
def test_address_with_a_null_character_names_nothing(client: Client, cast: Cast, path: str) -> None:
    client.force_login(cast.users["rector"])
    assert client.get(path).status_code == 404


def test_search_drops_null_characters(client: Client, cast: Cast) -> None:
    make.concern(cast)
    client.force_login(cast.users["rector"])
    assert "Maja" in client.post("/sok/", {"q": "ma\0ja"}).content.decode()


def test_form_that_is_out_of_sight_keeps_its_text_without_null_characters(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.users["rector"])
    response = client.post("/sak/finsikke/notat/", {"text": "Et\0 notat", "form_token": "\0a"})
    assert response.status_code == 404
    assert "Et notat" in client.get("/utkast/").content.decode()

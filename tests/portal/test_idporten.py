"""Guardians log in with ID-porten: only at the right level, only with a token that holds."""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from joserfc import jwt
from pytest_django.fixtures import Settings

from felles.people.actions import set_door
from felles.people.ids import identity_hash
from felles.people.models import Guardian
from felles.portal.entry import idporten
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.make import Made
from tests.portal.provider import (
    CLIENT,
    CLIENT_KEY,
    ISSUER,
    OTHER_KEY,
    PROVIDER_KEY,
    Provider,
)

NUMBER = "17912099997"


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def provider(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    settings.IDPORTEN_ISSUER = ISSUER
    settings.IDPORTEN_CLIENT_ID = CLIENT
    settings.IDPORTEN_KEY = CLIENT_KEY.as_pem(private=True).decode()
    settings.IDPORTEN_ACR = ["idporten-loa-high"]
    provider = Provider(now=int(NOW.timestamp()))
    make_session = idporten.make_session

    def with_provider(redirect_uri: str) -> Any:
        session = make_session(redirect_uri)
        session.mount("https://", provider)
        return session

    monkeypatch.setattr(idporten, "make_session", with_provider)
    idporten.forget_configuration()
    yield provider
    idporten.forget_configuration()


@pytest.fixture
def made(cast: Cast) -> Made:
    made = make.in_measures(cast)
    Guardian.objects.filter(pk=made.ties[0].guardian_id).update(identity_hash=identity_hash(NUMBER))
    return made


def go_out(client: Client, provider: Provider) -> dict[str, str]:
    """Click the button; returns what the address of the provider holds."""
    address = client.get("/familie/logg-inn/idporten/")["Location"]
    assert address.startswith(f"{ISSUER}/authorize?")
    asked = {key: value[0] for key, value in parse_qs(urlsplit(address).query).items()}
    provider.nonce = asked["nonce"]
    return asked


def come_back(client: Client, **answer: str) -> Any:
    return client.get("/familie/logg-inn/svar/", answer)


def log_in(client: Client, provider: Provider) -> Any:
    return come_back(client, code="en-kode", state=go_out(client, provider)["state"])


def test_guardian_whom_the_school_knows_comes_in(made: Made, provider: Provider) -> None:
    client = Client()
    assert log_in(client, provider)["Location"] == "/min-side/"
    assert client.get(f"/min-side/{made.pupil.public_id}/").status_code == 200


def test_request_asks_for_the_highest_level_with_a_fresh_challenge(
    made: Made, provider: Provider
) -> None:
    first, second = go_out(Client(), provider), go_out(Client(), provider)
    assert first["acr_values"] == "idporten-loa-high"
    assert (first["code_challenge_method"], first["response_type"]) == ("S256", "code")
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
        assert len(first[name]) >= 30


def test_client_proves_itself_with_its_key(made: Made, provider: Provider) -> None:
    log_in(Client(), provider)
    (asked,) = provider.asked
    assert asked["client_assertion_type"] == [
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    ]
    claims = jwt.decode(asked["client_assertion"][0], CLIENT_KEY, algorithms=["RS256"]).claims
    assert (claims["iss"], claims["sub"], claims["aud"]) == (CLIENT, CLIENT, ISSUER)
    assert "client_secret" not in asked
    assert len(asked["code_verifier"][0]) >= 43


def _unsigned(claims: dict[str, Any]) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none'})}.{part(claims)}."


def _by_another(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "en"}, claims, OTHER_KEY)


def _with_public_key_as_secret(claims: dict[str, Any]) -> str:
    from joserfc.jwk import OctKey

    secret = OctKey.import_key(PROVIDER_KEY.as_pem(private=False))
    return jwt.encode({"alg": "HS256", "kid": "en"}, claims, secret, algorithms=["HS256"])


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"acr": "idporten-loa-substantial"}, "sikrere ID"),
        ({"acr": "idporten-loa-low"}, "sikrere ID"),
        ({"acr": None}, "sikrere ID"),
        ({"nonce": "en-annen"}, "Det gikk ikke å logge inn."),
        ({"nonce": None}, "Det gikk ikke å logge inn."),
        ({"aud": "en-annen-klient"}, "Det gikk ikke å logge inn."),
        ({"iss": "https://annen.example"}, "Det gikk ikke å logge inn."),
        ({"exp": int(NOW.timestamp()) - 60}, "Det gikk ikke å logge inn."),
        ({"exp": None}, "Det gikk ikke å logge inn."),
        ({"iat": int(NOW.timestamp()) + 600}, "Det gikk ikke å logge inn."),
        ({"pid": None}, "Vi finner deg ikke."),
        ({"pid": "00000000000"}, "Vi finner deg ikke."),
    ],
    ids=str,
)
def test_token_that_does_not_hold_lets_nobody_in(
    made: Made, provider: Provider, claims: dict[str, Any], said: str
) -> None:
    provider.claims = claims
    client = Client()
    response = log_in(client, provider)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert client.get("/min-side/")["Location"] == "/familie/"


@pytest.mark.parametrize("sign", [_unsigned, _by_another, _with_public_key_as_secret])
def test_token_that_is_not_signed_by_the_provider_lets_nobody_in(
    made: Made, provider: Provider, sign: Callable[[dict[str, Any]], str]
) -> None:
    provider.sign = sign
    client = Client()
    assert log_in(client, provider).status_code == 422
    assert client.get("/min-side/")["Location"] == "/familie/"


def test_lower_level_comes_in_where_the_district_accepts_it(
    made: Made, provider: Provider, settings: Settings
) -> None:
    settings.IDPORTEN_ACR = ["idporten-loa-high", "idporten-loa-substantial"]
    provider.claims = {"acr": "idporten-loa-substantial"}
    assert log_in(Client(), provider).status_code == 302


def test_answer_to_another_login_is_refused(made: Made, provider: Provider) -> None:
    client = Client()
    go_out(client, provider)
    assert come_back(client, code="en-kode", state="en-annen").status_code == 422
    assert provider.asked == []


def test_answer_is_taken_once(made: Made, provider: Provider) -> None:
    client = Client()
    state = go_out(client, provider)["state"]
    come_back(client, code="en-kode", state=state)
    client.post("/familie/logg-ut/")
    assert come_back(client, code="en-kode", state=state).status_code == 422


@pytest.mark.parametrize("answer", [{}, {"code": "x"}, {"state": "x"}, {"code": "x", "state": "x"}])
def test_answer_that_nobody_asked_for_is_refused(
    made: Made, provider: Provider, answer: dict[str, str]
) -> None:
    assert come_back(Client(), **answer).status_code == 422


def test_guardian_who_stops_is_told_that_nothing_happened(made: Made, provider: Provider) -> None:
    client = Client()
    state = go_out(client, provider)["state"]
    page = come_back(client, error="access_denied", state=state).content.decode()
    assert "Du er ikke logget inn." in page


def test_closed_door_and_unknown_person_get_the_same_page(
    cast: Cast, made: Made, provider: Provider
) -> None:
    from tests.masks import without_tokens

    unknown, known = Client(), Client()
    provider.claims = {"pid": "00000000000"}
    first = log_in(unknown, provider)
    provider.claims = {}
    set_door(
        by=cast.actor("rector"), at=NOW, tie=made.ties[0], is_open=False, reason="Gjelder faren."
    )
    second = log_in(known, provider)
    pages = [_without_here(without_tokens(page.content.decode())) for page in (first, second)]
    assert pages[0] == pages[1]


def _without_here(page: str) -> str:
    start = page.index('name="next" value="') + 19
    return page[:start] + page[page.index('"', start) :]


def test_provider_that_does_not_answer_is_told_of(made: Made, provider: Provider) -> None:
    provider.is_down = True
    response = Client().get("/familie/logg-inn/idporten/")
    assert response.status_code == 422
    assert "ID-porten svarer ikke nå." in response.content.decode()


def test_identity_number_is_kept_nowhere(
    made: Made, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    log_in(client, provider)
    kept = {key: value for key, value in client.session.items() if key != "idporten_token"}
    assert NUMBER not in json.dumps(kept)
    assert NUMBER not in caplog.text
    assert NUMBER not in str(list(Guardian.objects.values()))


def test_logging_out_leads_on_to_the_provider(made: Made, provider: Provider) -> None:
    client = Client()
    log_in(client, provider)
    response = client.post("/familie/logg-ut/")
    assert response["Refresh"].startswith(f"0; url={ISSUER}/logout?id_token_hint=")
    assert client.get("/min-side/")["Location"] == "/familie/"


def test_without_registration_there_is_no_such_way_in(db: None) -> None:
    client = Client()
    assert "ID-porten" not in client.get("/familie/").content.decode()
    assert client.get("/familie/logg-inn/idporten/").status_code == 404
    assert client.get("/familie/logg-inn/svar/").status_code == 404

"""ID-porten: OpenID Connect with code, PKCE and a signed client assertion.

The libraries make the requests, and check signature, issuer, audience, time and nonce. What is
ours: the level of the login (``acr``) must be one that the district accepts, and the identity
number is turned into a keyed hash at once, and kept nowhere else.
Source: Digdir's documentation of ID-porten (the client must check ``acr``); RFC 7636, RFC 7523.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey
from requests import RequestException

from felles.people.ids import identity_hash

# In seconds: a provider that does not answer must not hold the page.
TIMEOUT = 10
# How far two clocks may differ, in seconds.
LEEWAY = 30
ALGORITHMS = ["RS256"]


class LoginFailed(Exception):
    """The login did not succeed. ``key`` is what to tell the guardian, by the texts' key."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Begun:
    """A login on its way: where to send the guardian, and what to remember until the answer."""

    url: str
    state: str
    nonce: str
    verifier: str


def is_configured() -> bool:
    """True when the district has registered this Felles with ID-porten."""
    return bool(settings.IDPORTEN_CLIENT_ID and settings.IDPORTEN_KEY)


def make_session(redirect_uri: str) -> OAuth2Session:
    """The client. Tests put another transport into it."""
    return OAuth2Session(
        settings.IDPORTEN_CLIENT_ID,
        RSAKey.import_key(settings.IDPORTEN_KEY),
        scope="openid profile",
        redirect_uri=redirect_uri,
        token_endpoint_auth_method="private_key_jwt",  # noqa: S106 -- a method, no secret
        code_challenge_method="S256",
    )


@cache
def _read_configuration(issuer: str) -> dict[str, str]:
    """What the provider says of itself; read once a process.

    Raises:
        LoginFailed: it does not answer, or speaks for another issuer.
    """
    found = _get(f"{issuer}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise LoginFailed("start.away")
    return {key: str(value) for key, value in found.items() if isinstance(value, str)}


def _get(url: str) -> dict[str, Any]:
    try:
        response = make_session("").request("GET", url, withhold_token=True, timeout=TIMEOUT)
        response.raise_for_status()
        found: dict[str, Any] = response.json()
    except (RequestException, ValueError) as problem:
        raise LoginFailed("start.away") from problem
    return found


def forget_configuration() -> None:
    """Read the provider's configuration anew next time."""
    _read_configuration.cache_clear()


def begin(redirect_uri: str, language: str) -> Begun:
    """Start a login.

    Raises:
        LoginFailed: the provider does not answer.
    """
    about = _read_configuration(settings.IDPORTEN_ISSUER)
    verifier, nonce = generate_token(64), generate_token(32)
    url, state = make_session(redirect_uri).create_authorization_url(
        about["authorization_endpoint"],
        code_verifier=verifier,
        nonce=nonce,
        acr_values=settings.IDPORTEN_ACR[0],
        ui_locales=language if language in ("nb", "nn", "en") else "en",
    )
    return Begun(url, state, nonce, verifier)


def finish(
    redirect_uri: str, answer: Mapping[str, str], begun: Mapping[str, str]
) -> tuple[str, str]:
    """Take the provider's answer; returns the keyed hash of who it is, and the id token.

    ``begun`` is what was remembered. The token is only for logging out at the provider.

    Raises:
        LoginFailed: it was stopped, is not the answer to this login, or is not good enough.
    """
    if answer.get("error"):
        raise LoginFailed("start.stopped")
    if not answer.get("code") or not begun or answer.get("state") != begun["state"]:
        raise LoginFailed("start.failed")
    about = _read_configuration(settings.IDPORTEN_ISSUER)
    token = _exchange(redirect_uri, answer["code"], begun["verifier"], about)
    claims = _check(token, begun["nonce"], about)
    if claims.get("acr") not in settings.IDPORTEN_ACR:
        raise LoginFailed("start.level")
    number = str(claims.get("pid") or "")
    if not number:
        raise LoginFailed("start.unknown")
    return identity_hash(number), token


def _exchange(redirect_uri: str, code: str, verifier: str, about: Mapping[str, str]) -> str:
    """The id token for a code. The client proves itself with its key, not with a shared secret."""
    session = make_session(redirect_uri)
    session.register_client_auth_method(PrivateKeyJWT(settings.IDPORTEN_ISSUER))
    try:
        token = session.fetch_token(
            about["token_endpoint"],
            grant_type="authorization_code",
            code=code,
            code_verifier=verifier,
            timeout=TIMEOUT,
        )
    except (AuthlibBaseError, RequestException, ValueError) as problem:
        raise LoginFailed("start.failed") from problem
    return str(token.get("id_token") or "")


def _check(token: str, nonce: str, about: Mapping[str, str]) -> dict[str, Any]:
    keys = KeySet.import_key_set(_get(about["jwks_uri"]))  # type: ignore[arg-type]
    registry = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": settings.IDPORTEN_ISSUER},
        aud={"essential": True, "value": settings.IDPORTEN_CLIENT_ID},
        nonce={"essential": True, "value": nonce},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        registry.validate(claims)
    except (JoseError, ValueError) as problem:
        raise LoginFailed("start.failed") from problem
    return claims


def logout_url(token: str, back: str) -> str:
    """Where to end the login at the provider too; "" when it has no such place."""
    try:
        about = _read_configuration(settings.IDPORTEN_ISSUER)
    except LoginFailed:
        return ""
    end = about.get("end_session_endpoint", "")
    if not end or not token:
        return ""
    return f"{end}?{urlencode({'id_token_hint': token, 'post_logout_redirect_uri': back})}"

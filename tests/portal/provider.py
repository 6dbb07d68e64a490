"""An ID-porten of the tests' own: real keys and signed tokens, and no network."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import requests
from joserfc import jwt
from joserfc.jwk import RSAKey
from requests.adapters import BaseAdapter

ISSUER = "https://idporten.eksempel.example"
CLIENT = "felles-klient"
PROVIDER_KEY = RSAKey.generate_key(2048, {"kid": "en"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "en"})
CLIENT_KEY = RSAKey.generate_key(2048)


@dataclass
class Provider(BaseAdapter):
    """Answers as ID-porten would. ``claims`` change the token, ``sign`` how it is signed."""

    now: int
    nonce: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    sign: Callable[[dict[str, Any]], str] | None = None
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    is_down: bool = False

    def send(  # type: ignore[override]
        self, request: requests.PreparedRequest, **_more: Any
    ) -> requests.Response:
        """Answer one request."""
        if self.is_down:
            raise requests.ConnectionError("nobody there")
        path = str(request.path_url)
        if path.endswith("openid-configuration"):
            return self._json(self._about())
        if path.endswith("/jwks"):
            return self._json({"keys": [PROVIDER_KEY.as_dict(private=False)]})
        body = request.body.decode() if isinstance(request.body, bytes) else str(request.body)
        self.asked.append(parse_qs(body))
        return self._json({"access_token": "x", "token_type": "Bearer", "id_token": self.token()})

    def close(self) -> None:
        """Nothing to close."""

    def token(self) -> str:
        """The id token."""
        claims = {
            "iss": ISSUER, "aud": CLIENT, "sub": "parvis", "nonce": self.nonce,
            "iat": self.now, "exp": self.now + 120, "acr": "idporten-loa-high",
            "pid": "17912099997", **self.claims,
        }  # fmt: skip
        claims = {key: value for key, value in claims.items() if value is not None}
        if self.sign is not None:
            return self.sign(claims)
        return jwt.encode({"alg": "RS256", "kid": "en"}, claims, PROVIDER_KEY)

    def _about(self) -> dict[str, str]:
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
            "end_session_endpoint": f"{ISSUER}/logout",
        }

    def _json(self, content: object) -> requests.Response:
        response = requests.Response()
        response.status_code = 200
        response._content = json.dumps(content).encode()
        response.headers["Content-Type"] = "application/json"
        return response

"""The pupil's page on a shared screen: staff's page opens it, the families' face shows it."""

from __future__ import annotations

from django.http import HttpRequest

_KEY = "visit"


def start_visit(request: HttpRequest, token: str) -> None:
    """End whatever login is in this browser, so that the pupil reaches this one page only."""
    request.session.flush()
    request.session[_KEY] = token


def get_token(request: HttpRequest) -> str:
    """The secret of the visit in this browser; "" without one."""
    return str(request.session.get(_KEY, ""))

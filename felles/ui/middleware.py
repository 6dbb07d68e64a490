"""What happens around every request: login, who acts, and headers that keep pages private."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequired
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import resolve_url
from django.urls import ResolverMatch

from felles.people.queries import get_actor
from felles.ui import clock

# How long a page that is the same for everybody may be kept: what is called off is seen soon.
SHARED_SECONDS = 300
GetResponse = Callable[[HttpRequest], HttpResponseBase]

SECURITY_HEADERS = {
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-Robots-Tag": "noindex, nofollow",
}


class LoginRequiredMiddleware(DjangoLoginRequired):
    """Ask for login everywhere but on the views that ``PUBLIC_VIEW_NAMES`` lists."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Return None to go on, or the way to the login page."""
        match = request.resolver_match
        if match is not None and match.view_name in settings.PUBLIC_VIEW_NAMES:
            return None
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is None or request.headers.get("HX-Request") != "true":
            return answer
        # Otherwise the login form would be swapped into the middle of a page.
        return HttpResponse(status=204, headers={"HX-Redirect": resolve_url(settings.LOGIN_URL)})


class ActorMiddleware:
    """Set ``request.actor``: the person in the post that the session has chosen, or None."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        actor = None
        if request.user.is_authenticated:
            post_id = request.session.get("post_id")
            actor = get_actor(request.user, post_id=post_id, at=clock.now())
        request.actor = actor  # type: ignore[attr-defined]
        return self.get_response(request)


class NoStoreMiddleware:
    """Forbid browsers and proxies to keep pages, so that the back button shows nobody's case.

    ``KEPT_VIEW_NAMES`` may be kept by the one who asked, who asks each time whether they are new;
    ``SHARED_VIEW_NAMES``, which are the same for everybody, by anybody for some minutes.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match = request.resolver_match
        response.headers["Cache-Control"] = self._say(match, response.status_code)
        return response

    def _say(self, match: ResolverMatch | None, status: int) -> str:
        name = match.view_name if match is not None else ""
        if name in settings.SHARED_VIEW_NAMES and status == HTTPStatus.OK:
            return f"public, max-age={SHARED_SECONDS}"
        return "private, no-cache" if name in settings.KEPT_VIEW_NAMES else "no-store, private"


class SecurityHeadersMiddleware:
    """Add the security headers that Django does not set itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class NullCharacterMiddleware:
    """Keep null characters out: PostgreSQL can neither store nor compare them, and nobody types
    them. An address with one names nothing; in what was typed they are dropped."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view_func: Callable[..., Any],
        _view_args: tuple[Any, ...],
        _view_kwargs: dict[str, Any],
    ) -> None:
        """Look at the address and the fields before the view does."""
        if "\0" in request.path_info or _has_null(request.GET):
            raise Http404
        if _has_null(request.POST):
            request.POST = _without_null(request.POST)  # type: ignore[assignment]


def _has_null(fields: QueryDict) -> bool:
    return any("\0" in value for _name, values in fields.lists() for value in values)


def _without_null(fields: QueryDict) -> QueryDict:
    clean = fields.copy()
    for name, values in fields.lists():
        clean.setlist(name, [value.replace("\0", "") for value in values])
    return clean

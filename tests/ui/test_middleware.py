"""Login everywhere, pages nobody keeps, and headers that narrow what a page may do."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from felles.ui import middleware
from felles.ui.middleware import (
    ActorMiddleware,
    NoStoreMiddleware,
    NullCharacterMiddleware,
    SecurityHeadersMiddleware,
)

pytestmark = pytest.mark.urls("tests.ui.urls")


@pytest.fixture
def visitor(settings: Settings) -> Client:
    settings.PUBLIC_VIEW_NAMES = frozenset({"login", "about-privacy", "gallery"})
    return Client()


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("svar")


@pytest.mark.parametrize("path", ["/", "/saker/", "/oppsett/"])
def test_visitor_is_sent_to_login(visitor: Client, path: str) -> None:
    response = visitor.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/logg-inn/?next={path}")


@pytest.mark.parametrize("path", ["/logg-inn/", "/personvern/"])
def test_visitor_reads_pages_on_the_public_list(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 200


def test_fragment_request_of_a_visitor_moves_the_whole_page_to_login(visitor: Client) -> None:
    response = visitor.get("/saker/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"], response.content) == (
        204,
        "/logg-inn/",
        b"",
    )


@pytest.mark.parametrize("path", ["/", "/personvern/", "/finnes-ikke/"])
def test_no_page_is_kept_by_the_browser(visitor: Client, path: str) -> None:
    assert visitor.get(path)["Cache-Control"] == "no-store, private"


def test_no_store_beats_what_a_view_says() -> None:
    def cached(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "max-age=600"})

    response = NoStoreMiddleware(cached)(RequestFactory().get("/"))
    assert response["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    ("name", "status", "kept"),
    [
        ("shared", 200, "public, max-age=300"),
        ("shared", 404, "no-store, private"),
        ("kept", 200, "private, no-cache"),
        ("other", 200, "no-store, private"),
        (None, 200, "no-store, private"),
    ],
)
def test_page_is_kept_only_where_its_name_says_so(
    settings: Settings, name: str | None, status: int, kept: str
) -> None:
    settings.SHARED_VIEW_NAMES, settings.KEPT_VIEW_NAMES = {"shared"}, {"kept"}
    request = RequestFactory().get("/")
    request.resolver_match = SimpleNamespace(view_name=name) if name else None  # type: ignore[assignment]
    response = NoStoreMiddleware(lambda _: HttpResponse(status=status))(request)
    assert response["Cache-Control"] == kept


def test_security_headers_are_added_once_and_never_replace() -> None:
    def strict(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Permissions-Policy": "fullscreen=()"})

    response = SecurityHeadersMiddleware(strict)(RequestFactory().get("/"))
    assert response["Permissions-Policy"] == "fullscreen=()"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert (
        "camera=()"
        in SecurityHeadersMiddleware(answer)(RequestFactory().get("/"))["Permissions-Policy"]
    )


def act(monkeypatch: pytest.MonkeyPatch, user: Any, **session: Any) -> tuple[Any, list[Any]]:
    asked: list[Any] = []

    def get_actor(person: Any, *, post_id: int | None, at: Any) -> str:
        asked.append((person, post_id, at.isoformat()))
        return "actor"

    def keep(request: HttpRequest) -> HttpResponseBase:
        return HttpResponse(str(request.actor))  # type: ignore[attr-defined]

    monkeypatch.setattr(middleware, "get_actor", get_actor)
    request = RequestFactory().get("/")
    request.user = user
    request.session = session  # type: ignore[assignment]
    return ActorMiddleware(keep)(request), asked


def test_actor_is_asked_for_by_user_chosen_post_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    user = SimpleNamespace(is_authenticated=True)
    response, asked = act(monkeypatch, user, post_id=7)
    assert response.content == b"actor"
    assert asked == [(user, 7, "2026-11-24T07:00:00+00:00")]


def test_visitor_has_no_actor_and_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    response, asked = act(monkeypatch, AnonymousUser())
    assert (response.content, asked) == (b"None", [])


def see(request: HttpRequest) -> None:
    NullCharacterMiddleware(answer).process_view(request, answer, (), {})


def test_address_with_a_null_character_names_nothing() -> None:
    factory = RequestFactory()
    see(factory.get("/sak/maja/", {"q": "maja"}))
    for request in (factory.get("/sak/maja%00/"), factory.get("/sak/maja/", {"q": "ma\0ja"})):
        with pytest.raises(Http404):
            see(request)


def test_null_characters_are_dropped_from_what_was_typed_and_nothing_else() -> None:
    factory = RequestFactory()
    spoiled = factory.post("/", {"text": ["Et\0 notat", "til"], "form_token": "a"})
    see(spoiled)
    assert dict(spoiled.POST.lists()) == {"text": ["Et notat", "til"], "form_token": ["a"]}
    whole = factory.post("/", {"text": "Et notat"})
    before = whole.POST
    see(whole)
    assert whole.POST is before

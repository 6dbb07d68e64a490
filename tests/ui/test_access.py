"""A page that one may not open looks like a page that does not exist."""

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from felles.rules.access import Actor, Permission, may
from felles.rules.roles import Role
from felles.ui.access import ActorRequest, find_actor, may_open, needs
from tests.ui.actors import an_actor


@needs(Permission.CASE_READ)
def read(request: ActorRequest, number: int) -> HttpResponse:
    return HttpResponse(f"{request.actor.user_name} {number}")


def ask(actor: object) -> HttpRequest:
    request = RequestFactory().get("/")
    request.actor = actor  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize("role", list(Role))
def test_view_opens_exactly_for_roles_with_the_permission(role: Role) -> None:
    actor = an_actor(role)
    if may(actor, Permission.CASE_READ):
        assert read(ask(actor), 7).status_code == 200
    else:
        with pytest.raises(Http404):
            read(ask(actor), 7)


@pytest.mark.parametrize("nobody", [None, "rector", {"role": "rector"}])
def test_view_is_missing_without_an_actor(nobody: object) -> None:
    with pytest.raises(Http404):
        read(ask(nobody), 7)


def test_view_is_missing_when_nothing_set_the_actor() -> None:
    with pytest.raises(Http404):
        read(RequestFactory().get("/"), 7)


def test_decorator_tells_what_it_needs_and_keeps_the_name() -> None:
    assert read.needed is Permission.CASE_READ  # type: ignore[attr-defined]
    assert read.__name__ == "read"


def test_find_actor_returns_only_real_actors() -> None:
    actor: Actor = an_actor()
    assert find_actor(ask(actor)) is actor
    assert find_actor(ask("somebody")) is None


@needs(Permission.CASE_READ, without_post="login")
def start(request: ActorRequest) -> HttpResponse:
    return HttpResponse(request.actor.user_name)


def test_whoever_has_no_role_is_led_on_where_the_page_says_so() -> None:
    response = start(ask(None))
    assert (response.status_code, response["Location"]) == (302, "/logg-inn/")
    assert start(ask(an_actor())).status_code == 200
    with pytest.raises(Http404):
        start(ask(an_actor(Role.SECRETARY)))
    with pytest.raises(Http404):
        read(ask(None), 7)


@pytest.mark.parametrize("role", list(Role))
def test_way_to_a_page_is_open_to_the_roles_that_the_page_lets_in(role: Role) -> None:
    actor = an_actor(role)
    assert may_open(actor, "case-list") is may(actor, Permission.CASE_READ)
    assert may_open(actor, "case-note", "abcd2345") is may(actor, Permission.NOTE_WRITE)
    assert may_open(actor, "login")

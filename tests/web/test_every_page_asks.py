"""Every page asks for the very permission that it says it needs, before anything of it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from felles.rules.access import ROLE_PERMISSIONS, Permission
from tests.guards.routes import cells_of_door, list_routes
from tests.ui.actors import an_actor


@contextmanager
def hollow(view: Any) -> Iterator[list[str]]:
    """The page with its door, and nothing behind it but a list that says that somebody came in."""
    came: list[str] = []

    def behind(_request: object, **_kwargs: object) -> HttpResponse:
        came.append("in")
        return HttpResponse()

    cells = cells_of_door(view)
    page = cells["view"].cell_contents
    cells["view"].cell_contents = behind
    try:
        yield came
    finally:
        cells["view"].cell_contents = page


def enter(view: Any, actor: object) -> bool:
    """Does the door let the actor in?"""
    with hollow(view) as came:
        for request in (RequestFactory().get("/"), RequestFactory().post("/")):
            request.actor = actor  # type: ignore[attr-defined]
            try:
                view(request)
            except Http404:
                assert came == []
        return bool(came)


def test_no_page_opens_without_what_it_says_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = an_actor()
    # Families and pupils come in by doors of their own (tests/portal).
    doors = [
        route
        for route in list_routes()
        if isinstance(getattr(route.view, "needed", None), Permission)
    ]
    assert len(doors) > 150
    wrong = []
    for route in doors:
        needed: Permission = route.view.needed  # type: ignore[attr-defined]
        for held, opens in (
            (frozenset(Permission), True),
            (frozenset(Permission) - {needed}, False),
            (frozenset({needed}), True),
        ):
            monkeypatch.setitem(ROLE_PERMISSIONS, actor.role, held)
            if enter(route.view, actor) is not opens:
                wrong.append((route.name, needed, opens))
    assert wrong == []

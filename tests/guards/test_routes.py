"""Every page says who may open it, or stands on the public list with a reason."""

import re

import pytest

from felles.config.public_views import PUBLIC_VIEWS
from felles.rules.access import Permission
from tests.guards.routes import Route, demo_routes, list_routes

DEMO_ONLY = {"persona-login", "family-persona"}
# What asks for a login of its own: a guardian's, or the visit of a pupil.
OTHER_LOGINS = {"family", "visit"}


@pytest.fixture(scope="module")
def routes() -> list[Route]:
    """Return the routes of demo mode, which are those of production and a few more."""
    with demo_routes():
        return list_routes()


def test_routes_all_ask_for_a_permission_or_are_public(routes: list[Route]) -> None:
    open_ = [
        f"{route.name} ({route.path})"
        for route in routes
        if route.name not in PUBLIC_VIEWS
        and not isinstance(getattr(route.view, "needed", None), Permission)
        and getattr(route.view, "needed", None) not in OTHER_LOGINS
    ]
    assert open_ == []


def test_public_list_has_no_stale_entry(routes: list[Route]) -> None:
    assert sorted(set(PUBLIC_VIEWS) - {route.name for route in routes}) == []


def test_public_list_names_no_view_that_asks_for_a_permission(routes: list[Route]) -> None:
    both = [r.name for r in routes if r.name in PUBLIC_VIEWS and hasattr(r.view, "needed")]
    assert both == []


def test_public_list_gives_each_entry_a_reason() -> None:
    assert [name for name, reason in PUBLIC_VIEWS.items() if len(reason) < 10] == []


def test_demo_routes_exist_in_demo_mode_only(routes: list[Route]) -> None:
    assert {route.name for route in routes} - {route.name for route in list_routes()} == DEMO_ONLY


def test_routes_have_names_of_their_own(routes: list[Route]) -> None:
    names = [route.name for route in routes]
    assert sorted({name for name in names if not name or names.count(name) > 1}) == []


def test_routes_are_ascii_slugs(routes: list[Route]) -> None:
    plain = re.compile(r"(?:[a-z0-9-]+|<[a-z]+:[a-z_]+>|/|\.[a-z]+)*")
    assert [route.path for route in routes if not plain.fullmatch(route.path)] == []

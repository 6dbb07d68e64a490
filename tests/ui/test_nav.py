"""The menu shows the places that an actor has and that exist."""

import pytest

from felles.rules.access import Permission, may
from felles.rules.roles import Role
from felles.ui.nav import BAR_PLACES, find_url, list_items
from tests.ui.actors import an_actor

pytestmark = pytest.mark.urls("tests.ui.urls")


def labels(role: Role, path: str = "/") -> list[str]:
    return [item.label for item in list_items(an_actor(role), path)]


def test_school_staff_get_the_places_of_a_school() -> None:
    assert labels(Role.TEACHER) == ["I dag", "Saker", "Si fra", "Skolen"]


def test_service_staff_are_told_whom_to_contact_and_raise_no_concern() -> None:
    assert labels(Role.HEALTH_NURSE) == ["I dag", "Saker", "Hvem kontakter jeg?"]


def test_office_staff_never_see_cases() -> None:
    assert labels(Role.ADMINISTRATOR) == ["I dag", "Oppsett", "Skolen"]
    assert labels(Role.PROJECT_LEADER) == ["I dag", "Skolen"]


@pytest.mark.parametrize("role", list(Role))
def test_menu_offers_cases_only_to_those_who_may_read_them(role: Role) -> None:
    assert ("Saker" in labels(role)) is may(an_actor(role), Permission.CASE_READ)


@pytest.mark.parametrize("role", list(Role))
def test_phone_bar_holds_at_most_four_places_beside_the_menu(role: Role) -> None:
    assert sum(item.in_bar for item in list_items(an_actor(role), "/")) <= BAR_PLACES


@pytest.mark.parametrize(
    ("path", "label"), [("/", "I dag"), ("/saker/", "Saker"), ("/saker/x7/", "Saker")]
)
def test_place_of_the_page_is_marked_and_no_other(path: str, label: str) -> None:
    items = list_items(an_actor(Role.TEACHER), path)
    assert [item.label for item in items if item.is_current] == [label]


def test_page_outside_the_menu_marks_nothing() -> None:
    items = list_items(an_actor(Role.TEACHER), "/personvern/")
    assert [item.label for item in items if item.is_current] == []


def test_missing_pages_have_no_address() -> None:
    assert find_url("no-such-page") is None
    assert find_url("no-such-page", "login") == "/logg-inn/"

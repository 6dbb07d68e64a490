"""The frame around a page offers a search for cases to those who may read cases, and only them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from felles.rules.access import Permission, may
from felles.rules.roles import SERVICE_ROLES, Role
from felles.ui import nav
from felles.ui.context import build_chrome
from tests.ui.actors import an_actor


@pytest.mark.parametrize("role", list(Role))
def test_search_for_cases_is_in_the_frame_of_those_who_read_cases(role: Role) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.actor = an_actor(role)  # type: ignore[attr-defined]
    frame = build_chrome(request)
    assert bool(frame.search_url) is may(request.actor, Permission.CASE_READ)  # type: ignore[attr-defined]


def test_frame_of_a_visitor_holds_no_place_and_no_search() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    frame = build_chrome(request)
    assert (frame.items, frame.search_url, frame.who, frame.is_logged_in) == ([], None, None, False)


@pytest.mark.parametrize("role", list(Role))
def test_menu_is_made_for_whoever_works_in_the_yard_at_school_in_a_service_or_an_office(
    role: Role,
) -> None:
    actor = an_actor(role)
    places: tuple[nav.Place, ...] = nav.OFFICE_PLACES
    if role in SERVICE_ROLES:
        places = nav.SERVICE_PLACES
    elif may(actor, Permission.OUTREACH_WRITE):
        places = nav.YARD_PLACES
    elif may(actor, Permission.CASE_READ):
        places = nav.SCHOOL_PLACES
    there = [place for place in places if nav.find_url(*place.url_names)]
    wanted = [str(place.label) for place in there if may(actor, place.permission)]
    assert [item.label for item in nav.list_items(actor, "/")] == wanted

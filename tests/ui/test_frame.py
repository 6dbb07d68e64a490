"""The frame around a page offers a search for cases to those who may read cases, and only them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from felles.rules.access import Permission, may
from felles.rules.roles import Role
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

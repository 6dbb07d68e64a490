"""The set-up: who opens its pages, and that nothing of a case stands on them."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import Cast, build_cast

pytestmark = pytest.mark.django_db

SETUP_ROUTES = ("setup", "setup-schools", "setup-services", "setup-settings", "gallery")


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def setup_paths(cast: Cast) -> list[str]:
    paths = [reverse(name) for name in SETUP_ROUTES]
    return [*paths, reverse("setup-team", args=[cast.furulia.public_id])]


def people_paths(cast: Cast) -> list[str]:
    person = cast.users["rector"].public_id
    return [
        reverse("setup-people"),
        reverse("setup-person-new"),
        reverse("setup-person", args=[person]),
        reverse("setup-post-new", args=[person]),
        reverse("setup-post-end", args=[cast.posts["rector"].public_id]),
    ]


def test_administrator_opens_every_page_of_the_set_up(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["administrator"])
    found = [client.get(path).status_code for path in setup_paths(cast) + people_paths(cast)]
    assert set(found) == {200}


def test_secretary_sets_up_but_finds_no_people_pages(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["secretary"])
    assert {client.get(path).status_code for path in setup_paths(cast)} == {200}
    assert {client.get(path).status_code for path in people_paths(cast)} == {404}
    assert {client.post(path).status_code for path in people_paths(cast)} == {404}


@pytest.mark.parametrize("part", ["rector", "social_agent", "health_nurse", "project_leader"])
def test_others_find_no_page_of_the_set_up(client: Client, cast: Cast, part: str) -> None:
    client.force_login(cast.users[part])
    paths = setup_paths(cast) + people_paths(cast)
    assert {client.get(path).status_code for path in paths} == {404}


def test_set_up_pages_are_the_same_with_and_without_cases(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["administrator"])
    make.pupil(cast, given_name="Zebra", family_name="Prøvesen")
    before = [client.get(path).content for path in setup_paths(cast)[1:3]]
    for _number in range(2):
        make.concern(cast, given_name="Zebra")
    after = [client.get(path).content for path in setup_paths(cast)[1:3]]
    assert [b"Zebra" in page for page in after] == [False, False]
    assert [len(page) for page in before] == [len(page) for page in after]

"""One role at a time: choosing it, and what it changes."""

import pytest
from django.test import Client

from felles.people.actions import create_post
from felles.people.models import Post, User
from felles.people.queries import system_actor
from felles.rules.roles import Role
from tests import make
from tests.cast import NOW, START, Cast, build_cast, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def second_post(cast: Cast) -> Post:
    """The social agent works at two schools."""
    return create_post(
        by=system_actor(NOW),
        at=NOW,
        user=cast.users["social_agent"],
        role=Role.SOCIAL_AGENT,
        organisation=cast.organisations["granasen"],
        employer=cast.organisations["youth_unit"],
        from_on=START,
    )


def test_switching_role_changes_what_is_visible(
    client: Client, cast: Cast, second_post: Post
) -> None:
    make.at_school(cast)
    make.concern(cast, part="other_rector", class_name="7C", given_name="Jonas")
    client.force_login(cast.users["social_agent"])
    here = client.get("/").content.decode()
    client.post("/rolle/", {"post": second_post.public_id})
    there = client.get("/").content.decode()
    assert ("Maja P." in here, "Jonas P." in here) == (True, False)
    assert ("Maja P." in there, "Jonas P." in there) == (False, True)


def test_person_with_several_roles_chooses_at_login(
    client: Client, cast: Cast, second_post: Post
) -> None:
    response = client.post(
        "/logg-inn/", {"username": "social_agent", "password": "x" * 12, "next": "/utkast/"}
    )
    way = response.headers["Location"]
    assert way == "/rolle/?next=%2Futkast%2F"
    page = client.get(way).content.decode()
    assert "Hvem er du på jobb som nå?" in page
    assert "sosialagent, ansatt i Forebyggende ungdomsavdeling" in page
    goes_on = client.post("/rolle/", {"post": second_post.public_id, "next": "/utkast/"})
    assert goes_on.headers["Location"] == "/utkast/"


def test_present_role_is_marked(client: Client, cast: Cast, second_post: Post) -> None:
    client.force_login(cast.users["social_agent"])
    client.post("/rolle/", {"post": second_post.public_id})
    page = client.get("/rolle/").content.decode()
    assert f'value="{second_post.public_id}" aria-current="true"' in page
    assert page.count('class="choice" name="post"') == 2


def test_role_of_somebody_else_cannot_be_chosen(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["teacher"])
    response = client.post("/rolle/", {"post": cast.posts["rector"].public_id})
    assert response.status_code == 422
    assert "Du har ikke den rollen lenger." in response.content.decode()
    assert "post_id" not in client.session


def test_ended_role_is_neither_offered_nor_used(
    client: Client, cast: Cast, second_post: Post
) -> None:
    client.force_login(cast.users["social_agent"])
    client.post("/rolle/", {"post": second_post.public_id})
    Post.objects.filter(pk=second_post.pk).update(until_on=NOW.date() - days(1))
    assert "Granåsen" not in client.get("/rolle/").content.decode()
    assert "Furulia skole" in client.get("/").content.decode()


def test_person_with_one_role_is_told_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["rector"])
    assert "Du har én rolle" in client.get("/rolle/").content.decode()


def test_person_without_a_role_can_log_in_read_why_and_log_out(
    client: Client, cast: Cast, settings: object
) -> None:
    settings.CONTACT = "Servicesenteret"  # type: ignore[attr-defined]
    outsider = cast.users["outsider"]
    outsider.set_password("y" * 12)
    outsider.save()
    response = client.post(
        "/logg-inn/", {"username": "outsider", "password": "y" * 12}, follow=True
    )
    page = response.content.decode()
    assert "Du har ingen rolle ennå" in page
    assert "Ta kontakt, så ordner vi det: Servicesenteret." in page
    assert client.post("/logg-ut/").status_code == 302


def test_choosing_a_role_asks_for_login(client: Client, cast: Cast) -> None:
    assert client.get("/rolle/").headers["Location"] == "/logg-inn/?next=/rolle/"


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example/"])
def test_choosing_a_role_never_leads_to_another_site(client: Client, cast: Cast, goal: str) -> None:
    client.force_login(cast.users["rector"])
    response = client.post("/rolle/", {"post": cast.posts["rector"].public_id, "next": goal})
    assert response.headers["Location"] == "/"


def test_language_is_remembered_for_browser_and_person(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["rector"])
    response = client.post("/sprak/", {"language": "nn", "next": "/rolle/"})
    assert response.headers["Location"] == "/rolle/"
    assert response.cookies["language"].value == "nn"
    assert response.cookies["language"]["httponly"]
    assert User.objects.get(username="rector").language == "nn"
    assert '<html lang="nn"' in client.get("/rolle/").content.decode()


def test_language_can_be_chosen_before_login(client: Client) -> None:
    client.post("/sprak/", {"language": "en", "next": "/logg-inn/"})
    assert '<html lang="en"' in client.get("/logg-inn/").content.decode()


def test_language_that_felles_does_not_have_is_left_alone(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["rector"])
    response = client.post("/sprak/", {"language": "tlh"})
    assert "language" not in response.cookies
    assert User.objects.get(username="rector").language == "nb"

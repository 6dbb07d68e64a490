"""People and posts: who acts for whom, paid by whom. A role that does not fit is refused."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from felles.people.actions import create_user
from felles.people.models import Post, User
from felles.people.queries import get_actor, system_actor
from felles.rules.roles import Role
from tests.cast import NOW, Cast, build_cast
from tests.web.consents import token

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    """The administrator's browser."""
    client.force_login(cast.users["administrator"])
    return client


def send(client: Client, path: str, **data: Any) -> HttpResponse:
    response = client.post(path, {**data, "form_token": token(client, path)})
    assert isinstance(response, HttpResponse)
    return response


def post_path(cast: Cast, part: str, role: Role, organisation: str) -> str:
    path = reverse("setup-post-new", args=[cast.users[part].public_id])
    return f"{path}?role={role}&organisation={cast.organisations[organisation].public_id}"


def test_new_person_is_made_once_and_led_on_to_a_role(admin: Client, cast: Cast) -> None:
    path = reverse("setup-person-new")
    sent = {"name": "Åse Ny", "username": "ase.ny", "form_token": token(admin, path)}
    first, second = admin.post(path, sent), admin.post(path, sent)
    person = User.objects.get(username="ase.ny")
    assert first.headers["Location"] == reverse("setup-post-new", args=[person.public_id])
    assert second.status_code == 302
    assert not person.has_usable_password()


def test_taken_user_name_is_refused_and_the_form_stays(admin: Client, cast: Cast) -> None:
    response = send(admin, reverse("setup-person-new"), name="En til", username="rector")
    assert response.status_code == 422
    assert "Brukernavnet er i bruk. Velg et annet." in response.content.decode()
    assert 'value="En til"' in response.content.decode()


@pytest.mark.parametrize("password", ["kort", "elleve tegn", "qwerty123456"])
def test_weak_passwords_are_refused(admin: Client, cast: Cast, password: str) -> None:
    path = reverse("setup-person", args=[cast.users["rector"].public_id])
    assert send(admin, path, password=password).status_code == 422


def test_new_password_is_set(admin: Client, cast: Cast) -> None:
    path = reverse("setup-person", args=[cast.users["rector"].public_id])
    assert send(admin, path, password="en lang og god setning").status_code == 302
    assert User.objects.get(username="rector").check_password("en lang og god setning")


def test_search_is_sent_as_a_form_and_folds_norwegian_letters(admin: Client, cast: Cast) -> None:
    create_user(by=system_actor(NOW), at=NOW, username="x1", name="Åse Ødegård")
    response = admin.post(reverse("setup-people"), {"text": "åse øde"})
    assert "Åse Ødegård" in response.content.decode()
    assert "Social Teacher" not in response.content.decode()


def test_role_that_does_not_fit_the_organisation_is_refused_with_the_reason(
    admin: Client, cast: Cast
) -> None:
    response = admin.get(post_path(cast, "teacher", Role.HEALTH_NURSE, "furulia"))
    assert response.status_code == 422
    assert "Denne rollen kan ikke handle for denne typen virksomhet." in response.content.decode()
    posted = admin.post(post_path(cast, "teacher", Role.HEALTH_NURSE, "furulia"), {"from_on": "x"})
    assert posted.status_code == 422
    assert cast.users["teacher"].posts.count() == 1


def test_social_agent_acts_for_the_school_and_belongs_to_child_welfare(
    admin: Client, cast: Cast
) -> None:
    path = post_path(cast, "outsider", Role.SOCIAL_AGENT, "furulia")
    assert "ansatt i barnevernet" in admin.get(path).content.decode()
    employer = cast.organisations["youth_unit"].public_id
    assert send(admin, path, employer=employer, from_on="2026-11-24").status_code == 302
    actor = get_actor(cast.users["outsider"], post_id=None, at=NOW)
    assert actor is not None
    assert actor.organisation_id == cast.furulia.pk
    assert actor.affiliations == {
        cast.organisations["youth_unit"].pk,
        cast.organisations["child_welfare"].pk,
    }


def test_nurse_must_cover_a_school_and_a_contact_teacher_a_class(admin: Client, cast: Cast) -> None:
    nurse = post_path(cast, "outsider", Role.HEALTH_NURSE, "health")
    assert send(admin, nurse, from_on="2026-11-24").status_code == 422
    granasen = cast.organisations["granasen"].public_id
    assert send(admin, nurse, from_on="2026-11-24", schools=[granasen]).status_code == 302
    teacher = post_path(cast, "outsider", Role.CONTACT_TEACHER, "furulia")
    assert send(admin, teacher, from_on="2026-11-24").status_code == 422
    chosen = [cast.classes["5A"].public_id]
    assert send(admin, teacher, from_on="2026-11-24", classes=chosen).status_code == 302
    post = Post.objects.get(user=cast.users["outsider"], role=Role.CONTACT_TEACHER)
    assert [row.name for row in post.classes.all()] == ["5A"]


def test_classes_of_other_schools_are_not_offered(admin: Client, cast: Cast) -> None:
    html = admin.get(post_path(cast, "outsider", Role.CONTACT_TEACHER, "furulia")).content.decode()
    assert ">6B</label>" in html
    assert ">7C</label>" not in html


def test_post_twice_is_refused(admin: Client, cast: Cast) -> None:
    path = post_path(cast, "rector", Role.RECTOR, "furulia")
    response = send(admin, path, from_on="2026-11-24")
    assert response.status_code == 422
    assert "Personen har denne rollen allerede." in response.content.decode()


def test_ended_post_stops_working_the_day_after(admin: Client, cast: Cast) -> None:
    path = reverse("setup-post-end", args=[cast.posts["teacher"].public_id])
    assert send(admin, path, until_on="2026-01-01").status_code == 422
    assert send(admin, path, until_on="2026-11-23").status_code == 302
    assert get_actor(cast.users["teacher"], post_id=None, at=NOW) is None
    person = admin.get(reverse("setup-person", args=[cast.users["teacher"].public_id]))
    assert "Tidligere roller" in person.content.decode()


def test_unknown_person_and_post_are_not_found(admin: Client, cast: Cast) -> None:
    for name in ("setup-person", "setup-post-new", "setup-post-end"):
        assert admin.get(reverse(name, args=["xxxxxxxx"])).status_code == 404


def test_list_of_people_pages_and_costs_the_same_however_many(admin: Client, cast: Cast) -> None:
    path = reverse("setup-people")
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            html = admin.get(path).content.decode()
        counts.append(len(queries))
        for number in range(20):
            name = f"zz{len(counts)}{number}"
            create_user(by=system_actor(NOW), at=NOW, username=name, name=name)
    assert counts[0] == counts[1]
    assert "?side=2" in html
    assert "?side=1" in admin.get(path, {"side": "2"}).content.decode()

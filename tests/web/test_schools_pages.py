"""Who is who at a school, for everybody who logs in; discussion without a name for a few."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import STAFF_PARTS, Cast, build_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_school_page_opens_for_every_role(client: Client, cast: Cast, part: str) -> None:
    client.force_login(cast.users[part])
    assert client.get(reverse("school-list")).status_code == 200
    assert client.get(reverse("school", args=[cast.furulia.public_id])).status_code == 200


def test_service_is_no_school(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["rector"])
    club = cast.service("club").public_id
    assert client.get(reverse("school", args=[club])).status_code == 404


MAY_DISCUSS = {
    "rector", "social_teacher", "social_agent", "health_nurse", "club_leader",
    "child_welfare_intake", "oslohjelpa", "bup", "other_rector", "other_nurse",
}  # fmt: skip


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_discussion_without_a_name_is_for_those_who_may(
    client: Client, cast: Cast, part: str
) -> None:
    client.force_login(cast.users[part])
    wanted = 200 if part in MAY_DISCUSS else 404
    assert client.get(reverse("anonymous-list")).status_code == wanted
    assert client.get(reverse("anonymous-new")).status_code == wanted

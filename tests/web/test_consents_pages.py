"""Consent as staff record it: who opens the pages, and what they say."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import Cast, build_cast

pytestmark = pytest.mark.django_db

CONSENT_ROUTES = ("consent", "consent-ask", "guardian-add", "protection")
GUARDIAN_ROUTES = ("consent-answer", "guardian-verify", "guardian-end")


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def paths(made: make.Made, number: int = 0) -> list[str]:
    tie = made.ties[number].public_id
    return [reverse(name, args=[made.public_id]) for name in CONSENT_ROUTES] + [
        reverse(name, args=[made.public_id, tie]) for name in GUARDIAN_ROUTES
    ]


@pytest.mark.parametrize("part", ["rector", "social_teacher"])
def test_coordinators_open_every_consent_page(client: Client, cast: Cast, part: str) -> None:
    made = make.asked(cast)
    client.force_login(cast.users[part])
    assert [client.get(path).status_code for path in paths(made)] == [200] * 7


@pytest.mark.parametrize(
    "part",
    ["contact_teacher", "health_nurse", "child_welfare_intake", "administrator", "other_rector"],
)
def test_others_find_no_consent_page(client: Client, cast: Cast, part: str) -> None:
    made = make.in_team(cast)
    client.force_login(cast.users[part])
    assert {client.get(path).status_code for path in paths(made)} == {404}
    assert {client.post(path).status_code for path in paths(made)} == {404}

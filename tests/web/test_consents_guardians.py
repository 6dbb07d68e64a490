"""Guardians and address protection from the pages: what follows is said first, then it holds."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from felles.people.models import Guardianship, Pupil
from felles.rules.consent import Authority
from felles.rules.people import Protection
from tests import make
from tests.cast import Cast, build_cast
from tests.web.consents import token

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def staff(client: Client, cast: Cast) -> Client:
    """The social teacher's browser."""
    client.force_login(cast.users["social_teacher"])
    return client


def status_for(cast: Cast, made: make.Made, part: str) -> int:
    browser = Client()
    browser.force_login(cast.users[part])
    return browser.get(reverse("case", args=[made.public_id])).status_code


def send(client: Client, path: str, **data: Any) -> HttpResponse:
    response = client.post(path, {**data, "form_token": token(client, path)})
    assert isinstance(response, HttpResponse)
    return response


def tie_path(name: str, made: make.Made, number: int) -> str:
    return reverse(name, args=[made.public_id, made.ties[number].public_id])


def test_new_guardian_is_unverified_and_closes_the_case(staff: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    path = reverse("guardian-add", args=[made.public_id])
    data = {"name": "Tante", "relation": "other", "household": "new"}
    checked = send(staff, path, **data).content.decode()
    assert "Disse ser ikke lenger saken:" in checked
    assert status_for(cast, made, "health_nurse") == 200
    assert send(staff, path, **data, save="1").status_code == 302
    tie = Guardianship.objects.get(guardian__name="Tante")
    assert (tie.authority, tie.household) == (Authority.UNVERIFIED, 3)
    assert status_for(cast, made, "health_nurse") == 404


def test_new_guardian_can_join_a_household(staff: Client, cast: Cast) -> None:
    made = make.asked(cast)
    path = reverse("guardian-add", args=[made.public_id])
    send(staff, path, name="Stefar", relation="other", household="2", save="1")
    assert Guardianship.objects.get(guardian__name="Stefar").household == 2


def test_guardian_without_a_name_keeps_what_was_typed(staff: Client, cast: Cast) -> None:
    made = make.asked(cast)
    path = reverse("guardian-add", args=[made.public_id])
    response = send(staff, path, name="", relation="other", language="somali")
    assert response.status_code == 422
    assert 'value="somali"' in response.content.decode()


def test_verified_to_hold_nothing_opens_the_case_again(staff: Client, cast: Cast) -> None:
    made = make.new_guardian(cast)
    path = tie_path("guardian-verify", made, 2)
    answer = {"authority": "holds_not", "how": "Folkeregisteret"}
    checked = send(staff, path, **answer).content.decode()
    assert "Disse ser saken fra nå:" in checked
    assert "Health Nurse" in checked
    assert status_for(cast, made, "health_nurse") == 404
    assert send(staff, path, **answer, save="1").status_code == 302
    assert status_for(cast, made, "health_nurse") == 200


def test_verification_needs_to_say_how(staff: Client, cast: Cast) -> None:
    made = make.new_guardian(cast)
    response = send(staff, tie_path("guardian-verify", made, 2), authority="holds", how="")
    assert response.status_code == 422
    made.ties[2].refresh_from_db()
    assert made.ties[2].authority == Authority.UNVERIFIED


def test_end_of_a_guardian_is_checked_and_a_double_click_is_harmless(
    staff: Client, cast: Cast
) -> None:
    made = make.not_child_welfare(cast)
    path = tie_path("guardian-end", made, 1)
    checked = send(staff, path, ended_on="2026-11-24").content.decode()
    assert "Child Welfare Intake" in checked
    sent = {"ended_on": "2026-11-24", "save": "1", "form_token": token(staff, path)}
    assert [staff.post(path, sent).status_code for _click in range(2)] == [302, 302]
    assert status_for(cast, made, "child_welfare_intake") == 200


def test_guardian_cannot_end_in_the_time_to_come(staff: Client, cast: Cast) -> None:
    made = make.asked(cast)
    response = send(staff, tie_path("guardian-end", made, 1), ended_on="2026-11-25", save="1")
    assert response.status_code == 422
    assert "Dato må være i dag eller tidligere." in response.content.decode()


def test_protected_address_says_who_is_left_out_first(staff: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    path = reverse("protection", args=[made.public_id])
    answer = {"protection": "7", "reason": "Vedtak fra skatteetaten"}
    checked = send(staff, path, **answer).content.decode()
    assert "Disse ser ikke lenger saken:" in checked
    assert "Rector" in checked
    assert Pupil.objects.get(pk=made.pupil.pk).protection == Protection.NONE
    assert send(staff, path, **answer, save="1").status_code == 302
    assert [status_for(cast, made, part) for part in ("social_teacher", "rector")] == [200, 404]


def test_protection_needs_a_reason(staff: Client, cast: Cast) -> None:
    made = make.asked(cast)
    path = reverse("protection", args=[made.public_id])
    assert send(staff, path, protection="7", reason="", save="1").status_code == 422
    assert Pupil.objects.get(pk=made.pupil.pk).protection == Protection.NONE

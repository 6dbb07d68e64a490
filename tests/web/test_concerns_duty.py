"""The duty route waits for nobody, and what is recorded tells of no child."""

import pytest
from django.test import Client

from felles.casework.models import DutyRoute
from felles.ledger.models import ChangeEvent
from felles.people.models import Organisation
from tests.cast import STAFF_PARTS, Cast, build_cast
from tests.guards.read_only import read_only
from tests.web import concerns

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_everybody_can_open_the_duty_route(client: Client, cast: Cast, part: str) -> None:
    client.force_login(cast.users[part])
    with read_only():
        page = client.get("/varsle/")
    assert page.status_code == 200
    assert 'href="tel:112"' in page.content.decode()


def test_duty_route_says_that_no_permission_is_needed(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["teacher"])
    page = client.get("/varsle/").content.decode()
    assert "Du trenger ingen tillatelse" in page
    assert "ikke snakk med foresatte først" in page


def test_taken_route_is_recorded_with_who_and_when_only(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["teacher"])
    token = concerns.token_of(client.get("/varsle/"))
    response = client.post("/varsle/", {"form_token": token, "route": "child_welfare"}, follow=True)
    assert "du varslet barnevernet 24. nov. kl. 08.00" in response.content.decode()
    row = DutyRoute.objects.get()
    assert (row.route, row.by) == ("child_welfare", cast.users["teacher"])
    event = ChangeEvent.objects.get(action="duty.route")
    assert (event.pupil_id, event.case_id, event.codes) == (None, None, {"route": "child_welfare"})


def test_double_click_records_the_route_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["teacher"])
    token = concerns.token_of(client.get("/varsle/"))
    for _ in range(2):
        client.post("/varsle/", {"form_token": token, "route": "emergency_112"})
    assert DutyRoute.objects.count() == 1


@pytest.mark.parametrize("route", ["", "rector"])
def test_route_must_be_one_of_the_two(client: Client, cast: Cast, route: str) -> None:
    client.force_login(cast.users["teacher"])
    token = concerns.token_of(client.get("/varsle/"))
    response = client.post("/varsle/", {"form_token": token, "route": route})
    assert response.status_code == 422
    assert not DutyRoute.objects.exists()


def test_phone_number_is_that_of_the_services_around_the_school(
    client: Client, cast: Cast, settings: object
) -> None:
    service = cast.service("child_welfare")
    Organisation.objects.filter(pk=service.pk).update(phone="00 00 00 00", hours="8–15")
    settings.CHILD_WELFARE_DUTY_PHONE = "00 00 00 01"  # type: ignore[attr-defined]
    client.force_login(cast.users["teacher"])
    page = client.get("/varsle/").content.decode()
    assert 'href="tel:00000000"' in page
    assert 'href="tel:00000001"' in page


def test_no_number_is_made_up_when_none_is_known(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["teacher"])
    page = client.get("/varsle/").content.decode()
    assert page.count("tel:") == page.count("tel:112")
    assert "Nummeret er ikke lagt inn her ennå." in page

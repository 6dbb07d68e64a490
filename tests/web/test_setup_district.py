"""Schools, teams, services and settings: each with its state in words, and dated."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from felles.meetings.models import Team
from felles.people.models import Organisation
from felles.programme.models import Setting
from felles.programme.queries import get_setting
from felles.rules.clocks import OFF_AT_ZERO, SettingKey
from felles.rules.roles import OrgKind
from tests.cast import NOW, TEAM, Cast, build_cast
from tests.ui.html import pick
from tests.web.consents import token

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def secretary(client: Client, cast: Cast) -> Client:
    """The secretary's browser."""
    client.force_login(cast.users["secretary"])
    return client


def send(client: Client, path: str, **data: Any) -> HttpResponse:
    response = client.post(path, {**data, "form_token": token(client, path)})
    assert isinstance(response, HttpResponse)
    return response


def setting_path(key: SettingKey) -> str:
    return f"{reverse('setup-settings')}?endre={key}"


def test_tasks_say_what_remains(secretary: Client, cast: Cast) -> None:
    Team.objects.get(school=cast.organisations["granasen"]).delete()
    html = " ".join(secretary.get(reverse("setup")).content.decode().split())
    assert "2 skoler" in html
    assert "1 skole gjenstår" in html
    assert "Alle skoler har rektor eller sosiallærer" in html
    assert "Forslagene gjelder" in html


def test_tasks_of_others_have_no_address(secretary: Client, cast: Cast) -> None:
    html = secretary.get(reverse("setup")).content.decode()
    assert "Personer og roller" in html
    assert reverse("setup-people") not in html


def test_setting_counts_from_its_day_and_the_default_until_then(
    secretary: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    key = SettingKey.STALL_CONSENT
    path = setting_path(key)
    assert send(secretary, path, value="10", from_on="2026-12-01").status_code == 302
    html = " ".join(secretary.get(reverse("setup-settings")).content.decode().split())
    assert "10 fra 1. desember 2026" in html
    assert get_setting(key, NOW.date()) == 14
    assert get_setting(key, date(2026, 12, 1)) == 10
    clock.shift(timedelta(days=7))
    secretary.force_login(cast.users["secretary"])
    later = " ".join(secretary.get(reverse("setup-settings")).content.decode().split())
    assert "Bestemt av dere, fra 1. desember 2026" in later


def test_defaults_are_marked_as_suggestions(secretary: Client, cast: Cast) -> None:
    html = secretary.get(reverse("setup-settings")).content.decode()
    assert html.count("Forslag, ikke fra lov") == len(SettingKey)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"from_on": "2026-11-23"}, "Dato må være i dag eller senere."),
        ({"value": "0"}, "Tallet må være minst 1."),
        ({"value": "99999"}, "Tallet kan ikke være større enn 1095."),
        ({"value": "mye"}, "Skriv et helt tall."),
    ],
)
def test_wrong_setting_is_explained(
    secretary: Client, cast: Cast, wrong: dict[str, str], message: str
) -> None:
    data = {"value": "10", "from_on": "2026-11-24"} | wrong
    response = send(secretary, setting_path(SettingKey.STALL_CONSENT), **data)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Setting.objects.exists()


@pytest.mark.parametrize("key", sorted(OFF_AT_ZERO))
def test_what_the_label_says_can_be_switched_off_is_switched_off_by_zero(
    secretary: Client, cast: Cast, key: SettingKey
) -> None:
    assert "0:" in key.label
    sent = send(secretary, setting_path(key), value="0", from_on="2026-11-24")
    assert sent.status_code == 302
    assert get_setting(key, NOW.date()) == 0


def test_reminder_of_a_meeting_is_no_earlier_than_notices_are_kept(
    secretary: Client, cast: Cast
) -> None:
    path = setting_path(SettingKey.MEETING_REMIND)
    for value, status in (("29", 422), ("28", 302)):
        response = send(secretary, path, value=value, from_on="2026-11-24")
        assert response.status_code == status


def test_unknown_setting_is_not_found_when_sent(secretary: Client, cast: Cast) -> None:
    path = f"{reverse('setup-settings')}?endre=everything"
    assert secretary.post(path, {"value": "1", "from_on": "2026-11-24"}).status_code == 404


def test_team_has_no_rhythm_of_its_own_beforehand(secretary: Client, cast: Cast) -> None:
    school = cast.organisations["granasen"]
    Team.objects.get(school=school).delete()
    path = reverse("setup-team", args=[school.public_id])
    html = secretary.get(path).content.decode()
    assert "hver 4.–6. uke" in html
    assert "hver andre eller tredje uke" in html
    assert [box for box in pick(html, "input", type="checkbox") if "checked" in box.attrs] == []
    assert [box.attrs.get("value") for box in pick(html, "input", type="number")] == [None]
    services = [cast.service(name).public_id for name in TEAM[:2]]
    assert send(secretary, path, services=services).status_code == 422
    assert send(secretary, path, services=services, cadence_weeks="2").status_code == 302
    team = Team.objects.get(school=school)
    assert (team.cadence_weeks, team.services.count()) == (2, 2)


def test_only_schools_have_a_team(secretary: Client, cast: Cast) -> None:
    for public_id in (cast.service("club").public_id, "xxxxxxxx"):
        assert secretary.get(reverse("setup-team", args=[public_id])).status_code == 404


def test_new_service_can_belong_to_another(secretary: Client, cast: Cast) -> None:
    response = send(
        secretary,
        reverse("setup-services"),
        name="Ny ungdomsenhet",
        kind=OrgKind.CHILD_WELFARE.value,
        parent=cast.service("child_welfare").public_id,
        org_number="123456789",
    )
    assert response.status_code == 302
    row = Organisation.objects.get(name="Ny ungdomsenhet")
    assert row.parent == cast.service("child_welfare")


def test_organisation_number_in_use_is_refused_with_words(secretary: Client, cast: Cast) -> None:
    path = reverse("setup-services")
    sent = {"name": "A", "kind": OrgKind.BUP.value, "org_number": "123456789"}
    assert send(secretary, path, **sent).status_code == 302
    again = send(secretary, path, **sent | {"name": "B"})
    assert again.status_code == 422
    assert "Organisasjonsnummeret er i bruk." in again.content.decode()
    assert send(secretary, path, **sent | {"org_number": "12"}).status_code == 422


def test_school_list_shows_active_schools_with_their_teams(secretary: Client, cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.organisations["granasen"].pk).update(is_active=False)
    html = " ".join(secretary.get(reverse("setup-schools")).content.decode().split())
    assert "Furulia skole" in html
    assert "Hver 5. uke, 4 tjenester" in html
    assert "Granåsen skole" not in html

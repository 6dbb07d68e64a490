"""The question to the guardians: what it is for, which services, until when."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from felles.people.models import ConsentRequest
from felles.programme.actions import set_setting
from felles.rules.clocks import SettingKey
from felles.web.consents.texts import FORM_VERSION
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.ui.html import pick
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


def ask_path(made: make.Made) -> str:
    return reverse("consent-ask", args=[made.public_id])


def question(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "services": [cast.service("health").public_id, cast.service("club").public_id],
        "purpose": "Hjelpe Maja å finne noen å være med.",
        "proposed_until": "2027-03-01",
        "asked_on": "2026-11-24",
        **more,
    }


def checked(html: str) -> list[str]:
    boxes = pick(html, "input", type="checkbox")
    return [box.attrs["value"] for box in boxes if "checked" in box.attrs]


def test_question_is_recorded_once_with_its_form_version(staff: Client, cast: Cast) -> None:
    made = make.referred(cast)
    sent = {**question(cast), "form_token": token(staff, ask_path(made))}
    assert [staff.post(ask_path(made), sent).status_code for _click in range(2)] == [302, 302]
    row = ConsentRequest.objects.get()
    assert row.form_version == FORM_VERSION
    assert {service.name for service in row.services.all()} == {
        "Skolehelsetjenesten Eksempel",
        "Klubben Eksempel",
    }


def test_first_question_has_no_service_chosen(staff: Client, cast: Cast) -> None:
    html = staff.get(ask_path(make.referred(cast))).content.decode()
    assert checked(html) == []
    assert 'value="2027-05-23"' in html  # 180 days on, a suggestion


def test_question_asked_again_starts_from_the_last_one(staff: Client, cast: Cast) -> None:
    made = make.asked(cast, services=("club",))
    assert checked(staff.get(ask_path(made)).content.decode()) == [cast.service("club").public_id]


def test_checklist_tells_what_is_not_ready(staff: Client, cast: Cast) -> None:
    made = make.referred(cast, holds=False)
    html = " ".join(staff.get(ask_path(made)).content.decode().split())
    assert "Foreldreansvaret til Foresatt 1 Prøvesen er bekreftet. <span" in html
    assert "Spør hvilket språk Foresatt 1 Prøvesen snakker best." in html


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"services": []}, "Velg minst én tjeneste å spørre om."),
    ({"asked_on": "2026-11-25"}, "Datoen dere spurte, kan ikke være fram i tid."),
    ({"proposed_until": "2026-11-24"}, "Datoen må være senere enn i dag."),
    ({"proposed_until": "2029-11-24"}, "Samtykket kan ikke vare lenger enn til"),
]


@pytest.mark.parametrize(("wrong", "message"), WRONG)
def test_wrong_question_is_explained_and_the_text_stays(
    staff: Client, cast: Cast, wrong: dict[str, Any], message: str
) -> None:
    made = make.referred(cast)
    sent = question(cast, purpose="Noe å huske.") | wrong
    response = staff.post(ask_path(made), {**sent, "form_token": token(staff, ask_path(made))})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert "Noe å huske." in response.content.decode()
    assert not ConsentRequest.objects.exists()


def test_longest_period_is_the_districts_own(staff: Client, cast: Cast) -> None:
    set_setting(
        by=cast.actor("secretary"),
        at=NOW,
        key=SettingKey.CONSENT_LONGEST,
        value=90,
        from_on=NOW.date(),
    )
    made = make.referred(cast)
    assert 'value="2027-02-22"' in staff.get(ask_path(made)).content.decode()
    sent = {**question(cast), "form_token": token(staff, ask_path(made))}
    response = staff.post(ask_path(made), sent)
    assert response.status_code == 422
    assert "22. februar 2027" in response.content.decode()


def test_question_before_the_elevsaksmote_has_decided_is_refused(staff: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    page = staff.get(ask_path(made)).content.decode()
    assert "Elevsaksmøtet må først beslutte" in page
    assert "<textarea" not in page
    response = staff.post(ask_path(made), {**question(cast), "form_token": "sent-by-hand"})
    assert response.status_code == 422
    assert "Elevsaksmøtet må først beslutte" in response.content.decode()
    assert "Hjelpe Maja å finne noen å være med." in response.content.decode()
    assert not ConsentRequest.objects.exists()

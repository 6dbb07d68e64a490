"""Who is who at a school: found by what they help with, and no pupil anywhere."""

import pytest
from django.test import Client
from django.urls import reverse

from felles.people.models import Organisation, User
from tests import make
from tests.cast import Cast, build_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def school(client: Client, cast: Cast, part: str = "teacher") -> str:
    client.force_login(cast.users[part])
    response = client.get(reverse("school", args=[cast.furulia.public_id]))
    return " ".join(response.content.decode().split())


def test_school_names_its_people_services_and_team(client: Client, cast: Cast) -> None:
    html = school(client, cast)
    for text in (
        "Social Teacher",
        "Health Nurse",
        "På skolen fire dager i uka",
        "Møtes hver 5. uke.",
        "Oslohjelpa Eksempel",
        '<span class="strong">6B</span> Contact Teacher',
    ):
        assert text in html


def test_staff_of_other_schools_is_not_shown(client: Client, cast: Cast) -> None:
    html = school(client, cast)
    assert "Other Rector" not in html
    assert "Other Nurse" not in html


def test_phone_and_hours_are_shown_where_they_are_known(client: Client, cast: Cast) -> None:
    User.objects.filter(username="social_teacher").update(phone="900 11 222")
    Organisation.objects.filter(pk=cast.service("club").pk).update(
        phone="22 33 44 55", hours="tir–fre 14–19"
    )
    html = school(client, cast)
    assert 'href="tel:90011222"' in html
    assert 'href="tel:22334455"' in html
    assert "tir–fre 14–19" in html


def test_no_pupil_is_named_on_the_pages_of_schools(client: Client, cast: Cast) -> None:
    make.in_measures(cast)
    client.force_login(cast.users["rector"])
    for path in (reverse("school-list"), reverse("school", args=[cast.furulia.public_id])):
        assert "Prøvesen" not in client.get(path).content.decode()


def test_own_schools_come_first_and_a_name_narrows_the_list(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["other_rector"])
    html = client.get(reverse("school-list")).content.decode()
    assert html.index("Granåsen skole</a>") < html.index("Furulia skole</a>")
    narrowed = client.get(reverse("school-list"), {"sok": "granå"}).content.decode()
    assert "Granåsen skole</a>" in narrowed
    assert "Furulia skole</a>" not in narrowed
    assert (
        "Ingen skoler her." in client.get(reverse("school-list"), {"sok": "xyz"}).content.decode()
    )

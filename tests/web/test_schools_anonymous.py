"""Discussion without a name: themes and advice, never a path to a child."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from felles.meetings.models import AnonymousDiscussion
from felles.rules.roles import Topic
from felles.web.schools.marks import find_marks, has_identity_number
from tests import make
from tests.cast import Cast, build_cast
from tests.web.consents import token

NAMES = frozenset({"maja", "bo", "kowalska"})


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def discuss(client: Client, **more: Any) -> HttpResponse:
    path = reverse("anonymous-new")
    sent = {
        "themes": [str(Topic.ABSENCE.value)],
        "grades": "5-7",
        "advice": "Prøv en fast voksen ved skolestart.",
        "form_token": token(client, path),
        **more,
    }
    response = client.post(path, sent)
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.django_db
def test_discussion_keeps_themes_years_and_advice_only(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["social_teacher"])
    assert discuss(client).status_code == 302
    row = AnonymousDiscussion.objects.get()
    assert (row.school, row.themes, row.grades) == (cast.furulia, [Topic.ABSENCE.value], "5-7")
    links = {field.name for field in AnonymousDiscussion._meta.get_fields() if field.is_relation}
    assert links == {"school", "by"}


@pytest.mark.django_db
def test_list_shows_advice_to_those_at_the_school_but_not_who_asked(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.users["social_teacher"])
    discuss(client)
    for part, sees in (("health_nurse", True), ("other_rector", False)):
        client.force_login(cast.users[part])
        html = client.get(reverse("anonymous-list")).content.decode()
        assert ("Prøv en fast voksen" in html) is sees
        assert "Social Teacher" not in html


@pytest.mark.django_db
def test_pupils_name_is_warned_of_before_anything_is_saved(client: Client, cast: Cast) -> None:
    make.pupil(cast, given_name="Zebra")
    client.force_login(cast.users["social_teacher"])
    response = discuss(client, advice="I morgen snakker zebra med oss.")
    assert response.status_code == 422
    assert "Dette kan peke på et barn: zebra." in response.content.decode()
    assert "I morgen snakker zebra med oss." in response.content.decode()
    assert not AnonymousDiscussion.objects.exists()


@pytest.mark.django_db
def test_warning_that_was_looked_at_lets_the_text_through(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["social_teacher"])
    text = "Ring 22 33 44 55 for råd."
    assert discuss(client, advice=text, confirmed="on").status_code == 422
    sent = {"advice": text, "seen": "22 33 44 55", "confirmed": "on"}
    assert discuss(client, **sent).status_code == 302
    worse = {**sent, "advice": f"{text} Snakk med Maja."}
    assert discuss(client, **worse).status_code == 422


@pytest.mark.django_db
def test_identity_number_is_never_saved(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["social_teacher"])
    response = discuss(client, advice="Gjelder 010115 12345.", seen="x", confirmed="on")
    assert response.status_code == 422
    assert not AnonymousDiscussion.objects.exists()


@pytest.mark.django_db
def test_warning_tells_a_service_nothing_about_who_goes_to_the_school(
    client: Client, cast: Cast
) -> None:
    make.pupil(cast, given_name="Zebra")
    client.force_login(cast.users["health_nurse"])
    assert discuss(client, advice="I morgen snakker zebra med oss.").status_code == 302


@pytest.mark.django_db
def test_service_at_two_schools_says_which(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["child_welfare_intake"])
    assert discuss(client).status_code == 422
    granasen = cast.organisations["granasen"]
    assert discuss(client, school=granasen.public_id).status_code == 302
    assert AnonymousDiscussion.objects.get().school == granasen


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Snakk med Maja i 6B.", ["6B", "Maja"]),
        ("Maja bør snakke med noen.", ["Maja"]),
        ("Han heter bo, og bor her.", []),
        ("Be Bo komme.", ["Bo"]),
        ("Moren, Anna, ringte.", ["Anna"]),
        ("Gutten M. er ny.", ["M"]),
        ("Ring +47 900 00 123.", ["+47 900 00 123"]),
        ("Kontakt Oslohjelpa og BUP. De svarer fort.", []),
        ("Prøv to ganger i uka.\nSpør så igjen.", []),
    ],
)
def test_marks_are_what_may_point_to_a_child(text: str, marks: list[str]) -> None:
    assert find_marks(text, NAMES, frozenset()) == marks


@pytest.mark.parametrize("text", ["01011512345", "010115 12345", "nr. 01011512345."])
def test_identity_numbers_are_seen_with_and_without_a_space(text: str) -> None:
    assert has_identity_number(text)
    assert not has_identity_number("Ring 22 33 44 55 eller 116 111.")

"""The year wheel, the structure, free times and holidays, as those who use the pages meet them."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from felles.meetings.models import Availability, Meeting, Series
from felles.programme.models import SchoolHoliday
from felles.rules.meetings import MeetingKind
from tests.cast import Cast, build_cast
from tests.meetings.year import only_at, publish, set_up, team_series
from tests.web.consents import token

pytestmark = pytest.mark.django_db
CSV = "navn;fra;til\nHøstferie;5.10.2026;9.10.2026\nJuleferie;2026-12-21;2027-01-01\n"


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def enter(client: Client, cast: Cast, part: str) -> Client:
    client.force_login(cast.users[part])
    return client


def send(client: Client, path: str, **data: Any) -> HttpResponse:
    response = client.post(path, {**data, "form_token": token(client, path)})
    assert isinstance(response, HttpResponse)
    return response


def text_of(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def expected(client: Client, path: str) -> str:
    return value_of(client.get(path).content.decode(), "expected")


def value_of(html: str, name: str) -> str:
    """What a hidden field holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found
    return unescape(found[1])


def test_planner_publishes_what_is_shown(client: Client, cast: Cast) -> None:
    set_up(cast)
    planner = enter(client, cast, "project_leader")
    path = reverse("year-wheel") + "?ar=2026"
    html = text_of(planner, path)
    assert "Furulia skole" in html
    assert "nye møter kommer i kalenderen" in html
    assert send(planner, path, expected=expected(planner, path)).status_code == 302
    assert Meeting.objects.filter(kind=MeetingKind.INNSATSTEAM.value).exists()
    assert "Det er ingenting å endre" not in text_of(planner, path)
    assert "møter står som før" in text_of(planner, path)


def test_plan_that_has_changed_meanwhile_is_shown_anew(client: Client, cast: Cast) -> None:
    set_up(cast)
    planner = enter(client, cast, "project_leader")
    path = reverse("year-wheel") + "?ar=2026"
    shown = expected(planner, path)
    only_at(cast, "rector", 0, 9)
    response = send(planner, path, expected=shown)
    assert response.status_code == 422
    assert "Noe er endret siden du så forslaget" in response.content.decode()
    assert not Meeting.objects.exists()


def test_what_stands_in_the_way_is_said_in_a_sentence(client: Client, cast: Cast) -> None:
    set_up(cast)
    only_at(cast, "rector", 0, 9)
    only_at(cast, "club_leader", 1, 9)
    only_at(cast, "child_welfare_intake", 0, 9)
    only_at(cast, "other_rector", 0, 10)
    html = text_of(enter(client, cast, "project_leader"), reverse("year-wheel"))
    assert (
        "Furulia skole har ingen felles ledig tid. Nærmest er mandag kl. 09.00, "
        "men da kan ikke Club Leader." in html
    )
    assert "Granåsen skole har ingen felles ledig tid." in html


def test_person_in_two_places_is_named_and_nothing_can_be_published(
    client: Client, cast: Cast
) -> None:
    set_up(cast)
    Series.objects.filter(kind=MeetingKind.INNSATSTEAM.value).update(every_weeks=1)
    only_at(cast, "child_welfare_intake", 0, 9)
    planner = enter(client, cast, "project_leader")
    html = text_of(planner, reverse("year-wheel"))
    assert "Child Welfare Intake må være to steder 1 gang på 1 skoleuker" in html
    path = reverse("year-wheel")
    assert send(planner, path, expected="x").status_code == 422


def test_those_who_have_not_answered_stand_on_the_planners_page(client: Client, cast: Cast) -> None:
    set_up(cast, answers=False)
    planner = enter(client, cast, "project_leader")
    html = text_of(planner, reverse("year-wheel"))
    assert "har ikke svart på når de kan" in html
    assert "Health Nurse" in html
    assumed = text_of(planner, reverse("year-wheel") + "?antatt=ja")
    assert "får ikke tid ennå" in html
    assert "får ikke tid ennå" not in assumed


def test_wheel_costs_as_many_queries_with_one_school_as_with_two(
    client: Client, cast: Cast
) -> None:
    set_up(cast)
    publish(cast)
    planner = enter(client, cast, "project_leader")
    path = reverse("year-wheel")
    planner.get(path)
    with CaptureQueriesContext(connection) as both:
        planner.get(path)
    Meeting.objects.filter(organisation=cast.organisations["granasen"]).delete()
    Series.objects.filter(organisation=cast.organisations["granasen"]).update(is_active=False)
    with CaptureQueriesContext(connection) as one:
        planner.get(path)
    assert len(both) == len(one)


def test_everybody_says_when_they_can_and_finds_it_again(client: Client, cast: Cast) -> None:
    nurse = enter(client, cast, "health_nurse")
    path = reverse("own-times")
    assert "Du har ikke svart ennå" in text_of(nurse, path)
    assert (
        send(nurse, path, good=["0-0800", "2-1000"], possible=["3-1300", "9-9999"]).status_code
        == 302
    )
    rows = Availability.objects.filter(post=cast.posts["health_nurse"])
    assert {(row.weekday, row.starts_at.hour, row.dislike) for row in rows} == {
        (0, 8, 0), (2, 10, 0), (3, 13, 3),
    }  # fmt: skip
    html = nurse.get(path).content.decode()
    assert html.count(" checked") == 3
    assert "Du har ikke svart ennå" not in html


def test_answer_without_a_time_is_refused_with_words(client: Client, cast: Cast) -> None:
    response = send(enter(client, cast, "health_nurse"), reverse("own-times"))
    assert response.status_code == 422
    assert "Velg minst ett tidspunkt." in response.content.decode()


def test_rector_makes_the_schools_meetings_and_adapts_one(client: Client, cast: Cast) -> None:
    rector = enter(client, cast, "rector")
    path = reverse("year-structure", args=[cast.furulia.public_id])
    assert reverse("year-structure", args=[cast.furulia.public_id]) in text_of(
        rector, reverse("school", args=[cast.furulia.public_id])
    )
    assert send(rector, path, what="create").status_code == 302
    row = Series.objects.get(kind=MeetingKind.ELEVSAKSMOTE.value)
    edit = reverse("year-series", args=[row.public_id])
    form = {
        "every_weeks": "3", "minutes": "45", "place": "Kjelleren", "weekday": "2",
        "starts_at": "08:30", "first_week": "2", "is_active": "on", "version": "1",
        "members": [cast.posts["rector"].public_id],
        "substitutes": [cast.posts["teacher"].public_id],
    }  # fmt: skip
    assert send(rector, edit, **form).status_code == 302
    html = text_of(rector, path)
    assert "Hver 3. uke, 45 minutter" in html
    assert "Onsdag kl. 08.30, Kjelleren" in html
    assert "Vikarer: Teacher" in html
    # The same form again comes from a page that is too old: what was typed stays.
    late = send(rector, edit, **{**form, "place": "Loftet"})
    assert late.status_code == 409
    assert "Loftet" in late.content.decode()


def test_innsatsteam_has_no_time_of_its_own_to_fill_in(client: Client, cast: Cast) -> None:
    set_up(cast)
    path = reverse("year-series", args=[team_series(cast).public_id])
    html = enter(client, cast, "rector").get(path).content.decode()
    assert 'name="weekday"' not in html
    assert "årshjulet" in html


def test_other_schools_meetings_are_not_there(client: Client, cast: Cast) -> None:
    set_up(cast)
    rector = enter(client, cast, "other_rector")
    for path in (
        reverse("year-structure", args=[cast.furulia.public_id]),
        reverse("year-series", args=[team_series(cast).public_id]),
        reverse("year-structure", args=["zzzzzzzz"]),
        reverse("year-wheel"),
    ):
        assert rector.get(path).status_code == 404


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("skolerute.csv", content)


def test_file_is_shown_before_anything_is_saved(client: Client, cast: Cast) -> None:
    planner = enter(client, cast, "secretary")
    path = reverse("year-holidays-import")
    html = send(planner, path, export=upload(CSV.encode())).content.decode()
    assert "Høstferie" in html
    assert "Juleferie" in html
    assert not SchoolHoliday.objects.exists()
    shown = value_of(html, "rows")
    source = value_of(html, "source")
    assert send(planner, path, rows=shown, source=source).status_code == 302
    assert set(SchoolHoliday.objects.values_list("name", "source")) == {
        ("Høstferie", "skolerute.csv"), ("Juleferie", "skolerute.csv"),
    }  # fmt: skip


def test_file_with_a_flaw_saves_nothing_and_says_line_and_cure(client: Client, cast: Cast) -> None:
    planner = enter(client, cast, "secretary")
    wrong = CSV + "Vinter;i uke 8;\n"
    response = send(planner, reverse("year-holidays-import"), export=upload(wrong.encode()))
    html = " ".join(response.content.decode().split())
    assert response.status_code == 422
    assert "linje 4" in html
    assert "Skriv datoen slik: 2026-10-05 eller 5.10.2026." in html
    assert not SchoolHoliday.objects.exists()


def test_public_holidays_come_by_one_click_and_leave_by_another(client: Client, cast: Cast) -> None:
    planner = enter(client, cast, "secretary")
    path = reverse("year-holidays") + "?ar=2026"
    assert "Langfredag" in text_of(planner, path)
    assert send(planner, path, what="public").status_code == 302
    row = SchoolHoliday.objects.get(name="Langfredag")
    days = {"from_on": row.from_on.isoformat(), "until_on": row.until_on.isoformat()}
    assert send(planner, path, what="remove", **days).status_code == 302
    assert not SchoolHoliday.objects.filter(name="Langfredag").exists()


def test_holiday_by_hand_in_wrong_order_is_refused_and_kept(client: Client, cast: Cast) -> None:
    planner = enter(client, cast, "secretary")
    data = {"name": "Høstferie", "from_on": "2026-10-09", "until_on": "2026-10-05"}
    response = send(planner, reverse("year-holidays"), what="add", **data)
    assert response.status_code == 422
    html = response.content.decode()
    assert "Siste dag er før første dag." in html
    assert 'value="2026-10-09"' in html


def test_planners_have_the_year_in_their_menu(client: Client, cast: Cast) -> None:
    assert reverse("year-wheel") in text_of(enter(client, cast, "agent_leader"), reverse("today"))
    assert reverse("year-wheel") not in text_of(enter(client, cast, "rector"), reverse("today"))

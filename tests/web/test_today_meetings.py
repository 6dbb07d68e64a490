"""The day page says where one is to be, and asks for the answers that others wait for."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from felles.meetings.models import Attendee, Meeting
from felles.rules.meetings import MeetingKind, Reply
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days
from tests.meetings.calls import called, plan
from tests.ui.html import pick
from tests.web.test_today_page import day_of, titles

pytestmark = pytest.mark.django_db
ONE = NOW.replace(hour=13)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def answered(meeting: Meeting, reply: Reply = Reply.COMES) -> Meeting:
    Attendee.objects.filter(meeting=meeting).update(reply=reply.value)
    return meeting


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_day_shows_todays_meetings_and_the_next_one_to_everybody(
    client: Client, cast: Cast, part: str
) -> None:
    who = ["rector", part] if part != "rector" else ["rector"]
    answered(called(cast, who, starts_at=ONE, place="Rom 204", kind=MeetingKind.OTHER))
    answered(called(cast, who, starts_at=ONE + days(2), place="Aula"))
    answered(called(cast, who, starts_at=ONE + days(9), place="Kjelleren"))
    page = day_of(client, cast, part)
    [time] = [element.text for element in pick(page, "time", class_="day__time")]
    assert time == "13.00"
    assert "13.00–14.30 · Rom 204" in page
    assert "Torsdag 26. nov. 13.00–14.30 · Aula" in page
    assert "Kjelleren" not in page


def test_call_without_an_answer_is_something_to_do(client: Client, cast: Cast) -> None:
    meeting = called(cast, starts_at=ONE + days(2))
    page = day_of(client, cast, "health_nurse")
    assert titles(page) == ["Svar på innkalling: Innsatsteam, Furulia skole"]
    assert f'href="/mote/{meeting.public_id}/#svar"' in page
    answered(meeting, Reply.CANNOT)
    assert titles(day_of(client, cast, "health_nurse")) == []


def test_planned_and_cancelled_meetings_and_those_of_others_are_not_there(
    client: Client, cast: Cast
) -> None:
    plan(cast, starts_at=ONE)
    off = called(cast, starts_at=ONE)
    Meeting.objects.filter(pk=off.pk).update(state=9, cancelled_at=NOW)
    called(cast, ["rector"], starts_at=ONE)
    page = day_of(client, cast, "health_nurse")
    assert "Innsatsteam" not in page
    assert "Ingenting er satt til i dag." in page


def test_page_costs_the_same_with_one_meeting_and_with_ten(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["health_nurse"])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        return len(queries)

    called(cast, starts_at=ONE)
    one = count()
    for number in range(1, 10):
        called(cast, starts_at=ONE + days(number // 2))
    assert count() == one

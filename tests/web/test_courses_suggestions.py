"""Suggestions of courses from the teacher to the answer, and courses on the day page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from felles.activities.actions import add_holder, hold_session
from felles.activities.models import CourseSeries, CourseSuggestion
from felles.rules.course_plan import Wish
from felles.rules.courses import SuggestionState
from tests.activities.courses import WISH, planned, session_of, suggested, wanted
from tests.cast import NOW, Cast, build_cast
from tests.web.cases import heart, heart_as_sent, login, send
from tests.web.test_courses_pages import AGENT, form, page, save, shown_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clock: object) -> Cast:
    return build_cast()


def test_teacher_suggests_and_hears_back_when_it_is_taken(client: Client, cast: Cast) -> None:
    login(client, cast, "teacher")
    data = {"theme": "vennskap", "group": "class", "class_id": cast.classes["6B"].public_id}
    assert send(client, "/kurs/foresla/", text="Trenger ro.", **data).status_code == 302
    assert "Venter på svar" in page(client, cast, "teacher", "/kurs/")
    suggestion = CourseSuggestion.objects.get()
    assert "Svar på forslag om kurs: Vennskap, 6B" in page(client, cast, AGENT, "/")
    new = page(client, cast, AGENT, f"/kurs/ny/?forslag={suggestion.public_id}")
    assert "Trenger ro." in new
    assert re.search(r'value="vennskap" selected', new)
    _text, sent = shown_plan(client, form(cast, suggestion=suggestion.public_id))
    save(client, sent)
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.series) == (
        SuggestionState.TAKEN,
        CourseSeries.objects.get(),
    )
    assert "Svar på forslag om kurs" not in page(client, cast, AGENT, "/")
    for url in ("/", "/kurs/"):
        assert "Tatt med" in page(client, cast, "teacher", url)
        assert "Tatt med" not in page(client, cast, "milieu_worker", url)


def test_suggestion_is_declined_with_thanks(client: Client, cast: Cast) -> None:
    suggestion = suggested(cast, "milieu_worker")
    login(client, cast, AGENT)
    url = f"/kurs/forslag/{suggestion.public_id}/nei/"
    assert send(client, url, answer="").status_code == 422
    assert send(client, url, answer="Takk! Vi tar det til våren.").status_code == 302
    assert send(client, url, answer="En gang til").status_code == 422
    for page_url in ("/", "/kurs/"):
        assert "Vi tar det til våren." in page(client, cast, "milieu_worker", page_url)
        assert "Vi tar det til våren." not in page(client, cast, "teacher", page_url)


def test_name_in_a_suggestion_is_marked_before_it_is_kept(client: Client, cast: Cast) -> None:
    login(client, cast, "teacher")
    data = {"theme": "vennskap", "group": "small_group", "text": "Ola Nordmann er alene."}
    response = send(client, "/kurs/foresla/", **data)
    assert response.status_code == 422
    assert "Ola" in heart(response)
    assert "found" in heart(response)
    assert not CourseSuggestion.objects.exists()
    again = dict(re.findall(r'name="(seen|form_token)" value="([^"]*)"', heart_as_sent(response)))
    assert client.post("/kurs/foresla/", {**data, **again, "confirmed": "on"}).status_code == 302
    login(client, cast, "teacher")
    refused = send(client, "/kurs/foresla/", **{**data, "text": "Ring 412 34 567."})
    assert refused.status_code == 422


def test_suggestion_of_another_school_is_not_there(client: Client, cast: Cast) -> None:
    suggestion = suggested(cast, "other_school_teacher")
    login(client, cast, AGENT)
    assert client.get(f"/kurs/forslag/{suggestion.public_id}/nei/").status_code == 404
    assert client.get(f"/kurs/ny/?forslag={suggestion.public_id}").status_code == 404
    assert "Mye uro" not in page(client, cast, AGENT, "/kurs/")


def test_own_session_stands_in_the_day_of_everybody_who_holds_it(
    client: Client, cast: Cast
) -> None:
    series = planned(
        cast, wanted(cast, wish=Wish(NOW.weekday(), WISH.starts_at, 45, NOW.date(), 2))
    )
    add_holder(
        by=cast.actor(AGENT),
        at=NOW,
        public_id=series.public_id,
        post_id=cast.posts["teacher"].public_id,
    )
    for part in (AGENT, "teacher"):
        assert series.name in page(client, cast, part, "/")
    assert series.name not in page(client, cast, "rector", "/")
    later = session_of(series).ends_at
    hold_session(by=cast.actor(AGENT, later), at=later, public_id=series.public_id, number=1,
                 version=1)  # fmt: skip
    assert reverse("course-session", args=[series.public_id, 1]) in page(client, cast, AGENT, "/")

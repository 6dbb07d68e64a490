"""The calendar of one's own: the secret opens it, and nothing else does."""

import logging
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import icalendar
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from felles.config.logs import LinkFilter
from felles.ledger.models import ChangeEvent
from felles.meetings import actions
from felles.meetings.actions import make_feed, revoke_feed
from felles.meetings.models import CalendarFeed
from felles.people.actions import create_post, end_post
from felles.people.models import User
from felles.people.queries import system_actor
from felles.rules.meetings import Reply
from felles.rules.roles import Role
from tests.cast import NOW, START, Cast, build_cast, days
from tests.guards.read_only import read_only
from tests.meetings.calls import AHEAD, called, fresh, place_of, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def address(cast: Cast, part: str) -> str:
    """A fresh address of the part's calendar."""
    by = cast.actor(part)
    return reverse("calendar-feed", args=[make_feed(by=by, at=by.at)])


def events(client: Client, url: str) -> list[Any]:
    """What stands in the calendar."""
    response = client.get(url)
    assert response.status_code == 200
    return list(icalendar.Calendar.from_ical(response.content).walk("VEVENT"))


def test_secret_opens_the_calendar_without_login_and_leaves_nothing(
    client: Client, cast: Cast
) -> None:
    called(cast)
    url = address(cast, "health_nurse")
    with read_only():
        response: Any = client.get(url)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert response.cookies == {}
    assert b"Innsatsteam\\, Furulia skole" in response.content


def test_wrong_revoked_and_former_addresses_are_the_same_nothing(
    client: Client, cast: Cast
) -> None:
    revoked = address(cast, "health_nurse")
    revoke_feed(by=cast.actor("health_nurse"), at=NOW)
    replaced = address(cast, "club_leader")
    address(cast, "club_leader")
    gone = address(cast, "teacher")
    User.objects.filter(pk=cast.users["teacher"].pk).update(is_active=False)
    wrong = reverse("calendar-feed", args=["a" * 32])
    answers = [client.get(url) for url in (wrong, revoked, replaced, gone)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1


def test_wrong_and_revoked_cost_the_same(client: Client, cast: Cast) -> None:
    revoked = address(cast, "health_nurse")
    revoke_feed(by=cast.actor("health_nurse"), at=NOW)
    counts = []
    for url in (reverse("calendar-feed", args=["x"]), revoked):
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts == [1, 1]


def test_only_a_hash_is_kept_and_only_one_address_works(cast: Cast) -> None:
    first, second = address(cast, "rector"), address(cast, "rector")
    kept = str(list(CalendarFeed.objects.order_by("pk").values()))
    kept += str(list(ChangeEvent.objects.order_by("pk").values()))
    for url in (first, second):
        assert url.removeprefix("/kalender/").removesuffix(".ics") not in kept
    assert CalendarFeed.objects.filter(revoked_at__isnull=True).count() == 1


def test_post_that_has_ended_shows_nothing_more(
    client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    called(cast)
    url = address(cast, "health_nurse")
    assert len(events(client, url)) == 1
    end_post(by=system_actor(NOW), at=NOW, post=cast.posts["health_nurse"], until_on=NOW.date())
    clock.shift(days(1))
    assert client.get(url).status_code == 404


def test_all_posts_of_a_person_stand_in_one_calendar(client: Client, cast: Cast) -> None:
    create_post(
        by=system_actor(NOW),
        at=NOW,
        user=cast.users["other_rector"],
        role=Role.TEACHER,
        organisation=cast.furulia,
        from_on=START,
    )
    called(cast, ["other_rector"], part="other_rector")
    post = User.objects.get(username="other_rector").posts.get(role=Role.TEACHER.value)
    cast.posts["second hat"] = post
    called(cast, ["second hat"])
    schools = {str(event["summary"]) for event in events(client, address(cast, "other_rector"))}
    assert schools == {"Innsatsteam, Granåsen skole", "Innsatsteam, Furulia skole"}


def test_calendar_holds_what_one_is_called_to_a_year_back_and_ahead(
    client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    called(cast)
    plan(cast, starts_at=AHEAD + days(1))
    called(cast, ["rector"], starts_at=AHEAD + days(2))
    called(cast, starts_at=AHEAD + days(500))
    url = address(cast, "health_nurse")
    assert len(events(client, url)) == 1
    clock.shift(days(360))
    assert len(events(client, url)) == 2
    clock.shift(days(30))
    assert len(events(client, url)) == 1


def test_moved_and_cancelled_meetings_follow(client: Client, cast: Cast) -> None:
    meeting = called(cast)
    url = address(cast, "health_nurse")
    by, at = cast.actor("rector"), NOW + timedelta(minutes=5)
    [before] = events(client, url)
    later = AHEAD + days(1)
    actions.move_meeting(
        by=by, at=at, public_id=meeting.public_id, version=meeting.version, starts_at=later,
        ends_at=later + timedelta(hours=1), place="Aula",
    )  # fmt: skip
    [moved] = events(client, url)
    assert (moved["uid"], moved.decoded("dtstart")) == (before["uid"], later)
    assert moved.decoded("dtstamp") > before.decoded("dtstamp")
    version = fresh(meeting).version
    actions.cancel_meeting(by=by, at=at, public_id=meeting.public_id, version=version)
    [off] = events(client, url)
    assert off["status"] == "CANCELLED"
    assert int(off["sequence"]) == int(moved["sequence"]) + 1 == int(before["sequence"]) + 2


def test_who_is_asked_to_come_later_has_that_time_and_nobody_else(
    client: Client, cast: Cast
) -> None:
    meeting = called(cast)
    actions.set_come_at(
        by=cast.actor("rector"),
        at=NOW,
        public_id=meeting.public_id,
        attendee_id=place_of(cast, meeting, "health_nurse").public_id,
        come_at=time(13, 45),
    )
    [own] = events(client, address(cast, "health_nurse"))
    [others] = events(client, address(cast, "social_agent"))
    assert own.decoded("dtstart") == AHEAD + timedelta(minutes=45)
    assert others.decoded("dtstart") == AHEAD


def test_calendar_that_is_as_it_was_is_not_sent_again(client: Client, cast: Cast) -> None:
    meeting = called(cast)
    url = address(cast, "health_nurse")
    etag = client.get(url)["ETag"]
    again = client.get(url, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    actions.reply_to_meeting(
        by=cast.actor("health_nurse"), at=NOW, public_id=meeting.public_id, reply=Reply.CANNOT
    )
    fresh_one = client.get(url, headers={"If-None-Match": etag})
    assert (fresh_one.status_code, fresh_one["ETag"] != etag) == (200, True)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_calendar_speaks_its_owners_language_whoever_fetches_it(
    client: Client, cast: Cast, language: str
) -> None:
    called(cast)
    User.objects.filter(pk=cast.users["health_nurse"].pk).update(language=language)
    url = address(cast, "health_nurse")
    answers = {client.get(url, headers={"Accept-Language": one}).content for one in ("nb", "en")}
    assert len(answers) == 1


def test_ten_meetings_cost_as_many_questions_as_one(client: Client, cast: Cast) -> None:
    url = address(cast, "health_nurse")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    called(cast)
    one = count()
    for number in range(1, 10):
        called(cast, starts_at=AHEAD + days(number))
    assert count() == one


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent_to_it(client: Client, cast: Cast, method: str) -> None:
    send: Callable[[str], Any] = getattr(client, method)
    assert send(address(cast, "rector")).status_code == 405


def test_secret_never_reaches_the_log() -> None:
    record = logging.LogRecord(
        "django.request",
        logging.WARNING,
        "",
        0,
        "Not Found: %s",
        ("/kalender/s3cr-et_x.ics",),
        None,
    )
    assert LinkFilter().filter(record)
    assert "s3cr" not in record.getMessage()
    assert "/kalender/" in record.getMessage()

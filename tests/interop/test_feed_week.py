"""An agent's own calendar: the fixed week and courses beside meetings, without child or group."""

from datetime import date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from felles.activities.actions import enter_away, plan_week
from felles.activities.models import CourseHolder, CourseSeries, CourseSession
from felles.meetings.actions import make_feed
from felles.programme.actions import add_holiday
from felles.rules.access import OSLO
from felles.rules.agent_week import AwayKind, SlotKind, Stretch
from tests.cast import NOW, Cast, build_cast, days
from tests.meetings.calls import called

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
PLAN = [
    Stretch(1, time(7, 45), time(8, 30), SlotKind.BEFORE, "Porten"),
    Stretch(1, time(8, 30), time(14), SlotKind.DURING),
    Stretch(4, time(8), time(15), SlotKind.OFFICE),
]


@pytest.fixture
def cast(clock: object) -> Cast:
    return build_cast()


@pytest.fixture
def url(cast: Cast) -> str:
    return reverse("calendar-feed", args=[make_feed(by=cast.actor("social_agent"), at=NOW)])


def lay(cast: Cast, plan: list[Stretch], *, later: int = 0) -> None:
    plan_week(
        by=cast.actor("social_agent"), at=NOW, agent=cast.posts["social_agent"].public_id,
        plan=plan, from_on=TODAY + days(later),
    )  # fmt: skip


def session(cast: Cast, **more: Any) -> CourseSession:
    at = NOW + days(1)
    series = CourseSeries.objects.create(
        school=cast.furulia, name="Vennskap i 6B", themes=["vennskap"], group="class",
        class_group=cast.classes["6B"], held_by=cast.posts["social_agent"], weekday=2,
        starts_at=time(8), minutes=45, first_on=at.date(), made_by=cast.users["social_agent"],
        made_at=NOW,
    )  # fmt: skip
    return CourseSession.objects.create(
        series=series, number=1, starts_at=at, ends_at=at + timedelta(minutes=45), room="Rom 4",
        theme="vennskap", changed_at=NOW, **more,
    )  # fmt: skip


def events(client: Client, url: str) -> list[Any]:
    content = client.get(url).content
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def days_of(content: bytes, begin: datetime, end: datetime) -> set[date]:
    """The days on which another library finds the only stretch of the calendar."""
    event: Any = vobject.readOne(content.decode()).vevent
    found = event.getrruleset(addRDate=True)
    return {one.date() for one in found.between(begin, end, inc=True)}


def test_fixed_week_stands_as_stretches_that_come_again(
    client: Client, cast: Cast, url: str
) -> None:
    lay(cast, PLAN)
    found = {str(event["summary"]): event for event in events(client, url)}
    assert sorted(found) == [
        "Før skolen, Furulia skole", "I skoletida, Furulia skole", "På kontoret, Furulia skole",
    ]  # fmt: skip
    before = found["Før skolen, Furulia skole"]
    assert before.decoded("dtstart") == datetime.combine(TODAY, time(7, 45), OSLO)
    assert before["rrule"]["FREQ"] == ["WEEKLY"]
    assert str(before["location"]) == "Porten"
    # One may be called to a meeting in school hours and at the office, and not from the gate.
    free = {name for name, event in found.items() if event.get("transp") == "TRANSPARENT"}
    assert free == {"I skoletida, Furulia skole", "På kontoret, Furulia skole"}


def test_stretch_is_left_out_on_days_without_school_and_when_away(
    client: Client, cast: Cast, url: str
) -> None:
    lay(cast, PLAN[:1])
    off, away = TODAY + days(7), TODAY + days(14)
    add_holiday(
        by=cast.actor("project_leader"), at=NOW, name="Fri", from_on=off, until_on=off + days(1)
    )
    enter_away(
        by=cast.actor("social_agent"), at=NOW, agent=cast.posts["social_agent"].public_id,
        from_on=away - days(1), until_on=away, kind=AwayKind.LEAVE,
    )  # fmt: skip
    content = client.get(url).content
    begin = datetime.combine(TODAY, time(), OSLO)
    left = days_of(content, begin, begin + days(28))
    assert left == {TODAY, TODAY + days(21), TODAY + days(28)} - {begin.date() + days(28)}
    [event] = events(client, url)
    gone = {one.dt.date() for part in _list(event["exdate"]) for one in part.dts}
    assert gone == {off, away}
    assert b"Borte" not in content


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


def test_new_plan_ends_the_old_stretches_and_keeps_their_identity(
    client: Client, cast: Cast, url: str
) -> None:
    lay(cast, PLAN[:1])
    [before] = events(client, url)
    lay(cast, PLAN[2:], later=7)
    old, new = events(client, url)
    assert (old["uid"], int(before["sequence"]), int(old["sequence"])) == (before["uid"], 0, 1)
    assert old["uid"] != new["uid"]
    begin = datetime.combine(TODAY, time(), OSLO)
    end = old["rrule"]["UNTIL"][0]
    assert end.astimezone(OSLO).date() == TODAY + days(6)
    assert new.decoded("dtstart") > begin + days(7)


def test_course_says_when_and_where_and_no_group_and_no_theme(
    client: Client, cast: Cast, url: str
) -> None:
    row = session(cast)
    [event] = events(client, url)
    assert str(event["summary"]) == "Kurs, Furulia skole"
    assert str(event["location"]) == "Rom 4"
    assert str(event["uid"]).startswith(f"kurs-{row.public_id}@")
    content = client.get(url).content.decode()
    for word in ("Vennskap", "6B", "vennskap"):
        assert word not in content
    other: Any = vobject.readOne(content).vevent
    assert other.dtstart.value == event.decoded("dtstart") == row.starts_at


def test_course_that_is_called_off_stays_as_cancelled_and_counts_on(
    client: Client, cast: Cast, url: str
) -> None:
    session(cast, state="not_held", why_not="no_room", sequence=2)
    [event] = events(client, url)
    assert (event["status"], int(event["sequence"])) == ("CANCELLED", 2)


def test_calendar_that_is_as_it_was_is_not_sent_again(client: Client, cast: Cast, url: str) -> None:
    lay(cast, PLAN)
    session(cast)
    etag = client.get(url)["ETag"]
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304
    lay(cast, PLAN[:2], later=7)
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_colleague_who_holds_the_course_as_well_has_it_in_the_own_calendar(
    client: Client, cast: Cast
) -> None:
    lay(cast, PLAN)
    row = session(cast)
    CourseHolder.objects.create(series=row.series, post=cast.posts["milieu_worker"])
    CourseHolder.objects.create(series=row.series, post=cast.posts["teacher"])
    for part in ("milieu_worker", "teacher"):
        address = reverse("calendar-feed", args=[make_feed(by=cast.actor(part), at=NOW)])
        [event] = events(client, address)
        assert str(event["summary"]) == "Kurs, Furulia skole"


def test_others_at_the_school_get_none_of_it(client: Client, cast: Cast) -> None:
    lay(cast, PLAN)
    session(cast)
    for part in ("rector", "agent_leader"):
        address = reverse("calendar-feed", args=[make_feed(by=cast.actor(part), at=NOW)])
        assert events(client, address) == []


def test_long_plan_costs_as_many_questions_as_a_short_one(
    client: Client, cast: Cast, url: str
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    called(cast)
    lay(cast, PLAN[:1])
    one = count()
    lay(cast, PLAN, later=7)
    assert count() == one

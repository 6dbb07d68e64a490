"""Courses: planned around holidays and collisions, changed, called off, caught up; by whom."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from felles.activities.actions import (
    CourseChanged,
    add_holder,
    call_off_session,
    change_rest,
    create_series,
    end_series,
    hold_session,
    move_session,
    remove_holder,
    replace_session,
    set_outline,
)
from felles.activities.models import Away, CourseSeries, CourseSession
from felles.activities.queries import (
    NoCourse,
    find_series,
    get_course_facts,
    get_course_session,
    get_wanted_plan,
    list_own_sessions,
    list_series,
)
from felles.ledger.models import ChangeEvent
from felles.rules.access import OSLO
from felles.rules.course_plan import Choices, Hinder, How, Wish
from felles.rules.courses import SessionState, WhyNot, may_see_group
from felles.rules.decision import Refused
from tests.activities.courses import SMALL, WISH, christmas, planned, session_of, wanted
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days
from tests.meetings.calls import called

pytestmark = pytest.mark.django_db
STAFF = {
    "contact_teacher", "other_contact_teacher", "teacher", "milieu_worker", "social_teacher",
    "rector", "social_agent",
}  # fmt: skip
SECOND = datetime(2026, 12, 8, 10, tzinfo=OSLO)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def days_of(series: CourseSeries) -> list[date]:
    times = series.sessions.order_by("number").values_list("starts_at", flat=True)
    return [one.astimezone(OSLO).date() for one in times]


def test_series_goes_around_the_holiday_with_themes_in_order(cast: Cast) -> None:
    christmas(cast)
    series = planned(cast)
    assert days_of(series) == [
        date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15), date(2027, 1, 5)
    ]  # fmt: skip
    themes = list(series.sessions.order_by("number").values_list("theme", flat=True))
    assert themes == ["vennskap", "vennskap", "konflikter", "konflikter"]
    assert all(series.sessions.values_list("outline", flat=True))
    assert set(series.sessions.values_list("room", flat=True)) == {"Rom 12"}
    logged = ChangeEvent.objects.get(action="course.plan")
    assert (logged.case_id, logged.pupil_id, logged.codes) == (None, None, {"sessions": 4})


@pytest.mark.parametrize("part", [part for part in STAFF_PARTS if part != "social_agent"])
def test_only_the_social_agent_plans(cast: Cast, part: str) -> None:
    by = cast.actor(part)
    with pytest.raises(Refused):
        create_series(by=by, at=NOW, wanted=SMALL, expected="x")
    assert not CourseSeries.objects.exists()


@pytest.mark.parametrize("part", STAFF_PARTS)
@pytest.mark.parametrize("is_small", [False, True])
def test_plan_is_for_all_of_the_school_and_for_no_service(
    cast: Cast, part: str, is_small: bool
) -> None:
    series = planned(cast, SMALL if is_small else None)
    actor = cast.actor(part)
    assert (find_series(actor, series.public_id) is not None) is (part in STAFF)
    assert bool(list_series(actor, is_over=False)) is (part in STAFF)
    if part not in STAFF:
        with pytest.raises(NoCourse):
            get_course_session(actor, series.public_id, 1)


def test_own_meeting_hinders_and_may_be_overruled_and_a_declined_one_does_not(cast: Cast) -> None:
    called(cast, ["social_agent", "rector"], starts_at=SECOND)
    plan = get_wanted_plan(cast.actor("social_agent"), wanted(cast))
    week = plan.weeks[1]
    assert (week.how, week.obstacles[0].hinder) == (How.SKIPPED, Hinder.MEETING)
    anyway = wanted(cast, choices=Choices(anyway=frozenset({SECOND.date()})))
    assert get_wanted_plan(cast.actor("social_agent"), anyway).weeks[1].how is How.ANYWAY
    called(cast, ["rector"], starts_at=SECOND - days(7))
    assert get_wanted_plan(cast.actor("social_agent"), wanted(cast)).weeks[0].how is How.HELD


def test_day_away_hinders_without_saying_why(cast: Cast) -> None:
    Away.objects.create(
        post=cast.posts["social_agent"],
        from_on=date(2026, 12, 1),
        until_on=date(2026, 12, 1),
        kind="sick",
    )
    [obstacle] = get_wanted_plan(cast.actor("social_agent"), wanted(cast)).weeks[0].obstacles
    assert (obstacle.hinder, obstacle.what) == (Hinder.AWAY, "")


def test_same_class_same_room_and_same_person_are_never_taken_twice(cast: Cast) -> None:
    planned(cast)
    actor = cast.actor("social_agent")
    again = get_wanted_plan(actor, wanted(cast, "5A", room="Et annet"))
    assert {one.hinder for one in again.weeks[0].obstacles} == {Hinder.OWN_COURSE}
    # Somebody else holds it now: the class and the room are still taken.
    CourseSeries.objects.update(held_by=cast.posts["teacher"])
    same_class = get_wanted_plan(actor, wanted(cast, room="Et annet"))
    assert same_class.weeks[0].obstacles[0].hinder is Hinder.CLASS_COURSE
    same_room = get_wanted_plan(actor, wanted(cast, "5A", room="ROM  12"))
    assert same_room.weeks[0].obstacles[0].hinder is Hinder.ROOM
    assert get_wanted_plan(actor, wanted(cast, "5A", room="Et annet")).weeks[0].how is How.HELD


def test_plan_that_has_changed_since_it_was_shown_is_not_saved(cast: Cast) -> None:
    by = cast.actor("social_agent")
    shown = get_wanted_plan(by, wanted(cast))
    christmas(cast)
    with pytest.raises(Refused, match="Noe er endret"):
        create_series(by=by, at=NOW, wanted=wanted(cast), expected=shown.digest)
    assert not CourseSeries.objects.exists()


def test_class_of_another_school_is_not_there(cast: Cast) -> None:
    with pytest.raises(NoCourse):
        planned(cast, wanted(cast, "7C"))


def test_asking_for_a_plan_costs_the_same_with_few_and_many_courses(cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            get_wanted_plan(cast.actor("social_agent"), wanted(cast))
        return len(queries)

    planned(cast)
    one = cost()
    for number in range(3):
        planned(cast, wanted(cast, "5A", wish=Wish(number + 2, time(12), 45, WISH.first_on, 3)))
    assert cost() == one


def move(cast: Cast, series: CourseSeries, starts_at: datetime, room: str = "Rom 12") -> None:
    move_session(
        by=cast.actor("social_agent"),
        at=NOW,
        public_id=series.public_id,
        number=1,
        version=session_of(series).version,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=45),
        room=room,
    )


def test_session_is_moved_and_counts_what_guests_are_told(cast: Cast) -> None:
    series = planned(cast)
    move(cast, series, datetime(2026, 12, 3, 12, tzinfo=OSLO), "Gymsalen")
    session = session_of(series)
    assert (session.room, session.sequence, session.version) == ("Gymsalen", 1, 2)


@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(2026, 12, 22, 10, tzinfo=OSLO),  # holiday
        datetime(2026, 12, 8, 10, tzinfo=OSLO),  # the series' own second session
        datetime(2026, 12, 5, 10, tzinfo=OSLO),  # Saturday
        datetime(2026, 11, 23, 10, tzinfo=OSLO),  # has been
        datetime(2026, 12, 3, 5, tzinfo=OSLO),  # night
    ],
)
def test_session_is_not_moved_to_where_it_cannot_be(cast: Cast, starts_at: datetime) -> None:
    christmas(cast)
    series = planned(cast)
    with pytest.raises(Refused):
        move(cast, series, starts_at)
    assert session_of(series).version == 1


def test_rest_gets_another_time_and_room(cast: Cast) -> None:
    series = planned(cast)
    by, at = cast.actor("social_agent", SECOND), SECOND  # the first has been
    changed = change_rest(
        by=by,
        at=at,
        public_id=series.public_id,
        version=series.version,
        starts_at=time(12),
        minutes=60,
        room="Aulaen",
    )
    assert changed == 2
    rooms = list(series.sessions.order_by("number").values_list("room", flat=True))
    assert rooms == ["Rom 12", "Rom 12", "Aulaen", "Aulaen"]
    local = session_of(series, 3).starts_at.astimezone(OSLO)
    assert (local.date(), local.time()) == (date(2026, 12, 15), time(12))


def test_rest_is_not_changed_when_a_course_is_in_the_way(cast: Cast) -> None:
    series = planned(cast)
    planned(cast, wanted(cast, "5A", room="Aulaen", wish=Wish(1, time(12), 45, WISH.first_on, 1)))
    with pytest.raises(Refused) as refused:
        change_rest(
            by=cast.actor("social_agent"),
            at=NOW,
            public_id=series.public_id,
            version=series.version,
            starts_at=time(12, 15),
            minutes=45,
            room="Rom 12",
        )
    assert refused.value.decision.missing == ("Du holder et annet kurs",)
    assert session_of(series).version == 1


def off(cast: Cast, series: CourseSeries, number: int = 1, why: WhyNot = WhyNot.TRIP) -> None:
    call_off_session(
        by=cast.actor("social_agent"),
        at=NOW,
        public_id=series.public_id,
        number=number,
        version=session_of(series, number).version,
        why=why,
    )


def test_session_that_came_to_nothing_says_why_and_is_caught_up_once(cast: Cast) -> None:
    series = planned(cast)
    off(cast, series)
    assert session_of(series).why_not == WhyNot.TRIP
    starts_at = datetime(2026, 12, 3, 10, tzinfo=OSLO)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=45), "room": "Rom 1"}
    common = {"by": cast.actor("social_agent"), "at": NOW, "public_id": series.public_id}
    new = replace_session(**common, number=1, **times)  # type: ignore[arg-type]
    assert (new.number, new.theme, new.instead_of_id) == (5, "vennskap", session_of(series).pk)
    with pytest.raises(Refused, match="allerede"):
        replace_session(**common, number=1, **times)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="ikke avlyst"):
        replace_session(**common, number=2, **times)  # type: ignore[arg-type]


def test_session_is_held_after_it_began_and_not_before(cast: Cast) -> None:
    series = planned(cast)
    common = {"public_id": series.public_id, "number": 1, "version": 1}
    with pytest.raises(Refused, match="ikke begynt"):
        hold_session(by=cast.actor("social_agent"), at=NOW, **common)  # type: ignore[arg-type]
    hold_session(by=cast.actor("social_agent", SECOND), at=SECOND, **common)  # type: ignore[arg-type]
    assert session_of(series).state == SessionState.HELD
    with pytest.raises(Refused, match="kan ikke endres"):
        off(cast, series)


def test_second_writer_is_told(cast: Cast) -> None:
    series = planned(cast)
    off_version = {"public_id": series.public_id, "number": 2, "version": 7}
    with pytest.raises(CourseChanged):
        hold_session(by=cast.actor("social_agent", SECOND), at=SECOND, **off_version)  # type: ignore[arg-type]


def test_outline_is_chosen_from_the_catalogue(cast: Cast) -> None:
    series = planned(cast)
    common = {"by": cast.actor("social_agent"), "at": NOW, "public_id": series.public_id}
    set_outline(**common, number=1, version=1, theme="grenser", outline="stopp-og-kjenn")  # type: ignore[arg-type]
    assert session_of(series).outline == "stopp-og-kjenn"
    with pytest.raises(Refused):
        set_outline(**common, number=1, version=2, theme="grenser", outline="trappa")  # type: ignore[arg-type]


def test_colleague_who_holds_it_too_sees_the_group_and_no_other_teacher_does(cast: Cast) -> None:
    series = planned(cast, SMALL)
    common = {"by": cast.actor("social_agent"), "at": NOW, "public_id": series.public_id}
    teacher = cast.actor("teacher")
    assert not may_see_group(teacher, get_course_facts(series))
    add_holder(**common, post_id=cast.posts["teacher"].public_id)  # type: ignore[arg-type]
    assert may_see_group(teacher, get_course_facts(series))
    assert list_own_sessions(teacher)
    with pytest.raises(Refused):
        add_holder(**common, post_id=cast.posts["health_nurse"].public_id)  # type: ignore[arg-type]
    for _ in range(2):
        remove_holder(**common, post_id=cast.posts["teacher"].public_id)  # type: ignore[arg-type]
    assert not may_see_group(teacher, get_course_facts(series))


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_end_of_a_series_takes_what_is_ahead_with_it(cast: Cast, is_cancelled: bool) -> None:
    series = planned(cast)
    common = {"public_id": series.public_id, "version": 1, "is_cancelled": is_cancelled}
    end_series(by=cast.actor("social_agent", SECOND), at=SECOND, **common)  # type: ignore[arg-type]
    states = list(series.sessions.order_by("number").values_list("state", flat=True))
    assert states == ["planned", "planned", "not_held", "not_held"]
    with pytest.raises(Refused, match="avsluttet"):
        end_series(by=cast.actor("social_agent"), at=NOW, **common)  # type: ignore[arg-type]
    assert not list_series(cast.actor("teacher"), is_over=False)
    assert list_series(cast.actor("teacher"), is_over=True)


def test_own_sessions_are_those_that_one_holds(cast: Cast) -> None:
    planned(cast)
    assert len(list_own_sessions(cast.actor("social_agent"))) == 4
    assert list_own_sessions(cast.actor("contact_teacher")) == []
    assert CourseSession.objects.count() == 4

"""Agents' weeks: a plan follows another, three sources make a week, and the school sees «borte»."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from felles.activities.actions import (
    enter_away,
    forget_old_absence,
    name_follow_up,
    plan_week,
    remove_away,
)
from felles.activities.models import Away, CourseSeries, CourseSession, FollowUp, WeekSlot
from felles.activities.queries import (
    Week,
    find_away_until,
    get_agent,
    list_agents,
    list_away_here,
    list_away_meetings,
    list_plan,
    list_weeks,
    monday_of,
)
from felles.ledger.models import ChangeEvent
from felles.meetings.queries import NotThere
from felles.people.actions import create_post, create_user, end_post
from felles.people.queries import system_actor
from felles.programme.actions import add_holiday
from felles.rules.access import OSLO
from felles.rules.agent_week import AwayKind, Side, SlotKind, Stretch, suggest_plan
from felles.rules.decision import Refused
from felles.rules.roles import Role
from tests.cast import NOW, STAFF_PARTS, START, Cast, build_cast, days
from tests.meetings.calls import called

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
MONDAY = monday_of(TODAY)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def agent_id(cast: Cast) -> str:
    return cast.posts["social_agent"].public_id


def lay(
    cast: Cast, *, part: str = "social_agent", office: int = 4, later: int = 0,
    plan: list[Stretch] | None = None,
) -> None:  # fmt: skip
    by = cast.actor(part)
    begin = by.on + days(later)
    chosen = suggest_plan(office) if plan is None else plan
    plan_week(by=by, at=NOW, agent=agent_id(cast), plan=chosen, from_on=begin)


def be_away(cast: Cast, first: int, last: int, part: str = "social_agent") -> Away:
    return enter_away(
        by=cast.actor(part),
        at=NOW,
        agent=agent_id(cast),
        from_on=TODAY + days(first),
        until_on=TODAY + days(last),
        kind=AwayKind.LEAVE,
    )


def week_of(cast: Cast, part: str = "social_agent", weeks: int = 0) -> Week:
    by = cast.actor(part)
    post = get_agent(by, agent_id(cast))
    return list_weeks(by, [post], MONDAY + timedelta(weeks=weeks))[0]


def hold_course(cast: Cast, at: datetime, *, state: str = "planned", why: str = "") -> None:
    series, _ = CourseSeries.objects.get_or_create(
        school=cast.furulia, name="Vennskap i 6B", themes=["vennskap"], group="small_group",
        held_by=cast.posts["social_agent"], weekday=at.weekday(), starts_at=at.time(),
        minutes=45, first_on=at.date(), seats=6, made_by=cast.users["social_agent"], made_at=NOW,
    )  # fmt: skip
    CourseSession.objects.create(
        series=series, number=series.sessions.count() + 1, starts_at=at,
        ends_at=at + timedelta(minutes=45), room="Rom 4", theme="vennskap", state=state,
        why_not=why, changed_at=NOW,
    )  # fmt: skip


def test_new_plan_ends_the_old_one_the_day_before(cast: Cast) -> None:
    lay(cast, office=4)
    lay(cast, office=2, later=7)
    post = cast.posts["social_agent"]
    assert list_plan(post, TODAY) == suggest_plan(4)
    assert list_plan(post, TODAY + days(6)) == suggest_plan(4)
    assert list_plan(post, TODAY + days(7)) == suggest_plan(2)


def test_plan_that_never_began_leaves_nothing_behind(cast: Cast) -> None:
    lay(cast, office=4)
    lay(cast, office=2, later=14)
    lay(cast, office=1, later=7)
    post = cast.posts["social_agent"]
    assert list_plan(post, TODAY + days(6)) == suggest_plan(4)
    assert list_plan(post, TODAY + days(60)) == suggest_plan(1)
    assert WeekSlot.objects.count() == 2 * len(suggest_plan(1))


def test_plan_is_recorded_without_words(cast: Cast) -> None:
    lay(cast, plan=[Stretch(0, time(8), time(9), SlotKind.OTHER, "Hallen")])
    logged = ChangeEvent.objects.get(action="week.plan")
    assert (logged.codes, logged.pupil_id) == ({"slots": 1}, None)


def test_overlap_is_refused_and_changes_nothing(cast: Cast) -> None:
    lay(cast)
    before = WeekSlot.objects.count()
    twice = [Stretch(0, time(8), time(10), SlotKind.DURING)] * 2
    with pytest.raises(Refused, match="hverandre"):
        lay(cast, plan=twice)
    assert WeekSlot.objects.count() == before


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_only_the_agent_and_the_leader_lay_the_week(cast: Cast, part: str) -> None:
    if part in ("social_agent", "agent_leader"):
        lay(cast, part=part)
        be_away(cast, 1, 1, part)
    else:
        with pytest.raises(NotThere):
            lay(cast, part=part)
        with pytest.raises(NotThere):
            be_away(cast, 1, 1, part)
    assert WeekSlot.objects.exists() is Away.objects.exists()


def test_school_sees_its_own_agent_and_no_other(cast: Cast) -> None:
    assert [post.pk for post in list_agents(cast.actor("teacher"))] == [
        cast.posts["social_agent"].pk
    ]
    assert list_agents(cast.actor("other_rector")) == []
    with pytest.raises(NotThere):
        get_agent(cast.actor("other_rector"), agent_id(cast))
    with pytest.raises(NotThere):
        get_agent(cast.actor("health_nurse"), agent_id(cast))


def test_week_is_drawn_from_plan_meetings_and_courses(cast: Cast) -> None:
    lay(cast, plan=[Stretch(3, time(8), time(15), SlotKind.DURING)])
    thursday = MONDAY + days(3)
    called(cast, starts_at=datetime.combine(thursday, time(13), OSLO))
    hold_course(cast, datetime.combine(thursday, time(10), OSLO))
    hold_course(cast, datetime.combine(thursday, time(9), OSLO), state="not_held", why="no_room")
    week = week_of(cast)
    kinds = [
        (one.slot is not None, one.course is not None, one.is_meeting)
        for one in week.days[3].entries
    ]
    assert kinds == [(True, False, False), (False, True, False), (False, False, True)]
    assert (week.load.minutes, week.load.meetings, week.load.courses) == (
        {SlotKind.DURING: 420}, 1, 1,
    )  # fmt: skip


def test_others_see_that_there_is_a_meeting_and_not_which(cast: Cast) -> None:
    called(cast, starts_at=datetime.combine(TODAY, time(13), OSLO))
    for part, is_named in (("social_agent", True), ("teacher", False), ("agent_leader", False)):
        [entry] = week_of(cast, part).days[TODAY.weekday()].entries
        assert (entry.meeting is not None) is is_named
        assert bool(entry.place) <= is_named


def test_days_without_school_and_absence_show_as_such(cast: Cast) -> None:
    lay(cast)
    be_away(cast, 1, 1)
    add_holiday(
        by=cast.actor("project_leader"), at=NOW, name="Planleggingsdag",
        from_on=TODAY + days(2), until_on=TODAY + days(2),
    )  # fmt: skip
    [_, today, away, holiday, friday] = week_of(cast).days
    assert [bool(day.entries) for day in (today, away, holiday, friday)] == [
        True, False, False, True,
    ]  # fmt: skip
    assert (away.is_away, holiday.holiday) == (True, "Planleggingsdag")


@pytest.mark.parametrize(
    ("part", "kind"),
    [("social_agent", AwayKind.LEAVE), ("agent_leader", AwayKind.LEAVE), ("rector", None)],
)
def test_school_sees_borte_and_never_of_what(cast: Cast, part: str, kind: AwayKind | None) -> None:
    be_away(cast, 0, 3)
    day = week_of(cast, part).days[TODAY.weekday()]
    assert (day.is_away, day.away) == (True, kind)
    assert find_away_until(cast.actor(part), cast.furulia.pk) == {
        cast.posts["social_agent"].pk: TODAY + days(3)
    }


def test_rector_hears_of_absence_today_and_the_teacher_and_other_schools_do_not(
    cast: Cast,
) -> None:
    be_away(cast, 0, 1)
    assert len(list_away_here(cast.actor("rector"))) == 1
    assert list_away_here(cast.actor("teacher")) == []
    assert list_away_here(cast.actor("other_rector")) == []
    assert list_away_here(cast.actor("rector", NOW + days(2))) == []


def test_absence_on_top_of_absence_is_refused_and_absence_can_be_taken_back(cast: Cast) -> None:
    row = be_away(cast, 1, 3)
    with pytest.raises(Refused, match="allerede"):
        be_away(cast, 3, 5)
    by = cast.actor("social_agent")
    for _ in "12":
        remove_away(by=by, at=NOW, agent=agent_id(cast), away=row.public_id)
    assert not Away.objects.exists()
    assert ChangeEvent.objects.filter(action="away.remove").count() == 1


def test_meetings_while_away_are_listed_to_be_answered(cast: Cast) -> None:
    called(cast, starts_at=datetime.combine(TODAY + days(1), time(13), OSLO))
    called(cast, starts_at=datetime.combine(TODAY + days(4), time(13), OSLO))
    row = be_away(cast, 1, 3)
    found = list_away_meetings(cast.posts["social_agent"], [row], at=NOW)
    assert [one.meeting.starts_at.date() for one in found] == [TODAY + days(1)]
    assert list_away_meetings(cast.posts["social_agent"], [], at=NOW) == []


def test_leader_names_who_follows_up_and_history_stays(cast: Cast) -> None:
    by = cast.actor("agent_leader")
    for part in ("rector", "rector", "social_teacher"):
        post = cast.posts[part].pk
        name_follow_up(by=by, at=NOW, agent=agent_id(cast), side=Side.SCHOOL, post_id=post)
    week = week_of(cast, "agent_leader")
    assert week.follow_ups[Side.SCHOOL].by == cast.posts["social_teacher"]
    assert week.missing_sides == [Side.SERVICE]
    assert FollowUp.objects.count() == 2
    name_follow_up(by=by, at=NOW, agent=agent_id(cast), side=Side.SCHOOL, post_id=None)
    assert week_of(cast).missing_sides == list(Side)


def test_whoever_has_left_follows_up_nobody(cast: Cast) -> None:
    by = cast.actor("agent_leader")
    post = cast.posts["rector"]
    name_follow_up(by=by, at=NOW, agent=agent_id(cast), side=Side.SCHOOL, post_id=post.pk)
    assert week_of(cast).missing_sides == [Side.SERVICE]
    end_post(by=system_actor(NOW), at=NOW, post=post, until_on=TODAY - days(1))
    assert week_of(cast).missing_sides == list(Side)


@pytest.mark.parametrize(
    ("part", "side", "who"),
    [
        ("social_agent", Side.SCHOOL, "rector"),
        ("agent_leader", Side.SCHOOL, "other_rector"),
        ("agent_leader", Side.SCHOOL, "social_agent"),
        ("agent_leader", Side.SERVICE, "rector"),
    ],
)
def test_nobody_else_names_and_nobody_far_away_is_named(
    cast: Cast, part: str, side: Side, who: str
) -> None:
    post = cast.posts[who].pk
    with pytest.raises(Refused):
        name_follow_up(by=cast.actor(part), at=NOW, agent=agent_id(cast), side=side, post_id=post)


def test_all_weeks_cost_as_many_questions_for_ten_agents_as_for_one(cast: Cast) -> None:
    leader = cast.actor("agent_leader")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            for week in list_weeks(leader, list_agents(leader), MONDAY):
                assert week.agent.user.name
                assert week.agent.organisation.name
                assert all(row.by.user.name for row in week.follow_ups.values())
        return len(queries)

    lay(cast)
    be_away(cast, 1, 1)
    one = count()
    for number in range(9):
        user = create_user(by=system_actor(NOW), at=NOW, username=f"agent{number}", name="Agent")
        post = create_post(
            by=system_actor(NOW), at=NOW, user=user, role=Role.SOCIAL_AGENT,
            organisation=cast.furulia, employer=cast.service("youth_unit"), from_on=START,
        )  # fmt: skip
        plan_week(by=leader, at=NOW, agent=post.public_id, plan=suggest_plan(4), from_on=TODAY)
    assert count() == one


def test_absence_is_forgotten_once_it_is_old(cast: Cast) -> None:
    be_away(cast, 1, 1)
    assert forget_old_absence(before=TODAY + days(1)) == 0
    assert forget_old_absence(before=TODAY + days(2)) == 1

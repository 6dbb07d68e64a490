"""Whose weeks one sees where there are several agents, at one school and at another."""

import pytest

from felles.activities.actions import begin_run, enter_away
from felles.activities.models import Away, ChecklistRun
from felles.activities.queries import (
    get_agent,
    get_own_post,
    get_run,
    list_agents,
    list_away,
    list_places,
    list_runs,
)
from felles.meetings.queries import NotThere
from felles.people.models import Post
from felles.rules.agent_week import AwayKind, ListKey
from tests.activities.agents import with_two_agents
from tests.cast import NOW, Cast, days

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def cast() -> Cast:
    """The district, with an agent at each of its two schools."""
    return with_two_agents()


def be_away(cast: Cast, part: str, first: int, last: int) -> Away:
    """An agent enters an absence, days from today."""
    return enter_away(
        by=cast.actor(part), at=NOW, agent=cast.posts[part].public_id,
        from_on=TODAY + days(first), until_on=TODAY + days(last), kind=AwayKind.LEAVE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("part", "seen"),
    [
        ("teacher", ["social_agent"]),
        ("social_agent", ["social_agent"]),
        ("other_agent", ["other_agent"]),
        ("other_rector", ["other_agent"]),
        ("agent_leader", ["social_agent", "other_agent"]),
        ("health_nurse", []),
        ("project_leader", []),
        ("administrator", []),
    ],
)
def test_one_sees_the_agents_of_ones_own_school_and_the_leader_all(
    cast: Cast, part: str, seen: list[str]
) -> None:
    posts = {one.pk for one in list_agents(cast.actor(part))}
    assert posts == {cast.posts[one].pk for one in seen}
    for agent in ("social_agent", "other_agent"):
        post: Post = cast.posts[agent]
        if agent in seen:
            assert get_agent(cast.actor(part), post.public_id) == post
        else:
            with pytest.raises(NotThere):
                get_agent(cast.actor(part), post.public_id)


def test_unknown_agent_is_not_there_even_for_the_leader(cast: Cast) -> None:
    with pytest.raises(NotThere):
        get_agent(cast.actor("agent_leader"), "zzzzzzzz")


def test_own_post_is_the_agents_own_and_nobody_elses(cast: Cast) -> None:
    for part in ("social_agent", "other_agent"):
        assert get_own_post(cast.actor(part)) == cast.posts[part]
    for part in ("rector", "agent_leader"):
        with pytest.raises(NotThere):
            get_own_post(cast.actor(part))


def test_absence_is_listed_for_those_who_enter_it_until_its_last_day(cast: Cast) -> None:
    be_away(cast, "social_agent", -3, -1)
    today = be_away(cast, "social_agent", 0, 0)
    later = be_away(cast, "social_agent", 5, 6)
    be_away(cast, "other_agent", 0, 2)
    agent = cast.posts["social_agent"]
    for part in ("social_agent", "agent_leader"):
        assert list_away(cast.actor(part), agent) == [today, later]
    for part in ("rector", "teacher", "other_agent", "health_nurse"):
        assert list_away(cast.actor(part), agent) == []


def test_method_is_gone_through_at_the_own_school_and_by_the_leader_at_all(cast: Cast) -> None:
    assert list_places(cast.actor("social_agent")) == [cast.furulia]
    assert list_places(cast.actor("other_agent")) == [cast.organisations["granasen"]]
    assert {cast.furulia, cast.organisations["granasen"]} <= set(
        list_places(cast.actor("agent_leader"))
    )


def test_run_of_another_school_is_not_there_for_the_agent(cast: Cast) -> None:
    runs = {
        part: begin_run(by=cast.actor(part), at=NOW, key=ListKey.OUTREACH, place=place.public_id)
        for part, place in (
            ("social_agent", cast.furulia),
            ("other_agent", cast.organisations["granasen"]),
        )
    }
    for part, run in runs.items():
        assert [row.run for row in list_runs(cast.actor(part), ListKey.OUTREACH)] == [run]
    leader = list_runs(cast.actor("agent_leader"), ListKey.OUTREACH)
    assert {row.run for row in leader} == set(runs.values())
    with pytest.raises(NotThere):
        get_run(cast.actor("social_agent"), runs["other_agent"].public_id)
    for part in ("rector", "milieu_worker", "other_rector", "project_leader"):
        assert list_runs(cast.actor(part), ListKey.OUTREACH) == []


def test_applicants_are_for_the_leader_of_the_organisation_alone(cast: Cast) -> None:
    leader = cast.actor("agent_leader")
    run = begin_run(by=leader, at=NOW, key=ListKey.RECRUITING, place="")
    assert [row.run for row in list_runs(leader, ListKey.RECRUITING)] == [run]
    elsewhere = {"agent_leader": cast.service("health"), "social_agent": cast.furulia}
    for part, place in elsewhere.items():
        ChecklistRun.objects.filter(pk=run.pk).update(organisation=place)
        assert list_runs(cast.actor(part), ListKey.RECRUITING) == []

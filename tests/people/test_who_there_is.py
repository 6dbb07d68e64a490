"""Lists of people in their posts: each begins and ends with the post, and with the person."""

from collections.abc import Callable, Collection

import pytest

from felles.people.actions import create_post, create_user, end_post
from felles.people.models import Organisation, Post, User
from felles.people.queries import (
    find_persona,
    get_actor,
    list_actors,
    list_actors_at_school,
    list_actors_of_posts,
    list_coordinator_ids,
    list_personas,
    list_posts,
    list_posts_near,
    list_running_posts,
    list_user_names,
    system_actor,
)
from felles.rules.roles import Role
from tests.cast import NOW, Cast, build_cast, days

pytestmark = pytest.mark.django_db
ROOT = system_actor(NOW)
TODAY = NOW.date()


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def found_in_all(cast: Cast, post: Post) -> set[str]:
    """The lists that the post stands in."""
    user = post.user
    service = frozenset({post.organisation_id})
    school = cast.furulia
    lists: dict[str, Collection[int]] = {
        "actor": [one.post_id for one in [get_actor(user, post_id=post.pk, at=NOW)] if one],
        "actors": [one.post_id for one in list_actors(user.pk, NOW)],
        "posts": [one.pk for one in list_posts(user, TODAY)],
        "running": [one.pk for one in list_running_posts([post.pk], NOW)],
        "near": [one.pk for one in list_posts_near(school, at=NOW, more=[post.pk])],
        "of posts": list_actors_of_posts([post.pk], NOW),
        "at school": [
            one.post_id for one in list_actors_at_school(school.pk, service_ids=service, at=NOW)
        ],
    }
    return {name for name, ids in lists.items() if post.pk in ids}


EVERYWHERE = {"actor", "actors", "posts", "running", "near", "of posts", "at school"}


@pytest.mark.parametrize("part", ["teacher", "health_nurse"])
@pytest.mark.parametrize(
    ("first", "last", "runs"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TODAY - days(1), TODAY - days(1), False),
        (TODAY + days(1), None, False),
        (TODAY + days(1), TODAY + days(2), False),
    ],
)
def test_post_counts_from_its_first_day_to_its_last_in_every_list(
    cast: Cast, part: str, first: object, last: object, runs: bool
) -> None:
    Post.objects.filter(pk=cast.posts[part].pk).update(from_on=first, until_on=last)
    post = Post.objects.get(pk=cast.posts[part].pk)
    assert found_in_all(cast, post) == (EVERYWHERE if runs else set())


@pytest.mark.parametrize("part", ["teacher", "health_nurse"])
def test_whoever_is_gone_is_in_no_list(cast: Cast, part: str) -> None:
    User.objects.filter(pk=cast.users[part].pk).update(is_active=False)
    assert found_in_all(cast, Post.objects.get(pk=cast.posts[part].pk)) == set()


def test_lists_are_of_those_who_were_asked_for_and_no_others(cast: Cast) -> None:
    teacher, nurse = cast.posts["teacher"], cast.posts["health_nurse"]
    hat = create_post(
        by=ROOT, at=NOW, user=cast.users["teacher"], role=Role.MILIEU_WORKER,
        organisation=cast.furulia, from_on=TODAY,
    )  # fmt: skip
    assert [one.pk for one in list_running_posts([nurse.pk], NOW)] == [nurse.pk]
    assert set(list_actors_of_posts([teacher.pk], NOW)) == {teacher.pk}
    assert {one.post_id for one in list_actors(teacher.user_id, NOW)} == {teacher.pk, hat.pk}
    assert {one.pk for one in list_posts(cast.users["teacher"], TODAY)} == {teacher.pk, hat.pk}
    chosen = [get_actor(teacher.user, post_id=pk, at=NOW) for pk in (teacher.pk, hat.pk, nurse.pk)]
    assert [one.post_id for one in chosen if one] == [teacher.pk, hat.pk, teacher.pk]
    assert list_user_names([teacher.user_id]) == {teacher.user_id: "Teacher"}


# Why somebody may take part in a meeting at Furulia, each by itself.
NEAR: dict[str, Callable[[Cast], dict[str, object]]] = {
    "works there": lambda cast: {"organisation": cast.furulia, "role": Role.TEACHER},
    "is paid by it": lambda cast: {
        "organisation": cast.organisations["granasen"],
        "role": Role.TEACHER,
        "employer": cast.furulia,
    },
    "is paid by an office under it": lambda cast: {
        "organisation": cast.organisations["granasen"],
        "role": Role.TEACHER,
        "employer": _office(cast),
    },
    "comes to the school": lambda cast: {
        "organisation": cast.service("health"),
        "role": Role.HEALTH_NURSE,
        "schools": [cast.furulia],
    },
    "leads the agents": lambda cast: {
        "organisation": cast.service("youth_unit"),
        "role": Role.AGENT_LEADER,
    },
}
FAR: dict[str, Callable[[Cast], dict[str, object]]] = {
    "works at another school": lambda cast: {
        "organisation": cast.organisations["granasen"],
        "role": Role.RECTOR,
    },
    "comes to another school": lambda cast: {
        "organisation": cast.service("health"),
        "role": Role.HEALTH_NURSE,
        "schools": [cast.organisations["granasen"]],
    },
    "works in the district": lambda cast: {
        "organisation": cast.service("district"),
        "role": Role.PROJECT_LEADER,
    },
}


def _office(cast: Cast) -> Organisation:
    office = cast.service("oslohjelpa")
    Organisation.objects.filter(pk=office.pk).update(parent=cast.furulia)
    return Organisation.objects.get(pk=office.pk)


@pytest.mark.parametrize("why", [*NEAR, *FAR])
def test_whoever_could_take_part_in_a_meeting_is_near_once(cast: Cast, why: str) -> None:
    user = create_user(by=ROOT, at=NOW, username="new", name="New")
    fields = {**NEAR, **FAR}[why](cast)
    post = create_post(by=ROOT, at=NOW, user=user, from_on=TODAY, **fields)  # type: ignore[arg-type]
    near = [one.pk for one in list_posts_near(cast.furulia, at=NOW)]
    assert near.count(post.pk) == (1 if why in NEAR else 0)
    more = [one.pk for one in list_posts_near(cast.furulia, at=NOW, more=[post.pk])]
    assert more.count(post.pk) == 1


def test_service_is_at_the_school_when_it_is_asked_for_and_comes_there(cast: Cast) -> None:
    def there(*services: str) -> set[str]:
        ids = frozenset(cast.service(name).pk for name in services)
        actors = list_actors_at_school(cast.furulia.pk, service_ids=ids, at=NOW)
        return {one.user_name for one in actors if one.organisation_id != cast.furulia.pk}

    assert there() == set()
    # Another nurse comes to another school only.
    assert there("health") == {"Health Nurse"}
    assert there("health", "club") == {"Health Nurse", "Club Leader"}


def test_other_post_of_somebody_at_the_school_is_not_at_the_school(cast: Cast) -> None:
    create_post(
        by=ROOT, at=NOW, user=cast.users["teacher"], role=Role.CLUB_LEADER,
        organisation=cast.service("club"), schools=[cast.organisations["granasen"]], from_on=TODAY,
    )  # fmt: skip
    comes = create_post(
        by=ROOT, at=NOW, user=cast.users["teacher"], role=Role.HEALTH_NURSE,
        organisation=cast.service("health"), schools=[cast.furulia], from_on=TODAY,
    )  # fmt: skip

    def posts(*services: str) -> set[int]:
        ids = frozenset(cast.service(name).pk for name in services)
        actors = list_actors_at_school(cast.furulia.pk, service_ids=ids, at=NOW)
        return {one.post_id for one in actors if one.user_name == "Teacher"}

    teacher = cast.posts["teacher"].pk
    assert posts() == posts("club") == {teacher}
    assert posts("health") == {teacher, comes.pk}


def test_cases_of_a_school_are_coordinated_by_its_social_teachers_else_by_its_rector(
    cast: Cast,
) -> None:
    school, tomorrow = cast.furulia.pk, TODAY + days(1)
    assert list_coordinator_ids(school, TODAY) == [cast.users["social_teacher"].pk]
    end_post(by=ROOT, at=NOW, post=cast.posts["social_teacher"], until_on=TODAY)
    assert list_coordinator_ids(school, TODAY) == [cast.users["social_teacher"].pk]
    assert list_coordinator_ids(school, tomorrow) == [cast.users["rector"].pk]
    User.objects.filter(pk=cast.users["rector"].pk).update(is_active=False)
    assert list_coordinator_ids(school, tomorrow) == []
    assert list_coordinator_ids(cast.organisations["granasen"].pk, tomorrow) == [
        cast.users["other_rector"].pk
    ]
    assert list_coordinator_ids(school, cast.posts["rector"].from_on - days(1)) == []


def test_demo_logs_in_as_invented_people_alone(cast: Cast) -> None:
    assert list_personas(NOW) == []
    User.objects.filter(pk__in=[cast.users[part].pk for part in ("rector", "outsider")]).update(
        is_demo=True
    )
    (persona,) = list_personas(NOW)
    assert (persona.name, persona.role) == ("Rector", Role.RECTOR)
    assert find_persona(persona.public_id) == cast.users["rector"]
    assert find_persona(cast.users["teacher"].public_id) is None
    User.objects.filter(pk=cast.users["rector"].pk).update(is_active=False)
    assert list_personas(NOW) == []
    assert find_persona(persona.public_id) is None

"""From a user to who acts: posts that begin and end, other hats, and whom a person belongs to."""

from datetime import timedelta

import pytest

from felles.casework.models import Case
from felles.casework.queries import get_case, list_readers
from felles.people.actions import create_organisation, create_post, create_user, end_post
from felles.people.models import Post, User
from felles.people.queries import get_actor, list_actors, list_actors_at_school, system_actor
from felles.rules.roles import OrgKind, Role
from tests import make
from tests.cast import NOW, START, Cast, build_cast, days

pytestmark = pytest.mark.django_db
ROOT = system_actor(NOW)
MIDNIGHT = NOW.replace(hour=0)


def another_hat(cast: Cast, part: str, role: Role, organisation: str, **fields: object) -> Post:
    """A second post for the part."""
    return create_post(
        by=ROOT,
        at=NOW,
        user=cast.users[part],
        role=role,
        organisation=cast.organisations[organisation],
        from_on=START,
        **fields,  # type: ignore[arg-type]
    )


def test_post_that_ends_today_counts_until_midnight() -> None:
    cast = build_cast()
    user = cast.users["rector"]
    end_post(by=ROOT, at=NOW, post=cast.posts["rector"], until_on=NOW.date())
    tonight = MIDNIGHT + days(1) - timedelta(seconds=1)
    assert get_actor(user, post_id=None, at=tonight) is not None
    assert get_actor(user, post_id=None, at=MIDNIGHT + days(1)) is None
    assert list_actors(user.pk, MIDNIGHT + days(1)) == []


def test_post_counts_from_its_first_day() -> None:
    cast = build_cast()
    user = create_user(by=ROOT, at=NOW, username="new", name="New")
    first = NOW.date() + days(1)
    create_post(
        by=ROOT, at=NOW, user=user, role=Role.RECTOR, organisation=cast.furulia, from_on=first
    )
    assert get_actor(user, post_id=None, at=MIDNIGHT + days(1) - timedelta(seconds=1)) is None
    assert get_actor(user, post_id=None, at=MIDNIGHT + days(1)) is not None


def test_deactivated_user_acts_no_more_and_reads_no_more() -> None:
    cast = build_cast()
    made = make.at_school(cast)
    User.objects.filter(pk=cast.users["rector"].pk).update(is_active=False)
    rector, social_teacher = cast.users["rector"], cast.actor("social_teacher")
    assert get_actor(rector, post_id=cast.posts["rector"].pk, at=NOW) is None
    readers = list_readers(social_teacher, get_case(social_teacher, made.public_id))
    assert rector.pk not in {reader.user_id for reader in readers}


def test_somebody_elses_post_cannot_be_chosen() -> None:
    cast = build_cast()
    actor = get_actor(cast.users["teacher"], post_id=cast.posts["rector"].pk, at=NOW)
    assert actor is not None
    assert (actor.role, actor.post_id) == (Role.TEACHER, cast.posts["teacher"].pk)


def test_user_without_a_post_is_nobody() -> None:
    cast = build_cast()
    assert get_actor(cast.users["outsider"], post_id=None, at=NOW) is None


@pytest.mark.parametrize("hat", [Role.RECTOR, Role.SOCIAL_TEACHER, Role.SOCIAL_AGENT])
def test_other_hat_paid_by_the_school_lifts_no_exclusion(hat: Role) -> None:
    cast = build_cast()
    made = make.not_child_welfare(cast)
    user = cast.users["child_welfare_intake"]
    post = another_hat(cast, "child_welfare_intake", hat, "furulia")
    actor = get_actor(user, post_id=post.pk, at=NOW)
    assert actor is not None
    assert cast.service("child_welfare").pk in actor.affiliations
    assert not Case.objects.visible_to(actor).filter(pk=made.case.pk).exists()
    rector = cast.actor("rector")
    readers = list_readers(rector, get_case(rector, made.public_id))
    assert user.pk not in {reader.user_id for reader in readers}


def test_hat_that_has_been_put_away_shuts_out_no_more() -> None:
    cast = build_cast()
    made = make.not_child_welfare(cast)
    post = another_hat(cast, "child_welfare_intake", Role.SOCIAL_TEACHER, "furulia")
    end_post(by=ROOT, at=NOW, post=cast.posts["child_welfare_intake"], until_on=START)
    actor = get_actor(cast.users["child_welfare_intake"], post_id=post.pk, at=NOW)
    assert actor is not None
    assert Case.objects.visible_to(actor).filter(pk=made.case.pk).exists()


def test_person_belongs_to_the_services_above_the_employer() -> None:
    cast = build_cast()
    agent = cast.actor("social_agent")
    wanted = {cast.service("youth_unit").pk, cast.service("child_welfare").pk}
    assert agent.affiliations == wanted
    assert agent.school_ids == {cast.furulia.pk}


def test_schools_of_a_service_are_those_it_comes_to() -> None:
    cast = build_cast()
    assert cast.actor("health_nurse").school_ids == {cast.furulia.pk}
    assert cast.actor("rector").school_ids == {cast.furulia.pk}
    assert cast.actor("agent_leader").school_ids == frozenset()


def test_services_far_above_and_above_a_district_count_too() -> None:
    cast = build_cast()
    top = cast.service("child_welfare")
    for kind in (OrgKind.DISTRICT, OrgKind.CHILD_WELFARE, OrgKind.DISTRICT, OrgKind.YOUTH_CLUB):
        top = create_organisation(by=ROOT, at=NOW, kind=kind, name=f"Under {kind}", parent=top)
    post = another_hat(cast, "teacher", Role.MILIEU_WORKER, "furulia", employer=top)
    actor = get_actor(cast.users["teacher"], post_id=post.pk, at=NOW)
    assert actor is not None
    assert cast.service("child_welfare").pk in actor.affiliations
    assert cast.furulia.pk not in actor.affiliations


def test_everybody_who_might_see_a_case_stands_once_for_each_post() -> None:
    cast = build_cast()
    another_hat(cast, "teacher", Role.MILIEU_WORKER, "furulia")
    services = frozenset({cast.service("health").pk, cast.service("club").pk})
    actors = list_actors_at_school(cast.furulia.pk, service_ids=services, at=NOW)
    found = sorted((actor.user_name, actor.role.value) for actor in actors)
    assert found == [
        ("Club Leader", "club_leader"),
        ("Contact Teacher", "contact_teacher"),
        ("Health Nurse", "health_nurse"),
        ("Milieu Worker", "milieu_worker"),
        ("Other Contact Teacher", "contact_teacher"),
        ("Rector", "rector"),
        ("Social Agent", "social_agent"),
        ("Social Teacher", "social_teacher"),
        ("Teacher", "milieu_worker"),
        ("Teacher", "teacher"),
    ]


def test_whoever_runs_a_command_sees_no_case() -> None:
    cast = build_cast()
    make.in_measures(cast)
    assert not Case.objects.visible_to(ROOT).exists()

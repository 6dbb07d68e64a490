"""From a user and a post to the frozen actor that every rule asks about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from felles.people.models import Organisation, Post, PostClass, PostSchool, User
from felles.rules.access import OSLO, Actor
from felles.rules.roles import OrgKind, Role

_RELATED = (
    "user",
    "organisation__parent__parent",
    "employer__parent__parent",
)


def _running(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))


def _posts(on: date) -> QuerySet[Post]:
    return (
        Post.objects.filter(_running(on), user__is_active=True)
        .select_related(*_RELATED)
        .prefetch_related(
            Prefetch("post_schools", PostSchool.objects.order_by("pk")),
            Prefetch("post_classes", PostClass.objects.order_by("pk")),
        )
        .order_by("pk")
    )


def _services_above(organisation: Organisation | None) -> Iterable[int]:
    while organisation is not None:
        if OrgKind(organisation.kind).is_service:
            yield organisation.pk
        organisation = organisation.parent


def _affiliations(posts: Iterable[Post]) -> frozenset[int]:
    """The services that a person belongs to, by any post.

    Not only by the post acted in: taking on another hat must not undo an exclusion (rule 3).
    """
    return frozenset(
        service
        for post in posts
        for organisation in (post.organisation, post.employer)
        for service in _services_above(organisation)
    )


def _build(post: Post, at: datetime, all_posts: Iterable[Post]) -> Actor:
    schools = {row.school_id for row in post.post_schools.all()}
    if post.organisation.kind == OrgKind.SCHOOL:
        schools.add(post.organisation_id)
    return Actor(
        user_id=post.user_id,
        user_name=post.user.name,
        post_id=post.pk,
        role=Role(post.role),
        organisation_id=post.organisation_id,
        organisation_kind=OrgKind(post.organisation.kind),
        organisation_name=post.organisation.name,
        employer_id=post.employer_id,
        at=at,
        affiliations=_affiliations(all_posts),
        school_ids=frozenset(schools),
        class_ids=frozenset(row.class_group_id for row in post.post_classes.all()),
    )


def get_actor(user: User, *, post_id: int | None, at: datetime) -> Actor | None:
    """The actor of ``user`` in the chosen post, else in the first running one; None without one."""
    posts = list(_posts(at.astimezone(OSLO).date()).filter(user=user))
    if not posts:
        return None
    chosen = next((post for post in posts if post.pk == post_id), posts[0])
    return _build(chosen, at, posts)


def list_actors(user_id: int, at: datetime) -> list[Actor]:
    """A user's actors, one for each running post; none for a user who is gone."""
    posts = list(_posts(at.astimezone(OSLO).date()).filter(user_id=user_id))
    return [_build(post, at, posts) for post in posts]


def list_posts(user: User, on: date) -> list[Post]:
    """The running posts of a user, for choosing whom to act for."""
    return list(_posts(on).filter(user=user))


def list_running_posts(post_ids: Collection[int], at: datetime) -> list[Post]:
    """Those of the posts that run at the instant, of people who are still here."""
    return list(_posts(at.astimezone(OSLO).date()).filter(pk__in=post_ids))


def list_posts_near(place: Organisation, *, at: datetime, more: Collection[int] = ()) -> list[Post]:
    """Running posts of those who could take part in a meeting of a school, service or district.

    The own people, those whom it pays (also through an office under it), services' posts that
    cover the school, and the agents' leaders. ``more`` are posts that are there already.
    """
    near = (
        Q(organisation=place)
        | Q(employer=place)
        | Q(employer__parent=place)
        | Q(post_schools__school=place)
        | Q(role=Role.AGENT_LEADER.value)
        | Q(pk__in=more)
    )
    return list(_posts(at.astimezone(OSLO).date()).filter(near).distinct())


def list_actors_of_posts(post_ids: Collection[int], at: datetime) -> dict[int, Actor]:
    """The actor of each of some posts that runs at the instant, by the post's id.

    In a fixed number of queries. A person's other posts count for exclusions, as always.
    """
    on = at.astimezone(OSLO).date()
    users = Post.objects.filter(pk__in=post_ids).values("user_id")
    of_user: dict[int, list[Post]] = defaultdict(list)
    for post in _posts(on).filter(user_id__in=users):
        of_user[post.user_id].append(post)
    return {
        post.pk: _build(post, at, posts)
        for posts in of_user.values()
        for post in posts
        if post.pk in post_ids
    }


def list_actors_at_school(
    school_id: int, *, service_ids: frozenset[int], at: datetime
) -> list[Actor]:
    """Everyone who could see a case at the school: its staff, and the services' posts there."""
    on = at.astimezone(OSLO).date()
    at_school = Q(organisation_id=school_id)
    in_service = Q(organisation_id__in=service_ids, post_schools__school_id=school_id)
    might = Post.objects.filter(_running(on)).filter(at_school | in_service)
    of_user: dict[int, list[Post]] = defaultdict(list)
    for post in _posts(on).filter(user_id__in=might.values("user_id")):
        of_user[post.user_id].append(post)
    return [
        _build(post, at, posts)
        for posts in of_user.values()
        for post in posts
        if _reaches(post, school_id, service_ids)
    ]


def _reaches(post: Post, school_id: int, service_ids: frozenset[int]) -> bool:
    if post.organisation_id == school_id:
        return True
    schools = {row.school_id for row in post.post_schools.all()}
    return post.organisation_id in service_ids and school_id in schools


def find_user(user_id: int) -> User | None:
    """A user by id, None when there is none."""
    return User.objects.filter(pk=user_id).first()


def list_user_names(user_ids: Iterable[int]) -> dict[int, str]:
    """Names of users by id, for logs and bylines."""
    rows = User.objects.filter(pk__in=set(user_ids)).values_list("pk", "name")
    return dict(rows)


def system_actor(at: datetime) -> Actor:
    """Whoever runs a command on the server: an administrator without a person, id 0."""
    return Actor(
        user_id=0,
        user_name="",
        post_id=0,
        role=Role.ADMINISTRATOR,
        organisation_id=0,
        organisation_kind=OrgKind.DISTRICT,
        organisation_name="",
        employer_id=0,
        at=at,
    )


def list_coordinator_ids(school_id: int, on: date) -> list[int]:
    """Users who coordinate the cases of a school: its social teachers, else its rector."""
    posts = Post.objects.filter(_running(on), user__is_active=True, organisation_id=school_id)
    for role in (Role.SOCIAL_TEACHER, Role.RECTOR):
        found = sorted(set(posts.filter(role=role.value).values_list("user_id", flat=True)))
        if found:
            return found
    return []


@dataclass(frozen=True, slots=True)
class Persona:
    """An invented person to log in as, in demo mode."""

    public_id: str
    username: str
    name: str
    role: Role
    organisation_name: str


def list_personas(at: datetime) -> list[Persona]:
    """The demo's invented people with their first post, in the order they were made."""
    users = User.objects.filter(is_demo=True, is_active=True).order_by("pk")
    first: dict[int, Post] = {}
    for post in _posts(at.astimezone(OSLO).date()).filter(user__in=users):
        first.setdefault(post.user_id, post)
    return [
        Persona(
            user.public_id,
            user.username,
            user.name,
            Role(first[user.pk].role),
            first[user.pk].organisation.name,
        )
        for user in users
        if user.pk in first
    ]


def find_persona(public_id: str) -> User | None:
    """An invented user by public id; never a real one."""
    return User.objects.filter(public_id=public_id, is_demo=True, is_active=True).first()

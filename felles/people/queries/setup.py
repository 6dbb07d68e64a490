"""What those who set up a district look up: people, posts, and how far the set-up has come.

No case and nothing of casework comes near these reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from felles.people.ids import search_text
from felles.people.models import ClassGroup, Organisation, Post, Pupil, RosterReview, User
from felles.rules.access import Actor, Permission, may
from felles.rules.reviews import OF_STAFF
from felles.rules.roles import SERVICE_KINDS, OrgKind, Role

PEOPLE_PAGE = 25


@dataclass(frozen=True, slots=True)
class SetupState:
    """How far the district's set-up has come, in numbers without a child."""

    schools: int
    services: int
    people: int
    schools_without_coordinator: int
    schools_without_pupils: int
    staff_reviews: int


def _running(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))


def _with_posts(users: QuerySet[User]) -> QuerySet[User]:
    posts = Post.objects.select_related("organisation", "employer").prefetch_related(
        Prefetch("schools", Organisation.objects.order_by("name", "pk")),
        Prefetch("classes", ClassGroup.objects.order_by("grade", "name", "pk")),
    )
    return users.prefetch_related(Prefetch("posts", posts.order_by("-from_on", "-pk")))


def list_people(actor: Actor, *, text: str = "", page: int = 1) -> tuple[list[User], bool]:
    """A page of the members of staff by name, and whether there is a next page.

    With ``text``, those where every word of it starts a word of the name or the user name.
    """
    if not may(actor, Permission.PEOPLE_ADMIN):
        return [], False
    users = User.objects.order_by("name", "pk")
    if words := search_text(text).split():
        users = users.filter(pk__in=_find_ids(words))
    start = (max(page, 1) - 1) * PEOPLE_PAGE
    rows = list(_with_posts(users)[start : start + PEOPLE_PAGE + 1])
    return rows[:PEOPLE_PAGE], len(rows) > PEOPLE_PAGE


def _find_ids(words: list[str]) -> list[int]:
    # Compared in Python: SQLite folds the case of ASCII letters only, and Åse is a name.
    rows = User.objects.order_by("name", "pk").values_list("pk", "name", "username")
    found = (
        pk
        for pk, name, username in rows
        if all(f" {word}" in search_text(name, username) for word in words)
    )
    return list(islice(found, PEOPLE_PAGE + 1))


def find_person(actor: Actor, public_id: str) -> User | None:
    """A member of staff with all posts, past ones too."""
    if not may(actor, Permission.PEOPLE_ADMIN):
        return None
    return _with_posts(User.objects.filter(public_id=public_id)).first()


def find_post(actor: Actor, public_id: str) -> Post | None:
    """A post, with whom it belongs to."""
    if not may(actor, Permission.PEOPLE_ADMIN):
        return None
    posts = Post.objects.filter(public_id=public_id)
    return posts.select_related("user", "organisation", "employer").first()


def list_organisations(actor: Actor) -> list[Organisation]:
    """Every active organisation, by kind and name."""
    rows = Organisation.objects.filter(is_active=True).select_related("parent")
    return list(rows.order_by("kind", "name", "pk"))


def list_classes(school_id: int) -> list[ClassGroup]:
    """The active classes of a school."""
    rows = ClassGroup.objects.filter(school_id=school_id, is_active=True)
    return list(rows.order_by("grade", "name", "pk"))


def get_setup_state(actor: Actor) -> SetupState:
    """How far the set-up has come, in six counts."""
    active = Organisation.objects.filter(is_active=True)
    schools = active.filter(kind=OrgKind.SCHOOL.value)
    coordinators = Post.objects.filter(
        _running(actor.on),
        user__is_active=True,
        organisation_id=OuterRef("pk"),
        role__in=[Role.RECTOR.value, Role.SOCIAL_TEACHER.value],
    )
    # Counted as rosters say it: what a case keeps at a school is nothing for the administrator.
    pupils = Pupil.objects.filter(
        school_id=OuterRef("pk"), left_on__isnull=True, off_roster_on__isnull=True
    )
    return SetupState(
        schools=schools.count(),
        services=active.filter(kind__in=[kind.value for kind in SERVICE_KINDS]).count(),
        people=User.objects.filter(is_active=True).count(),
        schools_without_coordinator=schools.filter(~Exists(coordinators)).count(),
        schools_without_pupils=schools.filter(~Exists(pupils)).count(),
        # Those about pupils tell of cases, and are for the schools.
        staff_reviews=RosterReview.objects.filter(
            settled_at__isnull=True, kind__in=[kind.value for kind in OF_STAFF]
        ).count(),
    )

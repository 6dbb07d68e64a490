"""Schools, services, and who is who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from felles.people.models import ClassGroup, Organisation, Post
from felles.rules.access import OSLO, Actor
from felles.rules.roles import SERVICE_KINDS, OrgKind, Role


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """What the school's page shows: no pupil, no case."""

    school: Organisation
    staff: list[Post]
    services: list[Post]
    classes: list[ClassGroup]


def list_schools(actor: Actor) -> list[Organisation]:
    """Active schools, by name. Open to all who log in: schools are public."""
    schools = Organisation.objects.filter(kind=OrgKind.SCHOOL.value, is_active=True)
    return list(schools.select_related("profile").order_by("name", "pk"))


def list_services(*, kinds: frozenset[OrgKind] = SERVICE_KINDS) -> list[Organisation]:
    """Active services, by kind and name."""
    services = Organisation.objects.filter(kind__in=[kind.value for kind in kinds], is_active=True)
    return list(services.order_by("kind", "name", "pk"))


def find_organisation(public_id: str) -> Organisation | None:
    """An organisation by its public id."""
    organisations = Organisation.objects.filter(public_id=public_id)
    return organisations.select_related("profile").first()


def list_school_agents(school_id: int, at: datetime) -> list[str]:
    """The names of the social agents who work at a school at an instant. No login is asked for."""
    on = at.astimezone(OSLO).date()
    running = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    posts = Post.objects.filter(
        running, user__is_active=True, organisation_id=school_id, role=Role.SOCIAL_AGENT.value
    )
    return list(posts.order_by("user__name", "pk").values_list("user__name", flat=True))


def get_school_page(actor: Actor, public_id: str, *, on: date) -> SchoolPage | None:
    """A school with its staff and the services that cover it; None when there is no such school."""
    school = (
        Organisation.objects.filter(public_id=public_id, kind=OrgKind.SCHOOL.value)
        .select_related("profile")
        .first()
    )
    if school is None:
        return None
    running = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    posts = Post.objects.filter(running, user__is_active=True).select_related(
        "user", "organisation", "employer"
    )
    staff = posts.filter(organisation=school).prefetch_related("classes")
    services = posts.filter(post_schools__school=school).exclude(organisation=school)
    return SchoolPage(
        school=school,
        staff=list(staff.order_by("role", "user__name", "pk")),
        services=list(services.distinct().order_by("organisation__kind", "user__name", "pk")),
        classes=list(school.classes.filter(is_active=True).order_by("grade", "name", "pk")),
    )

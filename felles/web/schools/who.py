"""Who is who at a school: people in groups, with what each can help with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from felles.people.queries import SchoolPage
from felles.rules.roles import Role
from felles.rules.text import N_

if TYPE_CHECKING:
    from felles.people.models import ClassGroup, Post

# What each role can help with. Source: the guide, part 3A and 3B.
HELP = {
    Role.SOCIAL_TEACHER: N_("Koordinerer skolens saker. Spør her først."),
    Role.SOCIAL_AGENT: N_(
        "Er ute blant elevene, holder kurs og følger opp. "
        "På skolen fire dager i uka, på kontoret i barnevernet én dag."
    ),
    Role.RECTOR: N_("Kaller inn til innsatsteamet og leder det."),
    Role.MILIEU_WORKER: N_("Følger opp elever i skolehverdagen."),
    Role.HEALTH_NURSE: N_("Helse, søvn og trivsel."),
    Role.OSLOHJELPA_WORKER: N_("Tidlig hjelp til familier."),
    Role.CLUB_LEADER: N_("Fritid og klubb etter skoletid."),
    Role.CHILD_WELFARE_INTAKE: N_("Gir råd uten navn. Tar imot bekymringsmeldinger."),
    Role.BUP_CLINICIAN: N_("Psykisk helse. Er med når det trengs."),
}

# In the order in which people are asked.
AT_SCHOOL = (Role.SOCIAL_TEACHER, Role.SOCIAL_AGENT, Role.RECTOR, Role.MILIEU_WORKER)
SERVICES = (
    Role.HEALTH_NURSE,
    Role.OSLOHJELPA_WORKER,
    Role.CLUB_LEADER,
    Role.CHILD_WELFARE_INTAKE,
    Role.BUP_CLINICIAN,
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person, what they help with, and how to reach them."""

    name: str
    role: Role
    organisation: str
    help: str
    phone: str
    hours: str


@dataclass(frozen=True, slots=True)
class Group:
    """People under one heading."""

    id: str
    title: str
    contacts: list[Contact]


def list_groups(page: SchoolPage) -> list[Group]:
    """Those at the school whom one asks first, and the services that come there."""
    groups = [
        Group("staff", _("På skolen"), _contacts(page.staff, AT_SCHOOL, own=True)),
        Group("services", _("Tjenestene"), _contacts(page.services, SERVICES, own=False)),
    ]
    return [group for group in groups if group.contacts]


def _contacts(posts: list[Post], roles: tuple[Role, ...], *, own: bool) -> list[Contact]:
    wanted = [post for post in posts if post.role in roles]
    return [
        Contact(
            name=post.user.name,
            role=Role(post.role),
            organisation="" if own else post.organisation.name,
            help=HELP.get(Role(post.role), ""),
            phone=post.user.phone or ("" if own else post.organisation.phone),
            hours=post.organisation.hours,
        )
        for post in sorted(wanted, key=lambda post: (roles.index(Role(post.role)), post.user.name))
    ]


def list_classes(page: SchoolPage) -> list[tuple[ClassGroup, str]]:
    """The classes with their contact teachers."""
    teachers: dict[int, list[str]] = {}
    for post in page.staff:
        if post.role == Role.CONTACT_TEACHER.value:
            for class_group in post.classes.all():
                teachers.setdefault(class_group.pk, []).append(post.user.name)
    return [(row, ", ".join(sorted(teachers.get(row.pk, [])))) for row in page.classes]

"""Who is who at a school: people in groups, with what each can help with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from felles.people.queries import SchoolPage
from felles.rules.agent_week import Side
from felles.rules.roles import Role
from felles.rules.text import N_

if TYPE_CHECKING:
    from felles.activities.models import FollowUp
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
    away_until: date | None = None
    follow_ups: tuple[tuple[str, str], ...] = ()
    agent_id: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """People under one heading."""

    id: str
    title: str
    contacts: list[Contact]


def list_agents(page: SchoolPage) -> list[Post]:
    """The school's social agents."""
    return [post for post in page.staff if post.role == Role.SOCIAL_AGENT.value]


def list_groups(
    page: SchoolPage,
    *,
    away: Mapping[int, date],
    follow_ups: Mapping[int, Mapping[Side, FollowUp]],
) -> list[Group]:
    """Those at the school whom one asks first, and the services that come there.

    By the post: until when somebody is away, and who follows up an agent.
    """
    staff = [
        replace(
            contact,
            away_until=away.get(post.pk),
            follow_ups=_follow_lines(follow_ups.get(post.pk, {})),
            agent_id=post.public_id if post.role == Role.SOCIAL_AGENT.value else "",
        )
        for post, contact in _contacts(page.staff, AT_SCHOOL, own=True)
    ]
    services = [contact for _post, contact in _contacts(page.services, SERVICES, own=False)]
    groups = [
        Group("staff", _("På skolen"), staff),
        Group("services", _("Tjenestene"), services),
    ]
    return [group for group in groups if group.contacts]


def _follow_lines(found: Mapping[Side, FollowUp]) -> tuple[tuple[str, str], ...]:
    return tuple((_(side.label), found[side].by.user.name) for side in Side if side in found)


def _contacts(
    posts: list[Post], roles: tuple[Role, ...], *, own: bool
) -> list[tuple[Post, Contact]]:
    wanted = [post for post in posts if post.role in roles]
    return [
        (
            post,
            Contact(
                name=post.user.name,
                role=Role(post.role),
                organisation="" if own else post.organisation.name,
                help=HELP.get(Role(post.role), ""),
                phone=post.user.phone or ("" if own else post.organisation.phone),
                hours=post.organisation.hours,
            ),
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

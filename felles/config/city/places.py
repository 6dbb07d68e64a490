"""Districts with their services, and schools with their staff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from felles.config.city.rows import Rows
from felles.config.demo.names import FAMILY, GROWN_UP
from felles.meetings.models import Team, TeamService
from felles.people.models import (
    ClassGroup,
    Organisation,
    Post,
    PostClass,
    PostSchool,
    User,
)
from felles.rules.roles import OrgKind, Role

DISTRICT_SCHOOLS = 13
NURSE_SCHOOLS = 3
CLUB_SCHOOLS = 5
CLASSES = tuple(f"{grade}{letter}" for grade in range(1, 8) for letter in "AB")
CONTACT_TEACHERS = 5


@dataclass
class Maker:
    """What all rows are made with: dice, ids, names of logins, the day, and where rows wait."""

    dice: Random
    ids: Iterator[str]
    prefix: str
    at: datetime
    on: date
    rows: Rows
    # The first school's people can be chosen as personas; thousands could not.
    is_demo: bool = False

    def organisation(
        self, kind: OrgKind, name: str, parent: Organisation | None = None
    ) -> Organisation:
        """An organisation, saved at once, since others of its kind may lie under it."""
        return Organisation.objects.create(
            public_id=next(self.ids), kind=kind.value, name=name, parent=parent
        )

    def person(self, key: str, role: Role, at: Organisation, employer: Organisation) -> Post:
        """A user in a post, not yet saved."""
        name = f"{self.dice.choice(GROWN_UP)} {self.dice.choice(FAMILY)}"
        username = f"{self.prefix}.{key}"
        user = User(
            public_id=next(self.ids),
            username=username,
            name=name,
            email=f"{username}@city.example",
            password="!",  # noqa: S106 -- a password that nothing equals
            is_demo=self.is_demo,
        )
        post = Post(
            public_id=next(self.ids),
            user=user,
            role=role.value,
            organisation=at,
            employer=employer,
            from_on=date(self.on.year - 5, 8, 1),
        )
        self.rows.add(user, post)
        return post


@dataclass
class District:
    """The services that a dozen schools share."""

    child_welfare: Organisation
    youth_unit: Organisation
    health: Organisation
    oslohjelpa: Organisation
    bup: Organisation
    clubs: list[Organisation] = field(default_factory=list)
    everywhere: list[Post] = field(default_factory=list)
    nurse: Post | None = None
    club_leader: Post | None = None


@dataclass
class School:
    """A school with those who write in its cases."""

    organisation: Organisation
    rector: User
    coordinator: User
    agent: User
    teachers: list[User]
    classes: list[ClassGroup]
    services: list[Organisation]
    nurse: User
    club_leader: User
    child_welfare: Organisation


def make_district(make: Maker, number: int) -> District:
    """The services of a district, with those who cover all its schools."""
    name = f"Eksempelbydel {number}"
    child_welfare = make.organisation(OrgKind.CHILD_WELFARE, f"Barneverntjenesten i {name}")
    youth_unit = make.organisation(
        OrgKind.CHILD_WELFARE, f"Forebyggende ungdomsavdeling i {name}", child_welfare
    )
    district = District(
        child_welfare,
        youth_unit,
        make.organisation(OrgKind.SCHOOL_HEALTH, f"Skolehelsetjenesten i {name}"),
        make.organisation(OrgKind.OSLOHJELPA, f"Oslohjelpa i {name}"),
        make.organisation(OrgKind.BUP, f"BUP {name}"),
    )
    key = f"d{number:02}"
    for part, role, place in (
        ("intake", Role.CHILD_WELFARE_INTAKE, district.child_welfare),
        ("oslohjelpa", Role.OSLOHJELPA_WORKER, district.oslohjelpa),
        ("bup", Role.BUP_CLINICIAN, district.bup),
    ):
        district.everywhere.append(make.person(f"{key}.{part}", role, place, place))
    make.person(f"{key}.leader", Role.AGENT_LEADER, youth_unit, youth_unit)
    return district


def make_school(make: Maker, number: int, district: District) -> School:
    """A school of the district with classes, staff, team and the services' posts that cover it."""
    place = make.organisation(OrgKind.SCHOOL, f"Eksempelskole {number:03}")
    classes = [
        ClassGroup(public_id=next(make.ids), school=place, name=name, grade=int(name[0]))
        for name in CLASSES
    ]
    make.rows.add(*classes)
    key = f"s{number:03}"
    rector = make.person(f"{key}.rector", Role.RECTOR, place, place)
    coordinator = make.person(f"{key}.coordinator", Role.SOCIAL_TEACHER, place, place)
    agent = make.person(f"{key}.agent", Role.SOCIAL_AGENT, place, district.youth_unit)
    teachers = [
        make.person(f"{key}.teacher{n}", Role.CONTACT_TEACHER, place, place)
        for n in range(1, CONTACT_TEACHERS + 1)
    ]
    make.person(f"{key}.milieu", Role.MILIEU_WORKER, place, place)
    make.rows.add(
        *(
            PostClass(post=teachers[n % CONTACT_TEACHERS], class_group=row)
            for n, row in enumerate(classes)
        )
    )
    nurse, leader = _cover(make, number, place, district)
    services = [district.child_welfare, district.health, leader.organisation, district.oslohjelpa]
    if number % 3 == 0:
        services.append(district.bup)
    team = Team(school=place, cadence_weeks=make.dice.choice((3, 4, 5, 6)))
    make.rows.add(team, *(TeamService(team=team, service=service) for service in services))
    return School(
        place,
        rector.user,
        coordinator.user,
        agent.user,
        [post.user for post in teachers],
        classes,
        services,
        nurse.user,
        leader.user,
        district.child_welfare,
    )


def _cover(make: Maker, number: int, place: Organisation, district: District) -> tuple[Post, Post]:
    """The services' people who come to this school; a new nurse every third, club every fifth."""
    if district.nurse is None or number % NURSE_SCHOOLS == 1:
        district.nurse = make.person(
            f"s{number:03}.nurse", Role.HEALTH_NURSE, district.health, district.health
        )
    if district.club_leader is None or number % CLUB_SCHOOLS == 1:
        club = make.organisation(OrgKind.YOUTH_CLUB, f"Fritidsklubb {number:03}")
        district.club_leader = make.person(f"s{number:03}.club", Role.CLUB_LEADER, club, club)
    for post in (district.nurse, district.club_leader, *district.everywhere):
        make.rows.add(PostSchool(post=post, school=place))
    return district.nurse, district.club_leader

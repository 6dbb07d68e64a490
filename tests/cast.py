"""A small fixed cast: one district, two schools, five services, and the people in them.

Everybody is invented. Names are the parts they play, so that a test reads as a sentence.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from felles.meetings.actions import set_team
from felles.people.actions import create_class, create_organisation, create_post, create_user
from felles.people.models import ClassGroup, Organisation, Post, User
from felles.people.queries import get_actor, system_actor
from felles.rules.access import Actor
from felles.rules.roles import OrgKind, Role

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Europe/Oslo"))
START = date(2026, 8, 1)

# part: (role, organisation, employer, schools covered, classes)
PARTS: dict[str, tuple[Role, str, str, tuple[str, ...], tuple[str, ...]]] = {
    "contact_teacher": (Role.CONTACT_TEACHER, "furulia", "furulia", (), ("6B",)),
    "other_contact_teacher": (Role.CONTACT_TEACHER, "furulia", "furulia", (), ("5A",)),
    "teacher": (Role.TEACHER, "furulia", "furulia", (), ()),
    "milieu_worker": (Role.MILIEU_WORKER, "furulia", "furulia", (), ()),
    "social_teacher": (Role.SOCIAL_TEACHER, "furulia", "furulia", (), ()),
    "rector": (Role.RECTOR, "furulia", "furulia", (), ()),
    "social_agent": (Role.SOCIAL_AGENT, "furulia", "youth_unit", (), ()),
    "health_nurse": (Role.HEALTH_NURSE, "health", "health", ("furulia",), ()),
    "club_leader": (Role.CLUB_LEADER, "club", "club", ("furulia",), ()),
    "child_welfare_intake": (
        Role.CHILD_WELFARE_INTAKE,
        "child_welfare",
        "child_welfare",
        ("furulia", "granasen"),
        (),
    ),
    "oslohjelpa": (Role.OSLOHJELPA_WORKER, "oslohjelpa", "oslohjelpa", ("furulia",), ()),
    "bup": (Role.BUP_CLINICIAN, "bup", "bup", ("furulia",), ()),
    "agent_leader": (Role.AGENT_LEADER, "child_welfare", "child_welfare", (), ()),
    "project_leader": (Role.PROJECT_LEADER, "district", "district", (), ()),
    "steering_member": (Role.STEERING_MEMBER, "district", "district", (), ()),
    "project_owner": (Role.PROJECT_OWNER, "district", "district", (), ()),
    "secretary": (Role.SECRETARY, "district", "district", (), ()),
    "administrator": (Role.ADMINISTRATOR, "district", "district", (), ()),
    "other_rector": (Role.RECTOR, "granasen", "granasen", (), ()),
    "other_school_teacher": (Role.TEACHER, "granasen", "granasen", (), ()),
    "other_nurse": (Role.HEALTH_NURSE, "health", "health", ("granasen",), ()),
}
STAFF_PARTS = tuple(PARTS)
TEAM = ("child_welfare", "health", "club", "oslohjelpa")


@dataclass
class Cast:
    """The district. ``actor("rector")`` is who that part is at 08:00 on 24 November 2026."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    classes: dict[str, ClassGroup] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)

    def actor(self, part: str, at: datetime = NOW) -> Actor:
        """The part's actor at an instant."""
        actor = get_actor(self.users[part], post_id=self.posts[part].pk, at=at)
        assert actor is not None, f"{part} has no running post at {at}"
        return actor

    def service(self, name: str) -> Organisation:
        """An organisation by its short name."""
        return self.organisations[name]

    @property
    def furulia(self) -> Organisation:
        """The school where things happen."""
        return self.organisations["furulia"]


def _organisations(cast: Cast, by: Actor) -> None:
    rows = {
        "district": (OrgKind.DISTRICT, "Bydel Eksempel", None),
        "furulia": (OrgKind.SCHOOL, "Furulia skole", None),
        "granasen": (OrgKind.SCHOOL, "Granåsen skole", None),
        "child_welfare": (OrgKind.CHILD_WELFARE, "Barneverntjenesten Eksempel", None),
        "youth_unit": (OrgKind.CHILD_WELFARE, "Forebyggende ungdomsavdeling", "child_welfare"),
        "health": (OrgKind.SCHOOL_HEALTH, "Skolehelsetjenesten Eksempel", None),
        "club": (OrgKind.YOUTH_CLUB, "Klubben Eksempel", None),
        "oslohjelpa": (OrgKind.OSLOHJELPA, "Oslohjelpa Eksempel", None),
        "bup": (OrgKind.BUP, "BUP Eksempel", None),
    }
    for name, (kind, title, parent) in rows.items():
        cast.organisations[name] = create_organisation(
            by=by,
            at=NOW,
            kind=kind,
            name=title,
            parent=cast.organisations[parent] if parent else None,
        )


def build_cast() -> Cast:
    """Make the district through the actions that the administrator's pages use."""
    by = system_actor(NOW)
    cast = Cast()
    _organisations(cast, by)
    for name, grade in (("5A", 5), ("6B", 6)):
        cast.classes[name] = create_class(
            by=by, at=NOW, school=cast.furulia, name=name, grade=grade
        )
    cast.classes["7C"] = create_class(
        by=by, at=NOW, school=cast.organisations["granasen"], name="7C", grade=7
    )
    for part, (role, organisation, employer, schools, classes) in PARTS.items():
        user = create_user(
            by=by, at=NOW, username=part, name=part.replace("_", " ").title(), password="x" * 12
        )
        cast.users[part] = user
        cast.posts[part] = create_post(
            by=by,
            at=NOW,
            user=user,
            role=role,
            organisation=cast.organisations[organisation],
            employer=cast.organisations[employer],
            from_on=START,
            schools=[cast.organisations[name] for name in schools],
            classes=[cast.classes[name] for name in classes],
        )
    cast.users["outsider"] = create_user(by=by, at=NOW, username="outsider", name="Outsider")
    for school in ("furulia", "granasen"):
        set_team(
            by=by,
            at=NOW,
            school=cast.organisations[school],
            cadence_weeks=5,
            services=[cast.organisations[name] for name in TEAM],
        )
    return cast


def days(count: int) -> timedelta:
    """So many days."""
    return timedelta(days=count)

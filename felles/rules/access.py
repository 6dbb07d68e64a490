"""Who may do what, and who may see which case. Denied unless a line here says otherwise.

What a role may do at all stands in :mod:`felles.rules.permissions`, one table on one page; here
is one function that decides a read. The SQL twin of
:func:`may_see` is ``casework.models.CaseQuerySet.visible_to``; a test holds the two together.
Source: docs/access.md (the ten rules), the guide, part 3B.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from felles.rules import consent
from felles.rules.permissions import PERMISSION_LABELS, ROLE_PERMISSIONS, Permission
from felles.rules.roles import (
    CLASS_CASE_ROLES,
    NAMED_CASE_ROLES,
    SCHOOL_CASE_ROLES,
    SERVICE_ROLES,
    Audience,
    OrgKind,
    Role,
    Topic,
)
from felles.rules.text import N_

__all__ = [
    "EVERY_TOPIC",
    "GROUND_LABELS",
    "NOTHING",
    "OSLO",
    "PERMISSION_LABELS",
    "ROLE_PERMISSIONS",
    "Actor",
    "CaseFacts",
    "Ground",
    "Permission",
    "Sight",
    "may",
    "may_read_contact",
    "may_read_text",
    "may_read_unshared",
    "may_see",
]

OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True, slots=True)
class Actor:
    """One person acting in one post, at one instant. Built once per request.

    ``organisation_id`` is acted for, ``employer_id`` pays the wages; ``affiliations`` are the
    services among the two, in this and every other running post of the person, with the
    organisations above them (rule 3: an exclusion follows the person into every hat).
    ``school_ids`` are the schools the post covers, ``class_ids`` the classes it answers for.
    """

    user_id: int
    user_name: str
    post_id: int
    role: Role
    organisation_id: int
    organisation_kind: OrgKind
    organisation_name: str
    employer_id: int
    at: datetime
    affiliations: frozenset[int] = frozenset()
    school_ids: frozenset[int] = frozenset()
    class_ids: frozenset[int] = frozenset()

    @property
    def on(self) -> date:
        """The calendar day in Norway at the actor's instant."""
        return self.at.astimezone(OSLO).date()


def may(actor: Actor | None, permission: Permission) -> bool:
    """True when the role of the actor's post has the permission. Nobody has none."""
    return actor is not None and permission in ROLE_PERMISSIONS[actor.role]


class Ground(StrEnum):
    """Why a person may see a case. Stands in the access log and on top of the case."""

    ROLE_AT_SCHOOL = "role_at_school"
    OWN_CLASS = "own_class"
    NAMED = "named"
    CONSENT = "consent"
    RAISED_IT = "raised_it"
    OWN_FAMILY = "own_family"

    @property
    def label(self) -> str:
        return GROUND_LABELS[self]


GROUND_LABELS = {
    Ground.ROLE_AT_SCHOOL: N_("har denne rollen ved elevens skole"),
    Ground.OWN_CLASS: N_("er kontaktlærer for eleven"),
    Ground.NAMED: N_("er satt på saken ved navn"),
    Ground.CONSENT: N_("foresatte har sagt ja til tjenesten"),
    # The closed loop only: class of decision and next date, never the case itself.
    Ground.RAISED_IT: N_("har sagt fra om eleven"),
    # The family's own pages only: what was decided and shared, never the case itself.
    Ground.OWN_FAMILY: N_("er foresatt, på familiens egen side"),
}


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All that decides who may see one case, free of the database.

    ``named_user_ids`` are users with a running grant by name, ``granted_service_ids`` services
    with a running grant, both at the instant of asking. ``is_with_team`` says that *this* case
    is with the services now: a grant opens the pupil, and a pupil may have earlier cases.
    """

    school_id: int
    class_id: int | None
    is_protected: bool = False
    is_with_team: bool = False
    named_user_ids: frozenset[int] = frozenset()
    granted_service_ids: frozenset[int] = frozenset()
    holders: tuple[consent.Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class Sight:
    """What an actor sees of a case: nothing (no ground), or what the ground opens."""

    ground: Ground | None = None
    topics: frozenset[Topic] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return self.ground is not None

    @property
    def is_school(self) -> bool:
        """True for those who work with the case inside the school."""
        return self.ground is not None and self.ground is not Ground.CONSENT


NOTHING = Sight()
EVERY_TOPIC = frozenset(Topic)


def may_see(actor: Actor, case: CaseFacts) -> Sight:
    """Decide whether, and on what ground, the actor sees the case. Fails closed.

    Order matters: exclusion beats everything (rule 3), a protected address needs a name on the
    reader list (rule 8), then the school (rule 1), then the consents (rule 2).
    """
    if consent.is_excluded(case.holders, actor.affiliations, actor.user_id):
        return NOTHING
    if case.is_protected and actor.user_id not in case.named_user_ids:
        return NOTHING
    if actor.role in SERVICE_ROLES:
        return _service_sight(actor, case)
    return _school_sight(actor, case)


def _school_sight(actor: Actor, case: CaseFacts) -> Sight:
    if actor.organisation_id != case.school_id:
        return NOTHING
    if actor.role in SCHOOL_CASE_ROLES:
        return Sight(Ground.ROLE_AT_SCHOOL, EVERY_TOPIC)
    if actor.role in CLASS_CASE_ROLES and case.class_id in actor.class_ids:
        return Sight(Ground.OWN_CLASS, EVERY_TOPIC)
    if actor.role in NAMED_CASE_ROLES and actor.user_id in case.named_user_ids:
        return Sight(Ground.NAMED, EVERY_TOPIC)
    return NOTHING


def _service_sight(actor: Actor, case: CaseFacts) -> Sight:
    if case.school_id not in actor.school_ids or not case.is_with_team:
        return NOTHING
    if actor.organisation_id not in case.granted_service_ids:
        return NOTHING
    topics = consent.live_topics(case.holders, actor.organisation_id, actor.on)
    return Sight(Ground.CONSENT, topics) if topics else NOTHING


def may_read_text(
    actor: Actor, sight: Sight, *, audience: Audience, topic: Topic, author_id: int
) -> bool:
    """May the actor, who sees the case, read this text in it?

    A restricted text is for its author and the social teacher, a school text for those who
    work with the case at school, a team text also for services whose consent covers the topic.
    """
    if not sight:
        return False
    if audience is Audience.RESTRICTED:
        return sight.is_school and (author_id == actor.user_id or actor.role is Role.SOCIAL_TEACHER)
    if sight.is_school:
        return True
    return audience is Audience.TEAM and topic in sight.topics


def may_read_contact(
    actor: Actor, sight: Sight, *, service_id: int, audience: Audience, topic: Topic, author_id: int
) -> bool:
    """May the actor, who sees the case, read of the school's contact with one service?

    Like any other text; and of those who act for a service, only the one that was contacted.
    """
    if not sight.is_school and service_id != actor.organisation_id:
        return False
    return may_read_text(actor, sight, audience=audience, topic=topic, author_id=author_id)


def may_read_unshared(actor: Actor, sight: Sight, *, author_id: int) -> bool:
    """May the actor read what the pupil said and does not want passed on?

    It travels as far as a restricted text, whatever the rest of the pupil's words do: it is for
    the one it was told to and the social teacher.
    """
    return may_read_text(
        actor,
        sight,
        audience=Audience.RESTRICTED,
        topic=Topic.SCHOOL_ENVIRONMENT,
        author_id=author_id,
    )

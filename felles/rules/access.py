"""Who may do what, and who may see which case. Denied unless a line here says otherwise.

One role x permission table, one function that decides a read. The SQL twin of
:func:`may_see` is ``casework.models.CaseQuerySet.visible_to``; a test holds the two together.
Source: docs/access.md (the ten rules), the guide, part 3B.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from felles.rules import consent
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

OSLO = ZoneInfo("Europe/Oslo")


class Permission(StrEnum):
    """What a role may do at all. Which case it may do it to is decided by :func:`may_see`."""

    TODAY = "today"
    DUTY_ROUTE = "duty_route"
    CONCERN_RAISE = "concern_raise"
    CASE_READ = "case_read"
    NOTE_WRITE = "note_write"
    TALK_LOG = "talk_log"
    CHILD_VOICE_WRITE = "child_voice_write"
    MEASURE_WRITE = "measure_write"
    MEASURE_FOLLOW = "measure_follow"
    ELEVSAK_BRING = "elevsak_bring"
    ELEVSAK_DECIDE = "elevsak_decide"
    CONSENT_RECORD = "consent_record"
    GUARDIAN_VERIFY = "guardian_verify"
    TEAM_DECIDE = "team_decide"
    EVALUATE = "evaluate"
    CASE_REOPEN = "case_reopen"
    READER_NAME = "reader_name"
    PROTECTION_SET = "protection_set"
    EXCLUSIONS_READ = "exclusions_read"
    ANONYMOUS_DISCUSS = "anonymous_discuss"
    SCHOOL_READ = "school_read"
    SETUP = "setup"
    PEOPLE_ADMIN = "people_admin"
    ROSTER_IMPORT = "roster_import"
    EXCEPTION_APPROVE = "exception_approve"
    SERVICE_CONTACT = "service_contact"
    FAMILY_ANSWER = "family_answer"
    TEXTS_APPROVE = "texts_approve"
    NUMBERS_READ = "numbers_read"
    MEETING_READ = "meeting_read"
    MEETING_LEAD = "meeting_lead"
    MEETING_PLAN = "meeting_plan"
    RHYTHM_READ = "rhythm_read"
    OUTREACH_WRITE = "outreach_write"
    OUTREACH_READ = "outreach_read"

    @property
    def label(self) -> str:
        return PERMISSION_LABELS[self]


P = Permission
PERMISSION_LABELS = {
    P.TODAY: N_("se sin egen dag"),
    P.DUTY_ROUTE: N_("registrere at 112 eller barnevernet er varslet"),
    P.CONCERN_RAISE: N_("si fra om en elev"),
    P.CASE_READ: N_("lese saker som regel 1–3 åpner"),
    P.NOTE_WRITE: N_("skrive notat"),
    P.TALK_LOG: N_("logge samtaler med elev og foresatte"),
    P.CHILD_VOICE_WRITE: N_("skrive ned det eleven sier"),
    P.MEASURE_WRITE: N_("legge til tiltak"),
    P.MEASURE_FOLLOW: N_("skrive hvordan det går med et tiltak"),
    P.ELEVSAK_BRING: N_("melde til elevsaksmøtet"),
    P.ELEVSAK_DECIDE: N_("skrive elevsaksmøtets beslutning"),
    P.CONSENT_RECORD: N_("spørre om og skrive inn samtykke"),
    P.GUARDIAN_VERIFY: N_("bekrefte foreldreansvar"),
    P.TEAM_DECIDE: N_("skrive innsatsteamets beslutning"),
    P.EVALUATE: N_("evaluere og avslutte"),
    P.CASE_REOPEN: N_("åpne en sak igjen"),
    P.READER_NAME: N_("gi en navngitt kollega ved skolen tilgang"),
    P.PROTECTION_SET: N_("sette og fjerne adressesperre"),
    P.EXCLUSIONS_READ: N_("se hvem foresatte har sagt nei til"),
    P.ANONYMOUS_DISCUSS: N_("drøfte uten navn"),
    P.SCHOOL_READ: N_("se skolens side og hvem som er hvem"),
    P.SETUP: N_("sette opp skoler og innstillinger"),
    P.PEOPLE_ADMIN: N_("administrere personer og roller"),
    P.ROSTER_IMPORT: N_("lese inn elevlister"),
    P.EXCEPTION_APPROVE: N_("godkjenne at én foresatt ikke må svare"),
    P.SERVICE_CONTACT: N_("logge kontakt med en tjeneste mellom møter"),
    P.FAMILY_ANSWER: N_("slippe foresatte inn på familiens side og svare dem"),
    P.TEXTS_APPROVE: N_("godkjenne tekster til familier"),
    P.NUMBERS_READ: N_("se tall uten barn"),
    P.MEETING_READ: N_("se møtene sine, svare, og få dem i egen kalender"),
    P.MEETING_LEAD: N_("kalle inn, lage saksliste, lede møtet og skrive referat"),
    P.MEETING_PLAN: N_("planlegge årets møter og skolefri"),
    P.RHYTHM_READ: N_("se møterytme og ventetid, uten barn"),
    P.OUTREACH_WRITE: N_("notere det som skjer ute, uten navn"),
    P.OUTREACH_READ: N_("se bildet av det som skjer ute, uten barn"),
}

_EVERYONE = frozenset({P.TODAY, P.DUTY_ROUTE, P.SCHOOL_READ, P.MEETING_READ})
_LEADER = _EVERYONE | {P.NUMBERS_READ, P.RHYTHM_READ}
_SCHOOL_STAFF = _EVERYONE | {
    P.CONCERN_RAISE,
    P.CASE_READ,
    P.NOTE_WRITE,
    P.TALK_LOG,
    P.CHILD_VOICE_WRITE,
    P.MEASURE_FOLLOW,
}
_COORDINATORS = _SCHOOL_STAFF | {
    P.MEASURE_WRITE,
    P.ELEVSAK_BRING,
    P.ELEVSAK_DECIDE,
    P.CONSENT_RECORD,
    P.GUARDIAN_VERIFY,
    P.TEAM_DECIDE,
    P.EVALUATE,
    P.CASE_REOPEN,
    P.READER_NAME,
    P.PROTECTION_SET,
    P.EXCLUSIONS_READ,
    P.ANONYMOUS_DISCUSS,
    P.SERVICE_CONTACT,
    P.FAMILY_ANSWER,
    P.MEETING_LEAD,
    P.RHYTHM_READ,
    P.OUTREACH_READ,
}
_OUTREACH = frozenset({P.OUTREACH_WRITE, P.OUTREACH_READ})
_SERVICE = _EVERYONE | {
    P.CASE_READ,
    P.NOTE_WRITE,
    P.MEASURE_WRITE,
    P.MEASURE_FOLLOW,
    P.ANONYMOUS_DISCUSS,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.TEACHER: _SCHOOL_STAFF,
    Role.CONTACT_TEACHER: _SCHOOL_STAFF | {P.MEASURE_WRITE, P.ELEVSAK_BRING},
    Role.MILIEU_WORKER: _SCHOOL_STAFF | _OUTREACH,
    Role.SOCIAL_TEACHER: _COORDINATORS,
    Role.RECTOR: _COORDINATORS | {P.EXCEPTION_APPROVE},
    Role.SOCIAL_AGENT: _SCHOOL_STAFF
    | _OUTREACH
    | {
        P.MEASURE_WRITE,
        P.ELEVSAK_BRING,
        P.ANONYMOUS_DISCUSS,
        P.EXCLUSIONS_READ,
        P.SERVICE_CONTACT,
    },
    Role.HEALTH_NURSE: _SERVICE,
    Role.CHILD_WELFARE_INTAKE: _SERVICE,
    Role.CLUB_LEADER: _SERVICE,
    Role.OSLOHJELPA_WORKER: _SERVICE,
    Role.BUP_CLINICIAN: _SERVICE,
    Role.AGENT_LEADER: _LEADER | {P.MEETING_PLAN, P.OUTREACH_READ},
    Role.PROJECT_LEADER: _LEADER | {P.MEETING_PLAN},
    Role.STEERING_MEMBER: _LEADER,
    Role.PROJECT_OWNER: _LEADER,
    Role.SECRETARY: _EVERYONE | {P.SETUP, P.MEETING_PLAN, P.RHYTHM_READ},
    Role.ADMINISTRATOR: _EVERYONE
    | {P.SETUP, P.PEOPLE_ADMIN, P.ROSTER_IMPORT, P.TEXTS_APPROVE, P.MEETING_PLAN},
}


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

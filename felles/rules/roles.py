"""Organisations, roles and topics: the vocabulary of access.

Source: the guide, part 3A (the social agent is employed by child welfare and works as school
staff) and part 3B (who takes part in the innsatsteam).
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

from felles.rules.text import N_


class OrgKind(StrEnum):
    """What sort of organisation a person acts for or is employed by."""

    SCHOOL = "school"
    CHILD_WELFARE = "child_welfare"
    SCHOOL_HEALTH = "school_health"
    YOUTH_CLUB = "youth_club"
    OSLOHJELPA = "oslohjelpa"
    BUP = "bup"
    DISTRICT = "district"

    @property
    def label(self) -> str:
        return ORG_KIND_LABELS[self]

    @property
    def is_service(self) -> bool:
        """True for the services that guardians can say yes or no to."""
        return self in SERVICE_KINDS


ORG_KIND_LABELS = {
    OrgKind.SCHOOL: N_("Skole"),
    OrgKind.CHILD_WELFARE: N_("Barnevernet"),
    OrgKind.SCHOOL_HEALTH: N_("Skolehelsetjenesten"),
    OrgKind.YOUTH_CLUB: N_("Fritidsklubb"),
    OrgKind.OSLOHJELPA: N_("Oslohjelpa"),
    OrgKind.BUP: N_("BUP"),
    OrgKind.DISTRICT: N_("Bydel eller kommune"),
}

SERVICE_KINDS = frozenset(
    {
        OrgKind.CHILD_WELFARE,
        OrgKind.SCHOOL_HEALTH,
        OrgKind.YOUTH_CLUB,
        OrgKind.OSLOHJELPA,
        OrgKind.BUP,
    }
)


class Role(StrEnum):
    """What a person is, in the post that they act in."""

    TEACHER = "teacher"
    CONTACT_TEACHER = "contact_teacher"
    MILIEU_WORKER = "milieu_worker"
    SOCIAL_TEACHER = "social_teacher"
    RECTOR = "rector"
    SOCIAL_AGENT = "social_agent"
    HEALTH_NURSE = "health_nurse"
    CHILD_WELFARE_INTAKE = "child_welfare_intake"
    CLUB_LEADER = "club_leader"
    OSLOHJELPA_WORKER = "oslohjelpa_worker"
    BUP_CLINICIAN = "bup_clinician"
    AGENT_LEADER = "agent_leader"
    PROJECT_LEADER = "project_leader"
    STEERING_MEMBER = "steering_member"
    PROJECT_OWNER = "project_owner"
    SECRETARY = "secretary"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.TEACHER: N_("lærer"),
    Role.CONTACT_TEACHER: N_("kontaktlærer"),
    Role.MILIEU_WORKER: N_("miljøterapeut"),
    Role.SOCIAL_TEACHER: N_("sosiallærer"),
    Role.RECTOR: N_("rektor"),
    Role.SOCIAL_AGENT: N_("sosialagent"),
    Role.HEALTH_NURSE: N_("helsesykepleier"),
    Role.CHILD_WELFARE_INTAKE: N_("barnevernet, mottak"),
    Role.CLUB_LEADER: N_("klubbleder"),
    Role.OSLOHJELPA_WORKER: N_("rådgiver i Oslohjelpa"),
    Role.BUP_CLINICIAN: N_("behandler i BUP"),
    Role.AGENT_LEADER: N_("leder for sosialagentene"),
    Role.PROJECT_LEADER: N_("prosjektleder"),
    Role.STEERING_MEMBER: N_("medlem av styringsgruppa"),
    Role.PROJECT_OWNER: N_("prosjekteier"),
    Role.SECRETARY: N_("sekretær"),
    Role.ADMINISTRATOR: N_("administrator"),
}

# The organisation kind that a role may act for. A post that breaks this cannot be saved.
ROLE_KINDS: dict[Role, frozenset[OrgKind]] = {
    Role.TEACHER: frozenset({OrgKind.SCHOOL}),
    Role.CONTACT_TEACHER: frozenset({OrgKind.SCHOOL}),
    Role.MILIEU_WORKER: frozenset({OrgKind.SCHOOL}),
    Role.SOCIAL_TEACHER: frozenset({OrgKind.SCHOOL}),
    Role.RECTOR: frozenset({OrgKind.SCHOOL}),
    Role.SOCIAL_AGENT: frozenset({OrgKind.SCHOOL}),
    Role.HEALTH_NURSE: frozenset({OrgKind.SCHOOL_HEALTH}),
    Role.CHILD_WELFARE_INTAKE: frozenset({OrgKind.CHILD_WELFARE}),
    Role.CLUB_LEADER: frozenset({OrgKind.YOUTH_CLUB}),
    Role.OSLOHJELPA_WORKER: frozenset({OrgKind.OSLOHJELPA}),
    Role.BUP_CLINICIAN: frozenset({OrgKind.BUP}),
    Role.AGENT_LEADER: frozenset({OrgKind.CHILD_WELFARE, OrgKind.DISTRICT}),
    Role.PROJECT_LEADER: frozenset({OrgKind.DISTRICT}),
    Role.STEERING_MEMBER: frozenset(OrgKind),
    Role.PROJECT_OWNER: frozenset({OrgKind.DISTRICT}),
    Role.SECRETARY: frozenset({OrgKind.DISTRICT}),
    Role.ADMINISTRATOR: frozenset({OrgKind.DISTRICT}),
}

# Roles that read every case at the school they act for (rule 1: by role at that school).
SCHOOL_CASE_ROLES = frozenset({Role.RECTOR, Role.SOCIAL_TEACHER, Role.SOCIAL_AGENT})
# Roles that read the cases of the pupils in their own class (rule 1).
CLASS_CASE_ROLES = frozenset({Role.CONTACT_TEACHER})
# School roles that read a case only when they are named in it (rule 1).
NAMED_CASE_ROLES = frozenset({Role.TEACHER, Role.CONTACT_TEACHER, Role.MILIEU_WORKER})
SCHOOL_ROLES = SCHOOL_CASE_ROLES | CLASS_CASE_ROLES | NAMED_CASE_ROLES
# Roles that act for a service and read a case only within consent (rule 2).
SERVICE_ROLES = frozenset(
    {
        Role.HEALTH_NURSE,
        Role.CHILD_WELFARE_INTAKE,
        Role.CLUB_LEADER,
        Role.OSLOHJELPA_WORKER,
        Role.BUP_CLINICIAN,
    }
)


class Topic(IntEnum):
    """What a text is about. Consent allows or bars each topic, for each service."""

    SCHOOL_ENVIRONMENT = 1
    LEARNING = 2
    ABSENCE = 3
    LEISURE = 4
    HEALTH = 5
    HOME = 6

    @property
    def label(self) -> str:
        return TOPIC_LABELS[self]


TOPIC_LABELS = {
    Topic.SCHOOL_ENVIRONMENT: N_("Venner og skolemiljø"),
    Topic.LEARNING: N_("Læring"),
    Topic.ABSENCE: N_("Fravær"),
    Topic.LEISURE: N_("Fritid"),
    Topic.HEALTH: N_("Helse"),
    Topic.HOME: N_("Hjem og familie"),
}


class Audience(IntEnum):
    """How far a text in a case may travel."""

    RESTRICTED = 1
    SCHOOL = 2
    TEAM = 3

    @property
    def label(self) -> str:
        return AUDIENCE_LABELS[self]


AUDIENCE_LABELS = {
    Audience.RESTRICTED: N_("Bare jeg og sosiallæreren"),
    Audience.SCHOOL: N_("De som arbeider med saken på skolen"),
    Audience.TEAM: N_("Også innsatsteamet, innenfor samtykket"),
}

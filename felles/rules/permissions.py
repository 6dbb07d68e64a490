"""Which role may do what: the one table. Denied unless a line here says otherwise.

Which case it may be done to is decided by :func:`felles.rules.access.may_see`.
Source: docs/access.md, the guide, parts 3A, 3B and 5.
"""

from __future__ import annotations

from enum import StrEnum

from felles.rules.roles import Role
from felles.rules.text import N_


class Permission(StrEnum):
    """What a role may do at all."""

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
    WEEK_READ = "week_read"
    WEEK_PLAN = "week_plan"
    WEEKS_LEAD = "weeks_lead"
    CROSSING = "crossing"
    CHECKLIST_USE = "checklist_use"
    CHECKLIST_WRITE = "checklist_write"
    COURSE_READ = "course_read"
    COURSE_PLAN = "course_plan"
    COURSE_GROUP = "course_group"
    PARENTS_READ = "parents_read"
    PARENTS_PLAN = "parents_plan"
    PARENT_TEXTS = "parent_texts"

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
    P.WEEK_READ: N_("se sosialagentens uke"),
    P.WEEK_PLAN: N_("legge sin egen uke og fravær"),
    P.WEEKS_LEAD: N_("se og legge alle sosialagentenes uker"),
    P.CROSSING: N_("avtale og notere følge fra skole til klubb, uten barn"),
    P.CHECKLIST_USE: N_("gå gjennom sjekklister"),
    P.CHECKLIST_WRITE: N_("skrive tekstene i sjekklistene"),
    P.COURSE_READ: N_("se kursplanen ved skolen, foreslå kurs og føre oppmøte der en er satt på"),
    P.COURSE_PLAN: N_("planlegge kurs, invitere gjester og svare på forslag"),
    P.COURSE_GROUP: N_("sette sammen grupper og se hvem som ikke skal være sammen"),
    P.PARENTS_READ: N_("se foreldresamarbeidet, uten barn og foreldre"),
    P.PARENTS_PLAN: N_("planlegge treff for foreldre og skrive skolens side"),
    P.PARENT_TEXTS: N_("se hvor lett tekstene til foreldre er, og lese dem over"),
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
    P.WEEK_READ,
    P.COURSE_READ,
    P.PARENTS_READ,
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
    P.CROSSING,
    P.COURSE_GROUP,
    P.PARENTS_PLAN,
    P.PARENT_TEXTS,
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
    Role.MILIEU_WORKER: _SCHOOL_STAFF | _OUTREACH | {P.CROSSING, P.PARENTS_PLAN},
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
        P.WEEK_PLAN,
        P.CROSSING,
        P.CHECKLIST_USE,
        P.COURSE_PLAN,
        P.COURSE_GROUP,
        P.PARENTS_PLAN,
        P.PARENT_TEXTS,
    },
    Role.HEALTH_NURSE: _SERVICE,
    Role.CHILD_WELFARE_INTAKE: _SERVICE,
    Role.CLUB_LEADER: _SERVICE | {P.CROSSING},
    Role.OSLOHJELPA_WORKER: _SERVICE,
    Role.BUP_CLINICIAN: _SERVICE,
    Role.AGENT_LEADER: _LEADER
    | {
        P.MEETING_PLAN,
        P.OUTREACH_READ,
        P.WEEK_READ,
        P.WEEKS_LEAD,
        P.CHECKLIST_USE,
        P.CHECKLIST_WRITE,
        P.PARENTS_READ,
        P.PARENT_TEXTS,
    },
    Role.PROJECT_LEADER: _LEADER | {P.MEETING_PLAN, P.CHECKLIST_WRITE, P.PARENTS_READ},
    Role.STEERING_MEMBER: _LEADER,
    Role.PROJECT_OWNER: _LEADER,
    Role.SECRETARY: _EVERYONE
    | {P.SETUP, P.MEETING_PLAN, P.RHYTHM_READ, P.CHECKLIST_WRITE, P.PARENT_TEXTS},
    Role.ADMINISTRATOR: _EVERYONE
    | {
        P.SETUP,
        P.PEOPLE_ADMIN,
        P.ROSTER_IMPORT,
        P.TEXTS_APPROVE,
        P.MEETING_PLAN,
        P.PARENT_TEXTS,
    },
}

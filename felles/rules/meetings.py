"""The guide's meetings: which there are, who takes part, how often, and what may happen in them.

The templates are starting points that a district adapts; the guide names the meetings and, for
most, how often. Minutes are the product's own starting points.
Source: the guide, parts 3A (meetings at school), 3B (innsatsteam), 5 and 7 (the fixed structure).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum, StrEnum

from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.case_flow import Step
from felles.rules.decision import Decision
from felles.rules.roles import OrgKind, Role
from felles.rules.text import N_


class MeetingKind(StrEnum):
    """The kinds of meeting in the guide's structure."""

    INNSATSTEAM = "innsatsteam"
    ELEVSAKSMOTE = "elevsaksmote"
    TRINNMOTE = "trinnmote"
    MILJOTEAM = "miljoteam"
    SCHOOL_LEADERS = "school_leaders"
    AGENT_TEAM = "agent_team"
    DEPARTMENT = "department"
    COURSE_PLANNING = "course_planning"
    RECTOR_LEADER = "rector_leader"
    OTHER = "other"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]

    @property
    def takes_cases(self) -> bool:
        """True for the meetings in which pupils are taken up by name."""
        return self in (MeetingKind.INNSATSTEAM, MeetingKind.ELEVSAKSMOTE)


K = MeetingKind
KIND_LABELS = {
    K.INNSATSTEAM: N_("Innsatsteam"),
    K.ELEVSAKSMOTE: N_("Elevsaksmøte"),
    K.TRINNMOTE: N_("Trinnmøte"),
    K.MILJOTEAM: N_("Miljøteam"),
    K.SCHOOL_LEADERS: N_("Møte med skolens ledelse"),
    K.AGENT_TEAM: N_("Teammøte for sosialagentene"),
    K.DEPARTMENT: N_("Avdelingsmøte"),
    K.COURSE_PLANNING: N_("Planlegging av kurs"),
    K.RECTOR_LEADER: N_("Møte mellom rektor og leder"),
    K.OTHER: N_("Annet møte"),
}


class Place(StrEnum):
    """Whose meeting it is: one school's, one service's, or the district's."""

    SCHOOL = "school"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of meeting as the guide describes it.

    ``every_weeks`` are teaching weeks; ``minutes`` the length; ``roles`` who takes part.
    ``points`` are what is always on the agenda. ``source`` is the guide's part.
    """

    kind: MeetingKind
    place: Place
    every_weeks: int
    minutes: int
    roles: tuple[Role, ...]
    source: str
    points: tuple[str, ...] = ()


R = Role
_TEAM_AT_SCHOOL = (R.RECTOR, R.SOCIAL_TEACHER, R.SOCIAL_AGENT)
TEMPLATES: dict[MeetingKind, Template] = {
    row.kind: row
    for row in (
        Template(
            K.INNSATSTEAM,
            Place.SCHOOL,
            4,
            90,
            (
                *_TEAM_AT_SCHOOL,
                R.HEALTH_NURSE,
                R.CHILD_WELFARE_INTAKE,
                R.CLUB_LEADER,
                R.OSLOHJELPA_WORKER,
                R.BUP_CLINICIAN,
            ),
            "3B",
            (N_("Oppfølging fra sist"), N_("Skolemiljø og neste møte")),
        ),
        Template(K.ELEVSAKSMOTE, Place.SCHOOL, 2, 60, _TEAM_AT_SCHOOL, "3A, 3B"),
        Template(
            K.TRINNMOTE,
            Place.SCHOOL,
            1,
            45,
            (R.CONTACT_TEACHER, R.TEACHER, R.SOCIAL_AGENT),
            "3A, 7",
        ),
        Template(
            K.MILJOTEAM,
            Place.SCHOOL,
            2,
            45,
            (*_TEAM_AT_SCHOOL, R.MILIEU_WORKER),
            "3A",
            (N_("Hva ser vi i skolemiljøet?"),),
        ),
        Template(K.SCHOOL_LEADERS, Place.SCHOOL, 2, 30, (R.RECTOR, R.SOCIAL_AGENT), "3A"),
        Template(K.AGENT_TEAM, Place.SERVICE, 1, 60, (R.AGENT_LEADER, R.SOCIAL_AGENT), "7"),
        Template(K.DEPARTMENT, Place.SERVICE, 1, 60, (R.AGENT_LEADER, R.SOCIAL_AGENT), "7"),
        Template(
            K.COURSE_PLANNING,
            Place.SERVICE,
            4,
            90,
            (R.AGENT_LEADER, R.SOCIAL_AGENT),
            "7",
            (N_("Langtidsplan"), N_("Forberede kurs")),
        ),
        Template(
            K.RECTOR_LEADER,
            Place.SCHOOL,
            4,
            45,
            (R.RECTOR, R.AGENT_LEADER),
            "5, 7",
            (N_("Status"), N_("Justeringspunkter"), N_("Samarbeidet framover")),
        ),
        Template(K.OTHER, Place.SCHOOL, 4, 60, (), ""),
    )
}


class MeetingState(IntEnum):
    """Where a meeting stands. The numbers are stored; never renumber."""

    PLANNED = 1
    CALLED = 2
    OPEN = 3
    HELD = 8
    CANCELLED = 9

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def is_ahead(self) -> bool:
        """True while the meeting can still be prepared, moved or cancelled."""
        return self in (MeetingState.PLANNED, MeetingState.CALLED)


STATE_LABELS = {
    MeetingState.PLANNED: N_("Planlagt"),
    MeetingState.CALLED: N_("Innkalt"),
    MeetingState.OPEN: N_("Møtet er i gang"),
    MeetingState.HELD: N_("Holdt"),
    MeetingState.CANCELLED: N_("Avlyst"),
}


class Reply(IntEnum):
    """What somebody who was called has answered."""

    NONE = 0
    COMES = 1
    MAYBE = 2
    CANNOT = 3

    @property
    def label(self) -> str:
        return REPLY_LABELS[self]


REPLY_LABELS = {
    Reply.NONE: N_("Har ikke svart"),
    Reply.COMES: N_("Kommer"),
    Reply.MAYBE: N_("Kanskje"),
    Reply.CANNOT: N_("Kan ikke komme"),
}


class RowKind(StrEnum):
    """What a line of an agenda is about. Only a case is tied to a pupil, by a row in casework."""

    COMMON = "common"
    ANONYMOUS = "anonymous"
    CASE = "case"

    @property
    def label(self) -> str:
        return ROW_LABELS[self]


ROW_LABELS = {
    RowKind.COMMON: N_("Felles punkt"),
    RowKind.ANONYMOUS: N_("Drøfting uten navn"),
    RowKind.CASE: N_("Sak"),
}


class RowState(IntEnum):
    """How far a line of an agenda has come. The numbers are stored; never renumber."""

    WAITING = 1
    OPEN = 2
    DONE = 8
    POSTPONED = 9

    @property
    def label(self) -> str:
        return ROW_STATE_LABELS[self]


ROW_STATE_LABELS = {
    RowState.WAITING: N_("Venter"),
    RowState.OPEN: N_("Tas opp nå"),
    RowState.DONE: N_("Ferdig"),
    RowState.POSTPONED: N_("Utsatt"),
}


class InterpreterState(StrEnum):
    """How far the order of an interpreter has come."""

    NOT_NEEDED = "not_needed"
    NEEDED = "needed"
    ORDERED = "ordered"
    CONFIRMED = "confirmed"

    @property
    def label(self) -> str:
        return INTERPRETER_LABELS[self]


INTERPRETER_LABELS = {
    InterpreterState.NOT_NEEDED: N_("Trenger ikke tolk"),
    InterpreterState.NEEDED: N_("Tolk må bestilles"),
    InterpreterState.ORDERED: N_("Tolk er bestilt"),
    InterpreterState.CONFIRMED: N_("Tolk er bekreftet"),
}


# Notices are forgotten after a month: whoever is reminded earlier could be reminded twice.
REMIND_AT_MOST = 28


def leads_at(actor: Actor, organisation_id: int) -> bool:
    """Does the actor call and lead the meetings of this school or service?

    At a school those who coordinate its cases; in a service or the district those who plan its
    meetings (the guide, part 7: the agents' leader and the fixed team meetings). Only one's own.
    """
    leads = may(actor, Permission.MEETING_LEAD) or may(actor, Permission.MEETING_PLAN)
    return leads and actor.organisation_id == organisation_id


def may_meet_at(kind: MeetingKind, place: OrgKind) -> Decision:
    """May an organisation of this sort hold this kind? Pupils are taken up by name at schools."""
    if kind.takes_cases and place is not OrgKind.SCHOOL:
        return Decision.no(N_("Dette møtet holdes på en skole."))
    return Decision.yes()


def own_start(starts_at: datetime, come_at: time | None) -> datetime:
    """When one person comes: at the start, or later the same day in Norway."""
    if come_at is None:
        return starts_at
    return datetime.combine(starts_at.astimezone(OSLO).date(), come_at, OSLO)


def may_come_at(starts_at: datetime, ends_at: datetime, come_at: time | None) -> Decision:
    """May somebody be asked to come at this time? After the start and before the end."""
    if come_at is None or starts_at < own_start(starts_at, come_at) < ends_at:
        return Decision.yes()
    return Decision.no(N_("Velg et tidspunkt etter at møtet begynner og før det slutter."))


def remind_from(starts_at: datetime, days: int) -> datetime | None:
    """From when a meeting is reminded of, so many days before; None when nobody is reminded.

    Whoever has heard of the meeting since then needs no reminder.
    """
    return None if days < 1 else starts_at - timedelta(days=min(days, REMIND_AT_MOST))


def may_change_agenda(state: MeetingState) -> Decision:
    """May lines be added, moved or taken off? As long as the meeting is not over."""
    if state is MeetingState.HELD:
        return Decision.no(N_("Møtet er holdt. Ta det opp i neste møte."))
    if state is MeetingState.CANCELLED:
        return Decision.no(N_("Møtet er avlyst."))
    return Decision.yes()


def may_call(state: MeetingState, *, has_time: bool) -> Decision:
    """May the meeting be called, or called again after a change?"""
    if not has_time:
        return Decision.no(N_("Møtet har ikke fått tid ennå."))
    if state in (MeetingState.HELD, MeetingState.OPEN):
        return Decision.no(N_("Møtet er i gang eller holdt."))
    if state is MeetingState.CANCELLED:
        return Decision.no(N_("Møtet er avlyst."))
    return Decision.yes()


def may_take_up(kind: MeetingKind, step: Step, named: Decision) -> Decision:
    """May a case at ``step`` be taken up by name in a meeting of this kind?

    ``named`` is what the guardians' consent says of the innsatsteam; the elevsaksmøte is inside
    the school and needs none.
    """
    if not kind.takes_cases:
        return Decision.no(N_("Saker tas ikke opp med navn i dette møtet."))
    if kind is MeetingKind.ELEVSAKSMOTE:
        if step is Step.ELEVSAKSMOTE:
            return Decision.yes()
        return Decision.no(N_("Saken er ikke meldt til elevsaksmøtet."))
    if not step.needs_consent:
        return Decision.no(N_("Saken er ikke hos innsatsteamet."))
    return named


def may_open_row(
    state: MeetingState, row: RowState, *, in_room: frozenset[int], allowed: frozenset[int]
) -> Decision:
    """May the line be opened on the screen, with these people in the room?

    ``in_room`` are those who are there, ``allowed`` those who may hear it. Fails closed: one
    person too many, and nothing is shown.
    """
    if state is not MeetingState.OPEN:
        return Decision.no(N_("Start møtet først."))
    if row is RowState.DONE:
        return Decision.no(N_("Punktet er ferdig."))
    if in_room - allowed:
        return Decision.no(N_("Rommet er ikke klart. Noen skal ikke være med i denne saken."))
    return Decision.yes()

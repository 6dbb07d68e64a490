"""What a series of courses is made of: its state, its sessions, its guests and suggestions.

Source: the guide, part 3A (weekly sessions in a whole class or in smaller groups; police, drug
counsellor and outreach workers as guests; suggestions from teachers and milieu workers).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from felles.rules.access import Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.text import N_

ROOM_LONGEST = 80
QUESTIONS = (1, 2, 3)
# From sad to glad.
FACES = (1, 2, 3)


class GroupKind(StrEnum):
    """Who takes part: a whole class, or chosen pupils."""

    CLASS = "class"
    SMALL_GROUP = "small_group"

    @property
    def label(self) -> str:
        return GROUP_LABELS[self]


GROUP_LABELS = {GroupKind.CLASS: N_("Hele klassen"), GroupKind.SMALL_GROUP: N_("Liten gruppe")}


class CourseState(StrEnum):
    """Where a series stands."""

    PLANNED = "planned"
    ENDED = "ended"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return COURSE_STATE_LABELS[self]


COURSE_STATE_LABELS = {
    CourseState.PLANNED: N_("I gang"),
    CourseState.ENDED: N_("Ferdig"),
    CourseState.CANCELLED: N_("Avlyst"),
}


class SessionState(StrEnum):
    """Whether a session is to come, was held, or did not take place."""

    PLANNED = "planned"
    HELD = "held"
    NOT_HELD = "not_held"

    @property
    def label(self) -> str:
        return SESSION_STATE_LABELS[self]


SESSION_STATE_LABELS = {
    SessionState.PLANNED: N_("Planlagt"),
    SessionState.HELD: N_("Holdt"),
    SessionState.NOT_HELD: N_("Ble ikke noe av"),
}


class WhyNot(StrEnum):
    """Why a session did not take place. Of staff and plans, never of a child."""

    AGENT_AWAY = "agent_away"
    TRIP = "trip"
    OTHER_PLANS = "other_plans"
    NO_ROOM = "no_room"
    GUEST = "guest"
    TOO_FEW = "too_few"
    OTHER = "other"

    @property
    def label(self) -> str:
        return WHY_NOT_LABELS[self]


WHY_NOT_LABELS = {
    WhyNot.AGENT_AWAY: N_("Den som skulle holde økta, var borte"),
    WhyNot.TRIP: N_("Klassen var på tur"),
    WhyNot.OTHER_PLANS: N_("Skolen hadde andre planer"),
    WhyNot.NO_ROOM: N_("Vi hadde ikke noe rom"),
    WhyNot.GUEST: N_("Gjesten kunne ikke komme"),
    WhyNot.TOO_FEW: N_("For få kom"),
    WhyNot.OTHER: N_("Noe annet"),
}


class GuestReply(StrEnum):
    """What a guest has answered, or that the invitation was taken back."""

    NONE = "none"
    COMES = "comes"
    CANNOT = "cannot"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> str:
        return GUEST_LABELS[self]


GUEST_LABELS = {
    GuestReply.NONE: N_("Har ikke svart"),
    GuestReply.COMES: N_("Kommer"),
    GuestReply.CANNOT: N_("Kan ikke"),
    GuestReply.TAKEN_BACK: N_("Invitasjonen er trukket"),
}


class SuggestionState(StrEnum):
    """What became of a suggestion."""

    NEW = "new"
    TAKEN = "taken"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return SUGGESTION_LABELS[self]


SUGGESTION_LABELS = {
    SuggestionState.NEW: N_("Venter på svar"),
    SuggestionState.TAKEN: N_("Tatt med"),
    SuggestionState.DECLINED: N_("Ikke nå, men takk"),
}


class PlaceState(StrEnum):
    """Whether a pupil waits for a place in a group, has it, or has left."""

    WAITING = "waiting"
    IN = "in"
    LEFT = "left"

    @property
    def label(self) -> str:
        return PLACE_LABELS[self]


PLACE_LABELS = {
    PlaceState.WAITING: N_("Venter på plass"),
    PlaceState.IN: N_("Er med"),
    PlaceState.LEFT: N_("Har sluttet"),
}


class AwayReason(StrEnum):
    """Why a pupil was not at a session, no finer than the group needs. Never an illness."""

    ABSENT = "absent"
    OTHER_LESSON = "other_lesson"
    WOULD_NOT = "would_not"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return AWAY_REASON_LABELS[self]


AWAY_REASON_LABELS = {
    AwayReason.ABSENT: N_("Ikke på skolen"),
    AwayReason.OTHER_LESSON: N_("Hadde noe annet"),
    AwayReason.WOULD_NOT: N_("Ville ikke"),
    AwayReason.UNKNOWN: N_("Vet ikke"),
}


class Moment(StrEnum):
    """When the three questions are asked."""

    BEFORE = "before"
    AFTER = "after"

    @property
    def label(self) -> str:
        return MOMENT_LABELS[self]


MOMENT_LABELS = {Moment.BEFORE: N_("Før kurset"), Moment.AFTER: N_("Etter kurset")}


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What decides who may do what with a series: its school, and the posts that hold it."""

    school_id: int
    holder_post_ids: frozenset[int]
    state: CourseState
    group: GroupKind


def may_see_group(actor: Actor, course: CourseFacts) -> Decision:
    """May the actor see who takes part, and take attendance?

    Those who make groups at the school, and those who hold the series: no right to any case is
    needed or given. Nobody who acts for a service.
    """
    if not may(actor, Permission.COURSE_READ) or course.school_id != actor.organisation_id:
        return Decision.no(N_("Rollen din kan ikke gjøre dette."))
    if may(actor, Permission.COURSE_GROUP) or actor.post_id in course.holder_post_ids:
        return Decision.yes()
    return Decision.no(N_("Bare de som holder kurset, ser hvem som er med."))

"""What is done together with parents: events, their state and the languages they reach.

Source: the guide, part 3C (parents' meetings, FAU, leisure events, parent café, group courses,
permanent offers; information that is understandable; calls home that also tell the good).
No row of this holds a child or a parent.
"""

from __future__ import annotations

from enum import StrEnum

from felles.rules.text import N_


class EventKind(StrEnum):
    """What sort of meeting place it is."""

    PARENTS_MEETING = "parents_meeting"
    FAU = "fau"
    LEISURE = "leisure"
    CAFE = "cafe"
    GROUP_COURSE = "group_course"
    OFFER = "offer"

    @property
    def label(self) -> str:
        return EVENT_LABELS[self]


EVENT_LABELS = {
    EventKind.PARENTS_MEETING: N_("Foreldremøte"),
    EventKind.FAU: N_("FAU-møte"),
    EventKind.LEISURE: N_("Fritidsarrangement"),
    EventKind.CAFE: N_("Foreldrekafé"),
    EventKind.GROUP_COURSE: N_("Kurs for foreldre"),
    EventKind.OFFER: N_("Fast tilbud"),
}


class EventState(StrEnum):
    """Where an event stands."""

    PLANNED = "planned"
    INVITED = "invited"
    HELD = "held"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return EVENT_STATE_LABELS[self]


EVENT_STATE_LABELS = {
    EventState.PLANNED: N_("Planlagt"),
    EventState.INVITED: N_("Invitert"),
    EventState.HELD: N_("Holdt"),
    EventState.CANCELLED: N_("Avlyst"),
}


class Interpreting(StrEnum):
    """Whether somebody interprets a language at an event."""

    NONE = "none"
    WANTED = "wanted"
    ORDERED = "ordered"

    @property
    def label(self) -> str:
        return INTERPRETING_LABELS[self]


INTERPRETING_LABELS = {
    Interpreting.NONE: N_("Ingen tolk"),
    Interpreting.WANTED: N_("Tolk må bestilles"),
    Interpreting.ORDERED: N_("Tolk er bestilt"),
}

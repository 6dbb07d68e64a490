"""What a social agent's week is made of, and what a crossing from school to club is.

Sources: the guide, part 3A (four days at the own school and a fixed day at the office; presence
before, in and after school), part 2 (the same adults follow the children from school to the
club) and part 5 (who follows up the agent at school is named).
"""

from __future__ import annotations

from enum import StrEnum

from felles.rules.text import N_


class SlotKind(StrEnum):
    """What a stretch of the fixed week is for."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    CLUB = "club"
    OFFICE = "office"
    OTHER = "other"

    @property
    def label(self) -> str:
        return SLOT_LABELS[self]


SLOT_LABELS = {
    SlotKind.BEFORE: N_("Før skolen"),
    SlotKind.DURING: N_("I skoletida"),
    SlotKind.AFTER: N_("Etter skolen"),
    SlotKind.CLUB: N_("På fritidsklubben"),
    SlotKind.OFFICE: N_("På kontoret"),
    SlotKind.OTHER: N_("Annet"),
}


class AwayKind(StrEnum):
    """Why an agent is away, as widely as others need to know. Never that somebody is ill."""

    AWAY = "away"
    TRAINING = "training"
    LEAVE = "leave"

    @property
    def label(self) -> str:
        return AWAY_LABELS[self]


AWAY_LABELS = {
    AwayKind.AWAY: N_("Borte"),
    AwayKind.TRAINING: N_("Kurs eller samling"),
    AwayKind.LEAVE: N_("Ferie eller permisjon"),
}


class Side(StrEnum):
    """The two sides that follow up an agent, and that agree on a crossing."""

    SCHOOL = "school"
    SERVICE = "service"

    @property
    def label(self) -> str:
        return SIDE_LABELS[self]


SIDE_LABELS = {Side.SCHOOL: N_("På skolen"), Side.SERVICE: N_("I tjenesten")}


class ListKey(StrEnum):
    """The checklists whose texts a district writes itself."""

    OUTREACH = "outreach"
    RECRUITING = "recruiting"

    @property
    def label(self) -> str:
        return LIST_LABELS[self]


LIST_LABELS = {
    ListKey.OUTREACH: N_("Metoden for oppsøkende arbeid"),
    ListKey.RECRUITING: N_("Krav til en sosialagent"),
}


class Tick(StrEnum):
    """How it stands with a point of a checklist."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"

    @property
    def label(self) -> str:
        return TICK_LABELS[self]


TICK_LABELS = {Tick.YES: N_("Ja"), Tick.PARTLY: N_("Delvis"), Tick.NO: N_("Nei")}

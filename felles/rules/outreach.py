"""What is coded in the outreach log, when something happened, and what a picture may show.

Sources: the guide, parts 2 and 3A (presence in breaks and before and after school); KoRus, which
asks for outreach work on three levels: the single child, the group and the environment.
A note has no path to a pupil: all that is coded is wide, and the text is nameless.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.roles import SCHOOL_ROLES
from felles.rules.text import N_

TEXT_LONGEST = 200
# What a phone keeps no longer than this cannot be older when it arrives.
WAITS_AT_MOST = timedelta(hours=72)
# When pupils come in and go home, as a rule: between them, what is seen is seen in breaks.
SCHOOL_BEGINS, SCHOOL_ENDS = time(8, 30), time(13, 45)
WEEKS_SHOWN = 8
# Numbers are told in bands of so many, and below the first band not at all. With bands no row or
# column can be taken from another to find what is hidden.
BAND = 5


class Arena(StrEnum):
    """Where it was seen."""

    YARD = "yard"
    CORRIDOR = "corridor"
    WARDROBE = "wardrobe"
    CANTEEN = "canteen"
    AFTER_SCHOOL = "after_school"
    NEIGHBOURHOOD = "neighbourhood"
    CLUB = "club"
    WAY = "way"
    OTHER = "other"

    @property
    def label(self) -> str:
        return ARENA_LABELS[self]


ARENA_LABELS = {
    Arena.YARD: N_("Skolegården"),
    Arena.CORRIDOR: N_("Gangen"),
    Arena.WARDROBE: N_("Garderoben"),
    Arena.CANTEEN: N_("Kantina"),
    Arena.AFTER_SCHOOL: N_("AKS eller SFO"),
    Arena.NEIGHBOURHOOD: N_("Nærmiljøet"),
    Arena.CLUB: N_("Fritidsklubben"),
    Arena.WAY: N_("Skoleveien"),
    Arena.OTHER: N_("Et annet sted"),
}


class What(StrEnum):
    """What was seen. The good comes first: a log of worries alone tells nothing of a school."""

    PLAY = "play"
    TALK = "talk"
    ALONE = "alone"
    QUARREL = "quarrel"
    LEFT_OUT = "left_out"
    FIGHT = "fight"
    UNREST = "unrest"
    OTHER_GOOD = "other_good"
    OTHER_WATCH = "other_watch"

    @property
    def label(self) -> str:
        return WHAT_LABELS[self]


WHAT_LABELS = {
    What.PLAY: N_("Fin lek"),
    What.TALK: N_("God prat"),
    What.ALONE: N_("Noen alene"),
    What.QUARREL: N_("Krangel"),
    What.LEFT_OUT: N_("Utestenging"),
    What.FIGHT: N_("Slåssing"),
    What.UNREST: N_("Uro"),
    What.OTHER_GOOD: N_("Annet fint"),
    What.OTHER_WATCH: N_("Annet å følge med på"),
}
GOOD = frozenset({What.PLAY, What.TALK, What.OTHER_GOOD})
WATCH = frozenset(What) - GOOD


class HowMany(StrEnum):
    """How many children, roughly."""

    ONE = "1"
    TWO = "2"
    SOME = "3-5"
    MANY = "6+"

    @property
    def label(self) -> str:
        return HOW_MANY_LABELS[self]


HOW_MANY_LABELS = {
    HowMany.ONE: N_("Ett"),
    HowMany.TWO: N_("To"),
    HowMany.SOME: N_("3–5"),
    HowMany.MANY: N_("6 eller flere"),
}


class Level(StrEnum):
    """The level that the work was on; KoRus asks for all three."""

    CONTACT = "contact"
    GROUP = "group"
    ENVIRONMENT = "environment"

    @property
    def label(self) -> str:
        return LEVEL_LABELS[self]


LEVEL_LABELS = {
    Level.CONTACT: N_("Et enkelt barn"),
    Level.GROUP: N_("En gruppe"),
    Level.ENVIRONMENT: N_("Miljøet"),
}
_LEVEL_OF = {
    HowMany.ONE: Level.CONTACT,
    HowMany.TWO: Level.GROUP,
    HowMany.SOME: Level.GROUP,
    HowMany.MANY: Level.ENVIRONMENT,
}


def level_of(how_many: HowMany) -> Level:
    """The level that the number of children suggests, for those who do not choose one."""
    return _LEVEL_OF[how_many]


class PartOfDay(StrEnum):
    """Before school, in its breaks, or after it."""

    BEFORE = "before"
    BREAKS = "breaks"
    AFTER = "after"

    @property
    def label(self) -> str:
        return PART_OF_DAY_LABELS[self]


PART_OF_DAY_LABELS = {
    PartOfDay.BEFORE: N_("Før skolen"),
    PartOfDay.BREAKS: N_("I friminutt"),
    PartOfDay.AFTER: N_("Etter skolen"),
}


def part_of_day(at: datetime) -> PartOfDay:
    """When in the school day an instant is, by the clock in Norway."""
    local = at.astimezone(OSLO).time()
    if local < SCHOOL_BEGINS:
        return PartOfDay.BEFORE
    return PartOfDay.BREAKS if local < SCHOOL_ENDS else PartOfDay.AFTER


def settle_time(
    *, noted_at: datetime | None, sent_at: datetime | None, received_at: datetime
) -> datetime:
    """When it happened, from a phone's clock that may be wrong.

    ``noted_at`` and ``sent_at`` are by that clock, so that what it is wrong by falls out; the rest
    is held within the time that a note may wait. A clock that says nothing of use loses no note:
    the note is then dated when it was received.
    """
    if noted_at is None or sent_at is None:
        return received_at
    waited = sent_at - noted_at
    return received_at - min(max(waited, timedelta()), WAITS_AT_MOST)


def as_band(count: int) -> int | None:
    """The lower end of the band of five that a number is told in; None when too few to tell.

    None at all and a few are told alike.
    """
    return count // BAND * BAND or None


def reads_texts(actor: Actor) -> bool:
    """True for those who read the texts: the own school's, never a leader of several schools."""
    return may(actor, Permission.OUTREACH_READ) and actor.role in SCHOOL_ROLES


def may_write_note(actor: Actor, school_id: int | None) -> Decision:
    """May the actor note something at the school? ``None`` is a school that is not there."""
    if not may(actor, Permission.OUTREACH_WRITE):
        return Decision.no(N_("Rollen din kan ikke gjøre dette."))
    if school_id is None or school_id not in actor.school_ids:
        return Decision.no(
            N_("Notatet er skrevet ved en annen skole. Bytt rolle, så sender vi det.")
        )
    return Decision.yes()

"""Following children from school to the club: two sides agree, and each notes its own number.

No child and no name stands here. Source: the guide, part 2 (the same adults follow the children
from school to the club).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.agent_week import Side
from felles.rules.decision import Decision
from felles.rules.roles import OrgKind
from felles.rules.text import N_

# So long after the fixed time the children should have been received.
GRACE = timedelta(minutes=45)
MOST_CHILDREN = 60
# What one tap can say; larger numbers are typed.
TAPS = range(1, 12)
_NO_ROLE = N_("Rollen din kan ikke gjøre dette.")


class DayState(StrEnum):
    """How one day of a crossing stands, the same for both sides."""

    AHEAD = "ahead"
    OFF = "off"
    UNDER_WAY = "under_way"
    NOT_RECEIVED = "not_received"
    NOT_NOTED = "not_noted"
    DIFFERS = "differs"
    RECEIVED = "received"

    @property
    def label(self) -> str:
        return DAY_LABELS[self]

    @property
    def is_alarm(self) -> bool:
        """True when both sides should find out what happened."""
        return self in (DayState.NOT_RECEIVED, DayState.DIFFERS)


DAY_LABELS = {
    DayState.AHEAD: N_("Ikke ennå"),
    DayState.OFF: N_("Ingen ble fulgt i dag"),
    DayState.UNDER_WAY: N_("På vei"),
    DayState.NOT_RECEIVED: N_("Ingen har tatt imot"),
    DayState.NOT_NOTED: N_("Skolen har ikke notert"),
    DayState.DIFFERS: N_("Tallene er ulike"),
    DayState.RECEIVED: N_("Alle er tatt imot"),
}


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What the two sides have noted of one day; None is nothing yet."""

    followed: int | None = None
    received: int | None = None
    is_off: bool = False


def day_state(day: DayFacts, *, due_at: datetime, at: datetime) -> DayState:
    """How the day stands at an instant; ``due_at`` is the fixed time of that day."""
    if day.is_off:
        return DayState.OFF
    is_over = at > due_at + GRACE
    if day.followed is None:
        # The club has children of whom the school has said nothing.
        if day.received:
            return DayState.DIFFERS if is_over else DayState.UNDER_WAY
        return DayState.NOT_NOTED if is_over else DayState.AHEAD
    if day.received is None:
        return DayState.NOT_RECEIVED if is_over else DayState.UNDER_WAY
    return DayState.RECEIVED if day.followed == day.received else DayState.DIFFERS


def due_at(at: datetime, starts_at: time) -> datetime:
    """The fixed time on the day of the instant, by the clock in Norway."""
    return datetime.combine(at.astimezone(OSLO).date(), starts_at, OSLO)


def side_of(actor: Actor, *, school_id: int, club_id: int) -> Side | None:
    """On which side of a crossing the actor stands; None for everybody else."""
    if not may(actor, Permission.CROSSING):
        return None
    if actor.organisation_id == school_id:
        return Side.SCHOOL
    return Side.SERVICE if actor.organisation_id == club_id else None


def may_propose(
    actor: Actor, *, school_id: int, school_kind: str, club_id: int, club_kind: str
) -> Decision:
    """May the actor propose a crossing between these two?"""
    if school_kind != OrgKind.SCHOOL.value or club_kind != OrgKind.YOUTH_CLUB.value:
        return Decision.no(N_("En overgang går fra en skole til en fritidsklubb."))
    if side_of(actor, school_id=school_id, club_id=club_id) is None:
        return Decision.no(_NO_ROLE)
    return Decision.yes()


def may_note(*, is_agreed: bool, weekday: int, at: datetime) -> Decision:
    """May a number be noted now? Only on the day itself, once both sides have agreed."""
    if not is_agreed:
        return Decision.no(N_("Begge må være enige før dere begynner."))
    if at.astimezone(OSLO).weekday() != weekday:
        return Decision.no(N_("Dette er ikke dagen for overgangen."))
    return Decision.yes()


def check_number(number: int) -> Decision:
    """Can so many children have been followed or received?"""
    if not 0 <= number <= MOST_CHILDREN:
        return Decision.no(N_("Skriv et tall fra 0 til 60."))
    return Decision.yes()

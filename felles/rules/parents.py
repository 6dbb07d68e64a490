"""What is done together with parents: events, their state and the languages they reach.

Source: the guide, part 3C (parents' meetings, FAU, leisure events, parent café, group courses,
permanent offers; information that is understandable; calls home that also tell the good).
No row of this holds a child or a parent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.roles import SCHOOL_ROLES
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


# Over so many on one evening somebody has typed one figure too many.
MOST_CAME = 2000
# A permanent offer that nobody has set a sensible end for.
MOST_WEEKS = 8
WORDS_LONGEST = 600


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What the rules ask about an event. ``until_on`` is the last day of an offer that repeats."""

    school_id: int
    state: EventState
    starts_at: datetime
    until_on: date | None = None


def is_own_school(actor: Actor, school_id: int) -> bool:
    """True for those of the school itself: a leader of several schools is not."""
    return actor.role in SCHOOL_ROLES and school_id in actor.school_ids


def may_plan_events(actor: Actor, school_id: int) -> Decision:
    """May the actor plan for parents at the school, and write its page?"""
    if may(actor, Permission.PARENTS_PLAN) and is_own_school(actor, school_id):
        return Decision.yes()
    return Decision.no(N_("Rollen din kan ikke gjøre dette."))


def may_set_times(
    kind: EventKind, starts_at: datetime, ends_at: datetime, again: tuple[int | None, date | None]
) -> Decision:
    """Do the times make sense? ``again`` is every how many weeks, and until which day."""
    every_weeks, until_on = again
    if ends_at <= starts_at:
        return Decision.no(N_("Treffet må slutte etter at det begynner."))
    if (every_weeks is None) != (until_on is None):
        return Decision.no(N_("Skriv både hvor ofte og hvor lenge tilbudet går."))
    if every_weeks is None or until_on is None:
        return Decision.yes()
    if kind is not EventKind.OFFER:
        return Decision.no(N_("Bare et fast tilbud går flere ganger."))
    if not 1 <= every_weeks <= MOST_WEEKS:
        return Decision.no(N_("Velg et tall fra 1 til 8 uker."))
    if until_on < starts_at.astimezone(OSLO).date():
        return Decision.no(N_("Siste dag må være etter den første."))
    return Decision.yes()


def may_change_event(facts: EventFacts) -> Decision:
    """May the event still be changed, moved or called off?"""
    if facts.state is EventState.CANCELLED:
        return Decision.no(N_("Treffet er avlyst."))
    if facts.state is EventState.HELD:
        return Decision.no(N_("Treffet har vært."))
    return Decision.yes()


def may_count(facts: EventFacts, at: datetime) -> Decision:
    """May somebody write how many came? From when it begins; what was written can be corrected."""
    if facts.state is EventState.CANCELLED:
        return Decision.no(N_("Treffet er avlyst."))
    if at < facts.starts_at:
        return Decision.no(N_("Treffet har ikke vært ennå."))
    return Decision.yes()


def may_be_counts(came: int, of_languages: Iterable[int]) -> Decision:
    """Can the numbers be right? Nobody counts as two languages, and none is negative."""
    counts = list(of_languages)
    if came < 0 or any(one < 0 for one in counts) or came > MOST_CAME:
        return Decision.no(N_("Skriv et tall fra 0 til 2000."))
    if sum(counts) > came:
        return Decision.no(N_("Det kan ikke være flere på språkene enn det kom i alt."))
    return Decision.yes()


def state_when_counted(facts: EventFacts, on: date) -> EventState:
    """An offer that goes on stays as it was; everything else has been held."""
    goes_on = facts.until_on is not None and facts.until_on > on
    return facts.state if goes_on else EventState.HELD


def list_occurrences(
    starts_at: datetime, every_weeks: int | None, until_on: date | None
) -> list[datetime]:
    """Every time that an event takes place: the same time of day in summer and winter."""
    local = starts_at.astimezone(OSLO)
    if every_weeks is None or until_on is None:
        return [local]
    step = timedelta(weeks=every_weeks)
    count = (until_on - local.date()) // step + 1
    first = local.replace(tzinfo=None)
    return [(first + number * step).replace(tzinfo=OSLO) for number in range(max(count, 1))]

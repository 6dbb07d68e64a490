"""What a social agent's week is made of: kinds of stretches, a plan, absence.

Sources: the guide, part 3A (four days at the own school and a fixed day at the office; presence
before, in and after school), part 2 (the same adults follow the children from school to the
club) and part 5 (who follows up the agent at school is named).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import pairwise

from felles.rules.access import Actor, Permission, may
from felles.rules.decision import Decision
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


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a fixed week as it is planned. ``weekday`` is 0 for Monday."""

    weekday: int
    starts_at: time
    ends_at: time
    kind: SlotKind
    place: str = ""

    @property
    def minutes(self) -> int:
        """How long it lasts, in minutes."""
        return _minutes(self.ends_at) - _minutes(self.starts_at)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


WEEKDAYS = range(5)
MOST_STRETCHES = 40
SCHOOL_DAYS = 4
# Where an agent is with children or under way, and should not be called to a meeting.
BUSY = frozenset({SlotKind.BEFORE, SlotKind.AFTER, SlotKind.CLUB, SlotKind.OTHER})
AT_SCHOOL = frozenset({SlotKind.BEFORE, SlotKind.DURING, SlotKind.AFTER})
NO_OFFICE_DAY = N_(
    "Planen har ingen kontordag. Veilederen, del 3A, anbefaler én fast dag på kontoret i uka."
)
OTHER_OFFICE_DAY = N_("Kontordagen er en annen enn den bydelen har satt. Avtal det med lederen.")
FEW_SCHOOL_DAYS = N_(
    "Planen har færre enn fire dager på skolen. Veilederen, del 3A, anbefaler fire dager i uka."
)
_NOT_YOURS = N_("Du kan bare legge din egen uke.")
_NO_ROLE = N_("Rollen din kan ikke gjøre dette.")


def may_see_week(actor: Actor, *, post_id: int, school_id: int) -> bool:
    """True for the agent, those at the agent's school, and those who lead the agents."""
    if may(actor, Permission.WEEKS_LEAD):
        return True
    at_school = actor.organisation_id == school_id and may(actor, Permission.WEEK_READ)
    return actor.post_id == post_id or at_school


def may_plan_week(actor: Actor, *, post_id: int) -> Decision:
    """May the actor lay this agent's week and enter absence? The agent, and who leads."""
    if may(actor, Permission.WEEKS_LEAD):
        return Decision.yes()
    if not may(actor, Permission.WEEK_PLAN):
        return Decision.no(_NO_ROLE)
    return Decision.yes() if actor.post_id == post_id else Decision.no(_NOT_YOURS)


def check_plan(plan: Sequence[Stretch]) -> Decision:
    """Can this be somebody's week? Stretches in order, and none on top of another."""
    if not plan:
        return Decision.no(N_("Planen er tom. Skriv minst én tid."))
    if len(plan) > MOST_STRETCHES:
        return Decision.no(N_("Planen har for mange tider."))
    if any(one.weekday not in WEEKDAYS for one in plan):
        return Decision.no(N_("Uka går fra mandag til fredag."))
    if any(one.starts_at >= one.ends_at for one in plan):
        return Decision.no(N_("En tid slutter før den begynner."))
    if find_overlap(plan):
        return Decision.no(N_("To tider på samme dag går over hverandre. Rett den ene."))
    return Decision.yes()


def find_overlap(plan: Sequence[Stretch]) -> tuple[Stretch, Stretch] | None:
    """The first two stretches that lie on top of each other; None when none do."""
    ordered = sorted(plan, key=lambda one: (one.weekday, one.starts_at, one.ends_at))
    for one, after in pairwise(ordered):
        if one.weekday == after.weekday and after.starts_at < one.ends_at:
            return one, after
    return None


def warn_plan(plan: Sequence[Stretch], office_weekday: int = 0) -> list[str]:
    """What the guide recommends and the plan lacks. Never a reason to refuse.

    ``office_weekday`` is the district's own: 1 Monday to 5 Friday, 0 for none.
    """
    office = {one.weekday for one in plan if one.kind is SlotKind.OFFICE}
    school = {one.weekday for one in plan if one.kind in AT_SCHOOL}
    found = []
    if not office:
        found.append(NO_OFFICE_DAY)
    elif office_weekday and office_weekday - 1 not in office:
        found.append(OTHER_OFFICE_DAY)
    if len(school) < SCHOOL_DAYS:
        found.append(FEW_SCHOOL_DAYS)
    return found


_SCHOOL_DAY = (
    (time(7, 45), time(8, 30), SlotKind.BEFORE),
    (time(8, 30), time(14, 0), SlotKind.DURING),
    (time(14, 0), time(15, 30), SlotKind.AFTER),
)
_OFFICE_HOURS = (time(8, 0), time(15, 30))


def suggest_plan(office_day: int) -> list[Stretch]:
    """A week around the office day (0 for Monday) as the guide has it, to begin from."""
    plan = []
    for weekday in WEEKDAYS:
        if weekday == office_day:
            plan.append(Stretch(weekday, *_OFFICE_HOURS, SlotKind.OFFICE))
        else:
            plan += [Stretch(weekday, *hours) for hours in _SCHOOL_DAY]
    return plan


def may_begin_on(from_on: date, today: date) -> Decision:
    """May a new plan begin on this day? What has been stays as it was."""
    if from_on < today:
        return Decision.no(N_("En ny plan kan ikke begynne før i dag."))
    if from_on > today + timedelta(days=_FAR_AHEAD):
        return Decision.no(N_("Planen begynner for langt fram. Velg en dag innen et år."))
    return Decision.yes()


_FAR_AHEAD = 366
_LONGEST_AWAY = 400
_AWAY_BACK = 31


def may_be_away(from_on: date, until_on: date, today: date) -> Decision:
    """May these days be put down as absence?"""
    if until_on < from_on:
        return Decision.no(N_("Siste dag er før første dag."))
    if until_on < today - timedelta(days=_AWAY_BACK):
        return Decision.no(N_("Fraværet er for lenge siden til å føres."))
    if (until_on - from_on).days > _LONGEST_AWAY:
        return Decision.no(N_("Fraværet er for langt. Del det opp."))
    return Decision.yes()

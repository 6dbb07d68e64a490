"""Checklists: who uses and writes them, and what has changed since the last time.

Sources: the guide, part 3A (what a social agent should bring) and part 2 (what marks the model).
The standard that a district follows is its own text, and is put in by the district.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from felles.rules.access import Actor, Permission, may
from felles.rules.agent_week import ListKey, Tick
from felles.rules.decision import Decision
from felles.rules.text import N_

MOST_POINTS = 40
POINT_LONGEST = 300
SOURCE_LONGEST = 300
NOTE_LONGEST = 200
_NO_ROLE = N_("Rollen din kan ikke gjøre dette.")


def may_use(actor: Actor, key: ListKey) -> Decision:
    """May the actor go through this list? Applicants are for those who lead the agents."""
    if not may(actor, Permission.CHECKLIST_USE):
        return Decision.no(_NO_ROLE)
    if key is ListKey.RECRUITING and not may(actor, Permission.WEEKS_LEAD):
        return Decision.no(N_("Bare lederen bruker lista for søkere."))
    return Decision.yes()


def may_use_at(actor: Actor, key: ListKey, organisation_id: int, *, is_school: bool) -> Decision:
    """May the actor go through this list for this place?

    The method is a school's; applicants belong to the leader's own organisation.
    """
    use = may_use(actor, key)
    if not use:
        return use
    if key is ListKey.RECRUITING:
        is_own = organisation_id == actor.organisation_id
    else:
        leads = may(actor, Permission.WEEKS_LEAD)
        is_own = is_school and (leads or organisation_id in actor.school_ids)
    return Decision.yes() if is_own else Decision.no(_NO_ROLE)


def may_finish(answered: int, *, of: int) -> Decision:
    """May a run be ended with so many of its points answered? With all of them."""
    if answered == of:
        return Decision.yes()
    return Decision.no(N_("Svar på alle punktene før du avslutter."))


def check_points(points: Sequence[str]) -> Decision:
    """Can these be the points of a list?"""
    if not points:
        return Decision.no(N_("Skriv minst ett punkt."))
    if len(points) > MOST_POINTS:
        return Decision.no(N_("Lista har for mange punkter. 40 er det meste."))
    if any(len(point) > POINT_LONGEST for point in points):
        return Decision.no(N_("Et punkt er for langt. 300 tegn er det meste."))
    if len(set(points)) < len(points):
        return Decision.no(N_("To punkter er like."))
    return Decision.yes()


def letter_of(number: int) -> str:
    """What tells applicants apart: A for 0, Z for 25, AA for 26. Never a name."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Shift(StrEnum):
    """How a point stands against the last time."""

    NEW = "new"
    SAME = "same"
    BETTER = "better"
    WORSE = "worse"

    @property
    def label(self) -> str:
        return SHIFT_LABELS[self]


SHIFT_LABELS = {
    Shift.NEW: N_("Nytt punkt"),
    Shift.SAME: N_("Som sist"),
    Shift.BETTER: N_("Bedre enn sist"),
    Shift.WORSE: N_("Svakere enn sist"),
}
_RANK = {Tick.NO: 0, Tick.PARTLY: 1, Tick.YES: 2}


@dataclass(frozen=True, slots=True)
class PointChange:
    """One point now and the last time; None where it was not answered."""

    point: str
    now: Tick | None
    before: Tick | None

    @property
    def shift(self) -> Shift | None:
        """The way it has gone; None when it is not answered now."""
        if self.now is None:
            return None
        if self.before is None:
            return Shift.NEW
        if self.now is self.before:
            return Shift.SAME
        return Shift.BETTER if _RANK[self.now] > _RANK[self.before] else Shift.WORSE


def compare(now: Mapping[str, Tick], before: Mapping[str, Tick]) -> dict[str, PointChange]:
    """By its text, each point of now against the last time. A point that was rewritten is new."""
    return {point: PointChange(point, tick, before.get(point)) for point, tick in now.items()}

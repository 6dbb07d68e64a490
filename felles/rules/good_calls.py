"""Whom to call with good news, and what the calls of a school tell together.

Source: the guide, part 3C: contact with the home is more than bad news. Which pupils somebody may
call home about is the rule of the case (docs/access.md); here stands which guardian may be called.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from felles.rules.access import Actor, Permission, may
from felles.rules.consent import Authority
from felles.rules.families import Door
from felles.rules.roles import Role

# Fewer calls than this in all, and no share is told: it would be about a few families.
LEAST_CALLS = 10
# The share is told in tenths, and so never tells one call.
TENTHS = 10
FIGURE_WEEKS = 12
_HEARS_FIGURE = frozenset({Role.RECTOR, Role.SOCIAL_TEACHER, Role.SOCIAL_AGENT})
_LEADERS = frozenset({Role.AGENT_LEADER, Role.PROJECT_LEADER})


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What decides whether a guardian may be called about one child."""

    authority: Authority
    is_running: bool
    door: Door = Door.BY_DEFAULT
    is_protected: bool = False


def may_call_home(actor: Actor) -> bool:
    """True for those of a school who log talks; never for a service."""
    return may(actor, Permission.TALK_LOG)


def may_be_called(facts: CallFacts) -> bool:
    """May this guardian be called with good news about the child? Fails closed.

    Never one who is known to hold no parental responsibility, or whom the school has closed the
    door for. With a protected address only one whom the school has opened it for: the other
    parent may be the one to be hidden from.
    """
    if not facts.is_running or facts.authority is Authority.HOLDS_NOT:
        return False
    if facts.door is Door.CLOSED:
        return False
    return facts.door is Door.OPENED or not facts.is_protected


def since_on(on: date, weeks: int) -> date:
    """A good call on this day or later is recent enough."""
    return on - timedelta(weeks=weeks)


def hears_figure(actor: Actor) -> bool:
    """True for those who are told their own school's share of good calls."""
    return actor.role in _HEARS_FIGURE


def hears_figures(actor: Actor) -> bool:
    """True for those who are told it for every school."""
    return actor.role in _LEADERS


def share_in_tenths(good: int, total: int) -> int | None:
    """How many of ten calls home were good news, rounded; None when there are too few to tell.

    Raises:
        ValueError: more good calls than calls.
    """
    if not 0 <= good <= total:
        raise ValueError("more good calls than calls")
    if total < LEAST_CALLS:
        return None
    return (TENTHS * good + total // 2) // total

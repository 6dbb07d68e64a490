"""The meeting with pupil and guardians: who is asked together, the interpreter, and its end.

Households are kept apart: guardians of two households meet together only when they themselves want
to, and nobody's paper or page names the other. A child never interprets (Tolkeloven §§ 6 and 9: a
qualified interpreter; children are not to be used), and an interpreter who was ordered for a
time that has changed is ordered anew.
Source: the guide, part 3B (the team meets pupil and guardians); docs/access.md, rule 7.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from felles.rules.decision import Decision
from felles.rules.meetings import InterpreterState
from felles.rules.text import N_

S = InterpreterState
# What may follow what when staff say how far the order has come.
NEXT_STATES = {
    S.NOT_NEEDED: (S.NEEDED,),
    S.NEEDED: (S.ORDERED, S.CONFIRMED, S.NOT_NEEDED),
    S.ORDERED: (S.CONFIRMED, S.NEEDED, S.NOT_NEEDED),
    S.CONFIRMED: (S.NEEDED, S.NOT_NEEDED),
}


def may_meet_together(households: Collection[int], *, together: bool) -> Decision:
    """May these guardians, by household, be asked to one meeting?"""
    if not households:
        return Decision.no(N_("Velg hvem av de foresatte som skal komme."))
    if len(set(households)) > 1 and not together:
        return Decision.no(
            N_("De bor ikke sammen. Lag et møte for hver, eller kryss av for at de vil møtes.")
        )
    return Decision.yes()


def may_set_interpreter(now: InterpreterState, to: InterpreterState, note: str) -> Decision:
    """May the order of an interpreter go on to ``to``? A confirmed one says who or which number."""
    if to is not now and to not in NEXT_STATES[now]:
        return Decision.no(N_("Si først at tolk trengs."))
    if to is S.CONFIRMED and not note.strip():
        return Decision.no(N_("Skriv navnet på tolken eller nummeret på bestillingen."))
    return Decision.yes()


def after_move(now: InterpreterState) -> InterpreterState:
    """How far the order stands once the meeting has another time."""
    return now if now is S.NOT_NEEDED else S.NEEDED


def may_close_family_meeting(*, is_planned: bool, meets_on: date, on: date) -> Decision:
    """May somebody write that the meeting was held, or that it was not?"""
    if not is_planned:
        return Decision.no(N_("Møtet er holdt eller avlyst."))
    if meets_on > on:
        return Decision.no(N_("Møtet er fram i tid. Flytt eller avlys det."))
    return Decision.yes()


def may_change_family_meeting(*, is_planned: bool) -> Decision:
    """May the meeting be moved or cancelled, and its guests be told?"""
    if not is_planned:
        return Decision.no(N_("Møtet er holdt eller avlyst."))
    return Decision.yes()

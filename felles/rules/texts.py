"""Who may take back a text of a case, so that it is read no further.

What is wrong is not painted over: the text is taken back and written anew, and who had read it
stands in the log. It narrows who reads, never widens it, and so asks for no consent.
"""

from __future__ import annotations

from enum import StrEnum

from felles.rules.access import Actor, Sight
from felles.rules.decision import Decision
from felles.rules.roles import Role
from felles.rules.text import N_


class TextKind(StrEnum):
    """What can be taken back. Decisions, measures and minutes have versions of their own."""

    CONCERN = "bekymring"
    TALK = "samtale"
    NOTE = "notat"
    VOICE = "stemme"
    EVALUATION = "evaluering"
    CONTACT = "kontakt"


# What the gates of the case's way count.
EVIDENCE = frozenset({TextKind.TALK, TextKind.EVALUATION})
TAKEN_BACK = Decision.no(N_("Teksten er trukket tilbake allerede."))


def may_choose_text(actor: Actor, sight: Sight, *, author_id: int) -> bool:
    """Is a text that the actor reads his to take back: the author's, or the social teacher's?"""
    if not sight:
        return False
    return author_id == actor.user_id or (sight.is_school and actor.role is Role.SOCIAL_TEACHER)


def may_take_back(*, is_taken_back: bool) -> Decision:
    """Only what still stands. A closed case is no hindrance: a wrong word in it is as wrong."""
    return TAKEN_BACK if is_taken_back else Decision.yes()

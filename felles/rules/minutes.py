"""Minutes and the recap: when a text may still be written, approved, or corrected.

Minutes are of one case. Once they are approved they do not change: what is wrong is put right in
a new version, which says why. The earlier ones stay.
Source: the guide, part 3B (the innsatsteam decides, and who follows up); docs/meetings.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from felles.rules.decision import Decision
from felles.rules.meetings import MeetingState
from felles.rules.text import N_


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """One version of the minutes of a case: approved, and whether a newer one exists."""

    is_approved: bool
    is_newest: bool
    has_text: bool = True


def may_write_minutes(facts: MinutesFacts) -> Decision:
    """May the text of this version be changed?"""
    if facts.is_approved:
        return Decision.no(N_("Referatet er godkjent. Skriv en rettet versjon."))
    return Decision.yes()


def may_approve_minutes(facts: MinutesFacts) -> Decision:
    """May this version be approved, so that it does not change any more?"""
    if facts.is_approved:
        return Decision.no(N_("Referatet er godkjent allerede."))
    if not facts.has_text:
        return Decision.no(N_("Skriv referatet først."))
    return Decision.yes()


def may_correct_minutes(facts: MinutesFacts) -> Decision:
    """May a new version be begun after this one?"""
    if not facts.is_approved:
        return Decision.no(N_("Referatet er ikke godkjent ennå. Endre det som det er."))
    if not facts.is_newest:
        return Decision.no(N_("Det finnes en nyere versjon. Rett den."))
    return Decision.yes()


def may_send_recap(state: MeetingState) -> Decision:
    """May those who promised something be told that the recap is there?"""
    if state is MeetingState.CANCELLED:
        return Decision.no(N_("Møtet er avlyst."))
    if state.is_ahead:
        return Decision.no(N_("Møtet er ikke holdt ennå."))
    return Decision.yes()

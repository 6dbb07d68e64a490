"""What happens in the room: starting, who is there, typing together, and how a case may end.

Whether a line may be opened with these people in the room: ``may_open_row`` in the meetings' rules.
Source: the guide, part 3B (the innsatsteam's meeting and what it may decide).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from felles.rules.access import Sight
from felles.rules.case_flow import Evidence, Move, Step, may_move
from felles.rules.decision import Decision
from felles.rules.meetings import MeetingKind, MeetingState
from felles.rules.roles import Audience, Topic
from felles.rules.text import N_


class Where(StrEnum):
    """Where somebody who is called is, as the chair has said."""

    IN = "in"
    OUT = "out"
    AWAY = "away"


class Outcome(StrEnum):
    """What a meeting may agree on in one case, in the words of the screen."""

    START = "start"
    SCHOOL = "school"
    OTHER_SERVICE = "other_service"
    AGAIN = "again"
    TRY_MORE = "try_more"
    REFER = "refer"
    CLOSE = "close"

    @property
    def label(self) -> str:
        return OUTCOME_LABELS[self]


OUTCOME_LABELS = {
    Outcome.START: N_("Innsatsteamet setter i gang tiltak"),
    Outcome.SCHOOL: N_("Skolen prøver mer først"),
    Outcome.OTHER_SERVICE: N_("Hjelp fra en annen tjeneste, for eksempel BUP"),
    Outcome.AGAIN: N_("Ta saken opp igjen på neste møte"),
    Outcome.TRY_MORE: N_("Skolen prøver mer først"),
    Outcome.REFER: N_("Koble på innsatsteamet"),
    Outcome.CLOSE: N_("Avslutt i elevsaksmøtet"),
}
OUTCOMES: dict[MeetingKind, tuple[Outcome, ...]] = {
    MeetingKind.INNSATSTEAM: (
        Outcome.START,
        Outcome.SCHOOL,
        Outcome.OTHER_SERVICE,
        Outcome.AGAIN,
    ),
    MeetingKind.ELEVSAKSMOTE: (Outcome.TRY_MORE, Outcome.REFER, Outcome.CLOSE, Outcome.AGAIN),
}
# The move of the case that an outcome makes; the others leave the case where it is.
_MOVES = {
    Outcome.START: Move.TEAM_DECIDE,
    Outcome.SCHOOL: Move.STAY_AT_SCHOOL,
    Outcome.TRY_MORE: Move.TRY_MORE,
    Outcome.REFER: Move.REFER,
    Outcome.CLOSE: Move.CLOSE_AT_SCHOOL,
}
# After these, no service is in the case, so none can have promised anything in it.
SCHOOL_ONLY = frozenset({Outcome.SCHOOL, Outcome.TRY_MORE, Outcome.REFER, Outcome.CLOSE})
EVALUATION_FIRST = N_("Evaluering av tiltakene.")


def move_of(outcome: Outcome, step: Step) -> Move | None:
    """The move that the outcome makes from ``step``; None when the case stays where it is.

    When measures run already, the team's decision adds to them.
    """
    if outcome is Outcome.START and step is Step.MEASURES:
        return None
    return _MOVES.get(outcome)


def may_agree(kind: MeetingKind, outcome: Outcome, step: Step, evidence: Evidence) -> Decision:
    """May a meeting of this kind end a case at ``step`` so? A no says what is missing."""
    if outcome not in OUTCOMES.get(kind, ()):
        return Decision.no(N_("Velg hva møtet beslutter."))
    if outcome is Outcome.AGAIN:
        return Decision.yes()
    if step is Step.EVALUATION:
        return Decision.no(N_("Dette mangler:"), EVALUATION_FIRST)
    move = move_of(outcome, step)
    return Decision.yes() if move is None else may_move(step, move, evidence)


def may_start(state: MeetingState, *, starts_on: date, on: date) -> Decision:
    """May the meeting be started on this day?"""
    if state is MeetingState.OPEN:
        return Decision.no(N_("Møtet er i gang."))
    if state is MeetingState.HELD:
        return Decision.no(N_("Møtet er holdt."))
    if state is MeetingState.CANCELLED:
        return Decision.no(N_("Møtet er avlyst."))
    if on < starts_on:
        return Decision.no(N_("Møtet er ikke i dag."))
    return Decision.yes()


def may_act(state: MeetingState) -> Decision:
    """May lines be opened and people placed? Only while the meeting is under way."""
    if state is MeetingState.OPEN:
        return Decision.yes()
    return Decision.no(N_("Start møtet først."))


def may_close(state: MeetingState, *, has_open_row: bool) -> Decision:
    """May the meeting be closed?"""
    if state is not MeetingState.OPEN:
        return Decision.no(N_("Møtet er ikke i gang."))
    if has_open_row:
        return Decision.no(N_("Gjør ferdig eller utsett saken som er oppe, først."))
    return Decision.yes()


class Written(StrEnum):
    """What comes of a text that somebody sends for a field."""

    SAME = "same"
    SAVED = "saved"
    NEWER = "newer"
    BOTH = "both"


def merge(revisions: Mapping[int, str], text: str, *, base: int, by_same: bool = False) -> Written:
    """What to do with ``text``, written by somebody who last saw revision ``base`` of the field.

    ``SAME``: it stands there already. ``SAVED``: it becomes the newest. ``NEWER``: the writer has
    changed nothing, and somebody else has. ``BOTH``: two have written; keep and show both.
    ``by_same`` says that the newest is the writer's own.
    """
    newest = revisions[max(revisions)] if revisions else ""
    seen = revisions.get(base, "")
    if text == newest:
        return Written.SAME
    if by_same or newest == seen:
        return Written.SAVED
    return Written.NEWER if text == seen else Written.BOTH


@dataclass(frozen=True, slots=True)
class Hearers:
    """What everybody in the room may read of a case: no more than the one who may read least.

    ``has_service`` says that somebody from outside the school is there, ``topics`` what all of
    those may hear of.
    """

    has_service: bool
    topics: frozenset[Topic]

    def may_read(self, audience: Audience, topic: Topic) -> bool:
        """May the text be shown where all can see it? A restricted one never."""
        if audience is Audience.RESTRICTED:
            return False
        return not self.has_service or (audience is Audience.TEAM and topic in self.topics)


def hearers_of(sights: list[Sight]) -> Hearers:
    """What these people, each with an own sight of the case, may all read. Nobody: nothing."""
    outside = [sight for sight in sights if not sight.is_school]
    topics = frozenset(Topic)
    for sight in outside:
        topics &= sight.topics
    return Hearers(
        has_service=bool(outside) or not sights, topics=topics if sights else frozenset()
    )


# What whoever decides on a deadline can choose: days from the meeting.
DEADLINES: dict[str, tuple[int, str]] = {
    "1": (7, N_("Innen en uke")),
    "2": (14, N_("Innen to uker")),
    "4": (28, N_("Innen fire uker")),
    "8": (56, N_("Innen åtte uker")),
}
EVALUATE_AFTER_DAYS = 42

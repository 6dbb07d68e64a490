"""The way of a case: steps, moves between them, and the evidence each move demands.

Steps are gated by evidence, not by clicks. The tables below are the whole truth; the diagram in
docs/case-flow.md is printed from them.
Source: the guide, part 3B (figure "Samarbeidsmodell mellom skole og bydel").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from felles.rules.access import Permission
from felles.rules.consent import CONSENT_MISSING, ConsentState
from felles.rules.decision import Decision
from felles.rules.text import N_


class Step(IntEnum):
    """Where a case stands. The numbers are stored; leave gaps, never renumber."""

    CONCERN = 10
    AT_SCHOOL = 20
    ELEVSAKSMOTE = 30
    CONSENT = 40
    INNSATSTEAM = 50
    MEASURES = 60
    EVALUATION = 70
    CLOSED = 90

    @property
    def label(self) -> str:
        return STEP_LABELS[self]

    @property
    def needs_consent(self) -> bool:
        """True for the steps in which services work with the named case."""
        return self in (Step.INNSATSTEAM, Step.MEASURES, Step.EVALUATION)


STEP_LABELS = {
    Step.CONCERN: N_("Bekymring"),
    Step.AT_SCHOOL: N_("På skolen"),
    Step.ELEVSAKSMOTE: N_("Elevsaksmøte"),
    Step.CONSENT: N_("Samtykke"),
    Step.INNSATSTEAM: N_("Innsatsteam"),
    Step.MEASURES: N_("Tiltak"),
    Step.EVALUATION: N_("Evaluering"),
    Step.CLOSED: N_("Avsluttet"),
}


class Move(StrEnum):
    """What takes a case from one step to another."""

    ACCEPT = "accept"
    BRING = "bring"
    TRY_MORE = "try_more"
    REFER = "refer"
    CLOSE_AT_SCHOOL = "close_at_school"
    TO_TEAM = "to_team"
    STAY_AT_SCHOOL = "stay_at_school"
    TEAM_DECIDE = "team_decide"
    EVALUATE = "evaluate"
    CONTINUE = "continue"
    BACK_TO_SCHOOL = "back_to_school"
    CLOSE = "close"
    REOPEN = "reopen"

    @property
    def label(self) -> str:
        return MOVE_LABELS[self]


MOVE_LABELS = {
    Move.ACCEPT: N_("Skolen tar imot bekymringen"),
    Move.BRING: N_("Ta opp i elevsaksmøtet"),
    Move.TRY_MORE: N_("Skolen prøver mer først"),
    Move.REFER: N_("Koble på innsatsteamet"),
    Move.CLOSE_AT_SCHOOL: N_("Avslutt i elevsaksmøtet"),
    Move.TO_TEAM: N_("Meld til innsatsteamet"),
    Move.STAY_AT_SCHOOL: N_("Bli på skolen"),
    Move.TEAM_DECIDE: N_("Innsatsteamets beslutning"),
    Move.EVALUATE: N_("Start evaluering"),
    Move.CONTINUE: N_("Fortsett med tiltak"),
    Move.BACK_TO_SCHOOL: N_("Tilbake til skolen"),
    Move.CLOSE: N_("Avslutt saken"),
    Move.REOPEN: N_("Åpne saken igjen"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What has been recorded in a case so far, in its present round.

    ``pupil_heard`` and ``guardians_told`` are true when a dated talk is logged or a reason why
    not is recorded. ``family_met`` is the meeting with pupil and guardians, or its reason why
    not. ``evaluated`` is an evaluation of this round; the two views belong to it.
    """

    pupil_heard: bool = False
    guardians_told: bool = False
    consent_state: ConsentState = ConsentState.NOT_ASKED
    family_met: bool = False
    measures_running: int = 0
    evaluated: bool = False
    child_view: bool = False
    guardians_view: bool = False


Gate = Callable[[Evidence], str]


def pupil_heard(evidence: Evidence) -> str:
    """The child has been talked with, or there is a reason why not (Barnekonvensjonen art. 12)."""
    return "" if evidence.pupil_heard else N_("Samtale med eleven, eller hvorfor ikke.")


def guardians_told(evidence: Evidence) -> str:
    """The concern has been raised with the guardians, or there is a reason why not."""
    if evidence.guardians_told:
        return ""
    return N_("Samtale med foresatte (dato og hvem), eller hvorfor ikke.")


def consent_is_live(evidence: Evidence) -> str:
    """Every holder of parental responsibility allows at least one and the same service."""
    if evidence.consent_state is ConsentState.LIVE:
        return ""
    return CONSENT_MISSING[evidence.consent_state]


def family_met(evidence: Evidence) -> str:
    """Innsatsteamet has met guardians and pupil, or recorded why not."""
    if evidence.family_met:
        return ""
    return N_("Møte med elev og foresatte, eller hvorfor ikke.")


def measure_running(evidence: Evidence) -> str:
    """At least one measure with an owner and a deadline is under way."""
    if evidence.measures_running:
        return ""
    return N_("Minst ett tiltak med ansvarlig og frist.")


def evaluated(evidence: Evidence) -> str:
    """The round has been evaluated."""
    return "" if evidence.evaluated else N_("Evaluering av tiltakene.")


def child_view(evidence: Evidence) -> str:
    """The child's own view stands in the evaluation, or why it does not."""
    return "" if evidence.child_view else N_("Elevens syn i evalueringen, eller hvorfor ikke.")


def guardians_view(evidence: Evidence) -> str:
    """The guardians' view stands in the evaluation, or why it does not."""
    if evidence.guardians_view:
        return ""
    return N_("Foresattes syn i evalueringen, eller hvorfor ikke.")


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: from these steps, to that one, by this permission, past these gates."""

    sources: tuple[Step, ...]
    target: Step
    permission: Permission
    gates: tuple[Gate, ...] = ()


_EVALUATED = (evaluated, child_view, guardians_view)

TRANSITIONS: dict[Move, Transition] = {
    Move.ACCEPT: Transition((Step.CONCERN,), Step.AT_SCHOOL, Permission.ELEVSAK_BRING),
    Move.BRING: Transition(
        (Step.AT_SCHOOL,),
        Step.ELEVSAKSMOTE,
        Permission.ELEVSAK_BRING,
        (pupil_heard, guardians_told),
    ),
    Move.TRY_MORE: Transition((Step.ELEVSAKSMOTE,), Step.AT_SCHOOL, Permission.ELEVSAK_DECIDE),
    Move.REFER: Transition(
        (Step.ELEVSAKSMOTE,),
        Step.CONSENT,
        Permission.ELEVSAK_DECIDE,
        (pupil_heard, guardians_told),
    ),
    Move.CLOSE_AT_SCHOOL: Transition(
        (Step.ELEVSAKSMOTE,), Step.CLOSED, Permission.ELEVSAK_DECIDE, _EVALUATED
    ),
    Move.TO_TEAM: Transition(
        (Step.CONSENT,), Step.INNSATSTEAM, Permission.CONSENT_RECORD, (consent_is_live,)
    ),
    Move.STAY_AT_SCHOOL: Transition(
        (Step.CONSENT, Step.INNSATSTEAM, Step.MEASURES),
        Step.AT_SCHOOL,
        Permission.ELEVSAK_DECIDE,
    ),
    Move.TEAM_DECIDE: Transition(
        (Step.INNSATSTEAM,),
        Step.MEASURES,
        Permission.TEAM_DECIDE,
        (consent_is_live, family_met, measure_running),
    ),
    Move.EVALUATE: Transition((Step.MEASURES,), Step.EVALUATION, Permission.EVALUATE),
    Move.CONTINUE: Transition(
        (Step.EVALUATION,),
        Step.MEASURES,
        Permission.EVALUATE,
        (consent_is_live, *_EVALUATED),
    ),
    Move.BACK_TO_SCHOOL: Transition(
        (Step.EVALUATION,), Step.AT_SCHOOL, Permission.EVALUATE, _EVALUATED
    ),
    Move.CLOSE: Transition((Step.EVALUATION,), Step.CLOSED, Permission.EVALUATE, _EVALUATED),
    Move.REOPEN: Transition((Step.CLOSED,), Step.AT_SCHOOL, Permission.CASE_REOPEN),
}

# Moves that begin a new round at the school: evidence of the round before counts no more.
NEW_ROUND = frozenset(
    {Move.TRY_MORE, Move.STAY_AT_SCHOOL, Move.BACK_TO_SCHOOL, Move.REOPEN, Move.CONTINUE}
)


def may_move(step: Step, move: Move, evidence: Evidence) -> Decision:
    """May a case at ``step`` make ``move``? A no says what is missing."""
    transition = TRANSITIONS[move]
    if step not in transition.sources:
        return Decision.no(N_("Saken er ikke på dette steget."))
    missing = tuple(text for gate in transition.gates if (text := gate(evidence)))
    if missing:
        return Decision.no(N_("Dette mangler:"), *missing)
    return Decision.yes()


def moves_from(step: Step) -> tuple[Move, ...]:
    """The moves that start at ``step``, in the table's order."""
    return tuple(move for move, row in TRANSITIONS.items() if step in row.sources)


# While a case is with these steps, guardians may be asked, and asked again.
ASKING_STEPS = frozenset({Step.CONSENT, Step.INNSATSTEAM, Step.MEASURES, Step.EVALUATION})


def may_ask_consent(step: Step) -> Decision:
    """May the guardians be asked for consent? Not before the elevsaksmøte has decided so."""
    if step is Step.CLOSED:
        return Decision.no(N_("Saken er avsluttet. Åpne den igjen først."))
    if step not in ASKING_STEPS:
        return Decision.no(N_("Elevsaksmøtet må først beslutte å koble på innsatsteamet."))
    return Decision.yes()


class LoopStatus(StrEnum):
    """What whoever raised a concern hears back: the class of decision, no content."""

    RECEIVED = "received"
    SCHOOL_WORKS = "school_works"
    TO_BE_DECIDED = "to_be_decided"
    MORE_HELP = "more_help"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return LOOP_LABELS[self]


LOOP_LABELS = {
    LoopStatus.RECEIVED: N_("Mottatt. Skolen har ikke begynt ennå."),
    LoopStatus.SCHOOL_WORKS: N_("Skolen følger opp."),
    LoopStatus.TO_BE_DECIDED: N_("Tas opp i elevsaksmøtet."),
    LoopStatus.MORE_HELP: N_("Det er besluttet mer hjelp."),
    LoopStatus.CLOSED: N_("Saken er avsluttet."),
}

LOOP_OF_STEP = {
    Step.CONCERN: LoopStatus.RECEIVED,
    Step.AT_SCHOOL: LoopStatus.SCHOOL_WORKS,
    Step.ELEVSAKSMOTE: LoopStatus.TO_BE_DECIDED,
    Step.CONSENT: LoopStatus.MORE_HELP,
    Step.INNSATSTEAM: LoopStatus.MORE_HELP,
    Step.MEASURES: LoopStatus.MORE_HELP,
    Step.EVALUATION: LoopStatus.MORE_HELP,
    Step.CLOSED: LoopStatus.CLOSED,
}

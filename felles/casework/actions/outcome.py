"""What the innsatsteam decides, and the evaluation that ends a round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from felles.casework.actions.moves import stop_measures
from felles.casework.actions.shared import common, log, make_move, require_open, see_case
from felles.casework.models import BoardDecision, Case, CaseItem, Evaluation
from felles.rules.access import Actor, Permission
from felles.rules.case_flow import TRANSITIONS, Move
from felles.rules.decision import Decision
from felles.rules.roles import Audience, Topic
from felles.rules.text import N_

# What an evaluation may lead to. Other moves have actions, and demands, of their own.
AFTER_EVALUATION = (Move.CONTINUE, Move.BACK_TO_SCHOOL, Move.CLOSE)


@dataclass(frozen=True, slots=True)
class EvaluationText:
    """How it went, seen by staff, child and guardians; a view that is missing has its reason."""

    text: str
    child_view: str = ""
    child_why_not: str = ""
    guardians_view: str = ""
    guardians_why_not: str = ""


def record_team_decision(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    version: int,
    held_on: date,
    text: str,
    topic: Topic,
    evaluate_on: date,
    item: CaseItem | None = None,
) -> None:
    """The innsatsteam has decided; the measures begin. Needs live consent, the meeting with the
    family (or why not), and at least one measure with owner and deadline."""
    view = see_case(by, public_id, TRANSITIONS[Move.TEAM_DECIDE].permission)
    if held_on > by.on:
        Decision.no(N_("Møtedatoen kan ikke være fram i tid.")).require()
    if evaluate_on <= by.on:
        Decision.no(N_("Evalueringen må være etter i dag.")).require()
    if not text.strip():
        Decision.no(N_("Skriv hva innsatsteamet besluttet, og hvorfor.")).require()
    with transaction.atomic():
        decision = BoardDecision.objects.create(
            **common(view, by, at, audience=Audience.TEAM, topic=topic),
            board=BoardDecision.Board.INNSATSTEAM.value,
            outcome=Move.TEAM_DECIDE.value,
            held_on=held_on,
            text=text,
            next_on=evaluate_on,
            item=item,
        )
        make_move(by=by, at=at, view=view, move=Move.TEAM_DECIDE, version=version)
        Case.objects.filter(pk=view.case.pk).update(due_on=evaluate_on)
        log(by, at, view, "team.decide", "BoardDecision", decision.pk, topic=topic.value)


def evaluate_case(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    version: int,
    held_on: date,
    evaluation: EvaluationText,
    topic: Topic = Topic.SCHOOL_ENVIRONMENT,
    move: Move | None = None,
) -> None:
    """Record an evaluation and, when ``move`` is given, what follows from it, all or nothing.

    Without a move (the elevsaksmøte's own evaluation) the case stays where it is.

    Raises:
        Refused: something is missing; nothing is written.
    """
    view = see_case(by, public_id, Permission.EVALUATE)
    require_open(view)
    if move is not None and move not in AFTER_EVALUATION:
        Decision.no(N_("Velg hva som skal skje etter evalueringen.")).require()
    if held_on > by.on:
        Decision.no(N_("Evalueringen kan ikke være fram i tid.")).require()
    if not evaluation.text.strip():
        Decision.no(N_("Skriv hvordan det har gått.")).require()
    with transaction.atomic():
        row = Evaluation.objects.create(
            **common(view, by, at, audience=Audience.TEAM, topic=topic),
            held_on=held_on,
            text=evaluation.text.strip(),
            child_view=evaluation.child_view.strip(),
            child_why_not=evaluation.child_why_not.strip(),
            guardians_view=evaluation.guardians_view.strip(),
            guardians_why_not=evaluation.guardians_why_not.strip(),
        )
        log(by, at, view, "case.evaluate", "Evaluation", row.pk)
        if move is not None:
            make_move(by=by, at=at, view=view, move=move, version=version)
            stop_measures(public_id)

"""Moves of a case along its way. Each asks the rule, which says what is missing."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from felles.casework.actions.shared import common, log, make_move, see_case
from felles.casework.models import BoardDecision, Case, CaseItem, Measure
from felles.casework.queries.cases import CaseView
from felles.rules.access import Actor
from felles.rules.case_flow import TRANSITIONS, Move
from felles.rules.decision import Decision
from felles.rules.roles import Audience
from felles.rules.text import N_


def _see(by: Actor, public_id: str, move: Move) -> CaseView:
    return see_case(by, public_id, TRANSITIONS[move].permission)


def accept_case(*, by: Actor, at: datetime, public_id: str, version: int) -> None:
    """The school takes the concern on; whoever accepts it owns the case from now on."""
    view = _see(by, public_id, Move.ACCEPT)
    with transaction.atomic():
        make_move(by=by, at=at, view=view, move=Move.ACCEPT, version=version)
        Case.objects.filter(pk=view.case.pk, owner=None).update(owner_id=by.user_id)


def bring_to_elevsaksmote(*, by: Actor, at: datetime, public_id: str, version: int) -> None:
    """Put the case on the elevsaksmøte's list. Needs the talks with pupil and guardians."""
    view = _see(by, public_id, Move.BRING)
    with transaction.atomic():
        make_move(by=by, at=at, view=view, move=Move.BRING, version=version)


def _decide(
    by: Actor,
    at: datetime,
    public_id: str,
    version: int,
    move: Move,
    held_on: date,
    text: str,
    next_on: date | None,
    item: CaseItem | None,
) -> None:
    view = _see(by, public_id, move)
    if held_on > by.on:
        Decision.no(N_("Møtedatoen kan ikke være fram i tid.")).require()
    if not text.strip():
        Decision.no(N_("Skriv hvorfor møtet besluttet dette.")).require()
    if next_on is not None and next_on <= by.on:
        Decision.no(N_("Ny dato må være etter i dag.")).require()
    with transaction.atomic():
        decision = BoardDecision.objects.create(
            **common(view, by, at, audience=Audience.SCHOOL),
            board=BoardDecision.Board.ELEVSAKSMOTE.value,
            outcome=move.value,
            held_on=held_on,
            text=text,
            next_on=next_on,
            item=item,
        )
        make_move(by=by, at=at, view=view, move=move, version=version)
        if next_on is not None:
            Case.objects.filter(pk=view.case.pk).update(due_on=next_on)
        log(by, at, view, "elevsaksmote.decide", "BoardDecision", decision.pk, outcome=move.value)


def try_more_at_school(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    version: int,
    held_on: date,
    text: str,
    next_on: date | None = None,
    item: CaseItem | None = None,
) -> None:
    """The elevsaksmøte decides that the school tries more: a normal outcome, not a failure."""
    _decide(by, at, public_id, version, Move.TRY_MORE, held_on, text, next_on, item)


def refer_to_innsatsteam(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    version: int,
    held_on: date,
    text: str,
    next_on: date | None = None,
    item: CaseItem | None = None,
) -> None:
    """The elevsaksmøte decides to bring in the innsatsteam. Next, the guardians are asked.

    Nothing reaches the team yet: the case is named there only after a live consent.
    """
    _decide(by, at, public_id, version, Move.REFER, held_on, text, next_on, item)


def close_at_school(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    version: int,
    held_on: date,
    text: str,
    item: CaseItem | None = None,
) -> None:
    """The elevsaksmøte closes the case. Needs an evaluation."""
    with transaction.atomic():
        _decide(by, at, public_id, version, Move.CLOSE_AT_SCHOOL, held_on, text, None, item)
        stop_measures(public_id)


def stop_measures(public_id: str) -> None:
    """Measures that still run when a case closes are stopped with it."""
    Measure.objects.filter(
        case__public_id=public_id,
        case__state=Case.State.CLOSED.value,
        status__in=(Measure.Status.PLANNED.value, Measure.Status.RUNNING.value),
    ).update(status=Measure.Status.STOPPED.value)


def move_to_innsatsteam(*, by: Actor, at: datetime, public_id: str, version: int) -> None:
    """Report the named case to the innsatsteam. Needs a live consent at this very moment."""
    view = _see(by, public_id, Move.TO_TEAM)
    with transaction.atomic():
        make_move(by=by, at=at, view=view, move=Move.TO_TEAM, version=version)


def stay_at_school(*, by: Actor, at: datetime, public_id: str, version: int, reason: str) -> None:
    """The case stays at, or returns to, the school: a refusal, a withdrawal, or a new view."""
    view = _see(by, public_id, Move.STAY_AT_SCHOOL)
    if not reason.strip():
        Decision.no(N_("Skriv hvorfor saken blir på skolen.")).require()
    with transaction.atomic():
        make_move(by=by, at=at, view=view, move=Move.STAY_AT_SCHOOL, version=version, reason=reason)


def start_evaluation(*, by: Actor, at: datetime, public_id: str, version: int) -> None:
    """The measures have run: time to ask whether they helped."""
    view = _see(by, public_id, Move.EVALUATE)
    with transaction.atomic():
        make_move(by=by, at=at, view=view, move=Move.EVALUATE, version=version)


def reopen_case(*, by: Actor, at: datetime, public_id: str, version: int, reason: str) -> None:
    """Open a closed case again, with a reason. Talks from before count no more."""
    view = _see(by, public_id, Move.REOPEN)
    if not reason.strip():
        Decision.no(N_("Skriv hvorfor saken åpnes igjen.")).require()
    pupil = view.case.pupil
    if pupil.left_on is not None or pupil.school_id != view.case.school_id:
        # Asked first: what goes on at another school is not told here.
        Decision.no(N_("Eleven går ikke på skolen lenger.")).require()
    others = Case.objects.filter(pupil_id=view.case.pupil_id, state=Case.State.OPEN.value)
    if others.exists():
        Decision.no(N_("Eleven har allerede en åpen sak. Skriv i den.")).require()
    with transaction.atomic():
        make_move(by=by, at=at, view=view, move=Move.REOPEN, version=version, reason=reason)

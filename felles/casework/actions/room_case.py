"""What a meeting agrees on in one case: measures, decision, move and minutes, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict

from django.db import transaction

from felles.casework.actions.moves import (
    close_at_school,
    refer_to_innsatsteam,
    stay_at_school,
    try_more_at_school,
)
from felles.casework.actions.outcome import record_team_decision
from felles.casework.actions.plan import add_measure
from felles.casework.actions.shared import bump, common, log, see_case
from felles.casework.models import BoardDecision, Case, CaseItem, Minutes
from felles.casework.queries.cases import CaseView
from felles.casework.queries.evidence import get_evidence
from felles.casework.queries.room import Giver, find_open_case_line, get_room, list_givers
from felles.meetings.actions import set_row_state
from felles.meetings.queries import get_led_meeting
from felles.rules.access import Actor, Permission
from felles.rules.case_flow import Move, Step
from felles.rules.decision import Decision
from felles.rules.meetings import MeetingKind, MeetingState, RowState
from felles.rules.roles import Audience, Topic
from felles.rules.room import SCHOOL_ONLY, Outcome, may_act, may_agree, move_of
from felles.rules.text import N_


@dataclass(frozen=True, slots=True)
class Give:
    """What somebody promises: whose field, what, within how many days, about what."""

    key: str
    text: str
    days: int
    topic: Topic


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the meeting agreed on in a case. ``why`` is the minutes' text as well."""

    outcome: Outcome
    why: str
    evaluate_on: date | None
    topic: Topic
    goal: str
    gives: Sequence[Give] = ()


class _How(TypedDict):
    """What all decisions have in common."""

    by: Actor
    at: datetime
    public_id: str
    version: int
    held_on: date
    text: str
    item: CaseItem


@dataclass(frozen=True, slots=True)
class _Work:
    """All that the parts of the one action share."""

    by: Actor
    at: datetime
    view: CaseView
    item: CaseItem
    version: int
    agreed: Agreed
    kind: MeetingKind

    @property
    def how(self) -> _How:
        return {
            "by": self.by,
            "at": self.at,
            "public_id": self.view.case.public_id,
            "version": self.version,
            "held_on": self.by.on,
            "text": self.agreed.why.strip(),
            "item": self.item,
        }


def finish_case(
    *, by: Actor, at: datetime, meeting_id: str, row_id: str, version: int, agreed: Agreed
) -> None:
    """The open case is agreed on. What was promised becomes measures, then the decision, the
    case's move if it makes one, and a draft of the minutes. All of it, or nothing.

    Consent, and who is in the room, are asked again at this moment.

    Raises:
        NotVisible, NotThere: the line is out of sight.
        Refused: the line is not open, somebody may not hear it, consent is gone, or a gate of the
            case's way is not passed; with what is missing.
        Conflict: somebody else has written the case since it was shown.
    """
    meeting = get_led_meeting(by, meeting_id)
    may_act(MeetingState(meeting.state)).require()
    with transaction.atomic():
        room = get_room(by, meeting)
        line = find_open_case_line(room, row_id)
        room.decision.require()
        item, case = line.item, line.case
        if item is None or case is None:
            raise AssertionError("an open case without a case")
        view = see_case(by, case.public_id, Permission.TEAM_DECIDE)
        work = _Work(by, at, view, item, version, agreed, MeetingKind(meeting.kind))
        givers = {giver.key: giver for giver in list_givers(by, room, view)}
        _check(work, givers)
        again = agreed.outcome is Outcome.AGAIN
        state = RowState.POSTPONED if again else RowState.DONE
        set_row_state(row=line.row, state=state, at=at, sources=(RowState.OPEN,))
        for give in agreed.gives:
            _add(work, givers[give.key], give)
        evidence = get_evidence(by, view)
        may_agree(work.kind, agreed.outcome, Step(view.case.step), evidence).require()
        _decide(work)
        _write_minutes(work)
        log(by, at, view, "room.agree", "CaseItem", item.pk, outcome=agreed.outcome.value)


def _check(work: _Work, givers: dict[str, Giver]) -> None:
    agreed = work.agreed
    if not agreed.why.strip() and agreed.outcome is not Outcome.AGAIN:
        Decision.no(N_("Skriv hvorfor dere velger dette.")).require()
    needs_day = agreed.outcome not in (Outcome.AGAIN, Outcome.CLOSE)
    if needs_day and (agreed.evaluate_on is None or agreed.evaluate_on <= work.by.on):
        Decision.no(N_("Evalueringen må være etter i dag.")).require()
    for give in agreed.gives:
        if give.key not in givers:
            Decision.no(N_("Den som skulle bidra, er ikke med i saken lenger.")).require()
        if give.topic not in givers[give.key].topics:
            Decision.no(N_("Samtykket omfatter ikke dette temaet for tjenesten.")).require()
        if agreed.outcome in SCHOOL_ONLY and not givers[give.key].is_school:
            Decision.no(
                N_("Når saken er på skolen, kan bare skolen ha tiltak. Flytt teksten til skolen.")
            ).require()


def _add(work: _Work, giver: Giver, give: Give) -> None:
    add_measure(
        by=work.by,
        at=work.at,
        public_id=work.view.case.public_id,
        goal=work.agreed.goal[:200],
        what=give.text[:200],
        organisation_id=giver.organisation_id,
        owner_id=giver.owner_id,
        due_on=work.by.on + timedelta(days=give.days),
        topic=give.topic,
        audience=_audience(work),
        item=work.item,
    )


def _audience(work: _Work) -> Audience:
    return Audience.SCHOOL if work.kind is MeetingKind.ELEVSAKSMOTE else Audience.TEAM


def _decide(work: _Work) -> None:
    """The decision and the move it makes, if it makes one."""
    agreed, case = work.agreed, work.view.case
    day = agreed.evaluate_on or work.by.on
    match agreed.outcome:
        case Outcome.AGAIN:
            return
        case Outcome.TRY_MORE:
            try_more_at_school(**work.how, next_on=day)
        case Outcome.REFER:
            refer_to_innsatsteam(**work.how, next_on=day)
        case Outcome.CLOSE:
            close_at_school(**work.how)
        case Outcome.SCHOOL:
            _keep(work, Move.TRY_MORE)
            _stay(work)
        case _ if move_of(agreed.outcome, Step(case.step)) is Move.TEAM_DECIDE:
            record_team_decision(**work.how, topic=agreed.topic, evaluate_on=day)
        case _:
            _keep(work, Move.TEAM_DECIDE)
            bump(work.view, work.version, due_on=day)


def _stay(work: _Work) -> None:
    stay_at_school(
        by=work.by,
        at=work.at,
        public_id=work.view.case.public_id,
        version=work.version,
        reason=work.agreed.why.strip(),
    )
    Case.objects.filter(pk=work.view.case.pk).update(due_on=work.agreed.evaluate_on)


def _keep(work: _Work, outcome: Move) -> None:
    """Write down a decision of the innsatsteam. ``outcome`` is what families are told of it."""
    row = BoardDecision.objects.create(
        **common(work.view, work.by, work.at, audience=Audience.TEAM, topic=work.agreed.topic),
        board=BoardDecision.Board.INNSATSTEAM.value,
        outcome=outcome.value,
        held_on=work.by.on,
        text=work.agreed.why.strip(),
        next_on=work.agreed.evaluate_on,
        item=work.item,
    )
    log(work.by, work.at, work.view, "team.decide", "BoardDecision", row.pk)


def _write_minutes(work: _Work) -> None:
    """A draft of the minutes, in the words of the decision. Nothing when nothing was written."""
    text = work.agreed.why.strip()
    if not text:
        return
    minutes = Minutes.objects.create(
        **common(work.view, work.by, work.at, audience=_audience(work), topic=work.agreed.topic),
        item=work.item,
        text=text,
    )
    log(work.by, work.at, work.view, "minutes.draft", "Minutes", minutes.pk)

"""All that the case page shows, cut to what the actor may read, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from felles.casework.models import (
    BoardDecision,
    CaseStep,
    ChildVoice,
    Concern,
    Contact,
    Evaluation,
    Measure,
    Note,
    Talk,
    readable,
    standing,
)
from felles.casework.models.texts import Retracted
from felles.casework.queries.cases import CaseView, NotVisible
from felles.casework.queries.evidence import RUNNING, get_evidence
from felles.casework.queries.minutes import MinutesRow, list_approved_minutes
from felles.meetings.queries import list_team_services
from felles.people.models import ConsentAnswer, Guardianship, Organisation
from felles.people.queries import list_guardianships
from felles.rules.access import Actor, Permission, may, may_read_unshared
from felles.rules.case_flow import TRANSITIONS, Evidence, Move, Step, may_move, moves_from
from felles.rules.consent import live_topics
from felles.rules.decision import Decision
from felles.rules.roles import Topic


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One event of the history. ``kind`` names a template partial's text."""

    at: datetime
    kind: str
    by_name: str
    mine: bool
    item: object


@dataclass(frozen=True, slots=True)
class ServiceConsent:
    """Where one service of the team stands. ``excluded`` only for those who may know."""

    service: Organisation
    topics: frozenset[Topic]
    excluded: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything on the case page for one actor."""

    evidence: Evidence
    concerns: list[Concern]
    talks: list[Talk]
    measures: list[Measure]
    voices: list[ChildVoice]
    decisions: list[BoardDecision]
    evaluations: list[Evaluation]
    notes: list[Note]
    contacts: list[Contact]
    minutes: list[MinutesRow]
    steps: list[CaseStep]
    ties: list[Guardianship]
    answers: list[ConsentAnswer]
    services: list[ServiceConsent]
    moves: dict[Move, Decision]


def _services(actor: Actor, view: CaseView, team: list[Organisation]) -> list[ServiceConsent]:
    knows = may(actor, Permission.EXCLUSIONS_READ) and view.sight.is_school
    rows = []
    for service in team:
        topics = live_topics(view.facts.holders, service.pk, actor.on)
        denied = any(
            holder.answer is not None and holder.answer.denies(service.pk)
            for holder in view.facts.holders
        )
        if topics or knows:
            rows.append(ServiceConsent(service, topics, excluded=denied))
    return rows


def list_moves(actor: Actor, view: CaseView, evidence: Evidence) -> dict[Move, Decision]:
    """The moves that the actor's role could make from here, each with the rule's answer."""
    if not view.sight.is_school:
        return {}
    step = Step(view.case.step)
    return {
        move: may_move(step, move, evidence)
        for move in moves_from(step)
        if may(actor, TRANSITIONS[move].permission)
    }


def get_case_page(actor: Actor, view: CaseView, *, with_taken_back: bool = False) -> CasePage:
    """Load the page of a visible case. Texts pass the reader's rule in the query itself.

    What was taken back stands in the whole history only, for those two who may read it.
    """
    case, sight = view.case, view.sight
    team = list_team_services(case.school_id)
    evidence = get_evidence(actor, view, frozenset(service.pk for service in team))
    family = sight.is_school

    def said(model: type[Retracted]) -> QuerySet[Retracted]:
        rows = readable(model, actor, sight).filter(case=case)
        return rows if with_taken_back else standing(rows)

    return CasePage(
        evidence=evidence,
        concerns=list(said(Concern).select_related("by").order_by("-at", "-pk")),
        talks=list(said(Talk).select_related("by", "guardian").order_by("-at", "-pk")),
        measures=list(
            readable(Measure, actor, sight)
            .filter(case=case)
            .select_related("organisation", "owner", "by")
            .prefetch_related("check_ins")
            .order_by("status", "due_on", "pk")
        ),
        voices=_voices(actor, view, said(ChildVoice)),
        decisions=list(
            readable(BoardDecision, actor, sight)
            .filter(case=case)
            .select_related("by")
            .order_by("-held_on", "-pk")
        ),
        evaluations=list(said(Evaluation).select_related("by").order_by("-held_on", "-pk")),
        notes=list(said(Note).select_related("by").order_by("-at", "-pk")),
        contacts=list(said(Contact).select_related("by", "service").order_by("-at", "-pk")),
        minutes=list_approved_minutes(actor, view),
        steps=list(case.steps.select_related("by").order_by("at", "pk")) if family else [],
        ties=list_guardianships(case.pupil_id) if family else [],
        answers=_answers(view) if family and may(actor, Permission.EXCLUSIONS_READ) else [],
        services=_services(actor, view, team),
        moves=list_moves(actor, view, evidence),
    )


def _voices(actor: Actor, view: CaseView, voices: QuerySet[ChildVoice]) -> list[ChildVoice]:
    """The pupil's words, newest first; what is not to be shared is blank for all but the two."""
    found = list(voices.select_related("by").order_by("-told_on", "-pk"))
    for voice in found:
        if not may_read_unshared(actor, view.sight, author_id=voice.by_id):
            voice.not_to_share = ""
    return found


def get_measure(actor: Actor, view: CaseView, public_id: str) -> Measure:
    """One measure of a visible case, with how it has gone.

    Raises:
        NotVisible: there is no such measure in the case, or the actor may not read it.
    """
    measure = (
        readable(Measure, actor, view.sight)
        .filter(case=view.case, public_id=public_id)
        .select_related("organisation", "owner", "by")
        .prefetch_related("check_ins__by")
        .first()
    )
    if measure is None:
        raise NotVisible
    return measure


def list_goals(actor: Actor, view: CaseView) -> list[str]:
    """The goals of the measures under way, the newest first, so that a new one can share them."""
    measures = readable(Measure, actor, view.sight).filter(case=view.case, status__in=RUNNING)
    goals = measures.order_by("-at", "-pk").values_list("goal", flat=True)
    return list(dict.fromkeys(goals))


def _answers(view: CaseView) -> list[ConsentAnswer]:
    case = view.case
    answers = ConsentAnswer.objects.filter(pupil_id=case.pupil_id, recorded_at__gte=case.opened_at)
    return list(
        answers.select_related("guardian", "recorded_by")
        .prefetch_related("scopes__service", "exclusions__service", "named_people__user")
        .order_by("-recorded_at", "-pk")
    )

"""What the elevsaksmøte and the innsatsteam decide, and the evaluation that ends a round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict, cast

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from felles.casework import actions
from felles.casework.actions import EvaluationText
from felles.casework.queries import CasePage, CaseView, get_case_page, get_evidence
from felles.rules.access import Actor, Permission
from felles.rules.case_flow import Move, Step, may_move
from felles.rules.decision import Decision
from felles.ui.access import ActorRequest, needs
from felles.web.cases.board_forms import DecideForm, EvaluateForm, TeamDecideForm
from felles.web.cases.plan import list_goals
from felles.web.cases.writing import FormPage, case_url, form_page
from felles.web.common import open_case_or_404, version_of

OUTCOMES = (Move.TRY_MORE, Move.REFER, Move.CLOSE_AT_SCHOOL)
AFTER_EVALUATION = (Move.CONTINUE, Move.BACK_TO_SCHOOL, Move.CLOSE)
STEPS_PART = "#steg"


@needs(Permission.ELEVSAK_DECIDE)
def decide(request: ActorRequest, public_id: str) -> HttpResponse:
    """The elevsaksmøte's decision: the school tries more, brings in the innsatsteam, or closes."""
    if request.POST.get("outcome") == Move.REFER:
        return cast("HttpResponse", refer(request, public_id))
    view = open_case_or_404(request, public_id)
    form = _decide_form(request, view, request.POST or None)

    def do() -> None:
        decision = _decision(request, public_id, form)
        if form.cleaned_data["outcome"] == Move.TRY_MORE:
            actions.try_more_at_school(**decision, next_on=form.cleaned_data["next_on"])
        else:
            actions.close_at_school(**decision)

    return _board_page(request, view, form, do)


@needs(Permission.ELEVSAK_DECIDE)
def refer(request: ActorRequest, public_id: str) -> HttpResponse:
    """The elevsaksmøte brings in the innsatsteam. Next, the guardians are asked."""
    view = open_case_or_404(request, public_id)
    data: QueryDict | None = None
    if request.method == "POST":
        data = request.POST.copy()
        data["outcome"] = Move.REFER.value
    form = _decide_form(request, view, data, outcome=Move.REFER)

    def do() -> None:
        decision = _decision(request, public_id, form)
        actions.refer_to_innsatsteam(**decision, next_on=form.cleaned_data["next_on"])

    return _board_page(request, view, form, do)


def _decide_form(
    request: ActorRequest, view: CaseView, data: QueryDict | None, *, outcome: Move | None = None
) -> DecideForm:
    evidence = get_evidence(request.actor, view)
    step = Step(view.case.step)
    moves = {move: may_move(step, move, evidence) for move in OUTCOMES}
    initial = {"held_on": request.actor.on, "outcome": outcome.value if outcome else None}
    return DecideForm(data, moves=moves, called=view.case.pupil.called, initial=initial)


class _Decision(TypedDict):
    """What all decisions of the elevsaksmøte have in common."""

    by: Actor
    at: datetime
    public_id: str
    version: int
    held_on: date
    text: str


def _decision(request: ActorRequest, public_id: str, form: DecideForm) -> _Decision:
    return {
        "by": request.actor,
        "at": request.actor.at,
        "public_id": public_id,
        "version": version_of(request),
        "held_on": form.cleaned_data["held_on"],
        "text": form.cleaned_data["text"],
    }


def _board_page(
    request: ActorRequest, view: CaseView, form: DecideForm, do: Callable[[], None]
) -> HttpResponse:
    page = get_case_page(request.actor, view)
    context = {
        **_tried(request, view, page),
        "question": page.concerns[0] if page.concerns else None,
        "voice": page.voices[0] if page.voices else None,
        "needs_evaluation": not page.evidence.evaluated,
        "wrong_step": _wrong_step(view, Step.ELEVSAKSMOTE),
    }
    shown = FormPage(
        _("Elevsaksmøtets beslutning"),
        "web/cases/decide.html",
        do,
        _("Beslutningen er lagret."),
        context=context,
        goal=case_url(view, STEPS_PART),
    )
    return form_page(request, view, shown, form)


def _wrong_step(view: CaseView, step: Step) -> bool:
    """True when the case has gone on, so that the page can only tell so."""
    return Step(view.case.step) is not step


def _tried(request: ActorRequest, view: CaseView, page: CasePage) -> dict[str, object]:
    goals, over = list_goals(request.actor, view, page, "")
    return {"goals": goals, "over": over, "tried": [row for row in page.concerns if row.tried]}


@needs(Permission.TEAM_DECIDE)
def team_decide(request: ActorRequest, public_id: str) -> HttpResponse:
    """The innsatsteam's decision: what was agreed, and when it is evaluated."""
    view = open_case_or_404(request, public_id)
    page = get_case_page(request.actor, view)
    form = TeamDecideForm(
        request.POST or None,
        called=view.case.pupil.called,
        initial={"held_on": request.actor.on},
    )

    def do() -> None:
        actions.record_team_decision(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            version=version_of(request),
            **form.cleaned_data,
        )

    decision = may_move(Step(view.case.step), Move.TEAM_DECIDE, page.evidence)
    context = {**_tried(request, view, page), "tried": [], "decision": decision}
    shown = FormPage(
        _("Innsatsteamets beslutning"),
        "web/cases/team_decide.html",
        do,
        _("Beslutningen er lagret."),
        context=context,
        goal=case_url(view, STEPS_PART),
    )
    return form_page(request, view, shown, form)


@needs(Permission.EVALUATE)
def evaluate(request: ActorRequest, public_id: str) -> HttpResponse:
    """How it went, in three views, and what follows."""
    view = open_case_or_404(request, public_id)
    page = get_case_page(request.actor, view)
    form = EvaluateForm(
        request.POST or None,
        moves=_after(request, view, page),
        called=view.case.pupil.called,
        initial={"held_on": request.actor.on},
    )

    def do() -> None:
        data = form.cleaned_data
        views = ("text", "child_view", "child_why_not", "guardians_view", "guardians_why_not")
        actions.evaluate_case(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            version=version_of(request),
            held_on=data["held_on"],
            topic=data["topic"],
            evaluation=EvaluationText(**{name: data[name] for name in views}),
            move=data.get("outcome"),
        )

    at_meeting = Step(view.case.step) is Step.ELEVSAKSMOTE
    goal = reverse("case-decide", args=[public_id]) if at_meeting else case_url(view, STEPS_PART)
    shown = FormPage(
        _("Evaluering"),
        "web/cases/evaluate.html",
        do,
        _("Evalueringen er lagret."),
        context={**_tried(request, view, page), "has_outcome": "outcome" in form.fields},
        goal=goal,
    )
    return form_page(request, view, shown, form)


def _after(request: ActorRequest, view: CaseView, page: CasePage) -> dict[Move, Decision]:
    """What may follow, once this evaluation is written; nothing to choose before its step.

    An outcome that was chosen is asked about even when the case has gone on meanwhile, so that
    it is refused in words and never silently left out.
    """
    step = Step(view.case.step)
    if step is not Step.EVALUATION and "outcome" not in request.POST:
        return {}
    written = replace(page.evidence, evaluated=True, child_view=True, guardians_view=True)
    return {move: may_move(step, move, written) for move in AFTER_EVALUATION}

"""Moves that need a click, or a reason. The rule says yes, or what is missing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from felles.casework import actions
from felles.casework.queries import CaseView, get_evidence
from felles.rules.access import Permission
from felles.rules.case_flow import Move, Step, may_move
from felles.ui.access import ActorRequest, needs
from felles.web.cases.forms import ReasonForm
from felles.web.cases.writing import FormPage, form_page
from felles.web.common import open_case_or_404, version_of

# What each page says before the click, and after it.
WORDS: dict[Move, tuple[str | Promise, str | Promise, str | Promise]] = {
    Move.ACCEPT: (
        _("Ta imot bekymringen"),
        _("Når du tar imot, begynner skolen å følge opp. Du får ansvaret for saken."),
        _("Skolen følger nå opp saken."),
    ),
    Move.BRING: (
        _("Ta opp i elevsaksmøtet"),
        _("Møtet ser på det eleven sier, hva dere har prøvd, og hvordan det gikk."),
        _("Saken er meldt til elevsaksmøtet."),
    ),
    Move.TO_TEAM: (
        _("Meld til innsatsteamet"),
        _("Tjenestene som foresatte har sagt ja til, kan se saken fra nå."),
        _("Saken er meldt til innsatsteamet."),
    ),
    Move.EVALUATE: (
        _("Start evaluering"),
        _("Spør eleven og foresatte om det har hjulpet."),
        _("Evalueringen er startet."),
    ),
    Move.STAY_AT_SCHOOL: (
        _("Fortsett på skolen"),
        _("Skolen følger opp videre. Tjenestene ser ikke saken lenger."),
        _("Saken fortsetter på skolen."),
    ),
    Move.REOPEN: (
        _("Åpne saken igjen"),
        _("Skolen begynner på nytt med samtaler. Det som er skrevet før, står der fortsatt."),
        _("Saken er åpnet igjen."),
    ),
}


def _page(
    request: ActorRequest, view: CaseView, move: Move, do: Callable[[], object], template: str
) -> FormPage:
    title, text, done = WORDS[move]
    decision = may_move(Step(view.case.step), move, get_evidence(request.actor, view))
    context = {"text": text, "decision": decision}
    return FormPage(
        str(title), template, do, str(done), context=context, needs_open=move is not Move.REOPEN
    )


def _click(
    request: ActorRequest, public_id: str, move: Move, action: Callable[..., None]
) -> HttpResponse:
    view = open_case_or_404(request, public_id)

    def do() -> None:
        action(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            version=version_of(request),
        )

    return form_page(request, view, _page(request, view, move, do, "web/cases/move.html"))


def _with_reason(
    request: ActorRequest, public_id: str, move: Move, action: Callable[..., None]
) -> HttpResponse:
    view = open_case_or_404(request, public_id)
    form = ReasonForm(request.POST or None)

    def do() -> None:
        action(
            by=request.actor,
            at=request.actor.at,
            public_id=public_id,
            version=version_of(request),
            reason=form.cleaned_data["reason"],
        )

    page = _page(request, view, move, do, "web/cases/move.html")
    return form_page(request, view, page, form)


@needs(Permission.ELEVSAK_BRING)
def accept(request: ActorRequest, public_id: str) -> HttpResponse:
    """The school takes the concern on."""
    return _click(request, public_id, Move.ACCEPT, actions.accept_case)


@needs(Permission.ELEVSAK_BRING)
def bring(request: ActorRequest, public_id: str) -> HttpResponse:
    """Put the case on the elevsaksmøte's list."""
    return _click(request, public_id, Move.BRING, actions.bring_to_elevsaksmote)


@needs(Permission.CONSENT_RECORD)
def to_team(request: ActorRequest, public_id: str) -> HttpResponse:
    """Report the named case to the innsatsteam, within consent."""
    return _click(request, public_id, Move.TO_TEAM, actions.move_to_innsatsteam)


@needs(Permission.EVALUATE)
def start_evaluation(request: ActorRequest, public_id: str) -> HttpResponse:
    """The measures have run: ask whether they helped."""
    return _click(request, public_id, Move.EVALUATE, actions.start_evaluation)


@needs(Permission.ELEVSAK_DECIDE)
def stay(request: ActorRequest, public_id: str) -> HttpResponse:
    """The case stays at, or goes back to, the school."""
    return _with_reason(request, public_id, Move.STAY_AT_SCHOOL, actions.stay_at_school)


@needs(Permission.CASE_REOPEN)
def reopen(request: ActorRequest, public_id: str) -> HttpResponse:
    """Open a closed case again."""
    return _with_reason(request, public_id, Move.REOPEN, actions.reopen_case)

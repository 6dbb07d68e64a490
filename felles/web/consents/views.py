"""Consent of a case: where it stands, the question, and what each guardian answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from felles.casework.actions import (
    Conflict,
    Effect,
    ask_for_consent,
    follow_change,
    preview_change,
    record_consent_answer,
)
from felles.casework.queries import (
    CaseView,
    ConsentPage,
    GuardianConsent,
    NotVisible,
    get_consent_page,
    get_follow_up,
    say_owner,
)
from felles.meetings.queries import list_team_services
from felles.people.queries import list_kept_exclusions
from felles.programme.queries import get_setting
from felles.rules.access import Permission, may
from felles.rules.case_flow import Step
from felles.rules.clocks import SettingKey
from felles.rules.consent import Channel
from felles.rules.decision import Decision, Refused
from felles.ui.access import ActorRequest, needs
from felles.web.common import STALE, carry_out, open_case_or_404, render_page, status_of
from felles.web.consents import wording as words
from felles.web.consents.answer_form import AnswerForm, first_answer
from felles.web.consents.cards import by_household
from felles.web.consents.copies import list_copies, needs_copy
from felles.web.consents.effects import say_done, say_effect, say_history
from felles.web.consents.forms import AskForm, suggest_until
from felles.web.consents.next_task import next_task
from felles.web.consents.texts import FORM_VERSION, list_typed, say_milestone

if TYPE_CHECKING:
    from felles.people.models import ConsentRequest


@needs(Permission.EXCLUSIONS_READ)
def overview(request: ActorRequest, public_id: str) -> HttpResponse:
    """Where the consent stands, guardian by guardian and service by service."""
    view = open_case_or_404(request, public_id)
    page = get_consent_page(request.actor, view)
    follow_up = get_follow_up(request.actor, view, page)
    milestone = follow_up.reasons.milestone
    context = {
        "view": view,
        "page": page,
        "task": next_task(request.actor, view, page, follow_up.reasons),
        "birthday": say_milestone(milestone) if milestone else "",
        "orphans": [(row, say_owner(row)) for row in follow_up.orphans],
        "history": say_history(follow_up, _names(page)),
        "may_hand_over": may(request.actor, Permission.ELEVSAK_BRING),
        "missing": words.list_missing(page),
        "households": by_household(page.guardians, is_protected=view.case.pupil.protection > 0),
        "now": words.say_now(page),
        "staff": words.say_staff(page),
        "former": [(row, list_copies(row.papers.all())) for row in page.former_answers],
        "grid": words.topic_grid(page),
        "may_record": may(request.actor, Permission.CONSENT_RECORD),
        "is_closed": Step(view.case.step) is Step.CLOSED,
        "may_verify": may(request.actor, Permission.GUARDIAN_VERIFY),
        "may_protect": may(request.actor, Permission.PROTECTION_SET),
    }
    return render_page(request, "web/consents/overview.html", context)


def _names(page: ConsentPage) -> dict[int, str]:
    """Everybody who has answered or can answer, by id."""
    names = {answer.guardian_id: answer.guardian.name for answer in page.former_answers}
    return names | {row.tie.guardian_id: row.tie.guardian.name for row in page.guardians}


@needs(Permission.CONSENT_RECORD)
def ask(request: ActorRequest, public_id: str) -> HttpResponse:
    """Record that the guardians are asked, with a checklist of what should be ready first."""
    view = open_case_or_404(request, public_id)
    actor, page = request.actor, get_consent_page(request.actor, view)
    longest = get_setting(SettingKey.CONSENT_LONGEST, actor.on)
    form = AskForm(
        request.POST or None,
        services=list_team_services(view.case.school_id),
        called=view.case.pupil.called,
        on=actor.on,
        longest=longest,
        initial=_suggest_question(page.question)
        | {"proposed_until": suggest_until(actor.on, longest), "asked_on": actor.on},
    )
    refusal = None if page.may_ask else page.may_ask
    if request.method == "POST" and form.is_valid():
        refusal = carry_out(request, partial(_ask, request, public_id, form))
        if refusal is None:
            messages.success(request, _("Spørsmålet er skrevet inn. Nå venter vi på svar."))
            return redirect("consent", public_id)
    context = {
        "view": view,
        "page": page,
        "form": form,
        "refusal": refusal,
        "checks": words.list_checks(page),
        "form_version": FORM_VERSION,
    }
    status = 422 if form.errors else status_of(refusal) if request.method == "POST" else 200
    return render_page(request, "web/consents/ask.html", context, status=status)


def _suggest_question(question: ConsentRequest | None) -> dict[str, Any]:
    """The latest question again. A first one starts empty, so that nobody asks for more than
    the child needs just because a box was ticked beforehand."""
    if question is None:
        return {}
    services = [service.public_id for service in question.services.all()]
    return {"services": services, "purpose": question.purpose}


def _ask(request: ActorRequest, public_id: str, form: AskForm) -> None:
    data = form.cleaned_data
    ask_for_consent(
        by=request.actor,
        at=request.actor.at,
        public_id=public_id,
        service_ids=form.service_ids,
        purpose=data["purpose"],
        form_version=FORM_VERSION,
        proposed_until=data["proposed_until"],
        asked_on=data["asked_on"],
    )


@needs(Permission.CONSENT_RECORD)
def answer(request: ActorRequest, public_id: str, guardianship: str) -> HttpResponse:
    """Record what one guardian answered: fill in, check what follows, save."""
    view = open_case_or_404(request, public_id)
    page = get_consent_page(request.actor, view)
    guardian = find_guardian(request, page, guardianship)
    question = page.question
    if question is None or guardian is None or not guardian.counts:
        return redirect("consent", public_id)
    form = _answer_form(request, view, page, guardian, question)
    if request.method != "POST":
        return _show_answer(request, view, page, guardian, form)
    if not form.is_valid():
        return _show_answer(request, view, page, guardian, form, status=422)
    do = partial(_record, request, public_id, guardian, form)
    if "save" not in request.POST:
        return _check_answer(request, view, page, guardian, form, do)
    refusal, told = carry_out_and_tell(request, public_id, do)
    if refusal is not None:
        return _show_answer(request, view, page, guardian, form, refusal)
    messages.success(request, f"{_('Svaret er lagret, og gjelder fra nå.')} {told}".strip())
    return _after_answer(request, public_id, guardianship)


def _after_answer(request: ActorRequest, public_id: str, guardianship: str) -> HttpResponse:
    """On to the picture of the paper, where the answer was given on one; else to the consent.

    404 when the answer has shut out whoever wrote it.
    """
    page = get_consent_page(request.actor, open_case_or_404(request, public_id))
    row = next((row for row in page.guardians if row.tie.public_id == guardianship), None)
    if row is not None and row.current is not None and needs_copy(row.current):
        return redirect("consent-paper-add", public_id, row.current.public_id)
    return redirect("consent", public_id)


def carry_out_and_tell(
    request: ActorRequest, public_id: str, do: Callable[[], object]
) -> tuple[Decision | None, str]:
    """Carry out a change at most once; the refusal, or else what followed, in words.

    A second click carries out nothing and tells nothing.
    """
    effects: list[Effect] = []

    def follow() -> None:
        by = request.actor
        effects.append(follow_change(by=by, at=by.at, public_id=public_id, do=do))

    refusal = carry_out(request, follow)
    return refusal, say_done(effects[0]) if effects and refusal is None else ""


def find_guardian(
    request: ActorRequest, page: ConsentPage, guardianship: str
) -> GuardianConsent | None:
    """A running guardian of the case's own pupil; 404 for anybody else's, typed text kept.

    None when this very form has been carried out before, and so ended the tie itself.
    """
    for row in page.guardians:
        if row.tie.public_id == guardianship:
            return row
    if request.method != "POST" or carry_out(request, _gone) is not None:
        raise Http404
    return None


def _gone() -> None:
    raise NotVisible


def _answer_form(
    request: ActorRequest,
    view: CaseView,
    page: ConsentPage,
    guardian: GuardianConsent,
    question: ConsentRequest,
) -> AnswerForm:
    actor = request.actor
    longest = get_setting(SettingKey.CONSENT_LONGEST, actor.on)
    until = question.proposed_until
    if until <= actor.on:
        until = suggest_until(actor.on, longest)
    return AnswerForm(
        request.POST or None,
        services=list(question.services.all()),
        staff=page.staff,
        kept=list_kept_exclusions(guardian.current, question),
        name=guardian.tie.guardian.name,
        called=view.case.pupil.called,
        may_withdraw=guardian.has_yes,
        on=actor.on,
        longest=longest,
        initial=first_answer(until=until, on=actor.on, language=guardian.tie.guardian.language),
    )


def _record(
    request: ActorRequest, public_id: str, guardian: GuardianConsent, form: AnswerForm
) -> None:
    data = form.cleaned_data
    record_consent_answer(
        by=request.actor,
        at=request.actor.at,
        public_id=public_id,
        guardian_id=guardian.tie.guardian_id,
        kind=form.answer_kind,
        channel=Channel(data["channel"]),
        language=data["language"],
        answered_on=data["answered_on"],
        valid_until=data["valid_until"] or data["answered_on"],
        scopes=form.scopes,
        named_user_ids=[person.user_id for person in form.named],
        interpreter=data["interpreter"],
        note=data["note"],
        explained=bool(data["explained"]),
        question=request.POST.get("question", "") or "-",
    )


def _show_answer(
    request: ActorRequest,
    view: CaseView,
    page: ConsentPage,
    guardian: GuardianConsent,
    form: AnswerForm,
    refusal: Decision | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "view": view,
        "page": page,
        "row": guardian,
        "form": form,
        "refusal": refusal,
        "kept": words.list_kept(page, form.kept),
    }
    status = status if refusal is None else status_of(refusal)
    return render_page(request, "web/consents/answer.html", context, status=status)


def _check_answer(
    request: ActorRequest,
    view: CaseView,
    page: ConsentPage,
    guardian: GuardianConsent,
    form: AnswerForm,
    do: partial[None],
) -> HttpResponse:
    """Show the answer in plain words with all that follows of it. Nothing is saved yet."""
    if "change" in request.POST:
        return _show_answer(request, view, page, guardian, form)
    try:
        effect: Effect = preview_change(
            by=request.actor, at=request.actor.at, public_id=view.case.public_id, do=do
        )
    except Refused as refusal:
        return _show_answer(request, view, page, guardian, form, refusal.decision)
    except Conflict:
        return _show_answer(request, view, page, guardian, form, STALE)
    context = {
        "view": view,
        "page": page,
        "row": guardian,
        "form": form,
        "effect": say_effect(effect),
        "rows": words.summarise(form),
        "typed": list_typed(form),
        "lacks_interpreter": guardian.tie.guardian.needs_interpreter
        and not form.cleaned_data["interpreter"],
    }
    return render_page(request, "web/consents/check.html", context)

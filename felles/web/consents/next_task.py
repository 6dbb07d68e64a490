"""The one next thing to do about a consent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from felles.casework.queries import AskAgain, CaseView, ConsentPage, Ending, GuardianConsent
from felles.rules.access import Actor
from felles.rules.case_flow import Step
from felles.rules.consent import CONSENT_MISSING, ConsentState
from felles.rules.replay import WarnStep
from felles.ui.dates import day_long
from felles.web.consents.texts import join_words, say_milestone

if TYPE_CHECKING:
    from felles.people.models import ConsentException


@dataclass(frozen=True, slots=True)
class Task:
    """A verb, why, and the way there; without an address there is nothing to press."""

    title: str
    text: str
    url: str = ""
    button: str = ""


def next_task(actor: Actor, view: CaseView, page: ConsentPage, reasons: AskAgain) -> Task | None:
    """Verify who decides, ask, record the answers, report to the team; in that order."""
    step = Step(view.case.step)
    if step is Step.CLOSED:
        return None
    return (
        _verify(view, page)
        or _await_decision(view, page)
        or _ask(view, page)
        or _record(view, page)
        or _go_on(actor, view, page, reasons)
    )


def _url(name: str, view: CaseView, *more: str) -> str:
    return reverse(name, args=[view.case.public_id, *more])


def _verify(view: CaseView, page: ConsentPage) -> Task | None:
    if not any(row.counts for row in page.guardians):
        return Task(
            _("legg til den som har foreldreansvar"),
            _("Vi kjenner ingen foresatt med foreldreansvar. Da kan ingen tjeneste være med."),
            _url("guardian-add", view),
            _("Legg til foresatt"),
        )
    row = next((row for row in page.guardians if not row.is_verified), None)
    if row is None:
        return None
    return Task(
        _("bekreft foreldreansvaret"),
        _(
            "Vi vet ikke om %(name)s har foreldreansvar. En elevliste er ikke nok. "
            "Til det er bekreftet, leser ingen tjeneste saken."
        )
        % {"name": row.tie.guardian.name},
        _url("guardian-verify", view, row.tie.public_id),
        _("Bekreft for %(name)s") % {"name": row.tie.guardian.name},
    )


def _await_decision(view: CaseView, page: ConsentPage) -> Task | None:
    if page.may_ask:
        return None
    return Task(
        _("elevsaksmøtet beslutter først"),
        _(page.may_ask.reason),
        _url("case", view),
        _("Til saken"),
    )


def _ask(view: CaseView, page: ConsentPage) -> Task | None:
    if page.question is not None:
        return None
    return Task(
        _("spør foresatte"),
        _("Hver foresatt svarer for seg. Det strengeste svaret gjelder."),
        _url("consent-ask", view),
        _("Skriv inn spørsmålet"),
    )


def _record(view: CaseView, page: ConsentPage) -> Task | None:
    row = next((row for row in page.guardians if row.is_awaited), None)
    if row is None:
        return None
    if row.exception is not None and row.exception_state.has_run_out:
        return _after_exception(view, row, row.exception)
    name = {"name": row.tie.guardian.name}
    return Task(
        _("skriv inn svaret til %(name)s") % name,
        _("%(name)s har ikke svart på det siste spørsmålet.") % name,
        _url("consent-answer", view, row.tie.public_id),
        _("Skriv inn svaret"),
    )


def _after_exception(view: CaseView, row: GuardianConsent, exception: ConsentException) -> Task:
    about = {"name": row.tie.guardian.name, "day": day_long(exception.until_on)}
    text = [_("Unntaket for %(name)s gikk ut %(day)s. Nå venter vi på svaret igjen.") % about]
    if not row.is_live:
        text.append(_("Til svaret kommer, leser ingen tjeneste saken."))
    text.append(_("Skriv inn svaret, eller be rektor om et nytt unntak."))
    return Task(
        _("avklar svaret til %(name)s") % about,
        " ".join(text),
        f"{_url('guardian-page', view, row.tie.public_id)}#exception",
        _("Be om et nytt unntak"),
    )


def _go_on(actor: Actor, view: CaseView, page: ConsentPage, reasons: AskAgain) -> Task:
    state, step = page.evidence.consent_state, Step(view.case.step)
    if reasons.ending and reasons.ending.step is WarnStep.ENDED:
        return _ask_anew(view, say_ended(page, reasons.ending))
    if state is not ConsentState.LIVE:
        return _refused(view, state, step)
    if step is Step.CONSENT:
        return Task(
            _("meld saken til innsatsteamet"),
            _("Alle foresatte har svart, og minst én tjeneste kan være med."),
            _url("case-to-team", view),
            _("Meld til innsatsteamet"),
        )
    end = {"day": day_long(page.ends_on or actor.on)}
    if reasons.ending:
        text = _("Samtykket går ut %(day)s. Da leser ingen tjeneste saken lenger.")
        return _ask_anew(view, text % end)
    if reasons.milestone:
        return _ask_anew(view, say_milestone(reasons.milestone))
    return Task(
        _("ingenting haster"),
        _("Samtykket gjelder til og med %(day)s. Foresatte kan trekke det når de vil.") % end,
    )


def _ask_anew(view: CaseView, text: str) -> Task:
    url = _url("consent-ask", view)
    return Task(_("spør foresatte på nytt"), text, url, _("Spør på nytt"))


def say_ended(page: ConsentPage, ending: Ending) -> str:
    """When a consent ended, and which services are out since."""
    closed = [line.service.name for line in page.services if line.service.pk in ending.services]
    return _("Samtykket gikk ut %(day)s. Siden da ser %(services)s ikke saken.") % {
        "day": day_long(ending.until),
        "services": join_words(closed),
    }


def _refused(view: CaseView, state: ConsentState, step: Step) -> Task:
    reason = _(CONSENT_MISSING[state])
    if state is ConsentState.LAPSED or step is Step.EVALUATION:
        return _ask_anew(view, reason)
    return Task(
        _("hjelp eleven på skolen"),
        reason,
        _url("case-stay", view),
        _("Bli på skolen"),
    )

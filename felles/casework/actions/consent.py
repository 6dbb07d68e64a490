"""Consent asked and answered within a case: the people room records it, the case follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from felles.casework.actions.shared import Conflict, fit_grants, log, see_case
from felles.casework.queries.cases import CaseView
from felles.casework.queries.evidence import list_team_service_ids
from felles.people.actions import ServiceScope, ask_consent, record_answer
from felles.people.models import ConsentRequest
from felles.people.queries import get_pupil_facts
from felles.programme.queries import get_settings
from felles.rules.access import Actor, Permission
from felles.rules.ages import last_day_for_guardians
from felles.rules.case_flow import Step, may_ask_consent
from felles.rules.clocks import SettingKey
from felles.rules.consent import AnswerKind, Channel
from felles.rules.decision import Decision
from felles.rules.text import N_


def _check_period(by: Actor, view: CaseView, until: date) -> None:
    days = get_settings(by.on)
    if until > by.on + timedelta(days=days[SettingKey.CONSENT_LONGEST]):
        Decision.no(N_("Samtykket varer lenger enn bydelen tillater.")).require()
    of_age = last_day_for_guardians(view.case.pupil.birth_on, days)
    if of_age is not None and until > of_age:
        Decision.no(
            N_("Da er eleven blitt myndig. Foresatte kan ikke si ja for så lang tid."),
            N_("Velg en dato før eleven blir myndig. Etter det svarer eleven selv."),
        ).require()


def ask_for_consent(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    service_ids: Iterable[int],
    purpose: str,
    form_version: str,
    proposed_until: date,
    asked_on: date,
) -> ConsentRequest:
    """Record that the guardians of a referred case were asked. Only services in the team count.

    Raises:
        Refused: the case has not been referred, a service is not in the team, or a date is off.
    """
    view = see_case(by, public_id, Permission.CONSENT_RECORD)
    may_ask_consent(Step(view.case.step)).require()
    chosen = frozenset(service_ids)
    if not chosen <= list_team_service_ids(view.case.school_id):
        Decision.no(N_("Tjenesten er ikke med i skolens innsatsteam.")).require()
    if not purpose.strip():
        Decision.no(N_("Skriv hvorfor dere spør.")).require()
    _check_period(by, view, proposed_until)
    with transaction.atomic():
        return ask_consent(
            by=by,
            at=at,
            pupil=view.case.pupil,
            service_ids=chosen,
            purpose=purpose.strip(),
            form_version=form_version,
            proposed_until=proposed_until,
            asked_on=asked_on,
            case_id=view.case.pk,
        )


def record_consent_answer(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    guardian_id: int,
    kind: AnswerKind,
    channel: Channel,
    language: str,
    answered_on: date,
    valid_until: date,
    scopes: Sequence[ServiceScope] = (),
    named_user_ids: Iterable[int] = (),
    interpreter: str = "",
    note: str = "",
    explained: bool = False,
    question: str = "",
) -> None:
    """Record a guardian's answer to the latest question, and let access follow at once.

    ``question`` is the public id of the question that the writer saw, where there was a page.

    Raises:
        Refused: nobody was asked, or the answer does not fit the question.
        Conflict: the guardians have been asked anew since the page was shown.
    """
    view = see_case(by, public_id, Permission.CONSENT_RECORD)
    request = _find_latest_question(view)
    is_earlier = request is not None and request.asked_at < view.case.active_since_at
    if request is None or (kind.is_yes and is_earlier):
        Decision.no(N_("Foresatte er ikke spurt om samtykke.")).require()
        raise AssertionError("unreachable: require() raised")
    if question and question != request.public_id:
        # A service asked about meanwhile would else be shut out without anybody having said so.
        raise Conflict
    if kind.is_yes:
        _check_period(by, view, valid_until)
    with transaction.atomic():
        answer = record_answer(
            by=by,
            at=at,
            request=request,
            guardian_id=guardian_id,
            kind=kind,
            channel=channel,
            language=language,
            answered_on=answered_on,
            valid_until=valid_until,
            scopes=scopes,
            named_user_ids=named_user_ids,
            interpreter=interpreter,
            note=note,
            explained=explained,
            case_id=view.case.pk,
        )
        follow_consent(by, at, view)
        log(by, at, view, "case.consent", "ConsentAnswer", answer.pk, kind=kind.value)


def _find_latest_question(view: CaseView) -> ConsentRequest | None:
    asked = ConsentRequest.objects.filter(pupil_id=view.case.pupil_id).select_related("pupil")
    return asked.order_by("-asked_at", "-pk").first()


def follow_consent(by: Actor, at: datetime, view: CaseView) -> None:
    """Open grants for services that the answers now allow. Closing needs none: reads ask anew."""
    facts = get_pupil_facts(view.case.pupil_id, by.at).since(view.case.active_since_at)
    fresh = CaseView(view.case, view.sight, facts)
    if Step(view.case.step).needs_consent:
        fit_grants(by, at, fresh, Step(view.case.step))

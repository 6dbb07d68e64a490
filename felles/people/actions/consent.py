"""Consent asked and answered. Rows are added; a guardian's newest answer is the current one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from felles.ledger.actions import record_change
from felles.people.models import (
    ConsentAnswer,
    ConsentExclusion,
    ConsentNamedPerson,
    ConsentRequest,
    ConsentRequestService,
    ConsentScope,
    Guardianship,
    Pupil,
    User,
)
from felles.people.queries import list_kept_exclusions
from felles.rules.access import Actor, Permission, may
from felles.rules.consent import AnswerKind, Channel
from felles.rules.decision import Decision
from felles.rules.families import FamilyActor
from felles.rules.roles import Topic
from felles.rules.text import N_

# What a guardian writes beside the topics to choose.
LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class ServiceScope:
    """What one guardian allows one service: the topics, none of them meaning a no."""

    service_id: int
    topics: frozenset[Topic]


def _require_at_school(by: Actor, pupil: Pupil) -> None:
    if not may(by, Permission.CONSENT_RECORD) or by.organisation_id != pupil.school_id:
        Decision.no(N_("Bare rektor og sosiallærer ved skolen kan skrive inn samtykke.")).require()


def ask_consent(
    *,
    by: Actor,
    at: datetime,
    pupil: Pupil,
    service_ids: Iterable[int],
    purpose: str,
    form_version: str,
    proposed_until: date,
    asked_on: date,
    case_id: int | None = None,
) -> ConsentRequest:
    """Record that the guardians were asked, about which services, and for what.

    Raises:
        Refused: the actor may not, no service is named, or a date is out of order.
    """
    _require_at_school(by, pupil)
    services = sorted(set(service_ids))
    if not services:
        Decision.no(N_("Velg minst én tjeneste å spørre om.")).require()
    if asked_on > by.on:
        Decision.no(N_("Datoen dere spurte, kan ikke være fram i tid.")).require()
    if proposed_until <= by.on:
        Decision.no(N_("Samtykket må vare lenger enn til i dag.")).require()
    with transaction.atomic():
        request = ConsentRequest.objects.create(
            pupil=pupil,
            purpose=purpose,
            form_version=form_version,
            proposed_until=proposed_until,
            asked_on=asked_on,
            asked_by_id=by.user_id,
            asked_at=at,
        )
        ConsentRequestService.objects.bulk_create(
            ConsentRequestService(request=request, service_id=service) for service in services
        )
        record_change(
            by=by,
            at=at,
            action="consent.ask",
            object_type="ConsentRequest",
            object_id=request.pk,
            case_id=case_id,
            pupil_id=pupil.pk,
            codes={"services": len(services)},
        )
    return request


def _check_guardian(pupil_id: int, guardian_id: int) -> None:
    tie = Guardianship.objects.filter(
        pupil_id=pupil_id, guardian_id=guardian_id, ended_on__isnull=True
    )
    if not tie.exists():
        Decision.no(N_("Personen er ikke foresatt for eleven.")).require()


def _find_current(pupil_id: int, guardian_id: int) -> ConsentAnswer | None:
    return ConsentAnswer.objects.filter(
        pupil_id=pupil_id, guardian_id=guardian_id, is_current=True
    ).first()


def _check_answer(
    by: Actor | FamilyActor,
    answered_on: date,
    valid_until: date,
    kind: AnswerKind,
    before: ConsentAnswer | None,
    asked_on: date,
) -> None:
    if kind is AnswerKind.WITHDRAWN and (before is None or not AnswerKind(before.kind).is_yes):
        Decision.no(N_("Det er ikke noe samtykke å trekke.")).require()
    if answered_on > by.on:
        Decision.no(N_("Svardatoen kan ikke være fram i tid.")).require()
    if kind.is_yes and valid_until < answered_on:
        Decision.no(N_("Samtykket må vare minst til svardatoen.")).require()
    # Only a yes opens anything: a no or a withdrawal counts whatever its date.
    if kind.is_yes and answered_on < asked_on:
        Decision.no(N_("Svardatoen kan ikke være før dere spurte.")).require()
    if kind.is_yes and before is not None and answered_on < before.answered_on:
        Decision.no(N_("Det finnes et nyere svar. Et eldre ja kan ikke erstatte det.")).require()


def _check_scopes(
    request: ConsentRequest, kind: AnswerKind, scopes: Sequence[ServiceScope]
) -> tuple[list[ServiceScope], list[int]]:
    """Split what was asked into allowed scopes and services said no to."""
    asked = set(request.request_services.values_list("service_id", flat=True))
    if any(scope.service_id not in asked for scope in scopes):
        Decision.no(N_("Foresatte er ikke spurt om denne tjenesten.")).require()
    if not kind.is_yes:
        return [], []
    allowed = [scope for scope in scopes if scope.topics]
    refused = sorted(asked - {scope.service_id for scope in allowed})
    if not allowed:
        Decision.no(N_("Velg minst én tjeneste og ett tema, eller skriv inn et nei.")).require()
    if kind is AnswerKind.YES_ALL and refused:
        Decision.no(N_("«Ja, alle» må gjelde alle tjenestene dere spurte om.")).require()
    return allowed, refused


def _check_named(user_ids: Iterable[int]) -> list[int]:
    """The people whom the guardian accepts by name: members of staff, each once."""
    named = sorted(set(user_ids))
    if User.objects.filter(pk__in=named, is_active=True).count() < len(named):
        Decision.no(N_("Velg personer som arbeider her.")).require()
    return named


def record_answer(
    *,
    by: Actor,
    at: datetime,
    request: ConsentRequest,
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
    form_version: str = "",
    explained: bool = False,
    case_id: int | None = None,
) -> ConsentAnswer:
    """Record what one guardian answered; it replaces the guardian's answer before as the current.

    ``scopes`` are the services said yes to, with topics. A service that was asked about and is
    not among them is shut out; one shut out before and not asked about now stays so. A no or a
    withdrawal shuts out all. Takes effect at once.

    Raises:
        Refused: the actor may not, the guardian is no guardian of the pupil, or the answer
            does not fit the question.
    """
    _require_at_school(by, request.pupil)
    if channel is Channel.PORTAL:
        raise ValueError("only a guardian answers on the family's own page")
    answer = ConsentAnswer(
        pupil=request.pupil,
        guardian_id=guardian_id,
        request=request,
        kind=kind.value,
        channel=channel.value,
        language=language,
        interpreter=interpreter,
        form_version=form_version or request.form_version,
        explained=explained,
        note=note,
        valid_from=answered_on,
        valid_until=max(valid_until, answered_on),
        answered_on=answered_on,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    _save_answer(by, at, answer, valid_until, scopes, named_user_ids, case_id)
    return answer


def record_own_answer(
    *,
    by: FamilyActor,
    at: datetime,
    request: ConsentRequest,
    kind: AnswerKind,
    language: str,
    valid_until: date,
    scopes: Sequence[ServiceScope] = (),
    named_user_ids: Iterable[int] = (),
    note: str = "",
    form_version: str = "",
    case_id: int | None = None,
) -> ConsentAnswer:
    """What a guardian answered alone, on the family's own page. Takes effect at once.

    ``note`` is what else is not to be talked about, in the guardian's own words: people heed it,
    no rule does. The caller has asked whether the guardian may enter for this child.

    Raises:
        Refused: the answer does not fit the question, or the note is too long.
    """
    if len(note) > LONGEST_NOTE:
        Decision.no(N_("Teksten er for lang.")).require()
    answer = ConsentAnswer(
        pupil=request.pupil,
        guardian_id=by.guardian_id,
        request=request,
        kind=kind.value,
        channel=Channel.PORTAL.value,
        language=language,
        form_version=form_version or request.form_version,
        explained=True,
        note=note.strip(),
        valid_from=by.on,
        valid_until=max(valid_until, by.on),
        answered_on=by.on,
        recorded_at=at,
    )
    _save_answer(by, at, answer, valid_until, scopes, named_user_ids, case_id)
    return answer


def withdraw_own(
    *, by: FamilyActor, at: datetime, pupil_id: int, language: str, case_id: int | None = None
) -> ConsentAnswer:
    """A guardian takes the yes back, whichever question it was given to.

    Raises:
        Refused: there is no yes to take back.
    """
    before = _find_current(pupil_id, by.guardian_id)
    if before is None or not AnswerKind(before.kind).is_yes:
        Decision.no(N_("Det er ikke noe samtykke å trekke.")).require()
        raise AssertionError("unreachable: require() raised")
    return record_own_answer(
        by=by,
        at=at,
        request=before.request,
        kind=AnswerKind.WITHDRAWN,
        language=language,
        valid_until=by.on,
        case_id=case_id,
    )


def _save_answer(
    by: Actor | FamilyActor,
    at: datetime,
    answer: ConsentAnswer,
    valid_until: date,
    scopes: Sequence[ServiceScope],
    named_user_ids: Iterable[int],
    case_id: int | None,
) -> None:
    """Check an answer against its question, and make it the guardian's current one."""
    request, kind = answer.request, AnswerKind(answer.kind)
    _check_guardian(request.pupil_id, answer.guardian_id)
    before = _find_current(request.pupil_id, answer.guardian_id)
    _check_answer(by, answer.answered_on, valid_until, kind, before, request.asked_on)
    allowed, refused = _check_scopes(request, kind, scopes)
    named = _check_named(named_user_ids)
    refused = sorted({*refused, *list_kept_exclusions(before, request)})
    with transaction.atomic():
        _replace_current(answer)
        _write_scopes(answer, allowed, refused, named)
        _log_answer(by, at, answer, case_id)


def _log_answer(
    by: Actor | FamilyActor, at: datetime, answer: ConsentAnswer, case_id: int | None
) -> None:
    codes: dict[str, str | int | bool] = {
        "kind": answer.kind,
        "channel": answer.channel,
        "guardian": answer.guardian_id,
    }
    record_change(
        by=by,
        at=at,
        action="consent.answer",
        object_type="ConsentAnswer",
        object_id=answer.pk,
        case_id=case_id,
        pupil_id=answer.pupil_id,
        codes=codes,
    )


def _replace_current(answer: ConsentAnswer) -> None:
    """Save the answer as the guardian's current one; the earlier rows stay as history."""
    ConsentAnswer.objects.filter(
        pupil_id=answer.pupil_id, guardian_id=answer.guardian_id, is_current=True
    ).update(is_current=False)
    try:
        with transaction.atomic():
            answer.save()
    except IntegrityError:
        # Two members of staff wrote this guardian's answer at the same moment.
        Decision.no(N_("Noen andre skrev inn et svar nå nettopp. Se over og send igjen.")).require()


def _write_scopes(
    answer: ConsentAnswer,
    allowed: Iterable[ServiceScope],
    refused: Iterable[int],
    named_user_ids: Iterable[int],
) -> None:
    ConsentScope.objects.bulk_create(
        ConsentScope(answer=answer, service_id=scope.service_id, topic=topic.value)
        for scope in allowed
        for topic in sorted(scope.topics)
    )
    ConsentExclusion.objects.bulk_create(
        ConsentExclusion(answer=answer, service_id=service) for service in refused
    )
    ConsentNamedPerson.objects.bulk_create(
        ConsentNamedPerson(answer=answer, user_id=user_id) for user_id in named_user_ids
    )

"""What a guardian does on the family's own page. The read row is written before anything shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from felles.casework.actions.shared import Conflict, open_grants
from felles.casework.queries.cases import CaseView, find_last_case_id
from felles.casework.queries.family import (
    FamilyChild,
    FamilyRead,
    FamilyView,
    NotYours,
    get_family_view,
    list_family_children,
    list_family_reads,
    may_read_all,
)
from felles.casework.queries.papers import family_facts
from felles.ledger.actions import enqueue, record_reads
from felles.ledger.models import ReadEvent
from felles.people.actions import (
    ServiceScope,
    record_own_answer,
    use_link,
    withdraw_own,
    write_to_school,
)
from felles.people.models import ConsentAnswer, FamilyMessage, Guardianship, Organisation
from felles.people.queries import find_link, get_pupil_facts, list_coordinator_ids
from felles.programme.queries import get_setting, get_settings
from felles.rules.access import Ground
from felles.rules.ages import last_day_for_guardians
from felles.rules.case_flow import Step
from felles.rules.clocks import SettingKey
from felles.rules.consent import AnswerKind
from felles.rules.decision import Decision
from felles.rules.families import FamilyActor, MessageKind
from felles.rules.roles import Topic
from felles.rules.text import N_


@dataclass(frozen=True, slots=True)
class FamilyScope:
    """What a guardian allows one service, by the service's public id."""

    service: str
    topics: frozenset[Topic]


def enter_by_link(*, at: datetime, token: str, birth_on: date | None) -> Guardianship | None:
    """Let a guardian in by a one-time link, once; None when it does not work, or the date is
    wrong. The ledger's row names the case that the child's page is about."""
    link = find_link(token, at)
    case_id = find_last_case_id(link.guardianship.pupil_id) if link else None
    return use_link(at=at, token=token, birth_on=birth_on, case_id=case_id)


def open_family(*, by: FamilyActor, at: datetime, public_id: str, route: str) -> FamilyView:
    """A child's page for showing; a read row of its case is written first.

    Raises:
        NotYours: there is no such child, or the guardian may not enter. No row is written.
    """
    return _open_logged(by, at, public_id, route, ReadEvent.Kind.OPEN)


def open_family_file(*, by: FamilyActor, at: datetime, public_id: str, route: str) -> FamilyView:
    """A child's page for a file that leaves the house; a read row of a file is written first.

    Raises:
        NotYours: there is no such child, or the guardian may not enter. No row is written.
    """
    return _open_logged(by, at, public_id, route, ReadEvent.Kind.FILE)


def _open_logged(
    by: FamilyActor, at: datetime, public_id: str, route: str, kind: str
) -> FamilyView:
    view = get_family_view(by, public_id)
    if view.case is not None:
        cases = [(view.case.pk, Ground.OWN_FAMILY)]
        record_reads(by=by, at=at, kind=kind, route=route, cases=cases)
    return view


def open_family_home(*, by: FamilyActor, at: datetime, route: str) -> list[FamilyChild]:
    """The guardian's children; a read row first for each case that the page tells something of."""
    children = list_family_children(by)
    cases = [(child.case_id, Ground.OWN_FAMILY) for child in children if child.case_id is not None]
    record_reads(by=by, at=at, kind=ReadEvent.Kind.LIST, route=route, cases=cases)
    return children


def open_family_reads(
    *, by: FamilyActor, at: datetime, public_id: str, route: str
) -> tuple[FamilyView, list[FamilyRead]]:
    """Who has read the case; a read row of the guardian's own comes first.

    Raises:
        NotYours: there is no such child, or the guardian may not enter, or may not read it all.
    """
    if not may_read_all(by):
        raise NotYours
    view = open_family(by=by, at=at, public_id=public_id, route=route)
    return view, list_family_reads(by, view)


def _longest(by: FamilyActor, view: FamilyView) -> date:
    longest = by.on + timedelta(days=get_setting(SettingKey.CONSENT_LONGEST, by.on))
    of_age = last_day_for_guardians(view.tie.pupil.birth_on, get_settings(by.on))
    return min(longest, of_age) if of_age else longest


def answer_question(
    *,
    by: FamilyActor,
    at: datetime,
    public_id: str,
    question: str,
    kind: AnswerKind,
    language: str,
    valid_until: date,
    scopes: Sequence[FamilyScope] = (),
    named_user_ids: Iterable[int] = (),
    note: str = "",
    form_version: str = "",
) -> ConsentAnswer:
    """A guardian answers the question that the page showed; access follows at once.

    ``question`` is the public id of the question that the guardian saw; ``note`` is what else is
    not to be talked about, in the guardian's own words.

    Raises:
        NotYours: the guardian may not enter for this child.
        Conflict: the question was changed or closed meanwhile.
        Refused: the answer does not fit the question.
    """
    view = get_family_view(by, public_id)
    if view.case_view is None:
        raise NotYours
    facts, request = family_facts(by, view.case_view, view.tie)
    if request is None or request.public_id != question:
        raise Conflict
    if kind is AnswerKind.WITHDRAWN:
        raise ValueError("a withdrawal has its own action")
    if kind.is_yes and valid_until > min(_longest(by, view), request.proposed_until):
        Decision.no(N_("Samtykket varer lenger enn dere ble spurt om.")).require()
    offered = {person.user_id for person in facts.question.staff} if facts.question else set()
    named = sorted(set(named_user_ids))
    if not offered.issuperset(named):
        Decision.no(N_("Velg personer som arbeider her.")).require()
    with transaction.atomic():
        answer = record_own_answer(
            by=by,
            at=at,
            request=request,
            kind=kind,
            language=language,
            valid_until=valid_until,
            scopes=_by_id(scopes, request.services.all()),
            named_user_ids=named,
            note=note if kind.is_yes else "",
            form_version=form_version,
            case_id=view.case_view.case.pk,
        )
        _follow(by, at, view, view.case_view)
    return answer


def _by_id(scopes: Iterable[FamilyScope], services: Iterable[Organisation]) -> list[ServiceScope]:
    ids = {service.public_id: service.pk for service in services}
    chosen = list(scopes)
    if any(scope.service not in ids for scope in chosen):
        Decision.no(N_("Foresatte er ikke spurt om denne tjenesten.")).require()
    return [ServiceScope(ids[scope.service], scope.topics) for scope in chosen]


def withdraw_answer(
    *, by: FamilyActor, at: datetime, public_id: str, language: str
) -> ConsentAnswer:
    """A guardian takes the yes back. Every service's sight closes with the next request.

    Raises:
        NotYours: the guardian may not enter for this child.
        Refused: there is no yes to take back.
    """
    view = get_family_view(by, public_id)
    case_id = view.case.pk if view.case else None
    with transaction.atomic():
        answer = withdraw_own(
            by=by, at=at, pupil_id=view.tie.pupil_id, language=language, case_id=case_id
        )
        if view.case_view is not None:
            _follow(by, at, view, view.case_view)
    return answer


def _follow(by: FamilyActor, at: datetime, view: FamilyView, told: CaseView) -> None:
    """Let grants follow the answer, and tell the school that something has come, not what."""
    facts = get_pupil_facts(told.case.pupil_id, at).since(told.case.active_since_at)
    if Step(told.case.step).needs_consent:
        open_grants(by, at, replace(told, facts=facts))
    _tell_school(by, at, view)


def _tell_school(by: FamilyActor, at: datetime, view: FamilyView) -> None:
    case_id = view.case.pk if view.case else None
    for user_id in list_coordinator_ids(view.tie.pupil.school_id, by.on):
        enqueue(at=at, kind="family", recipient_id=user_id, case_id=case_id)


def write_family_message(
    *,
    by: FamilyActor,
    at: datetime,
    public_id: str,
    kind: MessageKind,
    text: str,
    language: str,
) -> FamilyMessage:
    """A guardian writes to the school or asks for help; the school gets a notice without content.

    Raises:
        NotYours: the guardian may not enter for this child.
        Refused: there is nothing in it, or too much.
    """
    view = get_family_view(by, public_id)
    with transaction.atomic():
        message = write_to_school(
            by=by,
            at=at,
            tie=view.tie,
            kind=kind,
            text=text,
            language=language,
            case_id=view.case.pk if view.case else None,
        )
        _tell_school(by, at, view)
    return message

"""What a guardian sees on the family's own page: this guardian's view, nothing of the others'.

Everything shown to a family passes through here. Concerns, talks, notes and the pupil's own words
are never published. What staff decided and planned is shown where
:func:`felles.rules.papers.may_stand` lets it stand for this recipient.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from felles.casework.models import Case
from felles.casework.queries.cases import CaseView, facts_of
from felles.casework.queries.papers import (
    PaperFacts,
    PaperService,
    can_be_answered,
    family_facts,
)
from felles.ledger.queries import ReadRow, list_staff_reads
from felles.meetings.queries import list_team_services
from felles.people.models import (
    ConsentAnswer,
    ConsentRequest,
    FamilyMessage,
    Guardianship,
    Organisation,
    Pupil,
)
from felles.people.queries import (
    find_own_tie,
    get_pupil_facts,
    is_live_answer,
    list_answered_requests,
    list_consent_answers,
    list_latest_requests,
    list_messages,
    list_organisations_by_id,
    list_own_ties,
)
from felles.programme.queries import get_setting
from felles.rules.access import OSLO, Ground, Sight
from felles.rules.clocks import SettingKey
from felles.rules.consent import AnswerKind, live_topics
from felles.rules.families import FamilyActor, FamilyLogin
from felles.rules.roles import OrgKind, Role, Topic

# An open case before a closed one, and the newest first.
FIRST_CASE = ("state", "-opened_at", "-pk")


class NotYours(LookupError):
    """There is no such child, or the guardian may not enter for it. Nobody is told which."""


@dataclass(frozen=True, slots=True)
class FamilyChild:
    """One child on the guardian's first page. ``case_id`` is the case that the page tells of, by
    what waits for an answer; None where it tells of none."""

    public_id: str
    called: str
    has_question: bool
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What this guardian answered, in this case."""

    kind: AnswerKind
    answered_on: date
    valid_until: date
    is_live: bool
    services: tuple[tuple[PaperService, frozenset[Topic]], ...]
    excluded: tuple[PaperService, ...]
    is_current: bool
    # What this guardian wrote alone; what staff noted down beside an answer is staff's.
    note: str = ""

    @property
    def has_yes(self) -> bool:
        """True for a yes, also one that has run out."""
        return self.kind.is_yes


@dataclass(frozen=True, slots=True)
class SharedWith:
    """A service that may read now, and which topics."""

    service: PaperService
    topics: frozenset[Topic]


@dataclass(frozen=True, slots=True)
class FamilyRead:
    """That somebody has read: the role and the organisation, never a person's name."""

    on: date
    at: datetime
    role: Role
    kind: OrgKind
    organisation: str
    ground: Ground
    times: int


@dataclass(frozen=True, slots=True)
class FamilyView:
    """A child together with the guardian's own tie, and what the page tells of its case, if any."""

    tie: Guardianship
    case_view: CaseView | None

    @property
    def case(self) -> Case | None:
        """The case that the page is about."""
        return self.case_view.case if self.case_view else None


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """Everything on the family's page. ``facts`` are as for the guardian's papers."""

    facts: PaperFacts | None
    question_id: str
    answers: tuple[OwnAnswer, ...]
    is_answered: bool
    is_closed: bool
    shared: tuple[SharedWith, ...]
    messages: tuple[FamilyMessage, ...]

    @property
    def current(self) -> OwnAnswer | None:
        """The answer that counts now."""
        return next((answer for answer in self.answers if answer.is_current), None)

    @property
    def earlier(self) -> tuple[OwnAnswer, ...]:
        """The answers before it, newest first."""
        return tuple(answer for answer in self.answers if not answer.is_current)


def may_read_all(actor: FamilyActor) -> bool:
    """False for a one-time link where the district lets it open the question only."""
    if actor.login is not FamilyLogin.LINK:
        return True
    return get_setting(SettingKey.FAMILY_LINK_READS, actor.on) > 0


def find_family_case(pupil_id: int) -> Case | None:
    """The case that a family's page is about: the open one, else the last. None without one."""
    cases = Case.objects.filter(pupil_id=pupil_id).select_related("pupil__class_group", "school")
    return cases.order_by(*FIRST_CASE).first()


def get_family_view(actor: FamilyActor, pupil_public_id: str) -> FamilyView:
    """The child and the case behind the page.

    Raises:
        NotYours: there is no such child, or the guardian may not enter for it.
    """
    tie = find_own_tie(actor, pupil_public_id)
    if tie is None:
        raise NotYours
    case = find_family_case(tie.pupil_id)
    if case is None or not _is_told(case, tie):
        return FamilyView(tie, None)
    facts = get_pupil_facts(case.pupil_id, actor.at).since(case.active_since_at)
    return FamilyView(tie, CaseView(case, Sight(Ground.OWN_FAMILY), facts))


def _is_told(case: Case, tie: Guardianship) -> bool:
    """A family's page speaks of a case once the guardians have been asked about consent in it.

    Before, the school tells them in a talk; a concern may be about the guardian.
    """
    return tie.pupil.consent_requests.filter(asked_at__gte=case.active_since_at).exists()


def list_family_children(actor: FamilyActor) -> list[FamilyChild]:
    """The children whom the guardian may enter for, with what waits for an answer.

    In a fixed number of queries, however many children there are.
    """
    ties = list_own_ties(actor)
    pupil_ids = {tie.pupil_id for tie in ties}
    cases = _family_cases(pupil_ids)
    asked = list_latest_requests(pupil_ids)
    answered = list_answered_requests(actor.guardian_id)
    return [
        _child(actor, tie.pupil, cases.get(tie.pupil_id), asked.get(tie.pupil_id), answered)
        for tie in ties
    ]


def _family_cases(pupil_ids: set[int]) -> dict[int, Case]:
    """By pupil, the case of :func:`find_family_case`."""
    found: dict[int, Case] = {}
    rows = Case.objects.filter(pupil_id__in=pupil_ids)
    for case in rows.order_by("pupil_id", *FIRST_CASE):
        found.setdefault(case.pupil_id, case)
    return found


def _child(
    actor: FamilyActor,
    pupil: Pupil,
    case: Case | None,
    asked: ConsentRequest | None,
    answered: set[int],
) -> FamilyChild:
    if case is None or asked is None or asked.asked_at < case.active_since_at:
        return FamilyChild(pupil.public_id, pupil.called, has_question=False)
    waits = can_be_answered(asked, case, actor.on) and asked.pk not in answered
    return FamilyChild(pupil.public_id, pupil.called, waits, case.pk)


def get_family_page(actor: FamilyActor, view: FamilyView) -> FamilyPage:
    """The page of a child whose door is open to the guardian."""
    messages = tuple(list_messages({view.tie.pk}))
    told = view.case_view
    if told is None:
        return FamilyPage(None, "", (), False, False, (), messages)
    facts, question = family_facts(actor, told, view.tie)
    answers = _own_answers(actor, view, told.case)
    return FamilyPage(
        facts=facts,
        question_id=question.public_id if question else "",
        answers=tuple(own for own, _row in answers),
        is_answered=any(
            row.is_current and question is not None and row.request_id == question.pk
            for _own, row in answers
        ),
        is_closed=told.case.state == Case.State.CLOSED,
        shared=_shared(actor, view, told),
        messages=messages,
    )


def _service(row: Organisation, view: FamilyView) -> PaperService:
    protected = view.tie.pupil.protection > 0
    return PaperService(OrgKind(row.kind), "" if protected else row.name, row.public_id)


def _own_answers(
    actor: FamilyActor, view: FamilyView, case: Case
) -> list[tuple[OwnAnswer, ConsentAnswer]]:
    rows = list_consent_answers(case.pupil_id, since=case.opened_at)
    own = [row for row in rows if row.guardian_id == actor.guardian_id]
    return [(_own(actor, view, case, row), row) for row in own]


def _own(actor: FamilyActor, view: FamilyView, case: Case, row: ConsentAnswer) -> OwnAnswer:
    topics: dict[Organisation, set[Topic]] = {}
    for scope in row.scopes.all():
        topics.setdefault(scope.service, set()).add(Topic(scope.topic))
    return OwnAnswer(
        kind=AnswerKind(row.kind),
        answered_on=row.answered_on,
        valid_until=row.valid_until,
        is_live=is_live_answer(row, since=case.active_since_at, on=actor.on),
        services=tuple(
            (_service(service, view), frozenset(values)) for service, values in topics.items()
        ),
        excluded=tuple(_service(gone.service, view) for gone in row.exclusions.all()),
        is_current=row.is_current,
        note=row.note if row.recorded_by_id is None else "",
    )


def _shared(actor: FamilyActor, view: FamilyView, told: CaseView) -> tuple[SharedWith, ...]:
    """The services that may read today; none while the case is not with them."""
    facts = facts_of(told.case, told.facts)
    if not facts.is_with_team:
        return ()
    return tuple(
        SharedWith(_service(service, view), topics)
        for service in list_team_services(told.case.school_id)
        if service.pk in facts.granted_service_ids
        and (topics := live_topics(facts.holders, service.pk, actor.on))
    )


def list_family_reads(actor: FamilyActor, view: FamilyView) -> list[FamilyRead]:
    """Who has read the case and when, newest first: role and organisation, a line a visit.

    What the guardians themselves opened is left out, the other household's as well.
    """
    if view.case is None:
        return []
    reads = list_staff_reads(view.case.pk)
    places = list_organisations_by_id({row.organisation_id or 0 for row in reads})
    protected = view.tie.pupil.protection > 0
    found = []
    for _key, group in groupby(reads, key=_one_visit):
        rows = list(group)
        row = rows[0]
        place = places[row.organisation_id or 0]
        found.append(
            FamilyRead(
                on=row.at.astimezone(OSLO).date(),
                at=row.at,
                role=Role(row.role),
                kind=OrgKind(place.kind),
                organisation="" if protected else place.name,
                ground=Ground(row.ground),
                times=len(rows),
            )
        )
    return found


def _one_visit(row: ReadRow) -> tuple[date, str, int | None, str]:
    return row.at.astimezone(OSLO).date(), row.role, row.organisation_id, row.ground

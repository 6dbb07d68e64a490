"""The consent page of a case: what was asked, who answered what, and what is in force now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from felles.casework.queries.cases import CaseView
from felles.casework.queries.evidence import get_evidence
from felles.casework.queries.page import list_moves
from felles.meetings.queries import list_team_services
from felles.people.models import (
    ConsentAnswer,
    ConsentException,
    ConsentPaper,
    ConsentRequest,
    Guardianship,
    Organisation,
)
from felles.people.queries import (
    find_consent_answer,
    find_consent_paper,
    is_live_answer,
    list_actors_at_school,
    list_consent_answers,
    list_consent_requests,
    list_exceptions,
    list_guardianships,
    list_organisation_names,
)
from felles.rules.access import Actor, Permission, may
from felles.rules.case_flow import Evidence, Move, Step, may_ask_consent
from felles.rules.consent import (
    AnswerKind,
    Authority,
    ExceptionState,
    Holder,
    is_excluded,
    live_topics,
)
from felles.rules.decision import Decision
from felles.rules.families import FamilyActor
from felles.rules.roles import Role, Topic


@dataclass(frozen=True, slots=True)
class GuardianConsent:
    """One guardian alone: the current answer, and those before it."""

    tie: Guardianship
    current: ConsentAnswer | None
    earlier: list[ConsentAnswer]
    # The current answer belongs to an earlier question than the latest one.
    is_to_older_question: bool
    # The current answer is a yes whose period covers today.
    is_live: bool
    # The latest exception of this guardian that nobody has ended before its last day.
    exception: ConsentException | None = None
    exception_state: ExceptionState = ExceptionState.ENDED

    @property
    def counts(self) -> bool:
        """False for a guardian who is verified not to hold parental responsibility."""
        return self.tie.authority != Authority.HOLDS_NOT.value

    @property
    def is_verified(self) -> bool:
        """True once a person has checked parental responsibility, whatever came of it."""
        return self.tie.authority != Authority.UNVERIFIED.value

    @property
    def is_exempt(self) -> bool:
        """True while an approved exception runs: the answer is not waited for."""
        holds = self.tie.authority == Authority.HOLDS.value
        return holds and self.exception_state is ExceptionState.RUNNING

    @property
    def is_awaited(self) -> bool:
        """True while the school waits for an answer to the latest question."""
        has_no_answer = self.current is None or self.is_to_older_question
        return self.counts and has_no_answer and not self.is_exempt

    @property
    def has_yes(self) -> bool:
        """True when there is a yes to withdraw, also one that has run out."""
        return self.current is not None and AnswerKind(self.current.kind).is_yes


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """Where one service stands now: the topics all allow, or who shut it out."""

    service: Organisation
    topics: frozenset[Topic]
    was_asked: bool
    denied_by: list[str]


@dataclass(frozen=True, slots=True)
class DualStaff:
    """A member of the school's staff whom a service employs."""

    user_id: int
    name: str
    role: Role
    employer: str
    affiliations: frozenset[int]
    is_denied: bool
    is_excluded: bool


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """Everything on the consent page, for those who may know who was shut out."""

    evidence: Evidence
    question: ConsentRequest | None
    earlier_questions: list[ConsentRequest]
    guardians: list[GuardianConsent]
    former_answers: list[ConsentAnswer]
    services: list[ServiceLine]
    staff: list[DualStaff]
    moves: dict[Move, Decision]
    may_ask: Decision
    ends_on: date | None


def find_answer(actor: Actor, view: CaseView, public_id: str) -> ConsentAnswer | None:
    """One answer of a visible case, for those who may record answers; None else."""
    if not may(actor, Permission.CONSENT_RECORD):
        return None
    return find_consent_answer(view.case.pupil_id, public_id, since=view.case.opened_at)


def find_paper(actor: Actor, view: CaseView, public_id: str) -> ConsentPaper | None:
    """A kept paper of a visible case, for those who may record answers; None else."""
    if not may(actor, Permission.CONSENT_RECORD):
        return None
    return find_consent_paper(view.case.pupil_id, public_id, since=view.case.opened_at)


def live_topics_of_team(actor: Actor, view: CaseView) -> dict[Organisation, frozenset[Topic]]:
    """The topics that all holders allow each service of the team on the actor's day."""
    return {
        service: live_topics(view.facts.holders, service.pk, actor.on)
        for service in list_team_services(view.case.school_id)
    }


def list_dual_staff(actor: Actor | FamilyActor, view: CaseView) -> list[DualStaff]:
    """Staff of the school whom a service employs, and whether an exclusion shuts them out."""
    others = list_actors_at_school(view.case.school_id, service_ids=frozenset(), at=actor.at)
    dual = [other for other in others if other.affiliations and may(other, Permission.CASE_READ)]
    names = list_organisation_names({other.employer_id for other in dual})
    holders = view.facts.holders
    return [
        DualStaff(
            user_id=other.user_id,
            name=other.user_name,
            role=other.role,
            employer=names[other.employer_id],
            affiliations=other.affiliations,
            # Nobody has the id 0: whether they would be out if no guardian had named them.
            is_denied=is_excluded(holders, other.affiliations, 0),
            is_excluded=is_excluded(holders, other.affiliations, other.user_id),
        )
        for other in dual
    ]


def _service_lines(
    actor: Actor, view: CaseView, question: ConsentRequest | None, names: dict[int, str]
) -> list[ServiceLine]:
    asked = {service.pk for service in question.services.all()} if question else set()
    return [
        ServiceLine(
            service=service,
            topics=topics,
            was_asked=service.pk in asked,
            denied_by=[names[holder.guardian_id] for holder in _deniers(view, service.pk)],
        )
        for service, topics in live_topics_of_team(actor, view).items()
    ]


def _deniers(view: CaseView, service_id: int) -> list[Holder]:
    return [
        holder
        for holder in view.facts.holders
        if holder.answer is not None and holder.answer.denies(service_id)
    ]


def _guardian(
    actor: Actor,
    view: CaseView,
    tie: Guardianship,
    answers: list[ConsentAnswer],
    question: ConsentRequest | None,
    exception: ConsentException | None,
) -> GuardianConsent:
    own = [answer for answer in answers if answer.guardian_id == tie.guardian_id]
    current = next((answer for answer in own if answer.is_current), None)
    return GuardianConsent(
        tie=tie,
        current=current,
        earlier=[answer for answer in own if answer is not current],
        is_to_older_question=bool(current and question and current.request_id != question.pk),
        is_live=bool(
            current and is_live_answer(current, since=view.case.active_since_at, on=actor.on)
        ),
        exception=exception,
        exception_state=exception.state_on(actor.on) if exception else ExceptionState.ENDED,
    )


def _exceptions(actor: Actor, view: CaseView) -> dict[int, ConsentException]:
    """The latest exception of each guardianship that was asked for in this case and not ended."""
    since = view.case.active_since_at
    return {
        row.guardianship_id: row
        for row in reversed(list_exceptions(view.case.pupil_id))
        if row.asked_at >= since and row.state_on(actor.on) is not ExceptionState.ENDED
    }


def _ends_on(guardians: list[GuardianConsent], services: list[ServiceLine]) -> date | None:
    """The last day on which something is in force; None when nothing is."""
    ends = [row.current.valid_until for row in guardians if row.counts and row.current]
    ends += [row.exception.until_on for row in guardians if row.is_exempt and row.exception]
    return min(ends) if ends and any(line.topics for line in services) else None


def get_consent_page(actor: Actor, view: CaseView) -> ConsentPage:
    """The consent page of a visible case, in a fixed number of queries.

    The caller has made sure that the actor may know whom the guardians shut out.
    """
    pupil_id, since = view.case.pupil_id, view.case.opened_at
    questions = list_consent_requests(pupil_id, since=since)
    answers = list_consent_answers(pupil_id, since=since)
    question = questions[0] if questions else None
    ties = list_guardianships(pupil_id)
    exceptions = _exceptions(actor, view)
    guardians = [
        _guardian(actor, view, tie, answers, question, exceptions.get(tie.pk)) for tie in ties
    ]
    names = {tie.guardian_id: tie.guardian.name for tie in ties}
    services = _service_lines(actor, view, question, names)
    evidence = get_evidence(actor, view)
    return ConsentPage(
        evidence=evidence,
        question=question,
        earlier_questions=questions[1:],
        guardians=guardians,
        former_answers=[answer for answer in answers if answer.guardian_id not in names],
        services=services,
        staff=list_dual_staff(actor, view),
        moves=list_moves(actor, view, evidence),
        may_ask=may_ask_consent(Step(view.case.step)),
        ends_on=_ends_on(guardians, services),
    )

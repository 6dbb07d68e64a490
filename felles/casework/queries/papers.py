"""What a paper for one guardian is made from: this guardian's view, and nothing of the others.

Everything that a paper can say passes through here. What is not in these rows cannot end up on
paper, in a file name or in metadata.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from felles.casework.models import BoardDecision, Case, FamilyMeeting, Measure, readable
from felles.casework.queries.cases import CaseView
from felles.casework.queries.consent import DualStaff, list_dual_staff
from felles.casework.queries.family_meetings import list_invitations, list_who_may_come
from felles.meetings.queries import list_team_services
from felles.people.models import ConsentRequest, Guardianship, Organisation
from felles.people.queries import (
    list_consent_requests,
    list_guardian_names,
)
from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.case_flow import Move
from felles.rules.consent import Authority
from felles.rules.families import FamilyActor
from felles.rules.meetings import InterpreterState
from felles.rules.papers import Recipient, may_stand
from felles.rules.roles import Audience, OrgKind, Topic


@dataclass(frozen=True, slots=True)
class PaperService:
    """A service by its kind. The name is empty where it would tell the place."""

    kind: OrgKind
    name: str = ""
    public_id: str = ""


@dataclass(frozen=True, slots=True)
class PaperStaff:
    """Somebody who works at the school and is employed by a service that was asked about."""

    name: str
    service: PaperService
    user_id: int = 0


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """What the guardian is asked. ``purpose`` is empty where it may not stand on this paper."""

    services: tuple[PaperService, ...]
    staff: tuple[PaperStaff, ...]
    purpose: str
    until: date


@dataclass(frozen=True, slots=True)
class PaperMeasure:
    """Something that somebody does, by a day."""

    what: str
    who: PaperService
    due_on: date


@dataclass(frozen=True, slots=True)
class PaperDecision:
    """The latest decision. ``text`` is empty where it may not stand on this paper."""

    is_of_team: bool
    outcome: Move
    held_on: date
    next_on: date | None
    text: str
    measures: tuple[PaperMeasure, ...]


@dataclass(frozen=True, slots=True)
class PaperInvitation:
    """A meeting that this guardian is asked to. ``place`` is empty where it may not stand here.

    Says nothing of who else comes. ``minutes`` is how long it takes.
    """

    starts_at: datetime
    minutes: int
    place: str
    has_interpreter: bool
    pupil_comes: bool
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """One guardian's papers. ``question``, ``decision`` and ``invitation`` are None when there is
    nothing yet."""

    guardianship: str
    guardian_name: str
    guardian_language: str
    called: str
    is_protected: bool
    school_name: str
    school_phone: str
    team: tuple[PaperService, ...]
    question: PaperQuestion | None
    decision: PaperDecision | None
    invitation: PaperInvitation | None = None


@dataclass(frozen=True, slots=True)
class _Sources:
    """What all papers of a case share, loaded once."""

    team: list[Organisation]
    names: dict[int, str]
    question: ConsentRequest | None
    staff: list[DualStaff]
    decision: BoardDecision | None
    measures: list[Measure]
    invitations: dict[int, FamilyMeeting]


def family_facts(
    actor: FamilyActor, view: CaseView, tie: Guardianship
) -> tuple[PaperFacts, ConsentRequest | None]:
    """What a guardian's own page is made from, with the question; the door has been asked.

    The same rows and the same rules as for the guardian's papers.
    """
    sources = _load_for_family(actor, view, tie)
    return _facts(view, sources, tie), sources.question


def _load_for_family(actor: FamilyActor, view: CaseView, tie: Guardianship) -> _Sources:
    running = (Measure.Status.PLANNED, Measure.Status.RUNNING)
    published = (Audience.SCHOOL.value, Audience.TEAM.value)
    rows = {"case": view.case, "audience__in": published}
    question = _question_of(view, actor.on)
    measures = Measure.objects.filter(**rows, status__in=running)
    return _Sources(
        team=list_team_services(view.case.school_id),
        names=list_guardian_names(view.case.pupil_id),
        question=question,
        staff=list_dual_staff(actor, view) if question else [],
        decision=BoardDecision.objects.filter(**rows).order_by("-held_on", "-pk").first(),
        measures=list(measures.select_related("organisation").order_by("due_on", "pk")),
        invitations=list_invitations(view.case.pk, {tie.pk}, actor.at, only_invited=True),
    )


def _question_of(view: CaseView, on: date) -> ConsentRequest | None:
    """The latest question, while it can still be answered."""
    asked = list_consent_requests(view.case.pupil_id, since=view.case.active_since_at)
    question = next(iter(asked), None)
    return question if question and can_be_answered(question, view.case, on) else None


def can_be_answered(question: ConsentRequest, case: Case, on: date) -> bool:
    """True while the latest question of a case can still be answered."""
    return case.state == Case.State.OPEN and question.proposed_until > on


def list_paper_facts(actor: Actor, view: CaseView) -> list[PaperFacts]:
    """The papers of each guardian, in a fixed number of queries.

    None for those who may not record consent, and none for a guardian who is verified not to
    hold parental responsibility.
    """
    if not (may(actor, Permission.CONSENT_RECORD) and view.sight.is_school):
        return []
    ties = list_who_may_come(view)
    sources = _load(actor, view, ties)
    return [_facts(view, sources, tie) for tie in ties]


def _load(actor: Actor, view: CaseView, ties: list[Guardianship]) -> _Sources:
    pupil_id = view.case.pupil_id
    question = _question_of(view, actor.on)
    running = (Measure.Status.PLANNED, Measure.Status.RUNNING)
    measures = readable(Measure, actor, view.sight).filter(case=view.case, status__in=running)
    decisions = readable(BoardDecision, actor, view.sight).filter(case=view.case)
    return _Sources(
        team=list_team_services(view.case.school_id),
        names=list_guardian_names(pupil_id),
        question=question,
        staff=list_dual_staff(actor, view) if question else [],
        decision=decisions.order_by("-held_on", "-pk").first(),
        measures=list(measures.select_related("organisation").order_by("due_on", "pk")),
        invitations=list_invitations(
            view.case.pk, {tie.pk for tie in ties}, actor.at, only_invited=False
        ),
    )


def _facts(view: CaseView, sources: _Sources, tie: Guardianship) -> PaperFacts:
    pupil, school = view.case.pupil, view.case.school
    protected = view.facts.is_protected
    others = tuple(name for pk, name in sources.names.items() if pk != tie.guardian_id)
    known = (tie.guardian.name, pupil.given_name, pupil.preferred_name, pupil.family_name)
    recipient = Recipient(known=known, others=others, is_protected=protected)
    holds = tie.authority == Authority.HOLDS.value
    return PaperFacts(
        guardianship=tie.public_id,
        guardian_name=tie.guardian.name,
        guardian_language=tie.guardian.language,
        called=pupil.called,
        is_protected=protected,
        school_name="" if protected else school.name,
        school_phone="" if protected else school.phone,
        team=_services(sources.team, is_protected=protected),
        question=_question(sources, recipient) if sources.question else None,
        decision=_decision(sources, recipient) if sources.decision and holds else None,
        invitation=_invitation(sources.invitations.get(tie.pk), recipient),
    )


def _invitation(meeting: FamilyMeeting | None, recipient: Recipient) -> PaperInvitation | None:
    if meeting is None:
        return None
    return PaperInvitation(
        starts_at=meeting.starts_at.astimezone(OSLO),
        minutes=meeting.minutes,
        # With a protected address no place stands anywhere: it is told in person.
        place=meeting.place if may_stand(meeting.place, recipient) else "",
        has_interpreter=meeting.interpreter != InterpreterState.NOT_NEEDED.value,
        pupil_comes=meeting.pupil_comes,
        is_cancelled=meeting.state == FamilyMeeting.State.CANCELLED.value,
    )


def _service(row: Organisation) -> PaperService:
    return PaperService(OrgKind(row.kind), row.name, row.public_id)


def _services(services: list[Organisation], *, is_protected: bool) -> tuple[PaperService, ...]:
    """The services; numbered instead of named where the name would tell the place."""
    if not is_protected:
        return tuple(_service(row) for row in services)
    total, seen = Counter(row.kind for row in services), Counter[str]()
    numbered = []
    for row in services:
        seen[row.kind] += 1
        name = str(seen[row.kind]) if total[row.kind] > 1 else ""
        numbered.append(PaperService(OrgKind(row.kind), name, row.public_id))
    return tuple(numbered)


def _question(sources: _Sources, recipient: Recipient) -> PaperQuestion:
    asked = sources.question
    assert asked is not None  # noqa: S101 -- the caller has looked
    services = list(asked.services.all())
    shown = _services(services, is_protected=recipient.is_protected)
    by_id = dict(zip((row.pk for row in services), shown, strict=True))
    staff = [] if recipient.is_protected else sources.staff
    return PaperQuestion(
        services=shown,
        staff=tuple(
            PaperStaff(person.name, by_id[employers[0]], person.user_id)
            for person in staff
            if (employers := [pk for pk in by_id if pk in person.affiliations])
        ),
        purpose=asked.purpose if may_stand(asked.purpose, recipient) else "",
        until=asked.proposed_until,
    )


def _decision(sources: _Sources, recipient: Recipient) -> PaperDecision:
    row = sources.decision
    assert row is not None  # noqa: S101 -- the caller has looked
    audience, topic = Audience(row.audience), Topic(row.topic)
    stands = may_stand(row.text, recipient, audience=audience, topic=topic)
    closes = Move(row.outcome) is Move.CLOSE_AT_SCHOOL
    return PaperDecision(
        is_of_team=row.board == BoardDecision.Board.INNSATSTEAM.value,
        outcome=Move(row.outcome),
        held_on=row.held_on,
        next_on=None if closes else row.next_on,
        text=row.text if stands else "",
        measures=() if closes else _measures(sources.measures, recipient),
    )


def _measures(rows: list[Measure], recipient: Recipient) -> tuple[PaperMeasure, ...]:
    return tuple(
        PaperMeasure(row.what, _service(row.organisation), row.due_on)
        for row in rows
        if may_stand(row.what, recipient, audience=Audience(row.audience), topic=Topic(row.topic))
    )

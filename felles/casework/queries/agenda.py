"""Agendas: the chair's with every line, and each member's own, cut to what that member may see.

A member's own agenda is computed from the lines that the member may see and from nothing else: no
number, no clock time and no length of any other line enters it, so that nothing is missing from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db.models import Q

from felles.casework.models import Case, CaseItem
from felles.casework.queries.cases import (
    CaseRow,
    CaseView,
    NotVisible,
    facts_of,
    rows_of,
    visible_cases,
)
from felles.casework.queries.evidence import list_team_service_ids
from felles.meetings.models import AgendaRow, Attendee, Meeting
from felles.meetings.queries import list_attendees
from felles.people.queries import (
    PupilFacts,
    list_actors_of_posts,
    load_pupil_facts,
)
from felles.rules.access import OSLO, Actor, Permission, may, may_see
from felles.rules.case_flow import Step
from felles.rules.consent import may_discuss_named
from felles.rules.decision import Decision
from felles.rules.meetings import MeetingKind, RowKind, RowState, may_take_up
from felles.rules.text import N_


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line of a member's own agenda. ``case`` is set on named lines."""

    row: AgendaRow
    case: CaseRow | None = None


@dataclass(frozen=True, slots=True)
class OwnAgenda:
    """What one member takes part in, in order; ``minutes`` in all."""

    lines: list[OwnLine]

    @property
    def minutes(self) -> int:
        """How long the member's own lines take."""
        return sum(line.row.minutes for line in self.lines)

    @property
    def rows(self) -> list[CaseRow]:
        """Every case that is mentioned, for the access log."""
        return [line.case for line in self.lines if line.case is not None]


def get_own_agenda(actor: Actor, meeting: Meeting) -> OwnAgenda:
    """The actor's own agenda of a meeting that the actor takes part in, in three queries."""
    items = CaseItem.objects.filter(row__meeting=meeting, case__in=visible_cases(actor))
    case_of = dict(items.values_list("row_id", "case_id"))
    wanted = visible_cases(actor).filter(pk__in=case_of.values()).order_by("pk")
    cases = {row.case_id: row for row in rows_of(actor, wanted)}
    rows = meeting.rows.order_by("position")
    lines = [OwnLine(row, cases.get(case_of.get(row.pk, 0))) for row in rows]
    # Both looks at the cases must agree: what went out of sight between them is not there.
    return OwnAgenda([line for line in lines if line.case or line.row.kind != RowKind.CASE])


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the chair sees it.

    ``starts_at`` is when it begins if all goes to plan. ``members`` are the attendees who may hear
    it, ``kept_out`` the others. ``decision`` says whether it may be taken up by name now,
    ``lapses`` that it may not on the day of the meeting.
    """

    row: AgendaRow
    starts_at: datetime
    members: frozenset[int]
    kept_out: list[Attendee]
    item: CaseItem | None = None
    case: CaseRow | None = None
    decision: Decision = field(default_factory=Decision.yes)
    lapses: bool = False

    @property
    def is_late_for_guests(self) -> bool:
        """True when the guardians were asked to come at another time than the line begins."""
        at = self.row.guardians_at
        return at is not None and at != self.starts_at.astimezone(OSLO).time()


@dataclass(frozen=True, slots=True)
class Agenda:
    """The chair's agenda: every line, everybody who is called, and when it is all over."""

    meeting: Meeting
    attendees: list[Attendee]
    lines: list[Line]

    @property
    def ends_at(self) -> datetime:
        """When the last line is done if all goes to plan."""
        minutes = sum(line.row.minutes for line in self.lines)
        return self.meeting.starts_at + timedelta(minutes=minutes)

    @property
    def minutes_over(self) -> int:
        """Minutes by which the lines exceed the meeting; 0 when they fit."""
        return max(int((self.ends_at - self.meeting.ends_at).total_seconds() // 60), 0)

    @property
    def rows(self) -> list[CaseRow]:
        """Every case that is mentioned, for the access log."""
        return [line.case for line in self.lines if line.case is not None]

    def line(self, row_id: str) -> Line:
        """One line by its public id.

        Raises:
            NotVisible: there is no such line.
        """
        for line in self.lines:
            if line.row.public_id == row_id:
                return line
        raise NotVisible


@dataclass(frozen=True, slots=True)
class _Cases:
    """The cases of a meeting that its chair sees, with what the rule asks about each."""

    items: Mapping[int, CaseItem]
    rows: Mapping[int, CaseRow]
    facts: Mapping[int, PupilFacts]


def get_agenda(actor: Actor, meeting: Meeting) -> Agenda:
    """The agenda for whoever leads the meeting, in a fixed number of queries.

    A case that the chair may not see is not there for the chair either.
    """
    attendees = list_attendees(meeting)
    cases = _load_cases(actor, meeting)
    actors = list_actors_of_posts({row.post_id for row in attendees}, actor.at)
    at_meeting = {pk: replace(other, at=meeting.starts_at) for pk, other in actors.items()}
    services = list_team_service_ids(meeting.organisation_id)
    lines, starts_at = [], meeting.starts_at
    for row in meeting.rows.order_by("position", "pk"):
        item = cases.items.get(row.pk)
        if row.kind == RowKind.CASE and item is None:
            continue
        members = _members(attendees, actors, cases, item)
        lines.append(
            Line(
                row=row,
                starts_at=starts_at,
                members=members,
                kept_out=[one for one in attendees if one.pk not in members],
                item=item,
                case=cases.rows.get(item.case_id) if item else None,
                decision=_decide(actor, meeting, cases, item, services),
                lapses=item is not None and members != _members(attendees, at_meeting, cases, item),
            )
        )
        starts_at += timedelta(minutes=row.minutes)
    return Agenda(meeting, attendees, lines)


def _load_cases(actor: Actor, meeting: Meeting) -> _Cases:
    seen = visible_cases(actor)
    items = CaseItem.objects.filter(row__meeting=meeting, case__in=seen)
    by_row = {item.row_id: item for item in items.select_related("case__pupil")}
    wanted = seen.filter(pk__in={item.case_id for item in by_row.values()}).order_by("pk")
    rows = {row.case_id: row for row in rows_of(actor, wanted)}
    facts = load_pupil_facts({item.case.pupil_id for item in by_row.values()}, actor.at)
    known = {
        item.case_id: facts[item.case.pupil_id].since(item.case.active_since_at)
        for item in by_row.values()
    }
    return _Cases({pk: one for pk, one in by_row.items() if one.case_id in rows}, rows, known)


def _members(
    attendees: Iterable[Attendee],
    actors: Mapping[int, Actor],
    cases: _Cases,
    item: CaseItem | None,
) -> frozenset[int]:
    """The attendees who may hear a line: all of them, or those who see its case."""
    there = [row for row in attendees if row.post_id in actors]
    if item is None:
        return frozenset(row.pk for row in there)
    facts = facts_of(item.case, cases.facts[item.case_id])
    return frozenset(
        row.pk
        for row in there
        if may(actors[row.post_id], Permission.CASE_READ) and may_see(actors[row.post_id], facts)
    )


def _decide(
    actor: Actor,
    meeting: Meeting,
    cases: _Cases,
    item: CaseItem | None,
    services: frozenset[int],
) -> Decision:
    if item is None:
        return Decision.yes()
    facts = cases.facts[item.case_id]
    named = may_discuss_named(facts.holders, services, asked=facts.asked, on=actor.on)
    return may_take_up(MeetingKind(meeting.kind), Step(item.case.step), named)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that could be taken up, and why it should: new, to follow up, or to evaluate."""

    row: CaseRow
    reason: str
    is_follow_up: bool


# What may be taken up where: the cases' own steps decide.
STEPS_OF = {
    MeetingKind.ELEVSAKSMOTE: (Step.ELEVSAKSMOTE,),
    MeetingKind.INNSATSTEAM: (Step.INNSATSTEAM, Step.MEASURES, Step.EVALUATION),
}
MOST_CANDIDATES = 30


def list_candidates(actor: Actor, meeting: Meeting) -> list[Candidate]:
    """Cases of the school that are not on the agenda yet: follow-ups first, then by deadline."""
    steps = STEPS_OF.get(MeetingKind(meeting.kind), ())
    if not steps:
        return []
    on = meeting.starts_at.astimezone(OSLO).date()
    taken = CaseItem.objects.filter(row__meeting=meeting).values("case_id")
    again = _postponed_before(meeting)
    due = Q(step=Step.MEASURES.value, due_on__lte=on) | ~Q(step=Step.MEASURES.value)
    cases = visible_cases(actor).filter(
        due | Q(pk__in=again),
        school_id=meeting.organisation_id,
        state=Case.State.OPEN.value,
        step__in=[step.value for step in steps],
    )
    cases = cases.exclude(pk__in=taken).order_by("due_on", "pk")[:MOST_CANDIDATES]
    found = [
        Candidate(row, _reason(row, row.case_id in again), row.case_id in again)
        for row in rows_of(actor, cases)
    ]
    return sorted(found, key=lambda one: not one.is_follow_up)


def _postponed_before(meeting: Meeting) -> Collection[int]:
    """Cases whose line was postponed in the meeting before this one of the same kind."""
    before = (
        Meeting.objects.filter(
            organisation_id=meeting.organisation_id,
            kind=meeting.kind,
            starts_at__lt=meeting.starts_at,
            closed_at__isnull=False,
        )
        .order_by("-starts_at")
        .first()
    )
    if before is None:
        return ()
    items = CaseItem.objects.filter(row__meeting=before, row__state=RowState.POSTPONED.value)
    return set(items.values_list("case_id", flat=True))


def _reason(row: CaseRow, is_follow_up: bool) -> str:
    if is_follow_up:
        return "follow_up"
    if row.step in (Step.MEASURES, Step.EVALUATION):
        return "evaluate"
    return "new"


def may_be_named(by: Actor, meeting: Meeting, view: CaseView) -> Decision:
    """May the case be taken up by name in the meeting, as things stand now?"""
    if view.case.school_id != meeting.organisation_id:
        return Decision.no(N_("Saken hører til en annen skole."))
    facts = view.facts
    services = list_team_service_ids(meeting.organisation_id)
    named = may_discuss_named(facts.holders, services, asked=facts.asked, on=by.on)
    return may_take_up(MeetingKind(meeting.kind), Step(view.case.step), named)

"""The day page: what to do first, what is dated, what is new. Only from what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from felles.casework.models import Case, CaseStep, Measure
from felles.casework.models.case import WITH_TEAM
from felles.casework.queries.cases import CaseRow, rows_of, visible_cases
from felles.casework.queries.commitments import own_commitments
from felles.casework.queries.consequences import list_orphans_at_school
from felles.casework.queries.endings import AskAgain, list_ask_again
from felles.casework.queries.evidence import RUNNING
from felles.casework.queries.family_desk import list_waiting
from felles.casework.queries.family_meetings import list_family_meeting_todos
from felles.casework.queries.good_calls import CallRow, list_good_calls
from felles.casework.queries.loop import LoopRow, list_loops
from felles.rules.access import OSLO, Actor
from felles.rules.case_flow import Step
from felles.rules.clocks import Urgency, urgency
from felles.rules.families import MessageKind
from felles.rules.roles import SERVICE_ROLES, Role

COORDINATORS = frozenset({Role.RECTOR, Role.SOCIAL_TEACHER})
AHEAD_DAYS = 7
FIRST = 3
NO_REASON = AskAgain()


@dataclass(frozen=True, slots=True)
class Promise:
    """The meeting in which a measure was agreed, and its day."""

    meeting_id: str
    on: date


@dataclass(frozen=True, slots=True)
class TodoRow:
    """One thing to do: ``kind`` is ``case``, ``measure``, ``owner``, ``consent``, or what a
    guardian's page waits for: ``message``, ``exception`` or ``exception_over``.

    ``what`` is a measure's own text, ``measure_id`` its public id, ``promised`` the meeting that it
    was promised in. ``reasons`` say why to ask the guardians anew. ``interpreter``, ``invite`` and
    ``held`` are of the meeting with the family that is ``at``; ``what`` is then the language.
    """

    kind: str
    row: CaseRow
    what: str
    due_on: date
    urgency: Urgency
    measure_id: str = ""
    guardianship: str = ""
    message: MessageKind | None = None
    reasons: AskAgain = NO_REASON
    promised: Promise | None = None
    meeting_id: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewsRow:
    """That a visible case has moved, by somebody else."""

    row: CaseRow
    step: Step
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Today:
    """The whole day page."""

    first: list[TodoRow]
    later: list[TodoRow]
    news: list[NewsRow]
    loops: list[LoopRow]
    good_calls: list[CallRow]

    @property
    def rows(self) -> list[CaseRow]:
        """Every case that is mentioned, for the access log."""
        rows = [todo.row for todo in (*self.first, *self.later)] + [new.row for new in self.news]
        rows += [call.row for call in self.good_calls]
        return list({row.case_id: row for row in rows}.values())


def _due_cases(actor: Actor, horizon: date) -> QuerySet[Case]:
    cases = visible_cases(actor).filter(state=Case.State.OPEN.value, due_on__lte=horizon)
    if actor.role not in COORDINATORS:
        cases = cases.filter(owner_id=actor.user_id)
    return cases.order_by("due_on", "pk")[:20]


def _due_measures(actor: Actor, horizon: date) -> list[Measure]:
    measures = own_commitments(actor).filter(
        status__in=RUNNING, due_on__lte=horizon, case__state=Case.State.OPEN.value
    )
    # What was promised in a meeting says in which.
    measures = measures.select_related("item__row__meeting")
    return list(measures.order_by("due_on", "pk")[:20])


def _todos(actor: Actor) -> list[TodoRow]:
    horizon = actor.on + timedelta(days=AHEAD_DAYS)
    measures = _due_measures(actor, horizon)
    rows = {row.case_id: row for row in rows_of(actor, _due_cases(actor, horizon))}
    todos = [
        TodoRow("case", row, "", row.due_on, urgency(row.due_on, actor.on))
        for row in rows.values()
        if row.due_on is not None
    ]
    wanted = visible_cases(actor).filter(pk__in={measure.case_id for measure in measures})
    of_measures = {row.case_id: row for row in rows_of(actor, wanted.order_by("pk"))}
    todos += [
        TodoRow(
            "measure",
            of_measures[measure.case_id],
            measure.what,
            measure.due_on,
            urgency(measure.due_on, actor.on),
            measure.public_id,
            promised=_promise(measure),
        )
        for measure in measures
        if measure.case_id in of_measures
    ]
    todos += _consent_todos(actor)
    todos += _family_todos(actor)
    todos += _meeting_todos(actor)
    return sorted(todos, key=lambda todo: (todo.due_on, todo.kind, todo.row.case_id))


def _family_todos(actor: Actor) -> list[TodoRow]:
    """What guardians have written, and exceptions to approve: today's, until it is done."""
    waiting = list_waiting(actor)
    if not waiting:
        return []
    cases = visible_cases(actor).filter(pk__in={one.case_id for one in waiting}).order_by("pk")
    rows = {row.case_id: row for row in rows_of(actor, cases)}
    return [
        TodoRow(
            one.kind,
            rows[one.case_id],
            "",
            actor.on,
            urgency(actor.on, actor.on),
            guardianship=one.guardianship,
            message=one.message,
        )
        for one in waiting
        if one.case_id in rows
    ]


def _promise(measure: Measure) -> Promise | None:
    if measure.item is None:
        return None
    meeting = measure.item.row.meeting
    return Promise(meeting.public_id, meeting.starts_at.astimezone(OSLO).date())


def _meeting_todos(actor: Actor) -> list[TodoRow]:
    """Interpreters to order, and guardians to tell, for meetings with families."""
    return [
        TodoRow(
            one.kind,
            one.row,
            one.what,
            one.due_on,
            urgency(one.due_on, actor.on),
            meeting_id=one.meeting_id,
            at=one.at,
        )
        for one in list_family_meeting_todos(actor)
    ]


def _consent_todos(actor: Actor) -> list[TodoRow]:
    """Consents to ask anew about, and measures whose people are out: for those who can act."""
    if actor.role in SERVICE_ROLES:
        return []
    is_coordinator = actor.role in COORDINATORS
    reasons = list_ask_again(actor, own=not is_coordinator)
    orphans = list_orphans_at_school(actor) if is_coordinator else []
    ids = {*reasons, *(measure.case_id for measure in orphans)}
    if not ids:
        return []
    cases = visible_cases(actor).filter(pk__in=ids).order_by("pk")
    rows = {row.case_id: row for row in rows_of(actor, cases)}
    soon = actor.on + timedelta(days=AHEAD_DAYS)
    todos = []
    for case_id, why in reasons.items():
        row = rows.get(case_id)
        # An age would tell the year of a pupil with a protected address.
        shown = AskAgain(why.ending) if row and row.is_protected else why
        if row and shown:
            due = shown.ending.until if shown.ending else soon
            todos.append(TodoRow("consent", row, "", due, urgency(due, actor.on), reasons=shown))
    return todos + [
        TodoRow(
            "owner",
            rows[measure.case_id],
            measure.what,
            actor.on,
            urgency(actor.on, actor.on),
            measure.public_id,
        )
        for measure in orphans
        if measure.case_id in rows
    ]


def _news(actor: Actor) -> list[NewsRow]:
    since = actor.at - timedelta(days=3 if actor.on.weekday() == 0 else 1)
    steps = (
        CaseStep.objects.filter(at__gte=since, case__in=visible_cases(actor))
        .exclude(by_id=actor.user_id)
        .select_related("by")
        .order_by("-at", "-pk")
    )
    if actor.role in SERVICE_ROLES:
        # What the school did before it asked for consent is the school's own.
        steps = steps.filter(to_step__in=WITH_TEAM)
    found = list(steps[:10])
    cases = visible_cases(actor).filter(pk__in={step.case_id for step in found})
    rows = {row.case_id: row for row in rows_of(actor, cases.order_by("pk"))}
    return [
        NewsRow(rows[step.case_id], Step(step.to_step), step.by.name, step.at)
        for step in found
        if step.case_id in rows
    ]


def get_today(actor: Actor) -> Today:
    """The actor's day, in a fixed number of queries."""
    todos = _todos(actor)
    return Today(
        first=todos[:FIRST],
        later=todos[FIRST:],
        news=_news(actor),
        loops=list_loops(actor, limit=5),
        good_calls=list_good_calls(actor, limit=FIRST),
    )

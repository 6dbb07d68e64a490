"""What a change of consent leads to beside who may read: measures, papers, notices.

One question a list entry in ``CONSEQUENCES``. A room that keeps something about a case (an
agenda, a meeting's calendar entry, minutes) adds its own question there and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from felles.casework.models import Case, CaseItem, Measure, readable
from felles.casework.queries.cases import CaseView, facts_of, visible_cases
from felles.casework.queries.evidence import RUNNING
from felles.casework.queries.readers import Reader, readers_of
from felles.ledger.queries import list_files_out, list_waiting_messages
from felles.meetings.queries import list_team_services
from felles.people.queries import list_actors_at_school, list_user_names, load_pupil_facts
from felles.rules.access import Actor, may_read_text, may_see
from felles.rules.case_flow import Step
from felles.rules.consent import live_topics
from felles.rules.meetings import RowState
from felles.rules.roles import Audience, Topic

# Files of a case that go to somebody outside the house, by the name of their route.
PAPER_ROUTES = ("case-paper",)
# Notices about a case that go to a member of staff.
STAFF_NOTICES = ("concern", "consent_ends", "family", "loop")


class ConsequenceKind(StrEnum):
    """What somebody has to know or do."""

    OWNER = "owner"
    PAPER = "paper"
    NOTICE = "notice"
    AGENDA = "agenda"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that follows: ``what`` it is about and ``who`` it concerns, ``at`` an instant.

    ``public_id`` is a measure's, for the page where it gets somebody new, or a meeting's.
    """

    kind: ConsequenceKind
    what: str = ""
    who: str = ""
    at: datetime | None = None
    public_id: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """A case at one side of a change: who can see it, and what services hear about."""

    view: CaseView
    readers: list[Reader]
    topics: Mapping[int, frozenset[Topic]]

    def can_follow(self, measure: Measure) -> bool:
        """Can whoever is to carry out the measure still see it?"""
        at_school = measure.organisation_id == self.view.case.school_id
        if measure.owner_id is not None:
            seen = [row for row in self.readers if row.user_id == measure.owner_id]
            if not seen or at_school:
                return bool(seen)
        if at_school:
            return True
        if not Step(self.view.case.step).needs_consent or measure.audience != Audience.TEAM:
            return False
        return measure.topic in self.topics.get(measure.organisation_id, frozenset())


@dataclass(frozen=True, slots=True)
class Shift:
    """A change: the case before and after it, and when a service last lost something before."""

    actor: Actor
    before: Side
    after: Side
    gone: list[Reader]
    since: datetime


def list_orphans(actor: Actor, side: Side) -> list[Measure]:
    """Measures under way that the actor may read, whose people cannot follow them any longer."""
    case = side.view.case
    if case.state != Case.State.OPEN:
        return []
    measures = readable(Measure, actor, side.view.sight).filter(case=case, status__in=RUNNING)
    rows = measures.select_related("organisation", "owner").order_by("due_on", "pk")
    return [row for row in rows if not side.can_follow(row)]


def list_orphans_at_school(actor: Actor) -> list[Measure]:
    """The same for all open cases at a coordinator's school, in a fixed number of queries."""
    cases = visible_cases(actor).filter(
        state=Case.State.OPEN.value, school_id=actor.organisation_id
    )
    measures = Measure.objects.filter(case__in=cases, status__in=RUNNING).exclude(
        organisation_id=actor.organisation_id, owner=None
    )
    rows = list(
        measures.select_related("case__pupil", "organisation", "owner").order_by("due_on", "pk")
    )
    facts = load_pupil_facts({row.case.pupil_id for row in rows}, actor.at)
    team = [service.pk for service in list_team_services(actor.organisation_id)]
    might = list_actors_at_school(actor.organisation_id, service_ids=frozenset(team), at=actor.at)
    sides: dict[int, Side] = {}
    for row in rows:
        if row.case_id not in sides:
            known = facts[row.case.pupil_id].since(row.case.active_since_at)
            view = CaseView(row.case, may_see(actor, facts_of(row.case, known)), known)
            topics = {one: live_topics(known.holders, one, actor.on) for one in team}
            sides[row.case_id] = Side(view, readers_of(view, might), topics)
    return [row for row in rows if _is_orphan(actor, sides[row.case_id], row)]


def _is_orphan(actor: Actor, side: Side, measure: Measure) -> bool:
    """A measure that the actor may read, whose people cannot follow it any longer."""
    may_read = may_read_text(
        actor,
        side.view.sight,
        audience=Audience(measure.audience),
        topic=Topic(measure.topic),
        author_id=measure.by_id,
    )
    return may_read and not side.can_follow(measure)


def say_owner(measure: Measure) -> str:
    """Who was to carry out a measure."""
    return measure.owner.name if measure.owner else measure.organisation.name


def _measures(shift: Shift) -> list[Consequence]:
    """Measures that lose whoever was to carry them out."""
    return [
        Consequence(ConsequenceKind.OWNER, row.what, say_owner(row), public_id=row.public_id)
        for row in list_orphans(shift.actor, shift.after)
        if shift.before.can_follow(row)
    ]


def _papers(shift: Shift) -> list[Consequence]:
    """Papers that went out with what was in force until now."""
    if not _is_narrower(shift):
        return []
    case_id = shift.before.view.case.pk
    files = list_files_out(case_id, routes=PAPER_ROUTES, since=shift.since)
    names = list_user_names({row.user_id for row in files if row.user_id is not None})
    return [
        Consequence(ConsequenceKind.PAPER, who=names.get(row.user_id or 0, ""), at=row.at)
        for row in files
    ]


def _is_narrower(shift: Shift) -> bool:
    topics = shift.before.topics
    return bool(shift.gone) or any(
        before - shift.after.topics.get(service, frozenset()) for service, before in topics.items()
    )


def _notices(shift: Shift) -> list[Consequence]:
    """Notices in the outbox to somebody who may hear no more: they are not sent."""
    still = {row.user_id for row in shift.after.readers}
    gone = {row.user_id: row.name for row in shift.gone if row.user_id not in still}
    waiting = list_waiting_messages(
        shift.before.view.case.pk, kinds=STAFF_NOTICES, recipient_ids=gone
    )
    return [
        Consequence(ConsequenceKind.NOTICE, who=gone[row.recipient_id], at=row.created_at)
        for row in waiting
    ]


def _agendas(shift: Shift) -> list[Consequence]:
    """Meetings to come that have the case on their agenda, and whom it is gone from."""
    if not shift.gone:
        return []
    items = CaseItem.objects.filter(
        case_id=shift.before.view.case.pk,
        row__state=RowState.WAITING.value,
        row__meeting__ends_at__gt=shift.actor.at,
        row__meeting__cancelled_at__isnull=True,
    )
    still = {row.user_id for row in shift.after.readers}
    gone = {row.user_id: row.name for row in shift.gone if row.user_id not in still}
    found = []
    for item in items.select_related("row__meeting").order_by("row__meeting__starts_at", "pk"):
        called = item.row.meeting.attendees.filter(post__user_id__in=gone)
        names = sorted({gone[pk] for pk in called.values_list("post__user_id", flat=True)})
        found += [
            Consequence(
                ConsequenceKind.AGENDA,
                item.row.meeting.title,
                name,
                item.row.meeting.starts_at,
                item.row.meeting.public_id,
            )
            for name in names
        ]
    return found


CONSEQUENCES: tuple[Callable[[Shift], list[Consequence]], ...] = (
    _measures,
    _papers,
    _notices,
    _agendas,
)


def list_consequences(shift: Shift) -> list[Consequence]:
    """All that follows of a change beside who may read."""
    return [one for ask in CONSEQUENCES for one in ask(shift)]

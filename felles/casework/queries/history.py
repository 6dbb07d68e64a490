"""What followed of each change in consent, and when: read from rows and ledger, kept as proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from felles.casework.models import Measure
from felles.casework.queries.cases import CaseView
from felles.casework.queries.consent import ConsentPage, DualStaff
from felles.casework.queries.consequences import PAPER_ROUTES, Side, list_orphans
from felles.casework.queries.endings import AskAgain, ask_again_of
from felles.casework.queries.readers import list_readers
from felles.ledger.queries import list_files_out
from felles.people.queries import list_courses, list_organisation_names, list_user_names
from felles.rules.access import Actor
from felles.rules.consent import Holder, is_excluded
from felles.rules.replay import Cause, ServiceChange, Turn, replay


@dataclass(frozen=True, slots=True)
class PaperOut:
    """A paper that was fetched for a family while something was in force."""

    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One change: why, whose, which services gained or lost, which staff of theirs, what was out.

    ``changes`` is empty when no service gained or lost anything by it.
    """

    at: datetime
    causes: list[tuple[Cause, int]]
    changes: list[ServiceChange]
    shut_out: list[str]
    let_in: list[str]
    papers: list[PaperOut]


@dataclass(frozen=True, slots=True)
class History:
    """All changes in a case's consent, newest first, with the names of its services."""

    rows: list[HistoryRow]
    names: Mapping[int, str]


def get_history(actor: Actor, view: CaseView, staff: list[DualStaff]) -> History:
    """What followed in a visible case since it was opened, in a fixed number of queries.

    The caller has made sure that the actor may know whom the guardians shut out.
    """
    turns, ids = _turns(actor, view)
    papers = _papers(view)
    rows, since = [], view.case.active_since_at
    for turn in turns:
        is_loss = any(change.lost for change in turn.changes)
        out = [paper for paper in papers if since <= paper.at < turn.at] if is_loss else []
        rows.append(_row(turn, staff, out))
        since = turn.at if is_loss else since
    return History(rows[::-1], list_organisation_names(ids))


def lost_at(actor: Actor, view: CaseView) -> datetime:
    """When a service last lost something; else when the case was opened."""
    turns, _ids = _turns(actor, view)
    losses = [turn.at for turn in turns if any(change.lost for change in turn.changes)]
    return losses[-1] if losses else view.case.active_since_at


def _turns(actor: Actor, view: CaseView) -> tuple[list[Turn], set[int]]:
    since = view.case.active_since_at
    courses = list_courses(view.case.pupil_id, since=since)
    ids = {
        service
        for course in courses
        for _at, answer in course.answers
        for service in (*answer.topics, *answer.excluded)
    }
    return [turn for turn in replay(courses, ids, until=actor.at) if turn.at >= since], ids


def _row(turn: Turn, staff: list[DualStaff], papers: list[PaperOut]) -> HistoryRow:
    return HistoryRow(
        at=turn.at,
        causes=list(turn.causes),
        changes=list(turn.changes),
        shut_out=_moved(turn.before, turn.after, staff),
        let_in=_moved(turn.after, turn.before, staff),
        papers=papers,
    )


def _moved(
    before: tuple[Holder, ...], after: tuple[Holder, ...], staff: list[DualStaff]
) -> list[str]:
    """Staff of the school whom a service employs, who are shut out after and not before."""
    return [
        person.name
        for person in staff
        if is_excluded(after, person.affiliations, person.user_id)
        and not is_excluded(before, person.affiliations, person.user_id)
    ]


def _papers(view: CaseView) -> list[PaperOut]:
    files = list_files_out(view.case.pk, routes=PAPER_ROUTES, since=view.case.active_since_at)
    names = list_user_names({row.user_id for row in files if row.user_id is not None})
    return [PaperOut(row.at, names.get(row.user_id or 0, "")) for row in files]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a consent calls for now, and what has followed of it so far."""

    reasons: AskAgain
    orphans: list[Measure]
    history: History


def get_follow_up(actor: Actor, view: CaseView, page: ConsentPage) -> FollowUp:
    """What stands to be done about the consent of a visible case, and its history."""
    topics = {line.service.pk: line.topics for line in page.services}
    side = Side(view, list_readers(actor, view), topics)
    return FollowUp(
        reasons=ask_again_of(actor, view, topics),
        orphans=list_orphans(actor, side),
        history=get_history(actor, view, page.staff),
    )

"""The recap of a meeting: who promised what, by when, across all that was taken up.

Whoever leads the meeting sees every promise in the cases in sight. Everybody else sees the own
promises in cases in sight now, and nothing that tells of others: no number, no gap, no name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from felles.casework.models import CaseItem, Measure
from felles.casework.queries.cases import CaseRow, rows_of, visible_cases
from felles.casework.queries.commitments import own_commitments, readable_measures
from felles.casework.queries.evidence import RUNNING
from felles.meetings.models import Meeting
from felles.meetings.queries import NotThere, leads, list_attendees, visible_meetings
from felles.people.queries import list_actors
from felles.rules.access import Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.meetings import MeetingState, RowState
from felles.rules.minutes import may_send_recap

# More promises than any meeting makes.
MOST = 200


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise: a measure, and the case that it is in."""

    case: CaseRow
    measure: Measure
    is_over: bool
    has_news: bool


@dataclass(frozen=True, slots=True)
class Promiser:
    """Somebody who promised something, by name, with the organisation promised for."""

    name: str
    organisation: str
    commitments: list[Commitment]


@dataclass(frozen=True, slots=True)
class Recap:
    """The recap as one reader sees it.

    ``without`` are cases that were dealt with and gave no promise, ``postponed`` those that were
    put off: for whoever leads the meeting, and empty for all others.
    """

    meeting: Meeting
    is_led: bool
    promisers: list[Promiser]
    without: list[CaseRow] = field(default_factory=list)
    postponed: list[CaseRow] = field(default_factory=list)
    may_send: Decision = field(default_factory=lambda: Decision.no(""))

    @property
    def rows(self) -> list[CaseRow]:
        """Every case that is mentioned, for the access log."""
        named = [one.case for promiser in self.promisers for one in promiser.commitments]
        rows = [*named, *self.without, *self.postponed]
        return list({row.case_id: row for row in rows}.values())


def get_recap(actor: Actor, public_id: str) -> Recap:
    """The recap of a meeting that the actor takes part in, leads, or promised something in.

    In a fixed number of queries.

    Raises:
        NotThere: there is no such meeting for the actor.
    """
    meeting = Meeting.objects.filter(public_id=public_id).select_related("organisation").first()
    if meeting is None:
        raise NotThere
    is_led = leads(actor, meeting)
    measures = _of_meeting(readable_measures(actor) if is_led else own_commitments(actor), meeting)
    if not (measures or visible_meetings(actor).filter(pk=meeting.pk).exists()):
        raise NotThere
    cases = _cases(actor, (measure.case_id for measure in measures))
    promisers = _by_promiser(measures, cases)
    if not is_led:
        return Recap(meeting, False, promisers)
    without, postponed = _unpromised(actor, meeting, {one.case_id for one in measures})
    may_send = may_send_recap(MeetingState(meeting.state))
    return Recap(meeting, True, promisers, without, postponed, may_send)


def _of_meeting(measures: QuerySet[Measure], meeting: Meeting) -> list[Measure]:
    rows = measures.filter(item__row__meeting=meeting).select_related("organisation", "owner")
    return list(rows.prefetch_related("check_ins").order_by("due_on", "pk")[:MOST])


def _cases(actor: Actor, case_ids: Iterable[int]) -> dict[int, CaseRow]:
    cases = visible_cases(actor).filter(pk__in=set(case_ids)).order_by("pk")
    return {row.case_id: row for row in rows_of(actor, cases)}


def _by_promiser(measures: Iterable[Measure], cases: dict[int, CaseRow]) -> list[Promiser]:
    found: dict[tuple[str, str], list[Commitment]] = {}
    for measure in measures:
        # Both looks at the cases must agree: what went out of sight between them is not there.
        if measure.case_id in cases:
            who = (measure.organisation.name, measure.owner.name if measure.owner else "")
            commitment = Commitment(
                case=cases[measure.case_id],
                measure=measure,
                is_over=measure.status not in RUNNING,
                has_news=bool(measure.check_ins.all()),
            )
            found.setdefault(who, []).append(commitment)
    return [
        Promiser(name, organisation, commitments)
        for (organisation, name), commitments in sorted(found.items())
    ]


def _unpromised(
    actor: Actor, meeting: Meeting, promised: set[int]
) -> tuple[list[CaseRow], list[CaseRow]]:
    items = CaseItem.objects.filter(row__meeting=meeting, case__in=visible_cases(actor))
    states = {
        case_id: RowState(state)
        for case_id, state in items.exclude(case_id__in=promised).values_list(
            "case_id", "row__state"
        )
    }
    rows = sorted(_cases(actor, states).values(), key=lambda row: (row.name, row.case_id))
    return (
        [row for row in rows if states[row.case_id] is RowState.DONE],
        [row for row in rows if states[row.case_id] is RowState.POSTPONED],
    )


def list_recap_recipients(by: Actor, meeting: Meeting) -> list[int]:
    """Users to tell that the recap is there: those who promised something, but the actor.

    For what nobody promised by name: those of the organisation who were called. Whether each of
    them may read it is asked when the notice goes out.
    """
    measures = _of_meeting(readable_measures(by), meeting)
    users = {measure.owner_id for measure in measures if measure.owner_id is not None}
    unnamed = {measure.organisation_id for measure in measures if measure.owner_id is None}
    users |= {
        row.post.user_id for row in list_attendees(meeting) if row.post.organisation_id in unnamed
    }
    return sorted(users - {by.user_id})


def may_hear_of_recap(user_id: int, meeting_id: int, at: datetime) -> bool:
    """May this person be told now that a recap is there: is there an own promise in sight?"""
    return any(
        may(actor, Permission.MEETING_READ)
        and own_commitments(actor).filter(item__row__meeting_id=meeting_id).exists()
        for actor in list_actors(user_id, at)
    )

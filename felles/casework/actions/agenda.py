"""Cases on agendas: taken up by name, and the order in which people go out and in least."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from felles.casework.models import CaseItem
from felles.casework.queries.agenda import Agenda, Line, get_agenda
from felles.casework.queries.cases import CaseView, get_case
from felles.casework.queries.evidence import list_team_service_ids
from felles.ledger.actions import record_change
from felles.meetings.actions import add_row, set_order
from felles.meetings.models import Meeting
from felles.meetings.queries import get_led_meeting
from felles.people.queries import get_pupil_facts
from felles.rules.access import OSLO, Actor
from felles.rules.agenda import Item, place_of, propose_order
from felles.rules.case_flow import Step
from felles.rules.consent import may_discuss_named
from felles.rules.decision import Decision
from felles.rules.meetings import (
    MeetingKind,
    MeetingState,
    RowKind,
    RowState,
    may_change_agenda,
    may_take_up,
)
from felles.rules.text import N_

# Guardians may come so many minutes before or after the hour they were given.
_SLACK = 5


def take_up_case(
    *,
    by: Actor,
    at: datetime,
    meeting_id: str,
    public_id: str,
    minutes: int = 15,
    question: str = "",
    is_follow_up: bool = False,
) -> CaseItem:
    """Put a case on a meeting's agenda by name. Needs the consent of this very moment.

    Raises:
        NotVisible, NotThere: the case or the meeting is out of sight.
        Refused: no live consent, the wrong step, another school, or it stands there already.
    """
    meeting = get_led_meeting(by, meeting_id)
    may_change_agenda(MeetingState(meeting.state)).require()
    view = get_case(by, public_id)
    may_be_named(by, meeting, view).require()
    if CaseItem.objects.filter(row__meeting=meeting, case=view.case).exists():
        Decision.no(N_("Saken står på sakslista allerede.")).require()
    with transaction.atomic():
        row = add_row(
            meeting=meeting, kind=RowKind.CASE, minutes=minutes, is_follow_up=is_follow_up
        )
        item = CaseItem.objects.create(
            row=row, case=view.case, question=question.strip(), by_id=by.user_id, at=at
        )
        record_change(
            by=by,
            at=at,
            action="agenda.take_up",
            object_type="CaseItem",
            object_id=item.pk,
            case_id=view.case.pk,
            pupil_id=view.case.pupil_id,
        )
    return item


def may_be_named(by: Actor, meeting: Meeting, view: CaseView) -> Decision:
    """May the case be taken up by name in the meeting, as things stand now?"""
    if view.case.school_id != meeting.organisation_id:
        return Decision.no(N_("Saken hører til en annen skole."))
    facts = get_pupil_facts(view.case.pupil_id, by.at).since(view.case.active_since_at)
    services = list_team_service_ids(meeting.organisation_id)
    named = may_discuss_named(facts.holders, services, asked=facts.asked, on=by.on)
    return may_take_up(MeetingKind(meeting.kind), Step(view.case.step), named)


def take_up_cases(
    *, by: Actor, at: datetime, meeting_id: str, cases: Iterable[tuple[str, bool]]
) -> None:
    """Put several cases on the agenda, all or none; each with whether it is to follow up."""
    with transaction.atomic():
        for public_id, is_follow_up in cases:
            take_up_case(
                by=by, at=at, meeting_id=meeting_id, public_id=public_id, is_follow_up=is_follow_up
            )


def set_question(*, by: Actor, at: datetime, meeting_id: str, row_id: str, question: str) -> None:
    """Write what the meeting shall agree on in a case. Read by those inside the school."""
    agenda = get_agenda(by, get_led_meeting(by, meeting_id))
    item = agenda.line(row_id).item
    if item is None:
        Decision.no(N_("Punktet gjelder ingen sak.")).require()
    with transaction.atomic():
        CaseItem.objects.filter(row__public_id=row_id).update(question=question.strip())
        record_change(
            by=by,
            at=at,
            action="agenda.question",
            object_type="CaseItem",
            object_id=item.pk if item else 0,
            case_id=item.case_id if item else None,
        )


def propose_agenda(agenda: Agenda) -> Sequence[str]:
    """The order in which people go out and in as seldom as may be, as the lines' public ids.

    Lines that are done or open keep their place in front. Writes nothing.
    """
    fixed = [line for line in agenda.lines if line.row.state != RowState.WAITING]
    waiting = [line for line in agenda.lines if line.row.state == RowState.WAITING]
    everyone = frozenset(one.pk for one in agenda.attendees)
    gone = sum(line.row.minutes for line in fixed)
    order = propose_order(_item(agenda, line, everyone, gone) for line in waiting)
    ids = {line.row.pk: line.row.public_id for line in waiting}
    return [line.row.public_id for line in fixed] + [ids[item.id] for item in order]


def _item(agenda: Agenda, line: Line, everyone: frozenset[int], gone: int) -> Item:
    at = line.row.guardians_at
    start = agenda.meeting.starts_at.astimezone(OSLO)
    hour = (at.hour * 60 + at.minute) - (start.hour * 60 + start.minute) - gone if at else 0
    return Item(
        id=line.row.pk,
        minutes=line.row.minutes,
        members=line.members,
        place=place_of(
            is_follow_up=line.row.is_follow_up,
            keeps_out=line.members != everyone,
            has_guests=at is not None,
        ),
        starts_from=max(hour - _SLACK, 0) if at else 0,
        starts_until=max(hour + _SLACK, 0) if at else None,
    )


def order_agenda(*, by: Actor, at: datetime, meeting_id: str, version: int) -> None:
    """Put the agenda in the order that is proposed. Whoever chairs may change it afterwards.

    Raises:
        MeetingChanged: somebody else was first.
    """
    agenda = get_agenda(by, get_led_meeting(by, meeting_id))
    set_order(
        by=by, at=at, public_id=meeting_id, version=version, row_ids=list(propose_agenda(agenda))
    )

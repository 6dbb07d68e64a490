"""Cases on agendas: taken up by name, and the order in which people go out and in least."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from felles.casework.models import CaseItem
from felles.casework.queries.agenda import get_agenda, may_be_named
from felles.casework.queries.agenda_order import propose_agenda
from felles.casework.queries.cases import get_case
from felles.ledger.actions import record_change
from felles.meetings.actions import add_row, set_order
from felles.meetings.queries import get_led_meeting
from felles.rules.access import Actor
from felles.rules.decision import Decision
from felles.rules.meetings import (
    MeetingState,
    RowKind,
    may_change_agenda,
)
from felles.rules.text import N_


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


def order_agenda(*, by: Actor, at: datetime, meeting_id: str, version: int) -> None:
    """Put the agenda in the order that is proposed. Whoever chairs may change it afterwards.

    Raises:
        MeetingChanged: somebody else was first.
    """
    agenda = get_agenda(by, get_led_meeting(by, meeting_id))
    set_order(
        by=by, at=at, public_id=meeting_id, version=version, row_ids=list(propose_agenda(agenda))
    )

"""Good news from school to home: the list with its read rows, and a call noted in two taps."""

from __future__ import annotations

from datetime import datetime

from felles.casework.actions.shared import require_open, see_case
from felles.casework.actions.texts import TalkLog, add_talk
from felles.casework.models import Talk
from felles.casework.queries.good_calls import CallRow, find_callable_tie, list_good_calls
from felles.ledger.actions import record_reads
from felles.ledger.models import ReadEvent
from felles.rules.access import Actor, Permission
from felles.rules.decision import Decision
from felles.rules.text import N_


def open_good_calls(*, by: Actor, at: datetime, route: str) -> list[CallRow]:
    """Whom to call with good news; a read row for each case on the list first."""
    rows = list_good_calls(by)
    cases = sorted((one.row.case_id, one.row.ground) for one in rows)
    record_reads(by=by, at=at, kind=ReadEvent.Kind.LIST, route=route, cases=cases)
    return rows


def note_good_call(*, by: Actor, at: datetime, public_id: str, guardianship: str) -> Talk:
    """Note that a guardian was called with good news today. Nothing has to be written.

    Raises:
        NotVisible: the actor does not see the case.
        Refused: the role may not, the case is closed, or this guardian may not be called.
    """
    view = see_case(by, public_id, Permission.TALK_LOG)
    require_open(view)
    tie = find_callable_tie(view.case, guardianship, is_protected=view.facts.is_protected)
    if tie is None:
        Decision.no(N_("Denne personen skal ikke ringes om eleven.")).require()
        raise AssertionError  # pragma: no cover - the line before raises
    kind = Talk.Kind.POSITIVE_CALL.value
    return add_talk(by, at, view, TalkLog(kind, held_on=by.on, guardian_id=tie.guardian_id))

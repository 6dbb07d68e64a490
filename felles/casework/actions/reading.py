"""Opening a case, a list, a search, the day: the access log is written before anything is shown.

These are the only ways for a face to read a case. When the log cannot be written, the exception
goes on, and nothing is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from felles.casework.queries.agenda import (
    Agenda,
    Candidate,
    OwnAgenda,
    get_agenda,
    get_own_agenda,
    list_candidates,
)
from felles.casework.queries.cases import (
    CaseFilter,
    CaseRow,
    CaseView,
    get_case,
    list_cases,
    list_cases_of,
    search_cases,
)
from felles.casework.queries.loop import LoopRow, get_loop
from felles.casework.queries.recap import Recap, get_recap
from felles.casework.queries.today import Today, get_today
from felles.ledger.actions import record_reads
from felles.ledger.models import ReadEvent
from felles.meetings.models import Meeting
from felles.rules.access import Actor, Ground


def open_case(*, by: Actor, at: datetime, public_id: str, route: str) -> CaseView:
    """A case for showing; one read row is written first.

    Raises:
        NotVisible: there is no such case, or the actor may not see it. No row is written.
    """
    return _open_and_log(by, at, public_id, route, ReadEvent.Kind.OPEN)


def open_file(*, by: Actor, at: datetime, public_id: str, route: str) -> CaseView:
    """A case for a file that leaves the house; one read row of a file is written first.

    Raises:
        NotVisible: there is no such case, or the actor may not see it. No row is written.
    """
    return _open_and_log(by, at, public_id, route, ReadEvent.Kind.FILE)


def _open_and_log(by: Actor, at: datetime, public_id: str, route: str, kind: str) -> CaseView:
    view = get_case(by, public_id)
    ground = view.sight.ground
    if ground is None:  # pragma: no cover - get_case never returns without a ground
        raise AssertionError("a case without a ground")
    record_reads(by=by, at=at, kind=kind, route=route, cases=[(view.case.pk, ground)])
    return view


def _log_rows(by: Actor, at: datetime, route: str, rows: Iterable[CaseRow]) -> None:
    _log_cases(by, at, route, {row.case_id: row.ground for row in rows})


def open_list(
    *, by: Actor, at: datetime, wanted: CaseFilter, route: str
) -> tuple[list[CaseRow], bool]:
    """A page of the case list, and whether there is a next page; a read row a case first."""
    rows, has_next = list_cases(by, wanted)
    _log_rows(by, at, route, rows)
    return rows, has_next


def open_search(*, by: Actor, at: datetime, text: str, route: str) -> list[CaseRow]:
    """Cases found by name; a read row a case first. The words are kept nowhere."""
    rows = search_cases(by, text)
    _log_rows(by, at, route, rows)
    return rows


def open_cases_of(
    *, by: Actor, at: datetime, pupil_ids: Collection[int], route: str
) -> dict[int, CaseRow]:
    """A case of each of some pupils, by pupil, where the actor sees one; a read row each first."""
    found = list_cases_of(by, pupil_ids)
    _log_rows(by, at, route, found.values())
    return found


def open_today(*, by: Actor, at: datetime, route: str) -> Today:
    """The day page; a read row for each case it mentions first, also when it does so twice."""
    today = get_today(by)
    grounds = {loop.case_id: Ground.RAISED_IT for loop in today.loops}
    grounds |= {row.case_id: row.ground for row in today.rows}
    _log_cases(by, at, route, grounds)
    return today


def _log_cases(by: Actor, at: datetime, route: str, grounds: Mapping[int, Ground]) -> None:
    cases = sorted(grounds.items())
    record_reads(by=by, at=at, kind=ReadEvent.Kind.LIST, route=route, cases=cases)


def open_loop(*, by: Actor, at: datetime, public_id: str, route: str) -> LoopRow | None:
    """What became of a concern that the actor raised; a read row first. None when out of sight."""
    loop = get_loop(by, public_id)
    if loop is not None:
        _log_cases(by, at, route, {loop.case_id: Ground.RAISED_IT})
    return loop


def open_own_agenda(*, by: Actor, at: datetime, meeting: Meeting, route: str) -> OwnAgenda:
    """The actor's own agenda of a meeting; a read row for each case on it first."""
    agenda = get_own_agenda(by, meeting)
    _log_rows(by, at, route, agenda.rows)
    return agenda


def open_agenda(
    *, by: Actor, at: datetime, meeting: Meeting, route: str
) -> tuple[Agenda, list[Candidate]]:
    """The chair's agenda, and what could still be taken up; a read row for each case first.

    The caller has made sure that the actor leads the meeting.
    """
    agenda, candidates = get_agenda(by, meeting), list_candidates(by, meeting)
    _log_rows(by, at, route, [*agenda.rows, *(one.row for one in candidates)])
    return agenda, candidates


def open_recap(
    *, by: Actor, at: datetime, public_id: str, route: str, is_file: bool = False
) -> Recap:
    """The recap of a meeting, on the page or as a file; a read row for each case in it first.

    Raises:
        NotThere: there is no such meeting for the actor. No row is written.
    """
    recap = get_recap(by, public_id)
    kind = ReadEvent.Kind.FILE if is_file else ReadEvent.Kind.LIST
    cases = sorted((row.case_id, row.ground) for row in recap.rows)
    record_reads(by=by, at=at, kind=kind, route=route, cases=cases)
    return recap

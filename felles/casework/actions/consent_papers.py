"""The paper that a consent was signed on, within a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from felles.casework.actions.shared import require_open, see_case
from felles.casework.queries.cases import CaseView, NotVisible, get_case
from felles.casework.queries.consent import find_answer, find_paper
from felles.ledger.actions import record_reads
from felles.ledger.models import ReadEvent
from felles.people.actions import add_papers
from felles.people.models import ConsentPaper
from felles.rules.access import Actor, Permission, may


def add_consent_papers(
    *, by: Actor, at: datetime, public_id: str, answer_id: str, files: Sequence[bytes]
) -> None:
    """Keep pictures or PDFs of the paper of an answer in the case.

    Raises:
        NotVisible: the case is out of sight, or the answer is another case's.
        Refused: the role may not, the case is closed, or a file may not be kept.
    """
    view = see_case(by, public_id, Permission.CONSENT_RECORD)
    require_open(view)
    answer = find_answer(by, view, answer_id)
    if answer is None:
        raise NotVisible
    add_papers(by=by, at=at, answer=answer, files=files, case_id=view.case.pk)


def open_consent_paper(
    *, by: Actor, at: datetime, public_id: str, paper_id: str, route: str
) -> ConsentPaper | None:
    """A kept paper, for showing; one read row of a file is written first.

    None when the case has no such paper. No row is written then, and nothing is shown.

    Raises:
        NotVisible: the case is out of sight, or the actor may not read what guardians answered.
    """
    view = get_case(by, public_id)
    if not may(by, Permission.CONSENT_RECORD):
        raise NotVisible
    paper = find_paper(by, view, paper_id)
    if paper is not None:
        _log(by, at, view, route)
    return paper


def _log(by: Actor, at: datetime, view: CaseView, route: str) -> None:
    assert view.sight.ground is not None  # noqa: S101 -- a case in sight has its ground
    cases = [(view.case.pk, view.sight.ground)]
    record_reads(by=by, at=at, kind=ReadEvent.Kind.FILE, route=route, cases=cases)

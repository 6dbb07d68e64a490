"""Reads of the casework room. Faces open cases through ``casework.actions.reading``, which
writes the access log first."""

from felles.casework.queries.cases import (
    CaseFilter,
    CaseRow,
    CaseView,
    NotVisible,
    find_open_case,
    get_case,
    list_cases,
    open_case_pupils,
    search_cases,
)
from felles.casework.queries.drafts import find_draft, list_drafts
from felles.casework.queries.evidence import get_evidence, list_team_service_ids
from felles.casework.queries.loop import LoopRow, get_loop, list_loops, may_hear_back
from felles.casework.queries.page import CasePage, TimelineRow, get_case_page
from felles.casework.queries.readers import Reader, list_readers
from felles.casework.queries.today import NewsRow, Today, TodoRow, get_today

__all__ = [
    "CaseFilter",
    "CasePage",
    "CaseRow",
    "CaseView",
    "LoopRow",
    "NewsRow",
    "NotVisible",
    "Reader",
    "TimelineRow",
    "Today",
    "TodoRow",
    "find_draft",
    "find_open_case",
    "get_case",
    "get_case_page",
    "get_evidence",
    "get_loop",
    "get_today",
    "list_cases",
    "list_drafts",
    "list_loops",
    "list_readers",
    "list_team_service_ids",
    "may_hear_back",
    "open_case_pupils",
    "search_cases",
]

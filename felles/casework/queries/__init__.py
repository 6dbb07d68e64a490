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
    list_cases_of,
    open_case_pupils,
    search_cases,
)
from felles.casework.queries.consent import (
    ConsentPage,
    DualStaff,
    GuardianConsent,
    ServiceLine,
    get_consent_page,
)
from felles.casework.queries.consequences import Consequence, ConsequenceKind, say_owner
from felles.casework.queries.drafts import find_draft, list_drafts
from felles.casework.queries.endings import AskAgain, Ending, find_family_of_end, may_hear_of_end
from felles.casework.queries.evidence import get_evidence, list_team_service_ids
from felles.casework.queries.family import (
    FamilyChild,
    FamilyPage,
    FamilyRead,
    FamilyView,
    NotYours,
    OwnAnswer,
    SharedWith,
    get_family_page,
    get_family_view,
    list_family_children,
    may_read_all,
)
from felles.casework.queries.family_desk import may_hear_from_family
from felles.casework.queries.history import (
    FollowUp,
    History,
    HistoryRow,
    get_follow_up,
)
from felles.casework.queries.loop import (
    LoopRow,
    get_loop,
    list_loops,
    may_hear_back,
    may_hear_of_concern,
)
from felles.casework.queries.page import (
    CasePage,
    TimelineRow,
    get_case_page,
    get_measure,
    list_goals,
)
from felles.casework.queries.papers import (
    PaperDecision,
    PaperFacts,
    PaperMeasure,
    PaperQuestion,
    PaperService,
    PaperStaff,
    list_paper_facts,
)
from felles.casework.queries.readers import Reader, list_readers
from felles.casework.queries.receipts import find_answer_by
from felles.casework.queries.rosters import find_case_ties
from felles.casework.queries.today import NewsRow, Today, TodoRow, get_today

__all__ = [
    "AskAgain",
    "CaseFilter",
    "CasePage",
    "CaseRow",
    "CaseView",
    "ConsentPage",
    "Consequence",
    "ConsequenceKind",
    "DualStaff",
    "Ending",
    "FamilyChild",
    "FamilyPage",
    "FamilyRead",
    "FamilyView",
    "FollowUp",
    "GuardianConsent",
    "History",
    "HistoryRow",
    "LoopRow",
    "NewsRow",
    "NotVisible",
    "NotYours",
    "OwnAnswer",
    "PaperDecision",
    "PaperFacts",
    "PaperMeasure",
    "PaperQuestion",
    "PaperService",
    "PaperStaff",
    "Reader",
    "ServiceLine",
    "SharedWith",
    "TimelineRow",
    "Today",
    "TodoRow",
    "find_answer_by",
    "find_case_ties",
    "find_draft",
    "find_family_of_end",
    "find_open_case",
    "get_case",
    "get_case_page",
    "get_consent_page",
    "get_evidence",
    "get_family_page",
    "get_family_view",
    "get_follow_up",
    "get_loop",
    "get_measure",
    "get_today",
    "list_cases",
    "list_cases_of",
    "list_drafts",
    "list_family_children",
    "list_goals",
    "list_loops",
    "list_paper_facts",
    "list_readers",
    "list_team_service_ids",
    "may_hear_back",
    "may_hear_from_family",
    "may_hear_of_concern",
    "may_hear_of_end",
    "may_read_all",
    "open_case_pupils",
    "say_owner",
    "search_cases",
]

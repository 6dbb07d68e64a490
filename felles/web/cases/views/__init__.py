"""Views of the cases, by what they are about."""

from felles.web.cases.views.access import add_reader, log, owner, readers, remove_reader
from felles.web.cases.views.boards import decide, evaluate, refer, team_decide
from felles.web.cases.views.contact import contact
from felles.web.cases.views.detail import case, timeline
from felles.web.cases.views.lists import case_list, search
from felles.web.cases.views.measures import add_measure, check_in, measure_owner, measure_status
from felles.web.cases.views.moves import accept, bring, reopen, start_evaluation, stay, to_team
from felles.web.cases.views.pupil import pupil_page
from felles.web.cases.views.texts import note, take_back, talk, voice

__all__ = [
    "accept",
    "add_measure",
    "add_reader",
    "bring",
    "case",
    "case_list",
    "check_in",
    "contact",
    "decide",
    "evaluate",
    "log",
    "measure_owner",
    "measure_status",
    "note",
    "owner",
    "pupil_page",
    "readers",
    "refer",
    "remove_reader",
    "reopen",
    "search",
    "start_evaluation",
    "stay",
    "take_back",
    "talk",
    "team_decide",
    "timeline",
    "to_team",
    "voice",
]

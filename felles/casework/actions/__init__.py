"""Writes of the casework room."""

from felles.casework.actions.agenda import (
    order_agenda,
    set_question,
    take_up_case,
    take_up_cases,
)
from felles.casework.actions.concerns import ConcernText, TalkText, raise_concern
from felles.casework.actions.consent import ask_for_consent, record_consent_answer
from felles.casework.actions.consent_papers import add_consent_papers, open_consent_paper
from felles.casework.actions.contact import log_contact
from felles.casework.actions.drafts import (
    delete_draft,
    forget_old_drafts,
    record_duty_route,
    rescue_text,
    save_draft,
)
from felles.casework.actions.family import (
    FamilyScope,
    answer_question,
    enter_by_link,
    open_family,
    open_family_file,
    open_family_home,
    open_family_reads,
    withdraw_answer,
    write_family_message,
)
from felles.casework.actions.family_staff import (
    answer_family_message,
    approve_case_exception,
    ask_case_exception,
    end_case_exception,
    make_family_link,
    revoke_family_links,
    set_family_door,
    set_family_identity,
)
from felles.casework.actions.guardians import (
    add_case_guardian,
    end_case_guardian,
    protect_case_pupil,
    verify_case_guardian,
)
from felles.casework.actions.moves import (
    accept_case,
    bring_to_elevsaksmote,
    close_at_school,
    move_to_innsatsteam,
    refer_to_innsatsteam,
    reopen_case,
    start_evaluation,
    stay_at_school,
    try_more_at_school,
)
from felles.casework.actions.outcome import EvaluationText, evaluate_case, record_team_decision
from felles.casework.actions.plan import add_measure, check_in, give_measure, set_measure_status
from felles.casework.actions.preview import Effect, follow_change, preview_change
from felles.casework.actions.pupil import OwnWords, open_pupil_page, write_own_words
from felles.casework.actions.reading import (
    open_agenda,
    open_case,
    open_cases_of,
    open_file,
    open_list,
    open_loop,
    open_own_agenda,
    open_search,
    open_today,
)
from felles.casework.actions.reminders import remind_of_ends
from felles.casework.actions.sending import send_concern
from felles.casework.actions.shared import Conflict
from felles.casework.actions.texts import log_talk, write_child_voice, write_note
from felles.casework.actions.who import name_case_reader, remove_case_reader, set_owner

__all__ = [
    "ConcernText",
    "Conflict",
    "Effect",
    "EvaluationText",
    "FamilyScope",
    "OwnWords",
    "TalkText",
    "accept_case",
    "add_case_guardian",
    "add_consent_papers",
    "add_measure",
    "answer_family_message",
    "answer_question",
    "approve_case_exception",
    "ask_case_exception",
    "ask_for_consent",
    "bring_to_elevsaksmote",
    "check_in",
    "close_at_school",
    "delete_draft",
    "end_case_exception",
    "end_case_guardian",
    "enter_by_link",
    "evaluate_case",
    "follow_change",
    "forget_old_drafts",
    "give_measure",
    "log_contact",
    "log_talk",
    "make_family_link",
    "move_to_innsatsteam",
    "name_case_reader",
    "open_agenda",
    "open_case",
    "open_cases_of",
    "open_consent_paper",
    "open_family",
    "open_family_file",
    "open_family_home",
    "open_family_reads",
    "open_file",
    "open_list",
    "open_loop",
    "open_own_agenda",
    "open_pupil_page",
    "open_search",
    "open_today",
    "order_agenda",
    "preview_change",
    "protect_case_pupil",
    "raise_concern",
    "record_consent_answer",
    "record_duty_route",
    "record_team_decision",
    "refer_to_innsatsteam",
    "remind_of_ends",
    "remove_case_reader",
    "reopen_case",
    "rescue_text",
    "revoke_family_links",
    "save_draft",
    "send_concern",
    "set_family_door",
    "set_family_identity",
    "set_measure_status",
    "set_owner",
    "set_question",
    "start_evaluation",
    "stay_at_school",
    "take_up_case",
    "take_up_cases",
    "try_more_at_school",
    "verify_case_guardian",
    "withdraw_answer",
    "write_child_voice",
    "write_family_message",
    "write_note",
    "write_own_words",
]

"""Writes of the people room."""

from felles.people.actions.consent import (
    ServiceScope,
    ask_consent,
    record_answer,
    record_own_answer,
    withdraw_own,
)
from felles.people.actions.consent_papers import add_papers
from felles.people.actions.exceptions import approve_exception, ask_exception, end_exception
from felles.people.actions.families import (
    end_visit,
    forget_old_ways_in,
    handle_message,
    make_link,
    open_visit,
    revoke_links,
    set_door,
    set_guardian_identity,
    use_link,
    write_to_school,
)
from felles.people.actions.grants import (
    end_grants_at_school,
    end_name_grant,
    end_name_grants,
    end_service_grants,
    grant_service,
    name_reader,
    set_protection,
)
from felles.people.actions.guardians import (
    add_guardian,
    end_guardianship,
    verify_authority,
)
from felles.people.actions.imports import apply_roster
from felles.people.actions.logins import end_login, forget_login_limits, start_login
from felles.people.actions.own import choose_language
from felles.people.actions.reminders import remind_once
from felles.people.actions.reviews import settle_review
from felles.people.actions.schools import import_schools
from felles.people.actions.staff import (
    create_class,
    create_organisation,
    create_post,
    create_pupil,
    create_user,
    end_post,
    set_password,
)
from felles.people.actions.texts import approve_text, revoke_text

__all__ = [
    "ServiceScope",
    "add_guardian",
    "add_papers",
    "apply_roster",
    "approve_exception",
    "approve_text",
    "ask_consent",
    "ask_exception",
    "choose_language",
    "create_class",
    "create_organisation",
    "create_post",
    "create_pupil",
    "create_user",
    "end_exception",
    "end_grants_at_school",
    "end_guardianship",
    "end_login",
    "end_name_grant",
    "end_name_grants",
    "end_post",
    "end_service_grants",
    "end_visit",
    "forget_login_limits",
    "forget_old_ways_in",
    "grant_service",
    "handle_message",
    "import_schools",
    "make_link",
    "name_reader",
    "open_visit",
    "record_answer",
    "record_own_answer",
    "remind_once",
    "revoke_links",
    "revoke_text",
    "set_door",
    "set_guardian_identity",
    "set_password",
    "set_protection",
    "settle_review",
    "start_login",
    "use_link",
    "verify_authority",
    "withdraw_own",
    "write_to_school",
]

"""Writes of the people room."""

from felles.people.actions.consent import ServiceScope, ask_consent, record_answer
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

__all__ = [
    "ServiceScope",
    "add_guardian",
    "apply_roster",
    "ask_consent",
    "choose_language",
    "create_class",
    "create_organisation",
    "create_post",
    "create_pupil",
    "create_user",
    "end_grants_at_school",
    "end_guardianship",
    "end_login",
    "end_name_grant",
    "end_name_grants",
    "end_post",
    "end_service_grants",
    "forget_login_limits",
    "grant_service",
    "import_schools",
    "name_reader",
    "record_answer",
    "set_password",
    "set_protection",
    "settle_review",
    "start_login",
    "verify_authority",
]

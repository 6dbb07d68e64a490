"""Writes of the people room."""

from felles.people.actions.consent import ServiceScope, ask_consent, record_answer
from felles.people.actions.grants import (
    end_name_grant,
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
    "ask_consent",
    "create_class",
    "create_organisation",
    "create_post",
    "create_pupil",
    "create_user",
    "end_guardianship",
    "end_name_grant",
    "end_post",
    "end_service_grants",
    "grant_service",
    "name_reader",
    "record_answer",
    "set_password",
    "set_protection",
    "verify_authority",
]

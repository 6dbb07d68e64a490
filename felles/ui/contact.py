"""Whom a guardian can call, where the school's number may not be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from felles.people.models import Guardianship


def phone_to_call(tie: Guardianship) -> str:
    """Whom to call: the district, else the school, which tells a protected pupil's place."""
    if settings.CONTACT or tie.pupil.protection:
        return str(settings.CONTACT)
    return tie.pupil.school.phone

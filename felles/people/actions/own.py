"""What people decide about their own account."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from felles.ledger.actions import record_change
from felles.people.models import User
from felles.rules.access import Actor
from felles.rules.decision import Decision
from felles.rules.text import N_


def choose_language(*, by: Actor, at: datetime, language: str) -> None:
    """Remember the language that a person wants to read.

    Raises:
        Refused: the product does not have the language.
    """
    if language not in dict(settings.LANGUAGES):
        Decision.no(N_("Velg et av språkene i lista.")).require()
    with transaction.atomic():
        User.objects.filter(pk=by.user_id).update(language=language)
        record_change(
            by=by,
            at=at,
            action="user.language",
            object_type="User",
            object_id=by.user_id,
            codes={"language": language},
        )

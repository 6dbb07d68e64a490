"""Writes of the programme room."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from felles.ledger.actions import record_change
from felles.programme.models import Setting
from felles.rules.access import Actor, Permission, may
from felles.rules.clocks import SettingKey
from felles.rules.decision import Decision
from felles.rules.text import N_


def set_setting(*, by: Actor, at: datetime, key: SettingKey, value: int, from_on: date) -> None:
    """Decide a setting's value from a day on (today or later).

    Raises:
        Refused: the actor may not set up the district, or the day has passed.
    """
    if not may(by, Permission.SETUP):
        Decision.no(N_("Du kan ikke endre innstillinger.")).require()
    if from_on < by.on:
        Decision.no(N_("Dato må være i dag eller senere.")).require()
    with transaction.atomic():
        row, _ = Setting.objects.update_or_create(
            key=key.value, from_on=from_on, defaults={"value": value}
        )
        record_change(
            by=by,
            at=at,
            action="setting.set",
            object_type="Setting",
            object_id=row.pk,
            codes={"key": key.value, "value": value},
        )

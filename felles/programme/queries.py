"""Reads of the programme room."""

from __future__ import annotations

from datetime import date

from felles.programme.models import Setting
from felles.rules.clocks import DEFAULTS, SettingKey

_KNOWN = frozenset(key.value for key in SettingKey)


def get_settings(on: date) -> dict[SettingKey, int]:
    """Every setting in force on the day ``on``: the district's own, else the default."""
    values = dict(DEFAULTS)
    rows = Setting.objects.filter(from_on__lte=on).order_by("from_on")
    for key, value in rows.values_list("key", "value"):
        if key in _KNOWN:
            values[SettingKey(key)] = value
    return values


def get_setting(key: SettingKey, on: date) -> int:
    """One setting in force on the day ``on``."""
    return get_settings(on)[key]

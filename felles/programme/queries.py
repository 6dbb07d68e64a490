"""Reads of the programme room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from felles.programme.models import SchoolHoliday, Setting
from felles.rules.clocks import DEFAULTS, SettingKey
from felles.rules.school_year import Period, SchoolCalendar, year_bounds

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


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting: the value in force, since when the district's own, and what is to come."""

    key: SettingKey
    value: int
    from_on: date | None
    coming: list[tuple[date, int]]


def list_settings(on: date) -> list[SettingRow]:
    """Every setting as it stands on the day ``on``. Without ``from_on`` it is the default."""
    decided: dict[SettingKey, tuple[date, int]] = {}
    coming: dict[SettingKey, list[tuple[date, int]]] = {key: [] for key in SettingKey}
    rows = Setting.objects.filter(key__in=_KNOWN).order_by("from_on")
    for name, value, from_on in rows.values_list("key", "value", "from_on"):
        if from_on <= on:
            decided[SettingKey(name)] = (from_on, value)
        else:
            coming[SettingKey(name)].append((from_on, value))
    return [
        SettingRow(
            key=key,
            value=decided[key][1] if key in decided else DEFAULTS[key],
            from_on=decided[key][0] if key in decided else None,
            coming=coming[key],
        )
        for key in SettingKey
    ]


# A year has no more than this many rows: an import holds at most 500.
_MOST_HOLIDAYS = 600


def list_holidays(year: int) -> list[SchoolHoliday]:
    """Days without school that touch the school year beginning in a calendar year, in order."""
    first, last = year_bounds(year)
    rows = SchoolHoliday.objects.filter(
        until_on__gte=first - timedelta(days=7), from_on__lte=last + timedelta(days=7)
    )
    return list(rows.order_by("from_on", "until_on")[:_MOST_HOLIDAYS])


def list_periods(year: int) -> list[Period]:
    """The same as plain periods."""
    return [Period(row.name, row.from_on, row.until_on) for row in list_holidays(year)]


def get_calendar(year: int) -> SchoolCalendar:
    """The school year with its teaching weeks, as the holidays stand."""
    return SchoolCalendar.make(year, list_periods(year))


def find_known_periods(periods: list[Period]) -> dict[tuple[date, date], str]:
    """By first and last day, the name of those of the periods that are there already."""
    rows = SchoolHoliday.objects.filter(from_on__in={period.from_on for period in periods})
    return {(row.from_on, row.until_on): row.name for row in rows}

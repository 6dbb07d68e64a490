"""Writes of the programme room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from felles.ledger.actions import Change, record_change, record_changes
from felles.programme.models import SchoolHoliday, Setting
from felles.programme.queries import list_periods
from felles.rules.access import Actor, Permission, may
from felles.rules.clocks import SettingKey
from felles.rules.decision import Decision
from felles.rules.holidays import may_add_holiday, suggest_holidays
from felles.rules.school_year import Period
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


# Where days without school come from, beside the name of a file.
BY_HAND, BY_LAW = "by_hand", "by_law"


def add_holiday(
    *, by: Actor, at: datetime, name: str, from_on: date, until_on: date, source: str = BY_HAND
) -> None:
    """Put down days without school. The same days again take the new name.

    Raises:
        Refused: the actor plans no meetings, or the days are out of order.
    """
    import_holidays(by=by, at=at, periods=[Period(name.strip(), from_on, until_on)], source=source)


def import_holidays(*, by: Actor, at: datetime, periods: Iterable[Period], source: str) -> int:
    """Put down many days without school, all or nothing; returns how many were new or renamed.

    Raises:
        Refused: the actor plans no meetings, or one of the periods cannot be.
    """
    _check_plans(by)
    changes: list[Change] = []
    with transaction.atomic():
        for period in periods:
            may_add_holiday(period.name, period.from_on, period.until_on).require()
            days = {"from_on": period.from_on, "until_on": period.until_on}
            if SchoolHoliday.objects.filter(**days, name=period.name).exists():
                continue
            row, _ = SchoolHoliday.objects.update_or_create(
                from_on=period.from_on,
                until_on=period.until_on,
                defaults={"name": period.name, "source": source[:200]},
            )
            codes = {key: day.isoformat() for key, day in days.items()}
            changes.append(Change("holiday.set", "SchoolHoliday", row.pk, codes=codes))
        record_changes(by=by, at=at, changes=changes)
    return len(changes)


def add_public_holidays(*, by: Actor, at: datetime, year: int) -> int:
    """Put down the public holidays of a school year that are missing; returns how many."""
    missing = suggest_holidays(year, list_periods(year))
    return import_holidays(by=by, at=at, periods=missing, source=BY_LAW)


def remove_holiday(*, by: Actor, at: datetime, from_on: date, until_on: date) -> None:
    """There is school on these days after all. Nothing happens when they are gone already."""
    _check_plans(by)
    with transaction.atomic():
        row = SchoolHoliday.objects.filter(from_on=from_on, until_on=until_on).first()
        if row is None:
            return
        codes = {"from_on": from_on.isoformat(), "until_on": until_on.isoformat()}
        record_change(
            by=by,
            at=at,
            action="holiday.remove",
            object_type="SchoolHoliday",
            object_id=row.pk,
            codes=codes,
        )
        row.delete()


def _check_plans(by: Actor) -> None:
    if not may(by, Permission.MEETING_PLAN):
        Decision.no(N_("Rollen din kan ikke gjøre dette.")).require()

"""Dates and times as people say them. Pure functions: the caller says what day it is."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

Moment = date | datetime


def as_day(value: Moment) -> date:
    """Return the calendar day of a date or an instant, where the reader is."""
    if isinstance(value, datetime):
        return timezone.localdate(value) if timezone.is_aware(value) else value.date()
    return value


def day(value: Moment) -> str:
    """«26. nov.»"""
    return date_format(as_day(value), pgettext("day and month", "j. N"))


def day_long(value: Moment) -> str:
    """«26. november 2026»"""
    return date_format(as_day(value), pgettext("day, month and year", "j. F Y"))


def weekday(value: Moment) -> str:
    """«torsdag 26. nov.»"""
    return date_format(as_day(value), pgettext("weekday, day and month", "l j. N"))


def clock_time(value: datetime | time) -> str:
    """«13.45»"""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return time_format(value, pgettext("time of day", "H.i"))


def moment(value: datetime) -> str:
    """«23. nov. kl. 20.14»"""
    return _("%(day)s kl. %(time)s") % {"day": day(value), "time": clock_time(value)}


def relative(value: Moment, today: date) -> str:
    """«i dag», «om 2 dager», «for 3 dager siden»"""
    days = (as_day(value) - today).days
    near = {0: _("i dag"), 1: _("i morgen"), -1: _("i går")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("om %(days)d dag", "om %(days)d dager", days) % {"days": days}
    return ngettext("for %(days)d dag siden", "for %(days)d dager siden", -days) % {"days": -days}


def deadline(value: Moment, today: date) -> tuple[str, str]:
    """Return how near a deadline is (late, today, soon or later) and the words for it."""
    days = (as_day(value) - today).days
    if days < 0:
        words = ngettext("%(days)d dag over fristen", "%(days)d dager over fristen", -days)
        return "late", words % {"days": -days}
    if days == 0:
        return "today", _("Frist i dag")
    if days == 1:
        return "soon", _("Frist i morgen")
    words = _("Frist %(day)s, %(relative)s")
    return "later", words % {"day": day(value), "relative": relative(value, today)}

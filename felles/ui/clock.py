"""The one place in the faces that reads the clock, so that tests can set it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return this instant, with its time zone."""
    return timezone.now()


def today() -> date:
    """Return the calendar day where the reader is."""
    return timezone.localdate(now())

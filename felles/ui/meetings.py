"""What a meeting is called, on pages, in mail and in calendars."""

from __future__ import annotations

from django.utils.translation import gettext

from felles.rules.meetings import MeetingKind


def meeting_title(kind: MeetingKind, organisation_name: str, name: str = "") -> str:
    """«Innsatsteam, Furulia skole». ``name`` is the chair's own and stands in its place.

    Mail and calendars leave the name out: what people write there does not leave the house.
    """
    return f"{name or gettext(kind.label)}, {organisation_name}"

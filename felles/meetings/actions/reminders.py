"""Reminders of meetings: one a person, so many days before."""

from __future__ import annotations

from datetime import datetime, timedelta

from felles.ledger.actions import enqueue, submit_once
from felles.ledger.models import OutboxMessage
from felles.ledger.queries import list_meeting_messages
from felles.meetings.models import Attendee, Meeting
from felles.people.queries import system_actor
from felles.programme.queries import get_setting
from felles.rules.access import OSLO
from felles.rules.clocks import SettingKey
from felles.rules.meetings import REMIND_AT_MOST, MeetingState, Reply, remind_from

KIND = "meeting_reminder"
# Meetings of a large city on the busiest days; what is left waits for the next hour.
MOST = 2000


def remind_of_meetings(*, at: datetime) -> int:
    """Remind those who are called to meetings that are near; returns how many are reminded.

    May be called as often as one likes, and by two workers at once: each person is reminded of
    a meeting once. Whoever heard of it within the same days needs no reminder. Who may hear is
    asked again when the mail goes out.
    """
    days = get_setting(SettingKey.MEETING_REMIND, at.astimezone(OSLO).date())
    ahead = Meeting.objects.filter(
        state=MeetingState.CALLED.value,
        starts_at__gt=at,
        starts_at__lte=at + timedelta(days=min(days, REMIND_AT_MOST)),
    )
    meetings = list(ahead.order_by("starts_at", "pk")[:MOST]) if days else []
    told = list_meeting_messages([meeting.pk for meeting in meetings])
    return sum(_remind(at, meeting, told.get(meeting.pk, []), days) for meeting in meetings)


def _remind(at: datetime, meeting: Meeting, told: list[OutboxMessage], days: int) -> int:
    since = remind_from(meeting.starts_at, days)
    heard = {
        row.recipient_id
        for row in told
        if row.kind == KIND or (since is not None and row.created_at >= since)
    }
    coming = Attendee.objects.filter(meeting=meeting).exclude(reply=Reply.CANNOT.value)
    users = set(coming.values_list("post__user_id", flat=True))
    return sum(_remind_once(at, meeting.pk, user_id) for user_id in sorted(users - heard))


def _remind_once(at: datetime, meeting_id: int, user_id: int) -> bool:
    """The token makes the second of two workers come too late, between question and row."""
    return submit_once(
        by=system_actor(at),
        at=at,
        token=f"{KIND}:{meeting_id}:{user_id}",
        do=lambda: enqueue(at=at, kind=KIND, recipient_id=user_id, meeting_id=meeting_id),
    )

"""Minutes are begun, written, approved, and put right in a new version; the recap is sent."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from felles.casework.actions.shared import Conflict, common, log, see_case
from felles.casework.models import CaseItem, Minutes, readable
from felles.casework.queries.cases import CaseView, NotVisible
from felles.casework.queries.minutes import minutes_facts
from felles.casework.queries.recap import list_recap_recipients
from felles.ledger.actions import enqueue, record_change
from felles.meetings.queries import get_led_meeting
from felles.rules.access import Actor, Permission
from felles.rules.decision import Decision
from felles.rules.meetings import MeetingState
from felles.rules.minutes import (
    may_approve_minutes,
    may_correct_minutes,
    may_send_recap,
    may_write_minutes,
)
from felles.rules.roles import Audience, Topic
from felles.rules.text import N_


def begin_minutes(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    row_id: str,
    text: str = "",
    topic: Topic = Topic.SCHOOL_ENVIRONMENT,
    audience: Audience = Audience.TEAM,
) -> Minutes:
    """Begin the minutes of a case in one meeting, as a draft. ``row_id`` is the meeting's line.

    Raises:
        NotVisible: the case, or its line, is out of sight.
        Conflict: somebody has begun them already.
    """
    view = _see(by, public_id)
    item = CaseItem.objects.filter(case=view.case, row__public_id=row_id).first()
    if item is None:
        raise NotVisible
    try:
        with transaction.atomic():
            minutes = Minutes.objects.create(
                **common(view, by, at, audience=audience, topic=topic), item=item, text=text.strip()
            )
            log(by, at, view, "minutes.begin", "Minutes", minutes.pk)
    except IntegrityError:
        raise Conflict from None
    return minutes


def _see(by: Actor, public_id: str) -> CaseView:
    """The case, for those who write its minutes: inside the school only."""
    view = see_case(by, public_id, Permission.MEETING_LEAD)
    if not view.sight.is_school:
        raise NotVisible
    return view


def _find(by: Actor, view: CaseView, minutes_id: str) -> Minutes:
    rows = readable(Minutes, by, view.sight).filter(case=view.case, public_id=minutes_id)
    minutes = rows.first()
    if minutes is None:
        raise NotVisible
    return minutes


def write_minutes(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    minutes_id: str,
    version: int,
    text: str,
    topic: Topic,
    audience: Audience,
) -> None:
    """Change the text of a draft, what it is about, and how far it may travel.

    Raises:
        Refused: it is approved, or there is no text.
        Conflict: somebody else has changed it since it was shown.
    """
    view = _see(by, public_id)
    minutes = _find(by, view, minutes_id)
    may_write_minutes(minutes_facts(minutes)).require()
    if not text.strip():
        Decision.no(N_("Skriv referatet først.")).require()
    with transaction.atomic():
        _bump(minutes, version, text=text.strip(), topic=topic.value, audience=audience.value)
        log(by, at, view, "minutes.write", "Minutes", minutes.pk, audience=audience.value)


def _bump(minutes: Minutes, version: int, **fields: object) -> None:
    changed = Minutes.objects.filter(
        pk=minutes.pk, version=version, approved_at__isnull=True
    ).update(version=F("version") + 1, **fields)
    if not changed:
        raise Conflict


def approve_minutes(
    *, by: Actor, at: datetime, public_id: str, minutes_id: str, version: int
) -> None:
    """Approve the text that was shown. From now on it does not change, and services may read it.

    Raises:
        Refused: it is approved already, or empty.
        Conflict: somebody else has changed the text since it was shown.
    """
    view = _see(by, public_id)
    minutes = _find(by, view, minutes_id)
    may_approve_minutes(minutes_facts(minutes)).require()
    with transaction.atomic():
        _bump(minutes, version, approved_by_id=by.user_id, approved_at=at)
        log(by, at, view, "minutes.approve", "Minutes", minutes.pk, number=minutes.number)


def correct_minutes(
    *, by: Actor, at: datetime, public_id: str, minutes_id: str, why: str
) -> Minutes:
    """Begin a new version with the text of the approved one, and say why. The old one stays.

    Raises:
        Refused: it is not approved, not the newest, or no reason is given.
        Conflict: somebody else has begun the new version.
    """
    view = _see(by, public_id)
    minutes = _find(by, view, minutes_id)
    if not why.strip():
        Decision.no(N_("Skriv hvorfor referatet må rettes.")).require()
    may_correct_minutes(minutes_facts(minutes)).require()
    audience, topic = Audience(minutes.audience), Topic(minutes.topic)
    try:
        with transaction.atomic():
            newer = Minutes.objects.create(
                **common(view, by, at, audience=audience, topic=topic),
                item_id=minutes.item_id,
                number=minutes.number + 1,
                text=minutes.text,
                why_corrected=why.strip(),
            )
            log(by, at, view, "minutes.correct", "Minutes", newer.pk, number=newer.number)
    except IntegrityError:
        raise Conflict from None
    return newer


def send_recap(*, by: Actor, at: datetime, meeting_id: str) -> int:
    """Tell those who promised something that the recap is there; returns how many.

    The notice says nothing of what. Who may read it is asked again when it goes out.

    Raises:
        NotThere: there is no such meeting, or the actor does not lead it.
        Refused: it is not held.
    """
    meeting = get_led_meeting(by, meeting_id)
    may_send_recap(MeetingState(meeting.state)).require()
    recipients = list_recap_recipients(by, meeting)
    with transaction.atomic():
        for user_id in recipients:
            enqueue(at=at, kind="meeting_recap", recipient_id=user_id, meeting_id=meeting.pk)
        record_change(
            by=by, at=at, action="meeting.recap", object_type="Meeting", object_id=meeting.pk
        )
    return len(recipients)

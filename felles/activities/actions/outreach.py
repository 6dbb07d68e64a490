"""Writes of the outreach log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from felles.activities.models import OutreachNote
from felles.ledger.actions import record_change
from felles.people.queries import find_organisation
from felles.rules.access import Actor
from felles.rules.outreach import Arena, HowMany, Level, What, level_of, may_write_note, settle_time


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen, as the page asks: three taps, and a level for those who choose one."""

    arena: Arena
    what: What
    how_many: HowMany
    level: Level | None = None
    text: str = ""


def note_outreach(
    *,
    by: Actor,
    at: datetime,
    school: str,
    seen: Seen,
    client_key: str,
    noted_at: datetime | None = None,
    sent_at: datetime | None = None,
) -> OutreachNote:
    """Keep a note from the school yard. The same note of the same author is kept once.

    ``school`` is the public id of the school where it was written; ``noted_at`` and ``sent_at``
    are by the phone's clock (:func:`felles.rules.outreach.settle_time`).
    """
    place = find_organisation(school)
    may_write_note(by, place.pk if place else None).require()
    with transaction.atomic():
        note, is_new = OutreachNote.objects.get_or_create(
            author_id=by.user_id,
            client_key=client_key,
            defaults={
                "school": place,
                "at": settle_time(noted_at=noted_at, sent_at=sent_at, received_at=at),
                "received_at": at,
                "arena": seen.arena.value,
                "what": seen.what.value,
                "how_many": seen.how_many.value,
                "level": (seen.level or level_of(seen.how_many)).value,
                "text": seen.text,
            },
        )
        if is_new:
            record_change(
                by=by,
                at=at,
                action="outreach.note",
                object_type="OutreachNote",
                object_id=note.pk,
            )
    return note


def forget_old_notes(*, before: datetime) -> int:
    """Delete notes of what happened before the instant; returns how many."""
    return OutreachNote.objects.filter(at__lt=before).delete()[0]

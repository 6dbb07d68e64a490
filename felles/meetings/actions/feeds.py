"""The secret address of a person's own calendar: made, shown once, revoked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from felles.ledger.actions import record_change
from felles.meetings.models import CalendarFeed
from felles.people.ids import new_secret, secret_hash
from felles.people.models import User
from felles.rules.access import Actor


def make_feed(*, by: Actor, at: datetime) -> str:
    """Make the person's calendar address; one that was there works no more. Returns the secret,
    of which only a hash is kept."""
    secret = new_secret()
    with transaction.atomic():
        # Two at once wait for each other: one address a person.
        User.objects.select_for_update().get(pk=by.user_id)
        _revoke(by, at)
        feed = CalendarFeed.objects.create(
            user_id=by.user_id, token_hash=secret_hash(secret), created_at=at
        )
        _log(by, at, feed.pk, "feed.make")
    return secret


def revoke_feed(*, by: Actor, at: datetime) -> None:
    """Let the person's calendar address work no more. Revoking none is no mistake."""
    with transaction.atomic():
        for feed_id in _revoke(by, at):
            _log(by, at, feed_id, "feed.revoke")


def _revoke(by: Actor, at: datetime) -> list[int]:
    feeds = CalendarFeed.objects.filter(user_id=by.user_id, revoked_at__isnull=True)
    found = sorted(feeds.values_list("pk", flat=True))
    CalendarFeed.objects.filter(pk__in=found).update(revoked_at=at)
    return found


def _log(by: Actor, at: datetime, feed_id: int, action: str) -> None:
    record_change(by=by, at=at, action=action, object_type="CalendarFeed", object_id=feed_id)

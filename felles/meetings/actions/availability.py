"""When people can meet: each post answers for itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.db import transaction

from felles.ledger.actions import record_change
from felles.meetings.models import Availability
from felles.rules.access import Actor, Permission, may
from felles.rules.decision import Decision
from felles.rules.free_times import GOOD, POSSIBLE
from felles.rules.text import N_

WeekTime = tuple[int, time]


def set_availability(
    *, by: Actor, at: datetime, good: Iterable[WeekTime], possible: Iterable[WeekTime]
) -> None:
    """Say at which times of the week meetings can begin, for the post that one acts in.

    What was said before is replaced. A time that is both counts as good.

    Raises:
        Refused: no time is chosen, or the actor takes part in no meetings.
    """
    if not may(by, Permission.MEETING_READ):
        Decision.no(N_("Rollen din kan ikke gjøre dette.")).require()
    points = {**dict.fromkeys(possible, POSSIBLE), **dict.fromkeys(good, GOOD)}
    if not points:
        Decision.no(N_("Velg minst ett tidspunkt.")).require()
    with transaction.atomic():
        Availability.objects.filter(post_id=by.post_id).delete()
        Availability.objects.bulk_create(
            Availability(post_id=by.post_id, weekday=weekday, starts_at=start, dislike=dislike)
            for (weekday, start), dislike in sorted(points.items())
        )
        record_change(
            by=by,
            at=at,
            action="availability.set",
            object_type="Post",
            object_id=by.post_id,
            codes={"times": len(points)},
        )

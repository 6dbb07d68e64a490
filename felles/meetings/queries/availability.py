"""Reads of when people can meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import time

from felles.meetings.models import Availability
from felles.rules.access import Actor
from felles.rules.free_times import slot_of
from felles.rules.year_wheel import Time


def list_own_times(actor: Actor) -> dict[tuple[int, time], int]:
    """What the actor's post has answered: points of dislike by weekday and start time."""
    rows = Availability.objects.filter(post_id=actor.post_id)
    return {(row.weekday, row.starts_at): row.dislike for row in rows}


def load_free_times(post_ids: Collection[int]) -> dict[int, dict[Time, int]]:
    """Answers of some posts, by the post's id, in half hours of the day."""
    found: dict[int, dict[Time, int]] = defaultdict(dict)
    rows = Availability.objects.filter(post_id__in=post_ids)
    for post_id, weekday, start, dislike in rows.values_list(
        "post_id", "weekday", "starts_at", "dislike"
    ):
        found[post_id][weekday, slot_of(start)] = dislike
    return dict(found)

"""Reads of courses. The plan is for the school; its group and attendance for those who hold it."""

from __future__ import annotations

from felles.activities.models import CourseSeries
from felles.rules.access import Actor, Permission, may


def find_series(actor: Actor, public_id: str) -> CourseSeries | None:
    """A series at the actor's own school; None for all others, alike."""
    if not may(actor, Permission.COURSE_READ):
        return None
    found = CourseSeries.objects.filter(public_id=public_id, school_id=actor.organisation_id)
    return found.select_related("school", "class_group", "held_by__user").first()

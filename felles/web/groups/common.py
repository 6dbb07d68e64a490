"""What the pages of a group share: the course or 404, the way back, and a form carried out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.urls import reverse

from felles.activities.queries import Course, get_course
from felles.meetings.queries import NotThere
from felles.rules.course_groups import ATTENDANCE_CHANGED, GROUP_CHANGED, may_change_group
from felles.rules.decision import Decision
from felles.ui.access import ActorRequest
from felles.web.common import carry_out, status_of


def get_course_or_404(request: ActorRequest, public_id: str) -> Course:
    """The course whose group the actor may see; 404 for all others, alike."""
    try:
        return get_course(request.actor, public_id)
    except NotThere:
        raise Http404 from None


def get_changing_or_404(request: ActorRequest, public_id: str) -> Course:
    """The course whose group the actor may change now; 404 for all others."""
    course = get_course_or_404(request, public_id)
    if not may_change_group(request.actor, course.facts):
        raise Http404
    return course


def carry_out_in_group(
    request: ActorRequest, do: Callable[[], object]
) -> tuple[Decision | None, int]:
    """Carry out a form once; what to show when it was not, and the status of the page then.

    Somebody who is gone from the group, and somebody who never was, are answered alike: the group
    has changed. Nothing of it is kept as a draft: it holds no text, only pupils.
    """

    def unless_gone() -> None:
        try:
            do()
        except NotThere:
            GROUP_CHANGED.require()

    refusal = carry_out(request, unless_gone)
    is_late = refusal is GROUP_CHANGED or refusal is ATTENDANCE_CHANGED
    return refusal, 409 if is_late else status_of(refusal)


def way_back(course: Course) -> dict[str, Any]:
    """The course's name, and the addresses of the pages above."""
    public_id = course.series.public_id
    return {
        "public_id": public_id,
        "course_name": course.series.name,
        "course_url": reverse("course", args=[public_id]),
        "courses_url": reverse("course-list"),
    }

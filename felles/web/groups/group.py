"""Who is in the group: places, the line for them, and who should catch up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from felles.activities import actions
from felles.activities.queries import (
    Course,
    Group,
    day_of,
    get_group,
    list_class_pupils,
    list_missed,
    list_pair_ids,
    list_sessions_of,
)
from felles.rules.access import Actor, Permission
from felles.rules.course_groups import (
    NOT_TOGETHER,
    may_change_group,
    may_take_attendance,
    name_parts,
)
from felles.rules.courses import AwayReason, GroupKind, SessionState
from felles.ui.access import ActorRequest, needs
from felles.web.common import NO_TOKEN, render_page
from felles.web.groups.common import carry_out_in_group, get_course_or_404, way_back
from felles.web.year.common import listed

if TYPE_CHECKING:
    from felles.activities.models import CoursePlace, CourseSession


@dataclass(frozen=True, slots=True)
class Row:
    """One session of the list, and whether attendance may be taken."""

    session: CourseSession
    state: str
    is_open: bool
    is_done: bool


@needs(Permission.COURSE_READ)
def group(request: ActorRequest, public_id: str) -> HttpResponse:
    """Show the group, and carry out what is pressed in it."""
    course = get_course_or_404(request, public_id)
    refusal, status = None, 200
    if request.method == "POST":
        refusal, status = carry_out_in_group(request, _deed(request, public_id))
        if refusal is None:
            messages.success(request, _("Lagret."))
            return redirect("course-group", public_id)
    context = {**_shown(request.actor, course), "refusal": refusal}
    if refusal is NOT_TOGETHER:
        context["again"] = {key: request.POST.get(key, "") for key in ("what", "pupil", "part")}
    return render_page(request, "web/groups/group.html", context, status=status)


def _deed(request: ActorRequest, public_id: str) -> Callable[[], object]:
    """What was pressed. Whatever it is, the action asks the rule again."""
    sent, actor = request.POST, request.actor
    what, pupil = sent.get("what", ""), sent.get("pupil", "")
    common: dict[str, Any] = {"by": actor, "at": actor.at, "public_id": public_id, "pupil": pupil}
    anyway = sent.get("anyway") == "1"
    if what == "give":
        return partial(actions.give_place, **common, anyway=anyway)
    if what == "leave":
        return partial(actions.leave_group, **common)
    if what == "move":
        return partial(actions.move_to_part, **common, part=sent.get("part", ""), anyway=anyway)
    if what in ("caught-up", "not-caught-up"):
        number = sent.get("number", "")
        return partial(
            actions.set_caught_up,
            **common,
            number=int(number) if number.isdecimal() and len(number) < 4 else 0,
            caught_up=what == "caught-up",
        )
    return NO_TOKEN.require


def _shown(actor: Actor, course: Course) -> dict[str, object]:
    may_change = bool(may_change_group(actor, course.facts))
    context: dict[str, object] = {
        **way_back(course),
        "is_class": course.facts.group is GroupKind.CLASS,
        "class_name": course.series.class_group.name if course.series.class_group else "",
        "may_change": may_change,
        "missed": [(row, _(AwayReason(row.reason).label)) for row in list_missed(actor, course)],
        "sessions": [_row(actor, course, one) for one in list_sessions_of(course)],
    }
    if course.facts.group is GroupKind.CLASS:
        context["pupils"] = list_class_pupils(actor, course.series.class_group_id)
        return context
    found = get_group(actor, course)
    letters = [one for one in name_parts(len(found.parts) + 1) if one in found.parts]
    return context | {
        "group": found,
        "parts": [
            (part, found.parts[part], [o for o in letters if o != part]) for part in found.parts
        ],
        "has_parts": len(found.parts) > 1,
        "together": _together(actor, found) if may_change else [],
    }


def _together(actor: Actor, found: Group) -> list[str]:
    """Pairs that are in one part all the same, in words. Nothing for those who only hold it."""
    places = {place.pupil_id: place for place in found.members}
    pairs = list_pair_ids(actor, places)
    return sorted(
        listed([_name(places[one]), _name(places[other])])
        for one, other in pairs
        if places[one].part == places[other].part
    )


def _name(place: CoursePlace) -> str:
    return place.pupil.name


def _row(actor: Actor, course: Course, session: CourseSession) -> Row:
    state = SessionState(session.state)
    allowed = may_take_attendance(
        actor, course.facts, state=state, held_on=day_of(session.starts_at)
    )
    return Row(session, state.label, bool(allowed), is_done=state is SessionState.HELD)

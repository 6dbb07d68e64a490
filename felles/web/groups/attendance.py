"""Attendance in ten seconds: all are here in one tap, or tap those who are not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from felles.activities.actions import take_attendance
from felles.activities.queries import Course, OnList, day_of, get_session, list_attendance
from felles.meetings.queries import NotThere
from felles.rules.access import Permission
from felles.rules.course_groups import may_take_attendance
from felles.rules.courses import AwayReason, SessionState
from felles.rules.decision import Decision
from felles.rules.text import N_
from felles.ui.access import ActorRequest, needs
from felles.web.common import render_page
from felles.web.groups.common import carry_out_in_group, get_course_or_404, way_back

SOME_ARE_MARKED = Decision.no(
    N_("Du har merket noen som borte. Trykk «Lagre», eller ta bort merkene først.")
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One pupil on the list, as the form has it."""

    public_id: str
    called: str
    name: str
    is_away: bool
    reason: str


@needs(Permission.COURSE_READ)
def attendance(request: ActorRequest, public_id: str, number: int) -> HttpResponse:
    """The list of a session. By those who hold the course: no right to any case is asked for."""
    course = get_course_or_404(request, public_id)
    try:
        session = get_session(course, number)
    except NotThere:
        raise Http404 from None
    allowed = may_take_attendance(
        request.actor,
        course.facts,
        state=SessionState(session.state),
        held_on=day_of(session.starts_at),
    )
    refusal, status = None, 200
    if request.method == "POST":
        refusal, status = _save(request, course, number)
        if refusal is None:
            messages.success(request, _("Oppmøtet er lagret."))
            return redirect(f"{way_back(course)['course_url']}")
    listed = list_attendance(request.actor, course, session)
    context = {
        **way_back(course),
        "session": session,
        "version": session.version,
        "allowed": allowed,
        "refusal": refusal,
        "people": [_shown(request, one) for one in listed],
        "is_taken": session.state == SessionState.HELD.value,
        "reasons": [(one.value, _(one.label)) for one in AwayReason],
    }
    return render_page(request, "web/groups/attendance.html", context, status=status)


def _save(request: ActorRequest, course: Course, number: int) -> tuple[Decision | None, int]:
    """Keep what was tapped. «Alle er her» beside a mark is a slip, and says so."""
    sent = request.POST
    marked = sent.getlist("away")
    if sent.get("what") == "all" and marked:
        return SOME_ARE_MARKED, 422
    known = {one.value for one in AwayReason}
    away = {}
    for pupil in marked:
        said = sent.get(f"reason-{pupil}", "")
        away[pupil] = AwayReason(said) if said in known else AwayReason.UNKNOWN
    version = sent.get("version", "")
    do = partial(
        take_attendance,
        by=request.actor,
        at=request.actor.at,
        public_id=course.series.public_id,
        number=number,
        version=int(version) if version.isdecimal() and len(version) < 10 else 0,
        listed=sent.getlist("listed"),
        away=away,
    )
    return carry_out_in_group(request, do)


def _shown(request: ActorRequest, one: OnList) -> Shown:
    """As it was sent, when the page is shown again; else as it is kept."""
    pupil = one.pupil.public_id
    if request.method == "POST":
        is_away = pupil in request.POST.getlist("away")
        reason = request.POST.get(f"reason-{pupil}", "")
    else:
        is_away = one.row is not None and not one.row.came
        reason = one.row.reason if one.row else ""
    return Shown(pupil, one.pupil.called, one.pupil.name, is_away, reason)

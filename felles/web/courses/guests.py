"""Guests: invited by whoever plans; and their own page, which opens by a signed address alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from felles.activities.actions import answer_invitation, invite_guest, take_back_guest
from felles.activities.queries import NoCourse, find_invitation, theme_label
from felles.rules.access import Permission
from felles.rules.course_moves import may_answer_invitation, may_invite
from felles.rules.courses import CourseState, GuestReply, SessionState
from felles.rules.decision import Decision, Refused
from felles.ui import clock
from felles.ui.access import ActorRequest, needs
from felles.ui.dates import clock_time
from felles.web.common import carry_out, render_page, status_of, version_of
from felles.web.courses.forms import GuestForm
from felles.web.courses.series import common
from felles.web.courses.sessions import session_page
from felles.web.courses.shown import get_session_or_404, show_series, show_session

if TYPE_CHECKING:
    from felles.activities.models import CourseGuest

_ANSWERS = {"yes": GuestReply.COMES, "no": GuestReply.CANNOT}


@needs(Permission.COURSE_PLAN)
@require_http_methods(["GET", "POST"])
def invite(request: ActorRequest, public_id: str, number: int) -> HttpResponse:
    """Invite somebody from outside to one session."""
    by = request.actor
    row = get_session_or_404(by, public_id, number)
    form = GuestForm(request.POST or None)
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        do = partial(
            invite_guest,
            **common(request, public_id),
            number=number,
            version=version_of(request),
            card=form.card,
        )
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, _("Invitasjonen er på vei. Du ser svaret her."))
            return redirect("course-session", public_id, number)
    context = {
        "heading": _("Inviter en gjest"),
        "form": form,
        "refusal": refusal,
        "series": show_series(row.series),
        "session": show_session(row.series, row, at=request.actor.at),
        "public_id": public_id,
        "version": row.version,
        "decision": may_invite(
            CourseState(row.series.state),
            SessionState(row.state),
            starts_at=row.starts_at,
            at=by.at,
        ),
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/courses/guest_invite.html", context, status=status)


@needs(Permission.COURSE_PLAN)
@require_POST
def take_back(request: ActorRequest, public_id: str, number: int, guest: str) -> HttpResponse:
    """Take an invitation back."""
    row = get_session_or_404(request.actor, public_id, number)
    do = partial(take_back_guest, **common(request, public_id), number=number, guest_id=guest)
    refusal = carry_out(request, do)
    if refusal is not None:
        return session_page(request, row, refusal)
    messages.success(request, _("Invitasjonen er trukket. Gjesten får beskjed."))
    return redirect("course-session", public_id, number)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """A guest's own page. Looking answers nothing: a mail program that opens links must not."""
    guest = find_invitation(token)
    if guest is None:
        raise Http404
    refusal: Decision | None = None
    if request.method == "POST":
        reply = _ANSWERS.get(request.POST.get("answer", ""), GuestReply.NONE)
        try:
            answer_invitation(at=clock.now(), token=token, reply=reply)
        except NoCourse:
            raise Http404 from None
        except Refused as refused:
            refusal = refused.decision
        else:
            return redirect("guest-answer", token)
    return _answer_page(request, guest, refusal)


def _answer_page(
    request: HttpRequest, guest: CourseGuest, refusal: Decision | None
) -> HttpResponse:
    """School, theme, time and place; no name of a course, no class, no number of anybody."""
    row = guest.session
    reply = GuestReply(guest.reply)
    context = {
        "refusal": refusal,
        "school": row.series.school.name,
        "theme": _(theme_label(row.theme)),
        "starts_at": row.starts_at,
        "times": f"{clock_time(row.starts_at)}–{clock_time(row.ends_at)}",
        "room": row.room,
        "inviter": guest.invited_by.name,
        "inviter_email": guest.invited_by.email,
        "reply": _(reply.label),
        "has_answered": reply is not GuestReply.NONE,
        "is_off": row.state == SessionState.NOT_HELD.value,
        "may_answer": may_answer_invitation(
            reply, SessionState(row.state), starts_at=row.starts_at, at=clock.now()
        ),
    }
    return render(request, "web/courses/guest_answer.html", context, status=status_of(refusal))

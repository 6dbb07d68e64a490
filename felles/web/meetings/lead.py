"""What the one who leads a meeting does: plan, call, move, cancel, and say who takes part."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from felles.meetings.actions import (
    call_meeting,
    cancel_meeting,
    move_meeting,
    plan_meeting,
    set_attendees,
    set_come_at,
)
from felles.meetings.queries import (
    list_attendees,
    list_own_series,
    list_posts_to_call,
    suggest_post_ids,
)
from felles.people.queries import list_organisations_by_id
from felles.rules.access import Permission
from felles.rules.decision import Decision
from felles.rules.meetings import MeetingState, leads_at, may_call, may_change_agenda
from felles.ui.access import ActorRequest, needs
from felles.ui.forms import FellesForm
from felles.web.common import carry_out, render_page, status_of, version_of
from felles.web.meetings.forms import AttendeesForm, ComeAtForm, MoveForm, NewMeetingForm
from felles.web.meetings.shown import get_led_or_404, show, show_attendee, title_of
from felles.web.meetings.views import meeting_page

if TYPE_CHECKING:
    from felles.meetings.models import Meeting

BOTH = require_http_methods(["GET", "POST"])
# The forms about one meeting: template, heading, and what is said when it is done.
PAGES = {
    "move": (
        "web/meetings/move.html",
        gettext_lazy("Endre tid eller sted"),
        gettext_lazy("Møtet er endret. De som er kalt inn, får beskjed."),
    ),
    "cancel": (
        "web/meetings/cancel.html",
        gettext_lazy("Avlys møtet"),
        gettext_lazy("Møtet er avlyst."),
    ),
    "attendees": (
        "web/meetings/attendees.html",
        gettext_lazy("Endre hvem som er med"),
        gettext_lazy("Lista er lagret."),
    ),
    "come_at": (
        "web/meetings/come_at.html",
        gettext_lazy("Endre når en person kommer"),
        gettext_lazy("Tidspunktet er lagret."),
    ),
}


@needs(Permission.MEETING_READ)
@BOTH
def new(request: ActorRequest) -> HttpResponse:
    """Put a meeting in the calendar. Nobody is told before it is called."""
    by = request.actor
    if not leads_at(by, by.organisation_id):
        raise Http404
    form = NewMeetingForm(
        request.POST or None,
        series=list_own_series(by),
        place_kind=by.organisation_kind,
        initial={"on": by.on, "what": request.GET.get("hva", "")},
    )
    refusal: Decision | None = None
    made: list[Meeting] = []
    if request.method == "POST" and form.is_valid():
        refusal = carry_out(request, lambda: made.append(_plan(request, form)))
        if refusal is None:
            messages.success(request, _("Møtet er lagt inn. Se over hvem som skal være med."))
            # A second click has made nothing: the first one's meeting stands in the list.
            return redirect("meeting-attendees", made[0].public_id) if made else _to_list()
    context = {"form": form, "refusal": refusal}
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, "web/meetings/new.html", context, status=status)


def _to_list() -> HttpResponse:
    return redirect("meeting-list")


def _plan(request: ActorRequest, form: NewMeetingForm) -> Meeting:
    by, data = request.actor, form.cleaned_data
    return plan_meeting(
        by=by,
        at=by.at,
        organisation=list_organisations_by_id({by.organisation_id})[by.organisation_id],
        kind=form.kind,
        starts_at=form.starts_at,
        ends_at=form.ends_at,
        place=data["place"],
        name=data["name"],
        series=form.series,
    )


@needs(Permission.MEETING_READ)
@require_POST
def call(request: ActorRequest, public_id: str) -> HttpResponse:
    """Send the call, or send it again."""
    by = request.actor
    meeting = get_led_or_404(by, public_id)
    do = partial(call_meeting, **_common(request, public_id))
    refusal = carry_out(request, do)
    if refusal is not None:
        return meeting_page(request, meeting, refusal)
    messages.success(request, _("Innkallingen er på vei til alle som skal være med."))
    return redirect("meeting", public_id)


@needs(Permission.MEETING_READ)
@BOTH
def move(request: ActorRequest, public_id: str) -> HttpResponse:
    """Another time or place."""
    meeting = get_led_or_404(request.actor, public_id)
    starts, ends = localtime(meeting.starts_at), localtime(meeting.ends_at)
    initial = {
        "on": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "place": meeting.place,
    }
    form = MoveForm(request.POST or None, initial=initial)

    def do() -> None:
        move_meeting(
            **_common(request, public_id),
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            place=form.cleaned_data["place"],
        )

    decision = may_call(MeetingState(meeting.state), has_time=True)
    return _form_page(request, meeting, form, do, "move", decision)


@needs(Permission.MEETING_READ)
@BOTH
def cancel(request: ActorRequest, public_id: str) -> HttpResponse:
    """Cancel the meeting, after having been asked once."""
    meeting = get_led_or_404(request.actor, public_id)
    form = FellesForm(request.POST or None)
    do = partial(cancel_meeting, **_common(request, public_id))
    decision = may_call(MeetingState(meeting.state), has_time=True)
    return _form_page(request, meeting, form, do, "cancel", decision)


@needs(Permission.MEETING_READ)
@BOTH
def attendees(request: ActorRequest, public_id: str) -> HttpResponse:
    """Say who takes part."""
    meeting = get_led_or_404(request.actor, public_id)
    posts = list_posts_to_call(meeting)
    there = {row.post_id for row in list_attendees(meeting)}
    near_ids = there | suggest_post_ids(meeting)
    form = AttendeesForm(
        request.POST or None,
        near=[post for post in posts if post.pk in near_ids],
        more=[post for post in posts if post.pk not in near_ids],
        initial={"near": [post.public_id for post in posts if post.pk in there]},
    )

    def do() -> None:
        set_attendees(**_common(request, public_id), post_ids=form.post_ids)

    decision = may_change_agenda(MeetingState(meeting.state))
    return _form_page(request, meeting, form, do, "attendees", decision)


@needs(Permission.MEETING_READ)
@BOTH
def come_at(request: ActorRequest, public_id: str, attendee: str) -> HttpResponse:
    """Ask one person to come later."""
    by = request.actor
    meeting = get_led_or_404(by, public_id)
    row = next((one for one in list_attendees(meeting) if one.public_id == attendee), None)
    if row is None:
        raise Http404
    form = ComeAtForm(request.POST or None, initial={"come_at": row.come_at})

    def do() -> None:
        set_come_at(
            by=by,
            at=by.at,
            public_id=public_id,
            attendee_id=attendee,
            come_at=form.cleaned_data["come_at"],
        )

    more = {"who": show_attendee(meeting, row)}
    decision = may_change_agenda(MeetingState(meeting.state))
    return _form_page(request, meeting, form, do, "come_at", decision, more)


def _common(request: ActorRequest, public_id: str) -> dict[str, Any]:
    by = request.actor
    return {"by": by, "at": by.at, "public_id": public_id, "version": version_of(request)}


def _form_page(
    request: ActorRequest,
    meeting: Meeting,
    form: FellesForm,
    do: Callable[[], object],
    page: str,
    decision: Decision,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """A form about one meeting: carried out once, or shown again with what was typed."""
    template, heading, done = PAGES[page]
    refusal: Decision | None = None
    if request.method == "POST" and form.is_valid():
        refusal = carry_out(request, do)
        if refusal is None:
            messages.success(request, done)
            return redirect("meeting", meeting.public_id)
    context = {
        "heading": heading,
        "form": form,
        "refusal": refusal,
        "decision": decision,
        "meeting": show(meeting, None),
        "title": title_of(meeting),
        "public_id": meeting.public_id,
        "version": meeting.version,
        "is_called": meeting.called_at is not None,
        **(more or {}),
    }
    status = 422 if form.errors else status_of(refusal)
    return render_page(request, template, context, status=status)

"""What each button of the chair's screen does. Nothing that was typed is lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from django.http import Http404

from felles.casework import actions
from felles.casework.queries import NotVisible
from felles.meetings import actions as meeting_actions
from felles.meetings.queries import NotThere
from felles.rules.decision import Decision, Refused
from felles.rules.discussion import Band
from felles.rules.roles import Topic
from felles.rules.room import Where
from felles.rules.text import N_
from felles.ui.access import ActorRequest
from felles.web.common import NO_TOKEN, carry_out, keep_typed_text, status_of
from felles.web.room.anonymous import anonymous_form
from felles.web.room.sent import (
    TWO_WROTE,
    Saved,
    number,
    read_agreed,
    read_fields,
    save_fields,
)

if TYPE_CHECKING:
    from felles.meetings.models import Meeting
    from felles.web.schools.forms import AnonymousForm

OUT_OF_SIGHT = Decision.no(
    N_("Saken kan ikke vises lenger. Det du skrev, ligger under «Tekst vi tok vare på».")
)


@dataclass
class Answer:
    """What came of a form: done, or why not, with what was typed."""

    refusal: Decision | None = None
    sent: Mapping[str, str] = field(default_factory=dict)
    saved: Saved = field(default_factory=Saved)
    form: AnonymousForm | None = None
    is_done: bool = True
    status: int = 200


def carry_out_form(request: ActorRequest, meeting: Meeting) -> Answer:
    """Carry out the form that was sent, as its button says."""
    deeds: dict[str, Callable[[ActorRequest, Meeting], Answer]] = {
        "start": _start,
        "place": _place,
        "join": _join,
        "open": _open,
        "save": _save,
        "finish": _finish,
        "postpone": _postpone,
        "aside": _aside,
        "common": _common,
        "anonymous": _anonymous,
        "check": _check,
    }
    deed = deeds.get(request.POST.get("do", ""))
    return deed(request, meeting) if deed else _refused(NO_TOKEN)


def _refused(decision: Decision, **more: Any) -> Answer:
    return Answer(decision, is_done=False, status=status_of(decision), **more)


def _do(request: ActorRequest, action: Callable[..., object], **fields: Any) -> Answer:
    """Carry out an action once."""
    by = request.actor
    refusal = carry_out(request, partial(action, by=by, at=by.at, **fields))
    return Answer() if refusal is None else _refused(refusal)


def _row(request: ActorRequest) -> str:
    return request.POST.get("row", "")


def _start(request: ActorRequest, meeting: Meeting) -> Answer:
    there = request.POST.getlist("in_room")
    start = meeting_actions.start_meeting
    return _do(request, start, public_id=meeting.public_id, in_room=there)


def _place(request: ActorRequest, meeting: Meeting) -> Answer:
    attendee, _sign, where = request.POST.get("place", "").partition(":")
    if where not in set(Where):
        return _refused(NO_TOKEN)
    return _do(
        request,
        actions.move_in_room,
        meeting_id=meeting.public_id,
        attendee_id=attendee,
        where=Where(where),
    )


def _join(request: ActorRequest, meeting: Meeting) -> Answer:
    post_id = number(request.POST.get("post", ""))
    return _do(request, actions.let_into_room, meeting_id=meeting.public_id, post_id=post_id)


def _open(request: ActorRequest, meeting: Meeting) -> Answer:
    return _do(
        request,
        actions.open_line,
        meeting_id=meeting.public_id,
        row_id=_row(request),
        gone=request.POST.getlist("gone"),
        back=request.POST.getlist("back"),
    )


def _save(request: ActorRequest, meeting: Meeting) -> Answer:
    """Save what was typed, for a browser without scripts."""
    fields = read_fields(request)
    try:
        saved = save_fields(request, meeting.public_id, _row(request))
    except Refused as refused:
        keep_typed_text(request)
        return _refused(refused.decision)
    except (NotVisible, NotThere):
        keep_typed_text(request)
        return _refused(OUT_OF_SIGHT)
    return Answer() if saved.is_fine else _two_wrote(fields, saved)


def _two_wrote(fields: Mapping[str, str], saved: Saved) -> Answer:
    """Show the newest text where the sender had changed nothing, and both where two had."""
    sent = {name: text for name, text in fields.items() if name not in saved.newer}
    return Answer(TWO_WROTE, sent, saved, is_done=False, status=409)


def _finish(request: ActorRequest, meeting: Meeting) -> Answer:
    """Save what was typed, then agree on it in one action. A second click is known by its token."""
    fields, is_kept = read_fields(request), True
    try:
        saved = save_fields(request, meeting.public_id, _row(request))
    except (Refused, NotVisible, NotThere):
        saved, is_kept = Saved(), False
    if not saved.is_fine:
        return _two_wrote(fields, saved)
    try:
        answer = _do(request, partial(_agree, request, meeting.public_id))
    except Http404:  # the case has gone out of sight; the text is kept for its writer
        return _refused(OUT_OF_SIGHT)
    if not answer.is_done and not is_kept:
        keep_typed_text(request)
    answer.sent = fields
    return answer


def _agree(request: ActorRequest, meeting_id: str, **how: Any) -> None:
    actions.finish_case(
        **how,
        meeting_id=meeting_id,
        row_id=_row(request),
        version=number(request.POST.get("case_version", "")),
        agreed=read_agreed(request),
    )


def _postpone(request: ActorRequest, meeting: Meeting) -> Answer:
    """Put the line off. What was typed is saved first, and stays with the line."""
    return _leave(request, meeting, meeting_actions.postpone_row)


def _aside(request: ActorRequest, meeting: Meeting) -> Answer:
    """Take the line off the screen, to take another first."""
    return _leave(request, meeting, meeting_actions.set_row_aside)


def _leave(request: ActorRequest, meeting: Meeting, action: Callable[..., object]) -> Answer:
    fields = read_fields(request)
    try:
        saved = save_fields(request, meeting.public_id, _row(request))
    except (Refused, NotVisible, NotThere):
        keep_typed_text(request)
    else:
        if not saved.is_fine:
            return _two_wrote(fields, saved)
    return _do(request, action, public_id=meeting.public_id, row_id=_row(request))


def _common(request: ActorRequest, meeting: Meeting) -> Answer:
    finish = meeting_actions.finish_common_row
    return _do(request, finish, public_id=meeting.public_id, row_id=_row(request))


def _anonymous(request: ActorRequest, meeting: Meeting) -> Answer:
    form = anonymous_form(request, meeting, request.POST)
    if not form.is_valid():
        return Answer(form=form, is_done=False, status=422)
    data = form.cleaned_data
    answer = _do(
        request,
        meeting_actions.finish_anonymous_row,
        public_id=meeting.public_id,
        row_id=_row(request),
        themes=[Topic(int(theme)) for theme in data["themes"]],
        grades=Band(data["grades"]),
        advice=data["advice"],
    )
    answer.form = form
    return answer


def _check(request: ActorRequest, meeting: Meeting) -> Answer:
    """Look over the text of a discussion without a name, and ask for nothing else yet."""
    typed: dict[str, object] = {name: request.POST.get(name, "") for name in ("grades", "advice")}
    typed["themes"] = request.POST.getlist("themes")
    form = anonymous_form(request, meeting, initial=typed)
    form.checked = form.aid.check(str(typed["advice"]).strip())
    return Answer(form=form, is_done=False)

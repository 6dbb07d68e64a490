"""The chair's agenda: what is taken up, in which order, how long, and who is not to hear it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from felles.casework.actions import (
    open_agenda,
    order_agenda,
    set_question,
    take_up_cases,
)
from felles.casework.queries import Agenda, Candidate, Line, NotVisible, propose_agenda
from felles.meetings import actions
from felles.meetings.queries import NotThere, get_led_meeting
from felles.rules.access import Permission
from felles.rules.meetings import MeetingKind, MeetingState, RowState, may_change_agenda
from felles.ui.access import ActorRequest, needs
from felles.ui.forms import FellesForm
from felles.web.agenda.forms import AnonymousForm, CandidatesForm, CommonForm, LineForm
from felles.web.agenda.shown import say_candidate, say_fit, show_lines
from felles.web.common import carry_out, render_page, status_of, version_of

ROUTE = "meeting-agenda"


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent: what to do, what to say, the form with its errors if it has any."""

    do: Callable[[], object]
    done: str = ""
    form: FellesForm | None = None


@needs(Permission.MEETING_READ)
def agenda(request: ActorRequest, public_id: str) -> HttpResponse:
    """The agenda of a meeting that one leads; each form on the page is sent by itself."""
    by = request.actor
    try:
        meeting = get_led_meeting(by, public_id)
    except NotThere:
        raise Http404 from None
    found, candidates = open_agenda(by=by, at=by.at, meeting=meeting, route=ROUTE)
    refusal, sent = None, None
    if request.method == "POST":
        sent = _read(request, found, candidates)
        if sent is None:
            return redirect(ROUTE, public_id)
        if sent.form is None or sent.form.is_valid():
            refusal = carry_out(request, sent.do)
            if refusal is None:
                if sent.done:
                    messages.success(request, sent.done)
                return redirect(f"{reverse(ROUTE, args=[public_id])}{_part(request)}")
            # Shown as it is now, with why nothing was done.
            meeting = get_led_meeting(by, public_id)
            found, candidates = open_agenda(by=by, at=by.at, meeting=meeting, route=ROUTE)
    status = 422 if refusal is None and sent is not None else status_of(refusal)
    context = _context(found, candidates, sent.form if sent else None)
    return render_page(
        request, "web/agenda/agenda.html", {**context, "refusal": refusal}, status=status
    )


def _part(request: ActorRequest) -> str:
    """Lead back to the line that was changed."""
    row = request.POST.get("row", "")
    return f"#l-{row}" if row.isalnum() and len(row) < 12 else ""


def _context(found: Agenda, candidates: list[Candidate], form: FellesForm | None) -> dict[str, Any]:
    meeting = found.meeting
    waiting = [line for line in found.lines if line.row.state == RowState.WAITING]
    shown = [line.row.public_id for line in found.lines]
    return {
        "meeting": meeting,
        "title": _(meeting.title),
        "agenda": found,
        "version": meeting.version,
        "lines": show_lines(found, form if isinstance(form, LineForm) else None),
        "fit": say_fit(found),
        "change": may_change_agenda(MeetingState(meeting.state)),
        "is_team": MeetingKind(meeting.kind) is MeetingKind.INNSATSTEAM,
        "takes_cases": MeetingKind(meeting.kind).takes_cases,
        "has_better_order": len(waiting) > 1 and list(propose_agenda(found)) != shown,
        "candidates": [(one, say_candidate(one, MeetingKind(meeting.kind))) for one in candidates],
        "candidates_form": form if isinstance(form, CandidatesForm) else None,
        "common_form": form if isinstance(form, CommonForm) else CommonForm(),
        "anonymous_form": form if isinstance(form, AnonymousForm) else AnonymousForm(),
    }


def _read(request: ActorRequest, found: Agenda, candidates: list[Candidate]) -> Sent | None:
    """What the form that was sent asks for; None when it is no form of this page."""
    readers: dict[str, Callable[[], Sent]] = {
        "cases": lambda: _read_cases(request, found, candidates),
        "common": lambda: _read_common(request, found),
        "anonymous": lambda: _read_anonymous(request, found),
        "line": lambda: _read_line(request, found),
        "up": lambda: _read_move(request, found, -1),
        "down": lambda: _read_move(request, found, 1),
        "remove": lambda: _read_remove(request, found),
        "order": lambda: _read_order(request, found),
    }
    reader = readers.get(request.POST.get("what", ""))
    return reader() if reader else None


def _where(request: ActorRequest, found: Agenda) -> dict[str, Any]:
    by = request.actor
    return {"by": by, "at": by.at, "public_id": found.meeting.public_id}


def _read_cases(request: ActorRequest, found: Agenda, candidates: list[Candidate]) -> Sent:
    by = request.actor
    form = CandidatesForm(request.POST, candidates=candidates)

    def do() -> None:
        take_up_cases(by=by, at=by.at, meeting_id=found.meeting.public_id, cases=form.chosen)

    return Sent(do, _("Sakene står på sakslista."), form)


def _read_common(request: ActorRequest, found: Agenda) -> Sent:
    form = CommonForm(request.POST)

    def do() -> None:
        actions.add_common_row(**_where(request, found), **form.cleaned_data)

    return Sent(do, _("Punktet står på sakslista."), form)


def _read_anonymous(request: ActorRequest, found: Agenda) -> Sent:
    form = AnonymousForm(request.POST)

    def do() -> None:
        actions.add_anonymous_row(**_where(request, found), **form.cleaned_data)

    return Sent(do, _("Drøftingen uten navn står på sakslista."), form)


def _line(request: ActorRequest, found: Agenda) -> Line:
    try:
        return found.line(request.POST.get("row", ""))
    except NotVisible:
        raise Http404 from None


def _read_line(request: ActorRequest, found: Agenda) -> Sent:
    line = _line(request, found)
    form = LineForm(request.POST, line=line)

    def do() -> None:
        data = form.cleaned_data
        where = _where(request, found)
        actions.set_row(
            **where,
            row_id=line.row.public_id,
            version=version_of(request),
            minutes=data["minutes"],
            guardians_at=data.get("guardians_at"),
        )
        if line.item is not None and data["question"] != line.item.question:
            set_question(
                by=where["by"],
                at=where["at"],
                meeting_id=where["public_id"],
                row_id=line.row.public_id,
                question=data["question"],
            )

    return Sent(do, _("Punktet er endret."), form)


def _read_move(request: ActorRequest, found: Agenda, step: int) -> Sent:
    line = _line(request, found)
    ids = [one.row.public_id for one in found.lines]
    here = ids.index(line.row.public_id)
    there = min(max(here + step, 0), len(ids) - 1)
    ids[here], ids[there] = ids[there], ids[here]

    def do() -> None:
        actions.set_order(**_where(request, found), version=version_of(request), row_ids=ids)

    return Sent(do)


def _read_remove(request: ActorRequest, found: Agenda) -> Sent:
    line = _line(request, found)

    def do() -> None:
        actions.remove_row(
            **_where(request, found),
            row_id=line.row.public_id,
            version=version_of(request),
        )

    return Sent(do, _("Punktet er tatt av sakslista."))


def _read_order(request: ActorRequest, found: Agenda) -> Sent:
    by = request.actor

    def do() -> None:
        order_agenda(
            by=by,
            at=by.at,
            meeting_id=found.meeting.public_id,
            version=version_of(request),
        )

    return Sent(do, _("Sakslista er ordnet slik at folk går ut og inn så lite som mulig."))

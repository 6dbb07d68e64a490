"""An agenda in words: what stands beside each line, for the chair and for a member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from felles.casework.queries import Agenda, Candidate, Line, OwnAgenda
from felles.rules.meetings import MeetingKind, RowKind, RowState
from felles.web.agenda.forms import LineForm

if TYPE_CHECKING:
    from felles.meetings.models import Attendee


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line for the chair: what it is called, who is out, what to look at, and its form."""

    line: Line
    title: str
    kept_out: str
    is_done: bool
    is_open: bool
    form: LineForm
    is_first: bool
    is_last: bool


def line_title(kind: str, title: str, name: str) -> str:
    """What a line is called by those who may see it."""
    if kind == RowKind.CASE:
        return name
    return title or _(RowKind(kind).label)


def say_kept_out(kept_out: Sequence[Attendee]) -> str:
    """The services and people who are not in the room during a line, for the chair."""
    names = dict.fromkeys(
        f"{one.post.user.name} ({one.post.organisation.name})" for one in kept_out
    )
    return ", ".join(names)


def show_lines(agenda: Agenda, bound: LineForm | None = None) -> list[ShownLine]:
    """Every line of the chair's agenda; ``bound`` is a form that was sent with an error."""
    shown = []
    last = len(agenda.lines) - 1
    for number, line in enumerate(agenda.lines):
        row = line.row
        is_sent = bound is not None and bound.auto_id == f"{row.public_id}_%s"
        shown.append(
            ShownLine(
                line=line,
                title=line_title(row.kind, row.title, line.case.name if line.case else ""),
                kept_out=say_kept_out(line.kept_out),
                is_done=row.state in (RowState.DONE, RowState.POSTPONED),
                is_open=row.state == RowState.OPEN,
                form=bound if bound is not None and is_sent else LineForm(line=line),
                is_first=number == 0,
                is_last=number == last,
            )
        )
    return shown


def say_fit(agenda: Agenda) -> str:
    """Whether the lines fit into the meeting, in a sentence."""
    over = agenda.minutes_over
    if over:
        return ngettext(
            "Sakslista er %(minutes)d minutt lengre enn møtet. Kort ned, eller ta noe av.",
            "Sakslista er %(minutes)d minutter lengre enn møtet. Kort ned, eller ta noe av.",
            over,
        ) % {"minutes": over}
    left = int((agenda.meeting.ends_at - agenda.ends_at).total_seconds() // 60)
    if not left:
        return _("Sakslista fyller hele møtet.")
    return ngettext(
        "Det er %(minutes)d minutt igjen i møtet.",
        "Det er %(minutes)d minutter igjen i møtet.",
        left,
    ) % {"minutes": left}


def say_candidate(candidate: Candidate, kind: MeetingKind) -> str:
    """Why a case should be taken up."""
    is_team = kind is MeetingKind.INNSATSTEAM
    return {
        "new": _("Ny i innsatsteamet") if is_team else _("Meldt til elevsaksmøtet"),
        "follow_up": _("Utsatt fra forrige møte"),
        "evaluate": _("Tiltakene skal ses på"),
    }[candidate.reason]


@dataclass(frozen=True, slots=True)
class ShownOwnLine:
    """A line of a member's own agenda."""

    title: str
    case_id: str
    is_protected: bool


@dataclass(frozen=True, slots=True)
class ShownOwn:
    """A member's own agenda: names where there are any, no numbers, no clock times."""

    lines: list[ShownOwnLine]
    minutes: int


def show_own(agenda: OwnAgenda) -> ShownOwn:
    """A member's own agenda in words."""
    lines = [
        ShownOwnLine(
            title=line_title(line.row.kind, line.row.title, line.case.name if line.case else ""),
            case_id=line.case.public_id if line.case else "",
            is_protected=bool(line.case and line.case.is_protected),
        )
        for line in agenda.lines
    ]
    return ShownOwn(lines, agenda.minutes)

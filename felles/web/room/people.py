"""The people of the room in words: who is in, who must go out, who comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from felles.casework.queries import Room
from felles.rules.meetings import Reply, RowKind, RowState
from felles.rules.roles import OrgKind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from felles.meetings.models import Attendee


BOTH = 2


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the meeting as the screen names them."""

    id: str
    name: str
    role: str
    service: str
    is_in: bool
    is_away: bool
    note: str = ""


def show_person(one: Attendee, *, note: str = "") -> Person:
    """A person with name and role; the service's kind where they do not come from the school."""
    kind = OrgKind(one.post.organisation.kind)
    return Person(
        id=one.public_id,
        name=one.post.user.name,
        role=_(Role(one.post.role).label),
        service="" if kind is OrgKind.SCHOOL else _(kind.label),
        is_in=one.is_in_room,
        is_away=one.came is False or (one.came is None and one.reply == Reply.CANNOT),
        note=note,
    )


def show_people(room: Room) -> list[Person]:
    """Everybody who is called, in the room or not; with when they were asked to come."""
    return [
        show_person(
            one,
            note=_("kommer %(clock)s") % {"clock": one.come_at.strftime("%H.%M")}
            if one.come_at and one.came is None
            else "",
        )
        for one in room.agenda.attendees
    ]


@dataclass(frozen=True, slots=True)
class Gate:
    """Who goes out before the next line, for today or for now, and who may come in again."""

    done: list[Person]
    out: list[Person]
    back: list[Person]
    label: str

    @property
    def gone(self) -> list[Person]:
        """All who must go out."""
        return [*self.done, *self.out]


def show_gate(room: Room) -> Gate:
    """The gate as the screen shows it. Nothing of whom the line is about."""
    later = {
        pk
        for line in room.agenda.lines
        if line.row.state == RowState.WAITING and line is not room.line
        for pk in line.members
    }
    done = [show_person(one) for one in room.must_leave if one.pk not in later]
    out = [show_person(one) for one in room.must_leave if one.pk in later]
    back = [show_person(one) for one in room.may_return]
    return Gate(done, out, back, _say_ready(room, [*done, *out]))


def _say_ready(room: Room, gone: list[Person]) -> str:
    is_case = room.line is not None and room.line.row.kind == RowKind.CASE
    show = _("Vis saken") if is_case else _("Ta opp punktet")
    if not gone:
        return show
    if len(gone) == 1:
        return _("%(name)s har gått. %(show)s") % {"name": gone[0].name.split()[0], "show": show}
    if len(gone) == BOTH:
        return _("Begge har gått. %(show)s") % {"show": show}
    return _("Alle %(count)d har gått. %(show)s") % {"count": len(gone), "show": show}


def say_names(people: Iterable[Person]) -> str:
    """Names with a comma between."""
    return ", ".join(person.name for person in people)


def say_swap(leave: list[Person]) -> str:
    """Who is done when the line before is over."""
    return _("%(names)s skal ut") % {"names": say_names(leave)}

"""The room of a meeting: which line is open or waits at the gate, who may hear it, and the case.

All is computed with the people who are in the room at this moment. A case's texts come here only
when the gate is passed, and no further than everybody in the room may read them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from felles.casework.models import (
    ChildVoice,
    Concern,
    Measure,
    Talk,
)
from felles.casework.queries.agenda import Agenda, Line, get_agenda
from felles.casework.queries.cases import CaseView, NotVisible, facts_of
from felles.casework.queries.page import CasePage, get_case_page
from felles.meetings.models import AgendaRow, Attendee, Meeting
from felles.meetings.queries import (
    Typed,
    find_last_typed,
    find_open_row,
    list_present,
    list_typed,
)
from felles.people.models import FamilyMessage
from felles.people.queries import list_actors_of_posts
from felles.rules.access import Actor, Permission, may, may_see
from felles.rules.case_flow import Evidence, Step
from felles.rules.consent import live_topics
from felles.rules.decision import Decision
from felles.rules.meetings import MeetingKind, MeetingState, RowState, may_open_row
from felles.rules.roles import SERVICE_ROLES, Audience, Role, Topic
from felles.rules.room import OUTCOMES, Hearers, Outcome, hearers_of, may_agree
from felles.rules.text import N_

SCHOOL_KEY = "school"


@dataclass(frozen=True, slots=True)
class Room:
    """The meeting as it stands: ``line`` is open, or waits at the gate; None when none does.

    ``open_row`` is the line that was opened, also when it may not be shown any more; then
    ``line`` is None if its case is out of the actor's sight. ``decision`` says whether the line
    may be shown with the people who are in the room now. ``must_leave`` may not hear it,
    ``may_return`` have been in the room and may.
    """

    agenda: Agenda
    open_row: AgendaRow | None
    line: Line | None
    decision: Decision
    must_leave: list[Attendee] = field(default_factory=list)
    may_return: list[Attendee] = field(default_factory=list)
    view: CaseView | None = None

    @property
    def meeting(self) -> Meeting:
        return self.agenda.meeting

    @property
    def is_shown(self) -> bool:
        """True when the line is open, and everybody in the room may hear it."""
        return self.open_row is not None and self.line is not None and bool(self.decision)

    @property
    def in_room(self) -> list[Attendee]:
        """Those who are in the room now."""
        return [one for one in self.agenda.attendees if one.is_in_room]


def get_room(actor: Actor, meeting: Meeting, *, wanted: str = "") -> Room:
    """The room for whoever leads the meeting, or for one of its members.

    ``wanted`` is the line to stand at the gate of, when another than the next is taken first.
    A line whose case the actor does not see is not there.
    """
    agenda = get_agenda(actor, meeting)
    open_row = find_open_row(meeting)
    found = [line for line in agenda.lines if open_row and line.row.pk == open_row.pk]
    if not found and meeting.chair_id != actor.user_id:
        # To another who leads meetings here and may not see the open case, none is open (rule 4).
        open_row = None
    if open_row is None:
        found = _waiting(agenda, wanted)
    room = Room(agenda, open_row, found[0] if found else None, Decision.no(""))
    return room if room.line is None else _at_gate(room, room.line)


def _waiting(agenda: Agenda, wanted: str) -> list[Line]:
    """The line that was asked for, else the first that waits."""
    asked = [
        line
        for line in agenda.lines
        if line.row.public_id == wanted and line.row.state in (RowState.WAITING, RowState.POSTPONED)
    ]
    return asked or [line for line in agenda.lines if line.row.state == RowState.WAITING]


def _at_gate(room: Room, line: Line) -> Room:
    there = frozenset(one.pk for one in room.in_room)
    decision = may_open_row(
        MeetingState(room.meeting.state),
        RowState(line.row.state),
        in_room=there,
        allowed=line.members,
    )
    if decision:
        decision = line.decision
    attendees = room.agenda.attendees
    return replace(
        room,
        decision=decision,
        must_leave=[one for one in room.in_room if one.pk not in line.members],
        may_return=[
            one for one in attendees if one.pk in line.members and one.came and not one.is_in_room
        ],
    )


def find_open_case_line(room: Room, row_id: str) -> Line:
    """The open line, which is about a case in sight.

    Raises:
        Refused: another line, or none, is open.
        NotVisible: its case is out of the actor's sight.
    """
    line = room.line
    if room.open_row is None or room.open_row.public_id != row_id:
        Decision.no(N_("Punktet er ikke tatt opp.")).require()
    if line is None or line.case is None or line.item is None:
        raise NotVisible
    return line


@dataclass(frozen=True, slots=True)
class Giver:
    """Somebody who can promise something in a case: the school, the social agent, a service.

    ``key`` names the fields. ``topics`` are what the measure may be about.
    """

    key: str
    organisation_id: int
    owner_id: int | None
    topics: tuple[Topic, ...]
    attendee: Attendee | None = None

    @property
    def is_school(self) -> bool:
        return self.key == SCHOOL_KEY or self.owner_id is not None


def list_givers(actor: Actor, room: Room, view: CaseView) -> list[Giver]:
    """The school, and each who has been in the room for the line and may hear it, in order."""
    line = room.line
    if line is None:
        return []
    givers = [Giver(SCHOOL_KEY, view.case.school_id, None, tuple(Topic))]
    present = list_present(line.row)
    for one in room.agenda.attendees:
        giver = _giver(actor, view, one) if one.pk in present & line.members else None
        if giver is not None and all(other.key != giver.key for other in givers):
            givers.append(giver)
    return givers


def _giver(actor: Actor, view: CaseView, one: Attendee) -> Giver | None:
    post = one.post
    if Role(post.role) is Role.SOCIAL_AGENT and post.organisation_id == view.case.school_id:
        return Giver(one.public_id, view.case.school_id, post.user_id, tuple(Topic), one)
    service_id = post.organisation_id
    if Role(post.role) not in SERVICE_ROLES or service_id not in view.facts.granted_service_ids:
        return None
    topics = tuple(sorted(live_topics(view.facts.holders, service_id, actor.on)))
    return Giver(post.organisation.public_id, service_id, None, topics, one) if topics else None


def own_key(attendee: Attendee) -> str:
    """The key of the field in which this attendee may write; empty for those with none."""
    if Role(attendee.post.role) is Role.SOCIAL_AGENT:
        return attendee.public_id
    return attendee.post.organisation.public_id if Role(attendee.post.role) in SERVICE_ROLES else ""


@dataclass(frozen=True, slots=True)
class RoomCase:
    """An open case on the screen. What everybody in the room may read stands apart from what only
    whoever leads the meeting may."""

    view: CaseView
    line: Line
    hearers: Hearers
    evidence: Evidence
    voice: ChildVoice | None
    concerns: list[Concern]
    measures: list[Measure]
    own_concerns: list[Concern]
    own_talks: list[Talk]
    own_messages: list[FamilyMessage]
    givers: list[Giver]
    typed: dict[str, Typed]
    outcomes: dict[Outcome, Decision]


def get_hearers(actor: Actor, room: Room, view: CaseView) -> Hearers:
    """What everybody in the room may read of a case."""
    actors = list_actors_of_posts({one.post_id for one in room.in_room}, actor.at)
    facts = facts_of(view.case, view.facts)
    return hearers_of([may_see(actors[one.post_id], facts) for one in room.in_room])


def get_room_case(actor: Actor, room: Room) -> RoomCase | None:
    """The case that is open on the screen; None when no case is, or it may not be shown."""
    if not room.is_shown or room.line is None or room.view is None:
        return None
    view, page = room.view, get_case_page(actor, room.view)
    hearers = get_hearers(actor, room, view)
    typed = list_typed(room.line.row)
    gives = any(name.startswith("give-") and one.text.strip() for name, one in typed.items())
    return RoomCase(
        view=view,
        line=room.line,
        hearers=hearers,
        evidence=page.evidence,
        voice=next((one for one in page.voices if _is_for_all(hearers, one)), None),
        concerns=[one for one in page.concerns if _is_for_all(hearers, one)],
        measures=[one for one in page.measures if _is_for_all(hearers, one)],
        own_concerns=[one for one in page.concerns if not _is_for_all(hearers, one)],
        own_talks=_own_talks(page),
        own_messages=_messages(actor, view),
        givers=list_givers(actor, room, view),
        typed=typed,
        outcomes=list_outcomes(room.meeting, view, page.evidence, gives=gives),
    )


def _is_for_all(hearers: Hearers, text: ChildVoice | Concern | Measure) -> bool:
    return hearers.may_read(Audience(text.audience), Topic(text.topic))


def _own_talks(page: CasePage) -> list[Talk]:
    kinds = (Talk.Kind.GUARDIANS, Talk.Kind.FAMILY_MEETING)
    return [one for one in page.talks if one.kind in kinds and one.note][:3]


def _messages(actor: Actor, view: CaseView) -> list[FamilyMessage]:
    """What the guardians have written, for those who answer them."""
    if not may(actor, Permission.FAMILY_ANSWER):
        return []
    rows = FamilyMessage.objects.filter(
        guardianship__pupil_id=view.case.pupil_id, at__gte=view.case.opened_at
    )
    rows = rows.exclude(text="").select_related("guardianship__guardian")
    return list(rows.order_by("-at", "-pk")[:3])


def list_outcomes(
    meeting: Meeting, view: CaseView, evidence: Evidence, *, gives: bool
) -> dict[Outcome, Decision]:
    """What the meeting may agree on in a case, each with the rule's answer.

    ``gives`` says that somebody has promised something, which becomes a measure.
    """
    kind = MeetingKind(meeting.kind)
    if gives:
        evidence = replace(evidence, measures_running=max(evidence.measures_running, 1))
    step = Step(view.case.step)
    return {one: may_agree(kind, one, step, evidence) for one in OUTCOMES.get(kind, ())}


def get_mark(room: Room) -> str:
    """A mark that changes whenever what the room's screen shows does."""
    if room.is_shown and room.open_row is not None:
        return f"{room.open_row.public_id}-{find_last_typed(room.open_row)}"
    row = room.open_row or (room.line.row if room.line else None)
    leave = "-".join(str(one.pk) for one in room.must_leave)
    return f"{row.public_id if row else ''}.{leave}"


@dataclass(frozen=True, slots=True)
class OwnOpen:
    """The case that is open now, for a member who may see it, and the member's own field."""

    row: AgendaRow
    case_id: str
    name: str
    key: str
    typed: Typed | None


def find_own_open(actor: Actor, meeting: Meeting) -> OwnOpen | None:
    """The open case, when the actor is in the room, may see it and can promise something in it.

    None for everybody else, and when the gate is not passed: nobody is told which.
    """
    room = get_room(actor, meeting)
    own = next((one for one in room.in_room if one.post_id == actor.post_id), None)
    key = own_key(own) if own else ""
    # A line is shown only when everybody in the room may hear it.
    line = room.line if room.is_shown else None
    if not key or line is None or line.case is None:
        return None
    typed = list_typed(line.row).get(f"give-{key}")
    return OwnOpen(line.row, line.case.public_id, line.case.name, key, typed)


def keys_of(givers: Iterable[Giver]) -> frozenset[str]:
    """The names of all fields that whoever leads the meeting may write in."""
    own = {"why", "outcome", "evaluate_on", "goal", "topic"}
    return frozenset(
        own | {f"{name}-{one.key}" for one in givers for name in ("give", "due", "topic")}
    )

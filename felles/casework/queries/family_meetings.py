"""Meetings with pupil and guardians: inside the school, and what each guardian is told.

Everything that a guardian can learn of a meeting goes by the guardian's own row among the guests:
nobody meets another household's time, and no paper and no page lists the others who come.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from felles.casework.models import (
    CaseItem,
    ChildVoice,
    FamilyMeeting,
    FamilyMeetingGuest,
    readable,
    standing,
)
from felles.casework.queries.cases import CaseRow, CaseView, NotVisible, rows_of, visible_cases
from felles.casework.queries.consequences import PAPER_ROUTES
from felles.ledger.queries import list_files_out
from felles.meetings.models import Attendee
from felles.people.models import FamilyMessage, Guardianship
from felles.people.queries import get_door, list_guardianships, list_messages, list_own_ties
from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.consent import Authority
from felles.rules.decision import Decision
from felles.rules.families import FamilyActor, FamilyLogin, MessageKind
from felles.rules.family_meetings import may_change_family_meeting, may_close_family_meeting
from felles.rules.meetings import InterpreterState, MeetingState

State = FamilyMeeting.State
AHEAD = timedelta(days=14)
MOST = 20
# How long before the meeting an interpreter should be ordered, and confirmed.
ORDER_BEFORE = timedelta(days=7)
CONFIRM_BEFORE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Guest:
    """A guardian who is asked to come. ``is_told`` of the meeting as it stands now."""

    tie: Guardianship
    row: FamilyMeetingGuest
    is_told: bool
    hears_online: bool
    wishes: list[FamilyMessage]


@dataclass(frozen=True, slots=True)
class FamilyMeetingPage:
    """A meeting as the school prepares and uses it. What the child wants stands first.

    ``summary_at`` is when a paper of the decision was last fetched after the meeting.
    """

    meeting: FamilyMeeting
    guests: list[Guest]
    voice: ChildVoice | None
    may_change: Decision
    may_close: Decision
    is_planned: bool
    is_held: bool
    is_cancelled: bool
    summary_at: datetime | None

    @property
    def interpreter(self) -> InterpreterState:
        """How far the order of an interpreter has come."""
        return InterpreterState(self.meeting.interpreter)


@dataclass(frozen=True, slots=True)
class FamilyMeetingTodo:
    """Something to do about a meeting: ``kind`` is ``interpreter``, ``invite`` or ``held``.

    ``what`` is the language to interpret.
    """

    kind: str
    row: CaseRow
    meeting_id: str
    what: str
    at: datetime
    due_on: date


def _inside(view: CaseView) -> QuerySet[FamilyMeeting]:
    """Of services nobody is told where and when a family meets the school."""
    if not view.sight.is_school:
        raise NotVisible
    return FamilyMeeting.objects.filter(case=view.case)


def _guests(meetings: QuerySet[FamilyMeeting]) -> QuerySet[FamilyMeeting]:
    guests = FamilyMeetingGuest.objects.select_related(
        "guardianship__guardian", "guardianship__pupil"
    ).order_by("guardianship__household", "pk")
    return meetings.prefetch_related(Prefetch("guests", queryset=guests))


def list_family_meetings(actor: Actor, view: CaseView) -> list[FamilyMeeting]:
    """The meetings of a visible case, the latest first; those who come are loaded along.

    Raises:
        NotVisible: the actor works outside the school.
    """
    meetings = _guests(_inside(view)).select_related("item__row__meeting")
    return list(meetings.order_by("-starts_at", "-pk")[:50])


def find_family_meeting(actor: Actor, view: CaseView, meeting_id: str) -> FamilyMeeting:
    """One meeting of a visible case.

    Raises:
        NotVisible: there is none in this case, or the actor works outside the school.
    """
    meetings = _guests(_inside(view)).select_related("item__row__meeting")
    meeting = meetings.filter(public_id=meeting_id).first()
    if meeting is None:
        raise NotVisible
    return meeting


def get_family_meeting(actor: Actor, view: CaseView, meeting_id: str) -> FamilyMeetingPage:
    """The page that is used before and in the meeting.

    Raises:
        NotVisible: there is no such meeting for the actor.
    """
    meeting = find_family_meeting(actor, view, meeting_id)
    is_planned = meeting.state == State.PLANNED
    voices = standing(readable(ChildVoice, actor, view.sight)).filter(case=view.case)
    return FamilyMeetingPage(
        meeting=meeting,
        guests=_list_guests(actor, view, meeting),
        voice=voices.order_by("-told_on", "-pk").first(),
        may_change=may_change_family_meeting(is_planned=is_planned),
        may_close=may_close_family_meeting(
            is_planned=is_planned, meets_on=meets_on(meeting), on=actor.on
        ),
        is_planned=is_planned,
        is_held=meeting.state == State.HELD,
        is_cancelled=meeting.state == State.CANCELLED,
        summary_at=_summary_at(view, meeting),
    )


def meets_on(meeting: FamilyMeeting) -> date:
    """The day of the meeting in Norway."""
    return meeting.starts_at.astimezone(OSLO).date()


def _list_guests(actor: Actor, view: CaseView, meeting: FamilyMeeting) -> list[Guest]:
    rows = list(meeting.guests.all())
    wishes: dict[int, list[FamilyMessage]] = {}
    if may(actor, Permission.FAMILY_ANSWER):
        for message in list_messages({row.guardianship_id for row in rows}):
            is_wish = message.kind == MessageKind.WISH.value
            if is_wish and message.at >= view.case.active_since_at:
                wishes.setdefault(message.guardianship_id, []).append(message)
    return [
        Guest(
            tie=row.guardianship,
            row=row,
            is_told=is_told(meeting, row),
            hears_online=hears_online(row.guardianship, view),
            wishes=wishes.get(row.guardianship_id, [])[:3],
        )
        for row in rows
    ]


def is_told(meeting: FamilyMeeting, guest: FamilyMeetingGuest) -> bool:
    """Has the guest been told of the meeting as it stands, after its last move?"""
    return guest.invited_at is not None and guest.invited_at >= meeting.at


def hears_online(tie: Guardianship, view: CaseView) -> bool:
    """Does a notice reach the guardian, and is there a page to read it on?

    Else somebody at the school calls, or gives the paper. The same questions as when the notice
    goes out: e-mail, a number to call, an open door, and a page that tells of the case.
    """
    has_phone = bool(settings.CONTACT or (view.case.school.phone and not view.facts.is_protected))
    is_asked = tie.pupil.consent_requests.filter(asked_at__gte=view.case.active_since_at)
    return bool(tie.guardian.email) and has_phone and is_asked.exists() and get_door(tie)[1]


def _summary_at(view: CaseView, meeting: FamilyMeeting) -> datetime | None:
    if meeting.state != State.HELD:
        return None
    files = list_files_out(view.case.pk, routes=PAPER_ROUTES, since=meeting.starts_at)
    return max((file.at for file in files), default=None)


def list_who_may_come(view: CaseView) -> list[Guardianship]:
    """Guardians who can be asked to a meeting: running ties that are not known to hold nothing."""
    return [
        tie
        for tie in list_guardianships(view.case.pupil_id)
        if tie.authority != Authority.HOLDS_NOT.value
    ]


def list_open_items(actor: Actor, view: CaseView) -> list[CaseItem]:
    """The lines of coming meetings in which the case is taken up, so that the family can join.

    Only of meetings that the actor leads or is called to.
    """
    over = (MeetingState.HELD.value, MeetingState.CANCELLED.value)
    items = CaseItem.objects.filter(case=view.case, row__meeting__ends_at__gt=actor.at)
    own = Attendee.objects.filter(post_id=actor.post_id).values("meeting_id")
    mine = Q(row__meeting__organisation_id=actor.organisation_id) | Q(row__meeting__in=own)
    items = items.filter(mine).exclude(row__meeting__state__in=over)
    return list(items.select_related("row__meeting").order_by("row__meeting__starts_at", "pk"))


def list_family_meeting_todos(actor: Actor) -> list[FamilyMeetingTodo]:
    """What waits about the meetings of the actor's school, in three queries at most."""
    if not may(actor, Permission.MEETING_LEAD):
        return []
    meetings = FamilyMeeting.objects.filter(
        state=State.PLANNED.value,
        starts_at__lte=actor.at + AHEAD,
        case__school_id=actor.organisation_id,
        case__in=visible_cases(actor),
    )
    found = list(_guests(meetings).order_by("starts_at", "pk")[:MOST])
    if not found:
        return []
    cases = visible_cases(actor).filter(pk__in={one.case_id for one in found}).order_by("pk")
    rows = {row.case_id: row for row in rows_of(actor, cases)}
    return [
        FamilyMeetingTodo(
            kind, rows[one.case_id], one.public_id, one.language, one.starts_at, due_on
        )
        for one in found
        if one.case_id in rows
        for kind, due_on in _what_waits(one, actor.on)
    ]


def _what_waits(meeting: FamilyMeeting, on: date) -> list[tuple[str, date]]:
    day = meets_on(meeting)
    if day < on:
        return [("held", day)]
    waits = []
    before = {
        InterpreterState.NEEDED: ORDER_BEFORE,
        InterpreterState.ORDERED: CONFIRM_BEFORE,
    }.get(InterpreterState(meeting.interpreter))
    if before is not None:
        waits.append(("interpreter", max(day - before, on)))
    if not all(is_told(meeting, guest) for guest in meeting.guests.all()):
        waits.append(("invite", max(day - ORDER_BEFORE, on)))
    return waits


def list_invitations(
    case_id: int, ties: Collection[int], at: datetime, *, only_invited: bool
) -> dict[int, FamilyMeeting]:
    """The meeting that each of some guardians is asked to, by the guardianship's id.

    The next one that is planned, else one that was cancelled and would still be to come.
    ``only_invited`` leaves out what nobody has told the guardian of yet.
    """
    guests = FamilyMeetingGuest.objects.filter(
        guardianship_id__in=ties,
        meeting__case_id=case_id,
        meeting__state__in=(State.PLANNED.value, State.CANCELLED.value),
        meeting__starts_at__gte=at - timedelta(hours=4),
    )
    if only_invited:
        guests = guests.filter(invited_at__isnull=False)
    found: dict[int, FamilyMeeting] = {}
    ordered = guests.order_by("meeting__state", "meeting__starts_at", "pk")
    for guest in ordered.select_related("meeting"):
        found.setdefault(guest.guardianship_id, guest.meeting)
    return found


def find_family_of_meeting(guardian_id: int, case_id: int, at: datetime) -> Guardianship | None:
    """The guardian's own tie, while there is a meeting to read of and the door is open.

    Asked when the notice goes out: a door that has been closed since hears nothing.
    """
    actor = FamilyActor(guardian_id, "", FamilyLogin.LINK, at)
    for tie in list_own_ties(actor):
        if list_invitations(case_id, {tie.pk}, at, only_invited=True):
            return tie
    return None

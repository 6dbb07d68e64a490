"""Meetings with pupil and guardians: planned, moved, cancelled, held; who is told, and how."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from felles.casework.actions.shared import Conflict, log, require_open, see_case
from felles.casework.actions.texts import TalkLog, add_talk, write_note
from felles.casework.models import CaseItem, FamilyMeeting, FamilyMeetingGuest, Talk
from felles.casework.queries.cases import CaseView, NotVisible
from felles.casework.queries.family_meetings import (
    find_family_meeting,
    hears_online,
    list_open_items,
    list_who_may_come,
    meets_on,
)
from felles.ledger.actions import enqueue
from felles.meetings.models import AgendaRow
from felles.people.models import Guardianship
from felles.rules.access import OSLO, Actor, Permission
from felles.rules.decision import Decision
from felles.rules.family_meetings import (
    after_move,
    may_change_family_meeting,
    may_close_family_meeting,
    may_meet_together,
    may_set_interpreter,
)
from felles.rules.meetings import InterpreterState
from felles.rules.text import N_

State = FamilyMeeting.State


@dataclass(frozen=True, slots=True)
class FamilyMeetingPlan:
    """When, where and with whom. ``item`` is the public id of the agenda's line; "" apart."""

    starts_at: datetime
    minutes: int
    place: str
    guardianships: Collection[str]
    language: str
    needs_interpreter: bool
    pupil_comes: bool = True
    together: bool = False
    item: str = ""


def plan_family_meeting(
    *, by: Actor, at: datetime, public_id: str, plan: FamilyMeetingPlan
) -> FamilyMeeting:
    """Plan a meeting with pupil and guardians. Nobody is told before the guests are invited.

    Raises:
        Refused: no guardian, guardians of two households who did not ask for it, or a time past.
    """
    view = _see(by, public_id)
    require_open(view)
    ties = _ties(view, plan)
    _check_time(at, plan.starts_at)
    item = _find_item(by, view, plan.item)
    needed = InterpreterState.NEEDED if plan.needs_interpreter else InterpreterState.NOT_NEEDED
    with transaction.atomic():
        meeting = FamilyMeeting.objects.create(
            case=view.case,
            item=item,
            starts_at=plan.starts_at,
            minutes=plan.minutes,
            place=plan.place.strip(),
            language=plan.language,
            interpreter=needed.value,
            pupil_comes=plan.pupil_comes,
            by_id=by.user_id,
            at=at,
        )
        FamilyMeetingGuest.objects.bulk_create(
            FamilyMeetingGuest(meeting=meeting, guardianship=tie) for tie in ties
        )
        _follow_agenda(item, plan.starts_at)
        codes = {"guests": len(ties), "together": plan.together, "apart": item is None}
        log(by, at, view, "family_meeting.plan", "FamilyMeeting", meeting.pk, **codes)
    return meeting


def _see(by: Actor, public_id: str) -> CaseView:
    view = see_case(by, public_id, Permission.MEETING_LEAD)
    if not view.sight.is_school:
        raise NotVisible
    return view


def _ties(view: CaseView, plan: FamilyMeetingPlan) -> list[Guardianship]:
    wanted = set(plan.guardianships)
    ties = [tie for tie in list_who_may_come(view) if tie.public_id in wanted]
    if len(ties) != len(wanted):
        Decision.no(N_("Personen er ikke foresatt for eleven.")).require()
    households = {tie.household for tie in ties}
    may_meet_together(households, together=plan.together).require()
    return ties


def _check_time(at: datetime, starts_at: datetime) -> None:
    if starts_at <= at:
        Decision.no(N_("Møtet må være fram i tid.")).require()


def _find_item(by: Actor, view: CaseView, row_id: str) -> CaseItem | None:
    if not row_id:
        return None
    items = {item.row.public_id: item for item in list_open_items(by, view)}
    if row_id not in items:
        Decision.no(N_("Saken står ikke på den sakslista.")).require()
    return items[row_id]


def _follow_agenda(item: CaseItem | None, starts_at: datetime) -> None:
    """The agenda says when the guardians come to its line."""
    if item is not None:
        at = starts_at.astimezone(OSLO).time()
        AgendaRow.objects.filter(pk=item.row_id).update(guardians_at=at)


def _change(meeting: FamilyMeeting, version: int, **fields: object) -> None:
    changed = FamilyMeeting.objects.filter(pk=meeting.pk, version=version).update(
        version=F("version") + 1, **fields
    )
    if not changed:
        raise Conflict


def move_family_meeting(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    meeting_id: str,
    version: int,
    starts_at: datetime,
    minutes: int,
    place: str,
    pupil_comes: bool,
) -> None:
    """Give the meeting another time or place. Guests who were told are told again.

    An interpreter must be ordered anew when the time is another one.

    Raises:
        Refused: it is over, or the new time is past.
        Conflict: somebody else changed it first.
    """
    view = _see(by, public_id)
    meeting = _planned(by, view, meeting_id)
    _check_time(at, starts_at)
    is_new_time = (starts_at, minutes) != (meeting.starts_at, meeting.minutes)
    now = InterpreterState(meeting.interpreter)
    fields: dict[str, object] = {
        "starts_at": starts_at,
        "minutes": minutes,
        "place": place.strip(),
        "pupil_comes": pupil_comes,
        "by_id": by.user_id,
        "at": at,
    }
    if is_new_time:
        fields |= {"interpreter": after_move(now).value, "interpreter_note": ""}
    with transaction.atomic():
        _change(meeting, version, **fields)
        _follow_agenda(meeting.item, starts_at)
        _tell(at, view, meeting, invited_only=True)
        log(by, at, view, "family_meeting.move", "FamilyMeeting", meeting.pk, is_new=is_new_time)


def _planned(by: Actor, view: CaseView, meeting_id: str) -> FamilyMeeting:
    meeting = find_family_meeting(by, view, meeting_id)
    may_change_family_meeting(is_planned=meeting.state == State.PLANNED).require()
    return meeting


def _tell(
    at: datetime, view: CaseView, meeting: FamilyMeeting, *, invited_only: bool = False
) -> int:
    """Put a notice without content in the outbox for each guest whom one reaches; returns how
    many. The others stay untold: somebody calls, or gives the paper."""
    told = 0
    for guest in meeting.guests.all():
        if invited_only and guest.invited_at is None:
            continue
        if hears_online(guest.guardianship, view):
            enqueue(
                at=at,
                kind="family_meeting",
                recipient_id=guest.guardianship.guardian_id,
                case_id=view.case.pk,
            )
            FamilyMeetingGuest.objects.filter(pk=guest.pk).update(invited_at=at)
            told += 1
    return told


def invite_guests(*, by: Actor, at: datetime, public_id: str, meeting_id: str) -> int:
    """Send the invitation: a notice without content to those who read on their own page.

    Returns how many it went to.

    Raises:
        Refused: the meeting is over.
    """
    view = _see(by, public_id)
    meeting = _planned(by, view, meeting_id)
    with transaction.atomic():
        told = _tell(at, view, meeting)
        log(by, at, view, "family_meeting.invite", "FamilyMeeting", meeting.pk, told=told)
    return told


def mark_guest_told(
    *, by: Actor, at: datetime, public_id: str, meeting_id: str, guardianship: str
) -> None:
    """Somebody called the guardian, or gave the paper: of the meeting as it stands now."""
    view = _see(by, public_id)
    meeting = find_family_meeting(by, view, meeting_id)
    with transaction.atomic():
        told = meeting.guests.filter(guardianship__public_id=guardianship).update(invited_at=at)
        if not told:
            raise NotVisible
        log(by, at, view, "family_meeting.told", "FamilyMeeting", meeting.pk)


def set_interpreter(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    meeting_id: str,
    version: int,
    state: InterpreterState,
    language: str,
    note: str = "",
) -> None:
    """Say how far the order of an interpreter has come. It stays to do until it is confirmed.

    Raises:
        Refused: a confirmed one without a name or number, or the meeting is over.
    """
    view = _see(by, public_id)
    meeting = _planned(by, view, meeting_id)
    may_set_interpreter(InterpreterState(meeting.interpreter), state, note).require()
    with transaction.atomic():
        _change(
            meeting,
            version,
            interpreter=state.value,
            language=language,
            interpreter_note=note.strip(),
        )
        codes = {"state": state.value}
        log(by, at, view, "family_meeting.interpreter", "FamilyMeeting", meeting.pk, **codes)


def cancel_family_meeting(
    *, by: Actor, at: datetime, public_id: str, meeting_id: str, version: int, reason: str = ""
) -> None:
    """Cancel a meeting that is to come. Guests who were told are told so."""
    view = _see(by, public_id)
    meeting = _planned(by, view, meeting_id)
    with transaction.atomic():
        fields = {"state": State.CANCELLED.value, "reason_not": reason.strip(), "at": at}
        _change(meeting, version, **fields)
        if meeting.item is not None:
            AgendaRow.objects.filter(pk=meeting.item.row_id).update(guardians_at=None)
        _tell(at, view, meeting, invited_only=True)
        log(by, at, view, "family_meeting.cancel", "FamilyMeeting", meeting.pk)


def close_family_meeting(
    *,
    by: Actor,
    at: datetime,
    public_id: str,
    meeting_id: str,
    version: int,
    came: Collection[str] = (),
    note: str = "",
    reason_not: str = "",
    interpreter: str = "",
) -> Talk:
    """Write that the meeting was held, and who came; or, with ``reason_not``, why it was not.

    Logs the talk that the way of the case asks for, so that nobody writes it twice.
    ``interpreter`` is the language that was interpreted.

    Raises:
        Refused: it is still to come, or closed already; or nobody came and no reason is given.
    """
    view = _see(by, public_id)
    require_open(view)
    meeting = find_family_meeting(by, view, meeting_id)
    day = meets_on(meeting)
    is_planned = meeting.state == State.PLANNED
    may_close_family_meeting(is_planned=is_planned, meets_on=day, on=by.on).require()
    guests = list(meeting.guests.all())
    there = [guest for guest in guests if guest.guardianship.public_id in set(came)]
    is_held = not reason_not.strip()
    if is_held and not there:
        Decision.no(
            N_("Kryss av for hvem som kom, eller skriv hvorfor møtet ikke ble holdt.")
        ).require()
    with transaction.atomic():
        state = State.HELD if is_held else State.CANCELLED
        _change(meeting, version, state=state.value, reason_not=reason_not.strip())
        for guest in guests:
            FamilyMeetingGuest.objects.filter(pk=guest.pk).update(came=is_held and guest in there)
        log(by, at, view, "family_meeting.close", "FamilyMeeting", meeting.pk, held=is_held)
        talk = TalkLog(
            Talk.Kind.FAMILY_MEETING,
            held_on=day if is_held else None,
            who=_who_came(view, meeting, there) if is_held else "",
            note=note,
            reason_not=reason_not,
            interpreter=interpreter if is_held else "",
        )
        return add_talk(by, at, view, talk)


def _who_came(view: CaseView, meeting: FamilyMeeting, there: list[FamilyMeetingGuest]) -> str:
    names = [guest.guardianship.guardian.name for guest in there]
    if meeting.pupil_comes:
        names.insert(0, view.case.pupil.called)
    return ", ".join(names)[:200]


def hand_out_summary(
    *, by: Actor, at: datetime, public_id: str, meeting_id: str, guardianship: str, text: str
) -> None:
    """Write in the case that a guardian has got the paper of what was decided.

    ``text`` is the note, in the writer's language: who got what.

    Raises:
        NotVisible: the guardian was no guest of this meeting.
    """
    view = _see(by, public_id)
    meeting = find_family_meeting(by, view, meeting_id)
    if not meeting.guests.filter(guardianship__public_id=guardianship).exists():
        raise NotVisible
    write_note(by=by, at=at, public_id=public_id, text=text)

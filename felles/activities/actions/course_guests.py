"""Guests of a session: invited, taken back, and what they answer by the address in the mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from felles.activities.actions.course_sessions import get_planned, log_session
from felles.activities.models import CourseGuest
from felles.activities.queries.course_guests import find_invitation
from felles.activities.queries.courses import NoCourse, get_course_session
from felles.ledger.actions import enqueue, record_change
from felles.people.queries import system_actor
from felles.rules.access import Actor
from felles.rules.course_moves import may_add_guest, may_answer_invitation, may_invite, may_plan_at
from felles.rules.courses import CourseState, GuestReply, SessionState
from felles.rules.decision import Decision
from felles.rules.text import N_


@dataclass(frozen=True, slots=True)
class GuestCard:
    """Who is invited: from where, and by which address. The name may be empty."""

    organisation_name: str
    email: str
    name: str = ""


def invite_guest(
    *, by: Actor, at: datetime, public_id: str, number: int, version: int, card: GuestCard
) -> CourseGuest:
    """Invite somebody from outside to a session: by e-mail, with an entry for the calendar.

    Raises:
        NoCourse, CourseChanged: see :func:`felles.activities.actions.course_sessions.get_planned`.
        Refused: the session has begun, or the same address is invited already.
    """
    session = get_planned(by, public_id, number, version)
    may_invite(
        CourseState(session.series.state),
        SessionState(session.state),
        starts_at=session.starts_at,
        at=at,
    ).require()
    there = session.guests.exclude(reply=GuestReply.TAKEN_BACK.value)
    email = card.email.strip().lower()
    invited = [one.lower() for one in there.order_by("pk").values_list("email", flat=True)]
    may_add_guest(invited, email).require()
    with transaction.atomic():
        guest = CourseGuest.objects.create(
            session=session,
            organisation_name=card.organisation_name.strip(),
            name=card.name.strip(),
            email=email,
            invited_by_id=by.user_id,
            invited_at=at,
        )
        enqueue(at=at, kind="guest_invited", recipient_id=guest.pk)
        log_session(by, at, session, "course.guest_invite", guest=guest.pk)
    return guest


def take_back_guest(*, by: Actor, at: datetime, public_id: str, number: int, guest_id: str) -> None:
    """Take an invitation back: the guest is told, and the address in the mail shuts.

    Doing it twice does nothing more.

    Raises:
        NoCourse: no such session or guest for the actor.
        Refused: the actor plans no courses here.
    """
    session = get_course_session(by, public_id, number)
    may_plan_at(by, session.series.school_id).require()
    guest = session.guests.filter(public_id=guest_id).first()
    if guest is None:
        raise NoCourse
    with transaction.atomic():
        rows = CourseGuest.objects.filter(pk=guest.pk).exclude(reply=GuestReply.TAKEN_BACK.value)
        if not rows.update(reply=GuestReply.TAKEN_BACK.value, replied_at=at):
            return
        enqueue(at=at, kind="guest_cancelled", recipient_id=guest.pk)
        log_session(by, at, session, "course.guest_take_back", guest=guest.pk)


def answer_invitation(*, at: datetime, token: str, reply: GuestReply) -> None:
    """A guest says yes or no, by the signed address alone. The last answer counts.

    Raises:
        NoCourse: the address is not one of ours, or the invitation was taken back.
        Refused: the session has begun or is off, or that is no answer.
    """
    guest = find_invitation(token)
    if guest is None:
        raise NoCourse
    if reply not in (GuestReply.COMES, GuestReply.CANNOT):
        Decision.no(N_("Velg om du kommer.")).require()
    may_answer_invitation(
        GuestReply(guest.reply),
        SessionState(guest.session.state),
        starts_at=guest.session.starts_at,
        at=at,
    ).require()
    with transaction.atomic():
        # In the same breath as somebody takes it back, the taking back wins.
        rows = CourseGuest.objects.filter(pk=guest.pk).exclude(reply=GuestReply.TAKEN_BACK.value)
        if not rows.update(reply=reply.value, replied_at=at):
            raise NoCourse
        record_change(
            by=system_actor(at),
            at=at,
            action="course.guest_answer",
            object_type="CourseGuest",
            object_id=guest.pk,
            codes={"reply": reply.value},
        )

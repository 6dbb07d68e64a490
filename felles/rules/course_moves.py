"""Who may plan and read courses, and what may be done with a series and its sessions when.

Source: the guide, part 3A: the social agent plans and holds courses at the own school; teachers and
milieu workers suggest, and read the plan. Members of a small group are another matter
(:func:`felles.rules.courses.may_see_group`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from felles.rules.access import Actor, Permission, may
from felles.rules.courses import CourseState, GuestReply, SessionState, SuggestionState
from felles.rules.decision import Decision
from felles.rules.text import N_

# Guests at one session, and one person's suggestions without an answer.
MOST_GUESTS = 10
MOST_WAITING = 20
NOT_YOURS = Decision.no(N_("Rollen din kan ikke gjøre dette."))
_OVER = Decision.no(N_("Kurset er avsluttet. Lag et nytt kurs."))


def reads_courses(actor: Actor, school_id: int) -> bool:
    """True for the staff of the school; never for anybody who acts for a service or another."""
    return may(actor, Permission.COURSE_READ) and actor.organisation_id == school_id


def may_plan_at(actor: Actor, school_id: int) -> Decision:
    """May the actor plan courses, invite guests and answer suggestions at the school?"""
    if may(actor, Permission.COURSE_PLAN) and actor.organisation_id == school_id:
        return Decision.yes()
    return NOT_YOURS


def may_suggest_at(actor: Actor, school_id: int) -> Decision:
    """May the actor suggest a course? Everybody who reads the plan may."""
    return Decision.yes() if reads_courses(actor, school_id) else NOT_YOURS


def may_change_series(state: CourseState) -> Decision:
    """May the series still be changed?"""
    return Decision.yes() if state is CourseState.PLANNED else _OVER


def may_change_session(series: CourseState, session: SessionState) -> Decision:
    """May the session be moved, or get another theme? Not once it is held or off."""
    if not may_change_series(series):
        return _OVER
    if session is not SessionState.PLANNED:
        return Decision.no(N_("Økta er holdt eller avlyst. Den kan ikke endres."))
    return Decision.yes()


def may_say_held(
    series: CourseState, session: SessionState, *, starts_at: datetime, at: datetime
) -> Decision:
    """May the session be marked as held? Not before it has begun."""
    allowed = may_change_session(series, session)
    if allowed and starts_at > at:
        return Decision.no(N_("Økta har ikke begynt ennå."))
    return allowed


def may_replace(series: CourseState, session: SessionState, *, is_replaced: bool) -> Decision:
    """May a session be set up instead of this one? Once, and only of one that came to nothing."""
    if not may_change_series(series):
        return _OVER
    if session is not SessionState.NOT_HELD:
        return Decision.no(N_("Økta ble ikke avlyst. Da trenger dere ingen ny."))
    if is_replaced:
        return Decision.no(N_("Det er satt opp en ny økt allerede."))
    return Decision.yes()


def may_invite(
    series: CourseState, session: SessionState, *, starts_at: datetime, at: datetime
) -> Decision:
    """May a guest be invited? To what is planned and ahead."""
    allowed = may_change_session(series, session)
    if allowed and starts_at <= at:
        return Decision.no(N_("Økta har begynt. Du kan ikke invitere noen nå."))
    return allowed


def may_be_moved_to(starts_at: datetime, *, at: datetime) -> Decision:
    """May a session be moved to this instant? To what is ahead only."""
    if starts_at > at:
        return Decision.yes()
    return Decision.no(N_("Økta må være fram i tid."))


def may_add_guest(invited: Collection[str], email: str) -> Decision:
    """May this address be invited beside those that are? ``invited`` are in small letters."""
    if len(invited) >= MOST_GUESTS:
        return Decision.no(N_("Det er nok gjester på denne økta."))
    if email in invited:
        return Decision.no(N_("Denne adressen er invitert allerede."))
    return Decision.yes()


def may_answer_invitation(
    reply: GuestReply, session: SessionState, *, starts_at: datetime, at: datetime
) -> Decision:
    """May the guest still answer? Until the session begins, or is off."""
    if reply is GuestReply.TAKEN_BACK or session is not SessionState.PLANNED or starts_at <= at:
        return Decision.no(N_("Det er for sent å svare."))
    return Decision.yes()


def may_suggest_more(waiting: int) -> Decision:
    """May somebody whose ``waiting`` suggestions have no answer make another?"""
    if waiting < MOST_WAITING:
        return Decision.yes()
    return Decision.no(
        N_("Du har mange forslag som venter på svar. Vent til noen av dem er besvart.")
    )


def may_answer_suggestion(state: SuggestionState) -> Decision:
    """May the suggestion be taken or declined? Once."""
    if state is SuggestionState.NEW:
        return Decision.yes()
    return Decision.no(N_("Forslaget er besvart."))

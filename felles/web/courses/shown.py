"""Series and sessions in the page's words. Nothing here knows who is in a group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from felles.activities.queries import (
    NoCourse,
    find_sheet,
    get_course_session,
    get_series_of_course,
    theme_label,
)
from felles.rules.access import OSLO, Actor
from felles.rules.courses import CourseState, GroupKind, GuestReply, SessionState, WhyNot
from felles.ui.dates import clock_time

if TYPE_CHECKING:
    from felles.activities.models import CourseGuest, CourseSeries, CourseSession

STATE_COLORS = {
    SessionState.PLANNED: "info",
    SessionState.HELD: "success",
    SessionState.NOT_HELD: "warning",
}
COURSE_COLORS = {
    CourseState.PLANNED: "success",
    CourseState.ENDED: "neutral",
    CourseState.CANCELLED: "danger",
}
REPLY_COLORS = {
    GuestReply.NONE: "warning",
    GuestReply.COMES: "success",
    GuestReply.CANNOT: "danger",
    GuestReply.TAKEN_BACK: "neutral",
}


@dataclass(frozen=True, slots=True)
class ShownGuest:
    """Somebody from outside, and what they answered."""

    public_id: str
    name: str
    organisation: str
    email: str
    reply: str
    color: str
    is_invited: bool


@dataclass(frozen=True, slots=True)
class ShownSession:
    """One session as everybody at the school sees it."""

    number: int
    url: str
    starts_at: datetime
    ends_at: datetime
    on: date
    times: str
    room: str
    theme: str
    theme_url: str
    outline: str
    state: SessionState
    color: str
    why_not: str
    instead_of: int | None
    replaced_by: int | None
    # It has been, and nobody has said whether it was held.
    is_unsaid: bool
    guests: list[ShownGuest]


def show_session(series: CourseSeries, session: CourseSession, *, at: datetime) -> ShownSession:
    """A session with its guests, which the caller has fetched along."""
    state = SessionState(session.state)
    sheet = find_sheet(session.theme)
    outline = sheet.find_outline(session.outline) if sheet else None
    later = list(session.caught_up_by.all())
    return ShownSession(
        number=session.number,
        url=reverse("course-session", args=[series.public_id, session.number]),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        on=session.starts_at.astimezone(OSLO).date(),
        times=f"{clock_time(session.starts_at)}–{clock_time(session.ends_at)}",
        room=session.room,
        theme=_(theme_label(session.theme)),
        theme_url=reverse("course-theme", args=[session.theme]) if sheet else "",
        outline=outline.title if outline else "",
        state=state,
        color=STATE_COLORS[state],
        why_not=_(WhyNot(session.why_not).label) if session.why_not else "",
        instead_of=session.instead_of.number if session.instead_of else None,
        replaced_by=later[0].number if later else None,
        is_unsaid=state is SessionState.PLANNED and session.ends_at <= at,
        guests=[show_guest(guest) for guest in session.guests.all()],
    )


def show_guest(guest: CourseGuest) -> ShownGuest:
    """A guest in words."""
    reply = GuestReply(guest.reply)
    return ShownGuest(
        public_id=guest.public_id,
        name=guest.name,
        organisation=guest.organisation_name,
        email=guest.email,
        reply=_(reply.label),
        color=REPLY_COLORS[reply],
        is_invited=reply is not GuestReply.TAKEN_BACK,
    )


def find_next(sessions: Iterable[ShownSession], at: datetime) -> ShownSession | None:
    """The session that is under way or comes next."""
    ahead = (one for one in sessions if one.state is SessionState.PLANNED and one.ends_at > at)
    return next(ahead, None)


@dataclass(frozen=True, slots=True)
class ShownSeries:
    """A series in one line of a list, or on top of its page."""

    public_id: str
    name: str
    url: str
    audience: str
    when: str
    holder: str
    themes: str
    state: str
    color: str
    is_small: bool
    is_over: bool


def show_series(series: CourseSeries) -> ShownSeries:
    """For whom, when, and on what."""
    state = CourseState(series.state)
    return ShownSeries(
        public_id=series.public_id,
        name=series.name,
        url=reverse("course", args=[series.public_id]),
        audience=say_audience(
            GroupKind(series.group),
            series.class_group.name if series.class_group else "",
            series.grade,
        ),
        when=_("%(day)s kl. %(time)s")
        % {"day": str(WEEKDAYS[series.weekday]).lower(), "time": clock_time(series.starts_at)},
        holder=series.held_by.user.name,
        themes=", ".join(_(theme_label(key)) for key in series.themes),
        state=_(state.label),
        color=COURSE_COLORS[state],
        is_small=series.group == GroupKind.SMALL_GROUP.value,
        is_over=state is not CourseState.PLANNED,
    )


def say_audience(group: GroupKind, class_name: str, grade: int | None) -> str:
    """«6B», «Liten gruppe, 5. trinn», «Liten gruppe»"""
    if group is GroupKind.CLASS and class_name:
        return class_name
    if grade:
        return _("%(group)s, %(grade)s. trinn") % {"group": _(group.label), "grade": grade}
    return _(group.label)


def get_series_or_404(actor: Actor, public_id: str) -> CourseSeries:
    """A series at the actor's own school."""
    try:
        return get_series_of_course(actor, public_id)
    except NoCourse:
        raise Http404 from None


def get_session_or_404(actor: Actor, public_id: str, number: int) -> CourseSession:
    """A session of a series at the actor's own school."""
    try:
        return get_course_session(actor, public_id, number)
    except NoCourse:
        raise Http404 from None

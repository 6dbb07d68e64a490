"""The demo's courses at one school: a class around a holiday with a guest, a small group, ideas.

No pupil is here; the small group is filled where groups are made.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from felles.activities.actions import (
    GuestCard,
    Idea,
    add_holder,
    answer_invitation,
    call_off_session,
    create_series,
    decline_suggestion,
    hold_session,
    invite_guest,
    replace_session,
    suggest_course,
)
from felles.activities.models import CourseSeries, CourseSession
from felles.activities.queries import get_wanted_plan, sign_invitation
from felles.config.demo.calendar import Calendar
from felles.config.demo.stage import Stage
from felles.rules.access import OSLO
from felles.rules.course_plan import Wanted, Wish
from felles.rules.course_themes import Theme
from felles.rules.courses import GroupKind, GuestReply, SessionState, WhyNot

SCHOOL = "furulia"
AGENT, CONTACT, TEACHER = "furulia.agent", "furulia.6B", "furulia.teacher"
CLASS_COURSE, SMALL_COURSE = "Vennskap og konflikter i 6B", "Tirsdagsgruppa"
MONDAY, TUESDAY = 0, 1


def hold_courses(stage: Stage, calendar: Calendar) -> None:
    """A class half way through its course, a small group that has begun, and three suggestions."""
    asked = _at(calendar, -55)
    idea = suggest_course(
        by=stage.actor(CONTACT, asked),
        at=asked,
        idea=Idea(
            GroupKind.CLASS,
            Theme.FRIENDSHIP.value,
            stage.classes[SCHOOL, "6B"].public_id,
            text="Det er mye som skjer i friminuttene. Vi trenger å øve på å slippe flere inn.",
        ),
    )
    series = _class_course(stage, calendar, idea.public_id)
    _look_back(stage, calendar, series)
    _invite(stage, calendar, series)
    small = _small_course(stage, calendar)
    _look_back(stage, calendar, small)
    _suggest(stage, calendar)


def _at(calendar: Calendar, offset: int, clock: time = time(9, 15)) -> datetime:
    return datetime.combine(calendar.day(offset), clock, OSLO)


def _create(stage: Stage, at: datetime, wanted: Wanted, suggestion_id: str = "") -> CourseSeries:
    by = stage.actor(AGENT, at)
    shown = get_wanted_plan(by, wanted)
    return create_series(
        by=by, at=at, wanted=wanted, expected=shown.digest, suggestion_id=suggestion_id
    )


def _class_course(stage: Stage, calendar: Calendar, suggestion_id: str) -> CourseSeries:
    wanted = Wanted(
        name=CLASS_COURSE,
        themes=(Theme.FRIENDSHIP.value, Theme.CONFLICTS.value, Theme.SOCIAL_MEDIA.value),
        group=GroupKind.CLASS,
        wish=Wish(MONDAY, time(12, 30), 50, calendar.today - timedelta(days=35), 10),
        room="Klasserommet",
        class_id=stage.classes[SCHOOL, "6B"].public_id,
    )
    return _create(stage, _at(calendar, -50), wanted, suggestion_id)


def _small_course(stage: Stage, calendar: Calendar) -> CourseSeries:
    wanted = Wanted(
        name=SMALL_COURSE,
        themes=(Theme.FEELINGS.value, Theme.SELF_ESTEEM.value),
        group=GroupKind.SMALL_GROUP,
        wish=Wish(TUESDAY, time(10, 15), 45, calendar.today - timedelta(days=21), 6),
        room="Biblioteket",
        grade=5,
        seats=6,
    )
    at = _at(calendar, -30)
    series = _create(stage, at, wanted)
    add_holder(
        by=stage.actor(AGENT, at),
        at=at,
        public_id=series.public_id,
        post_id=stage.posts[TEACHER].public_id,
    )
    return series


def _look_back(stage: Stage, calendar: Calendar, series: CourseSeries) -> None:
    """What has been was held, but for the second session, which is caught up."""
    if series.name == CLASS_COURSE:
        _lose(stage, series, CourseSession.objects.get(series=series, number=2))
    past = CourseSession.objects.filter(series=series, ends_at__lt=calendar.now)
    for session in past.filter(state=SessionState.PLANNED.value).order_by("number"):
        hold_session(version=session.version, **_on(stage, session.ends_at, series, session))


def _on(stage: Stage, at: datetime, series: CourseSeries, session: CourseSession) -> dict[str, Any]:
    return {
        "by": stage.actor(AGENT, at),
        "at": at,
        "public_id": series.public_id,
        "number": session.number,
    }


def _lose(stage: Stage, series: CourseSeries, session: CourseSession) -> None:
    before = session.starts_at - timedelta(hours=3)
    common = _on(stage, before, series, session)
    call_off_session(**common, version=session.version, why=WhyNot.TRIP)
    starts_at = session.starts_at.astimezone(OSLO) + timedelta(days=1)
    replace_session(
        **common,
        starts_at=starts_at.replace(hour=13),
        ends_at=starts_at.replace(hour=13) + timedelta(minutes=50),
        room="Gymsalen",
    )


def _invite(stage: Stage, calendar: Calendar, series: CourseSeries) -> None:
    """The police come to one that is ahead; the drug counsellor has not answered."""
    ahead = CourseSession.objects.filter(series=series, starts_at__gt=calendar.now)
    guests = (
        GuestCard("Politiet, forebyggende", "politiet@gjest.example", "Pål Påfunn"),
        GuestCard("Ruskonsulenten i bydelen", "ruskonsulenten@gjest.example"),
    )
    at = _at(calendar, -4)
    found = list(ahead.order_by("starts_at", "pk")[1:3])
    for session, card in zip(found, guests, strict=False):
        guest = invite_guest(**_on(stage, at, series, session), version=session.version, card=card)
        if card is guests[0]:
            answer_invitation(
                at=at + timedelta(hours=2), token=sign_invitation(guest), reply=GuestReply.COMES
            )


def _suggest(stage: Stage, calendar: Calendar) -> None:
    """One that waits, and one that was declined with thanks."""
    at = _at(calendar, -3)
    suggest_course(
        by=stage.actor(TEACHER, at),
        at=at,
        idea=Idea(
            GroupKind.SMALL_GROUP,
            Theme.BOUNDARIES.value,
            grade=5,
            text="Noen på trinnet trenger å øve på å si stopp på en måte som virker.",
        ),
    )
    at = _at(calendar, -12)
    declined = suggest_course(
        by=stage.actor(CONTACT, at),
        at=at,
        idea=Idea(
            GroupKind.CLASS,
            Theme.SOCIAL_MEDIA.value,
            stage.classes[SCHOOL, "6B"].public_id,
        ),
    )
    later = at + timedelta(days=2)
    decline_suggestion(
        by=stage.actor(AGENT, later),
        at=later,
        public_id=declined.public_id,
        answer="Takk! Temaet kommer som siste del av kurset dere har nå. Vi tar det der.",
    )

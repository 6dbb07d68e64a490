"""Courses on the day page: the sessions one holds, suggestions to answer, own ones answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from felles.activities.queries import (
    list_own_answers,
    list_own_sessions,
    list_suggestions,
    theme_label,
)
from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.courses import GroupKind, SuggestionState
from felles.ui.dates import clock_time
from felles.ui.parts import Appointment, Todo
from felles.web.courses.shown import say_audience

if TYPE_CHECKING:
    from felles.activities.models import CourseSession, CourseSuggestion

ANSWERS_SHOWN = timedelta(days=14)
MOST_TO_ANSWER = 3


def add_courses(actor: Actor, shown: dict[str, Any]) -> dict[str, Any]:
    """The day page with what belongs to courses, in at most three questions to the database."""
    if not may(actor, Permission.COURSE_READ):
        return {**shown, "course_answers": []}
    of_day = [
        one for one in list_own_sessions(actor) if one.starts_at.astimezone(OSLO).date() == actor.on
    ]
    return {
        **shown,
        "appointments": _merge(actor, shown["appointments"], of_day),
        "to_answer": [*shown["to_answer"], *_to_answer(actor)],
        "course_answers": [
            _answer(one) for one in list_own_answers(actor, since=actor.at - ANSWERS_SHOWN)
        ],
    }


def _merge(
    actor: Actor, meetings: list[Appointment], sessions: list[CourseSession]
) -> list[Appointment]:
    """Meetings and sessions in the order of the day; whatever is first ahead is next."""
    ahead = next((one for one in sessions if one.ends_at > actor.at), None)
    of_meetings = next((one for one in meetings if one.is_next), None)
    is_session = ahead is not None and (of_meetings is None or ahead.starts_at < of_meetings.at)
    if is_session:
        meetings = [replace(one, is_next=False) for one in meetings]
    own = [_appointment(one, is_next=is_session and one is ahead) for one in sessions]
    return sorted([*meetings, *own], key=lambda one: one.at)


def _appointment(session: CourseSession, *, is_next: bool) -> Appointment:
    times = f"{clock_time(session.starts_at)}–{clock_time(session.ends_at)}"
    return Appointment(
        at=session.starts_at,
        title=session.series.name,
        note=" · ".join(part for part in (times, session.room) if part),
        url=reverse("course-session", args=[session.series.public_id, session.number]),
        is_next=is_next,
    )


def _to_answer(actor: Actor) -> list[Todo]:
    if not may(actor, Permission.COURSE_PLAN):
        return []
    return [_todo(one) for one in list_suggestions(actor, is_new=True)[:MOST_TO_ANSWER]]


def _todo(row: CourseSuggestion) -> Todo:
    url = f"{reverse('course-list')}#waiting"
    title = _("Svar på forslag om kurs: %(what)s") % {"what": _about(row)}
    return Todo(
        title=title, url=url, note=row.by.user.name, action=_("Se forslaget"), action_url=url
    )


def _about(row: CourseSuggestion) -> str:
    theme = _(theme_label(row.theme)) if row.theme else _("Uten tema")
    class_name = row.class_group.name if row.class_group else ""
    return f"{theme}, {say_audience(GroupKind(row.group), class_name, row.grade)}"


def _answer(row: CourseSuggestion) -> dict[str, str]:
    """What became of one's own suggestion."""
    series = row.series
    return {
        "what": _about(row),
        "state": _(SuggestionState(row.state).label),
        "answer": row.answer,
        "url": reverse("course", args=[series.public_id]) if series else reverse("course-list"),
    }

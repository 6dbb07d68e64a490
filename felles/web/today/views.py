"""I dag: what to do first, what belongs to the day, what is new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from felles.activities.queries import list_away_here
from felles.casework.actions import open_today
from felles.casework.queries import CaseRow, LoopRow, NewsRow, Today, TodoRow, list_drafts
from felles.rules.access import Actor, Permission, may
from felles.ui import dates
from felles.ui.access import ActorRequest, needs
from felles.ui.parts import Todo
from felles.web.today import words
from felles.web.today.courses import add_courses
from felles.web.today.crossings import list_day as list_crossings_of_day
from felles.web.today.meetings import list_meetings
from felles.web.today.places import list_places


@dataclass(frozen=True, slots=True)
class News:
    """One line of what is new."""

    name: str
    url: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of what became of a concern."""

    name: str
    url: str
    status: str
    next_on: date | None


@needs(Permission.TODAY, without_post="switch-post")
def today(request: ActorRequest) -> HttpResponse:
    """Show the actor's day."""
    actor = request.actor
    day = open_today(by=actor, at=actor.at, route="today")
    context = {
        "greeting": words.greeting(actor.at, actor.user_name),
        "day": words.long_day(actor.at),
        "drafts": list_drafts(actor),
        "may_raise": may(actor, Permission.CONCERN_RAISE),
        "has_cases": may(actor, Permission.CASE_READ),
        "places": list_places(actor),
        **_with_meetings(actor, _todos(actor, day)),
        "recaps": _recaps(day),
        "away_here": [(row.post.user.name, row.until_on) for row in list_away_here(actor)],
        "news_title": words.news_since(actor.at),
        "news": _list_news(day.news),
        "answers": [_answer(actor, loop) for loop in day.loops],
        "good_calls": [words.short_name(call.row.name) for call in day.good_calls],
        "nothing": words.nothing_to_do(actor),
    }
    return render(request, "web/today/today.html", context)


def _todos(actor: Actor, day: Today) -> dict[str, Any]:
    """The things to do, each in one place: first, else today, else later."""
    everything = [*day.first, *day.later]
    urgent = [todo for todo in everything if todo.due_on <= actor.on]
    return {
        "first": _list(actor, day.first),
        "of_today": _list(actor, (todo for todo in day.later if todo.due_on <= actor.on)),
        "later": _list(actor, (todo for todo in day.later if todo.due_on > actor.on)),
        "hurry": words.hurry(len(urgent)),
        "is_dated_today": any(todo.due_on == actor.on for todo in day.first),
    }


def _with_meetings(actor: Actor, todos: dict[str, Any]) -> dict[str, Any]:
    """The calls to answer come after what is urgent in the cases."""
    meetings = add_courses(actor, list_meetings(actor))
    alarms, crossings = list_crossings_of_day(actor)
    return {
        **todos,
        **meetings,
        "first": [*alarms, *todos["first"], *meetings["to_answer"]],
        "appointments": sorted([*meetings["appointments"], *crossings], key=lambda one: one.at),
    }


def _list(actor: Actor, rows: Iterable[TodoRow]) -> list[Todo]:
    return [_todo(actor, row) for row in rows]


def _todo(actor: Actor, todo: TodoRow) -> Todo:
    row = todo.row
    case_url = reverse("case", args=[row.public_id])
    if todo.kind == "measure":
        return Todo(
            title=todo.what,
            url=case_url,
            due_on=todo.due_on,
            note=_promised(row, todo),
            action=_("Skriv hvordan det går"),
            action_url=reverse("measure-check-in", args=[row.public_id, todo.measure_id]),
        )
    if todo.kind == "owner":
        return Todo(
            title=words.new_owner(todo.what),
            url=case_url,
            due_on=todo.due_on,
            note=_about(row, with_name=True),
            action=_("Velg en annen"),
            action_url=reverse("measure-owner", args=[row.public_id, todo.measure_id]),
        )
    if todo.kind == "consent":
        return _consent(actor, todo, case_url)
    if todo.kind in words.OF_FAMILY_MEETING:
        return _family_meeting(todo)
    if todo.kind in words.FROM_FAMILIES or todo.message is not None:
        said, do = words.MESSAGES[todo.message] if todo.message else words.FROM_FAMILIES[todo.kind]
        return Todo(
            title=said % {"name": words.short_name(row.name)},
            url=case_url,
            due_on=todo.due_on,
            note=_about(row),
            action=str(do),
            action_url=reverse("guardian-page", args=[row.public_id, todo.guardianship]),
        )
    title, verb, url_name, permission = words.TODO[row.step]
    action = str(verb)
    if not may(actor, permission):
        action, url_name = _("Se saken"), "case"
    return Todo(
        title=title % {"name": words.short_name(row.name)},
        url=case_url,
        due_on=todo.due_on,
        note=_about(row),
        action=action,
        action_url=reverse(url_name, args=[row.public_id]),
    )


def _consent(actor: Actor, todo: TodoRow, case_url: str) -> Todo:
    """To ask the guardians anew; the owner who may not record it is told, and sees the case."""
    records = may(actor, Permission.CONSENT_RECORD)
    consent_url = reverse("consent", args=[todo.row.public_id])
    return Todo(
        title=words.ask_anew(todo.row.name, todo.reasons),
        url=case_url,
        due_on=todo.due_on,
        note=_about(todo.row),
        action=_("Spør på nytt") if records else _("Se saken"),
        action_url=consent_url if records else case_url,
    )


def _family_meeting(todo: TodoRow) -> Todo:
    """What waits about a meeting with pupil and guardians: an interpreter, a call, the outcome."""
    url = reverse("case-family-meeting", args=[todo.row.public_id, todo.meeting_id])
    title, action = words.about_family_meeting(todo)
    return Todo(
        title=title,
        url=url,
        due_on=todo.due_on,
        note=_about(todo.row, with_name=todo.kind == "interpreter"),
        action=action,
        action_url=url,
    )


def _promised(row: CaseRow, todo: TodoRow) -> str:
    """Whom a measure is about, and the meeting that it was promised in, if it was."""
    about = _about(row, with_name=True)
    if todo.promised is None:
        return about
    day = dates.day(todo.promised.on)
    return f"{about} · {_('lovet i møtet %(day)s') % {'day': day}}"


def _recaps(day: Today) -> list[tuple[str, str]]:
    """The recaps of the meetings in which something on the page was promised, latest first."""
    promises = {todo.promised for todo in (*day.first, *day.later) if todo.promised is not None}
    ordered = sorted(promises, key=lambda one: (one.on, one.meeting_id), reverse=True)
    return [
        (reverse("meeting-recap", args=[one.meeting_id]), dates.day(one.on)) for one in ordered[:3]
    ]


def _about(row: CaseRow, *, with_name: bool = False) -> str:
    """Whom it is about; of a pupil with a protected address nothing tells the place."""
    parts = [words.short_name(row.name)] if with_name else []
    if row.is_protected:
        parts.append(_("Adressesperre"))
    elif row.class_name:
        parts.append(row.class_name)
    return " · ".join(parts)


def _list_news(rows: Iterable[NewsRow]) -> list[News]:
    """The newest of each case: where it stands now is what one wants to know."""
    newest: dict[int, NewsRow] = {}
    for row in rows:
        newest.setdefault(row.row.case_id, row)
    return [_news(row) for row in newest.values()]


def _news(news: NewsRow) -> News:
    return News(
        name=words.short_name(news.row.name),
        url=reverse("case", args=[news.row.public_id]),
        text=str(words.NEWS[news.step]),
        by=news.by_name,
        at=news.at,
    )


def _answer(actor: Actor, loop: LoopRow) -> Answer:
    is_ahead = loop.next_on is not None and loop.next_on >= actor.on
    return Answer(
        name=words.short_name(loop.pupil_name),
        url=reverse("concern-status", args=[loop.public_id]),
        status=loop.status.label,
        next_on=loop.next_on if is_ahead else None,
    )

"""A week in the page's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from felles.activities.queries import Day, Entry, Week, get_agent, get_own_post, monday_of
from felles.meetings.queries import NotThere
from felles.rules.access import Actor
from felles.rules.agent_week import Side
from felles.rules.meetings import Reply
from felles.ui.dates import clock_time
from felles.web.meetings.shown import title_of

if TYPE_CHECKING:
    from felles.people.models import Post

REACH_WEEKS = 60


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One thing in the week: times, what, where, and where it leads."""

    times: str
    title: str
    note: str
    url: str
    look: str
    is_unanswered: bool


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One day: its heading, what is in it, and why there may be little."""

    on: date
    is_today: bool
    holiday: str
    away: str
    entries: list[ShownEntry]


def show_days(week: Week, today: date) -> list[ShownDay]:
    """The days of the week, Monday first."""
    return [
        ShownDay(
            on=day.on,
            is_today=day.on == today,
            holiday=day.holiday,
            away=_away(day),
            entries=[_entry(one) for one in day.entries],
        )
        for day in week.days
    ]


def today_first(days: list[ShownDay]) -> list[ShownDay]:
    """Today first and what comes after it, then the days that have been."""
    at = next((number for number, day in enumerate(days) if day.is_today), 0)
    return [*days[at:], *days[:at]]


def _away(day: Day) -> str:
    if not day.is_away:
        return ""
    return _(day.away.label) if day.away else _("Borte")


def _entry(one: Entry) -> ShownEntry:
    times = f"{clock_time(one.starts_at)}–{clock_time(one.ends_at)}"
    if one.slot is not None:
        return ShownEntry(times, _(one.slot.kind.label), one.place, "", one.slot.kind.value, False)
    if one.course is not None:
        return ShownEntry(times, _("Kurs"), one.place, "", "course", False)
    if one.meeting is None:
        return ShownEntry(times, _("Møte"), "", "", "meeting", False)
    meeting = one.meeting.meeting
    return ShownEntry(
        times,
        title_of(meeting),
        one.place,
        reverse("meeting", args=[meeting.public_id]),
        "meeting",
        one.meeting.reply == Reply.NONE.value,
    )


def hours(minutes: int) -> str:
    """«7,75 t»"""
    text = f"{minutes / 60:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return _("%(hours)s t") % {"hours": text}


def read_monday(text: str, today: date) -> date:
    """The Monday that is asked for; that of today when it is none, or too far away."""
    try:
        monday = monday_of(date.fromisoformat(text))
    except (ValueError, OverflowError):
        return monday_of(today)
    reach = timedelta(weeks=REACH_WEEKS)
    return monday if abs(monday - today) < reach else monday_of(today)


def week_name(monday: date) -> str:
    """«Uke 48, 23.–27. nov.»"""
    friday = monday + timedelta(days=4)
    # A date format's own full stops: «23.11.–27.11.»
    span = f"{date_format(monday, 'j.n.')}–{date_format(friday, 'j.n.')}"
    return _("Uke %(number)d, %(span)s") % {"number": monday.isocalendar().week, "span": span}


def follow_lines(week: Week) -> list[tuple[str, str]]:
    """Who follows up the agent, side by side; empty where nobody does."""
    found = week.follow_ups
    return [(_(side.label), found[side].by.user.name if side in found else "") for side in Side]


def get_agent_or_404(actor: Actor, public_id: str) -> Post:
    """An agent whose week the actor may see."""
    try:
        return get_agent(actor, public_id)
    except NotThere:
        raise Http404 from None


def get_own_or_404(actor: Actor) -> Post:
    """The actor's own post as an agent."""
    try:
        return get_own_post(actor)
    except NotThere:
        raise Http404 from None

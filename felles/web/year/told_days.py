"""The year's meetings day by day, and those that fall on a day without school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from felles.meetings.queries import YearPlan
from felles.rules.year_plan import Occasion, SeriesFacts
from felles.ui import dates
from felles.web.year.told import full_name


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting of the year, as the list by month tells of it."""

    on: date
    starts_at: time
    name: str
    instead_of: date | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its innsatsteam meetings, and how many other meetings it has."""

    name: str
    lines: list[Line]
    others: int
    is_now: bool


def list_months(plan: YearPlan, today: date) -> list[Month]:
    """The year, month by month. The innsatsteam meet by name, the others as a number."""
    of = {one.id: one for one in plan.series}
    held = [one for one in plan.occasions if one.on is not None]
    months = []
    for first, group in groupby(held, key=lambda one: (one.on or one.proper_on).replace(day=1)):
        every = list(group)
        teams = [one for one in every if of[one.series_id].is_team]
        months.append(
            Month(
                name=date_format(first, "F Y"),
                lines=[_line(one, of[one.series_id]) for one in teams],
                others=len(every) - len(teams),
                is_now=first == today.replace(day=1),
            )
        )
    return months


def _line(one: Occasion, series: SeriesFacts) -> Line:
    return Line(
        on=one.on or one.proper_on,
        starts_at=one.starts_at,
        name=series.organisation_name,
        instead_of=one.proper_on if one.is_moved else None,
    )


def list_moves(plan: YearPlan) -> list[str]:
    """Meetings that fall on a day without school, and where they are proposed instead."""
    of = {one.id: one for one in plan.series}
    told = []
    for one in plan.occasions:
        if not one.is_moved:
            continue
        values = {
            "meeting": full_name(of[one.series_id]),
            "day": dates.weekday(one.proper_on),
            "new": dates.weekday(one.on) if one.on else "",
        }
        text = (
            _("%(meeting)s: %(day)s er fridag. Forslag: %(new)s")
            if one.on
            else _("%(meeting)s: %(day)s er fridag. Ingen dag i nærheten passer.")
        )
        told.append(text % values)
    return told

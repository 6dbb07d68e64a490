"""Reads of the outreach log. Numbers are told in bands, and to the own school or a leader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, CharField, Count, QuerySet, Value, When
from django.db.models.functions import TruncWeek

from felles.activities.models import OutreachNote
from felles.people.models import Organisation
from felles.people.queries import list_schools
from felles.rules.access import OSLO, Actor
from felles.rules.outreach import (
    SCHOOL_BEGINS,
    SCHOOL_ENDS,
    WATCH,
    WEEKS_SHOWN,
    Arena,
    PartOfDay,
    as_band,
    reads_texts,
)

# The lower end of a band of five; None where there are too few to tell, or none.
Band = int | None


@dataclass(frozen=True, slots=True)
class Picture:
    """What is seen where and when, and how many notes a week, oldest first."""

    cells: dict[tuple[Arena, PartOfDay], Band]
    weeks: list[tuple[date, Band]]


@dataclass(frozen=True, slots=True)
class AtSchool:
    """One school beside others: bands by part of the day, without place and text."""

    school: Organisation
    parts: dict[PartOfDay, Band]


def first_day(on: date) -> date:
    """The Monday on which the picture begins."""
    return on - timedelta(days=on.weekday(), weeks=WEEKS_SHOWN - 1)


def _begin(actor: Actor) -> datetime:
    return datetime.combine(first_day(actor.on), time(), OSLO)


# The SQL twin of ``part_of_day``, by the clock in Norway.
_PART = Case(
    When(at__time__lt=SCHOOL_BEGINS, then=Value(PartOfDay.BEFORE.value)),
    When(at__time__lt=SCHOOL_ENDS, then=Value(PartOfDay.BREAKS.value)),
    default=Value(PartOfDay.AFTER.value),
    output_field=CharField(),
)


def _noted(actor: Actor, *, only_watch: bool) -> QuerySet[OutreachNote]:
    """Notes of the weeks shown; all of them, or what must be watched."""
    notes = OutreachNote.objects.filter(at__gte=_begin(actor)).order_by()
    if only_watch:
        notes = notes.filter(what__in=[one.value for one in WATCH])
    return notes


def get_picture(actor: Actor, *, only_watch: bool = False) -> Picture:
    """The picture of the schools that the actor's post covers."""
    notes = _noted(actor, only_watch=only_watch).filter(school_id__in=actor.school_ids)
    counted = notes.annotate(part=_PART).values_list("arena", "part").annotate(n=Count("pk"))
    cells = {(Arena(arena), PartOfDay(part)): as_band(n) for arena, part, n in counted}
    of_week = notes.annotate(week=TruncWeek("at", tzinfo=OSLO))
    weeks = {at.date(): n for at, n in of_week.values_list("week").annotate(n=Count("pk"))}
    first = first_day(actor.on)
    mondays = [first + timedelta(weeks=number) for number in range(WEEKS_SHOWN)]
    return Picture(cells, [(monday, as_band(weeks.get(monday, 0))) for monday in mondays])


def list_side_by_side(actor: Actor, *, only_watch: bool = False) -> list[AtSchool]:
    """All schools, for those who lead the work at several of them."""
    notes = _noted(actor, only_watch=only_watch).annotate(part=_PART)
    counted = notes.values_list("school_id", "part").annotate(n=Count("pk"))
    found = {(school, PartOfDay(part)): n for school, part, n in counted}
    return [
        AtSchool(school, {part: as_band(found.get((school.pk, part), 0)) for part in PartOfDay})
        for school in list_schools(actor)
    ]


def list_texts(actor: Actor, *, limit: int = 50) -> list[OutreachNote]:
    """The newest texts of the own school, for those of the school who read the log."""
    if not reads_texts(actor):
        return []
    notes = OutreachNote.objects.filter(school_id__in=actor.school_ids).exclude(text="")
    return list(notes.defer("author").order_by("-at", "-pk")[:limit])

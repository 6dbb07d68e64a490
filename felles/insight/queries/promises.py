"""How what was promised in meetings goes, as counts without children.

Inside a school, counted over the cases that the reader sees. For leaders over all schools, with
what is small hidden, and without whom nothing may be told of: pupils with a protected address, and
pupils whose guardians shut out a service that the leader belongs to.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case as When_
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from felles.casework.models import Case, CheckIn, Measure
from felles.casework.queries import readable_measures
from felles.casework.queries.evidence import RUNNING
from felles.people import visibility
from felles.rules.access import OSLO, Actor
from felles.rules.rhythm import school_year_start
from felles.rules.suppression import Shown, suppress

# The columns: within the deadline, past it with news, past it without a word.
ON_TIME, LATE, SILENT = range(3)


@dataclass(frozen=True, slots=True)
class Promises:
    """Counts by school, in the order that was asked for; a number that is hidden is None.

    Each row: within the deadline, past it and followed up, past it and nobody has written how it
    goes.
    """

    rows: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    totals: tuple[int | None, ...]
    total: int | None
    hidden: int = 0


def begins(day: date) -> datetime:
    """The first instant of a day in Norway."""
    return datetime(day.year, day.month, day.day, tzinfo=OSLO)


def count_own_promises(actor: Actor, school_id: int) -> Promises:
    """The counts of the actor's own school, over the cases that the actor sees."""
    return _plain(_count(readable_measures(actor), actor, [school_id]))


def count_all_promises(actor: Actor, school_ids: Collection[int]) -> Promises:
    """The counts of every school for somebody who sees no child; small numbers are hidden.

    Also a zero is: whether there is one or none is nobody's to tell.
    """
    measures = Measure.objects.filter(case__pupil__protection=0)
    if actor.affiliations:
        measures = measures.filter(~visibility.is_excluded(actor, "case__pupil_id"))
    shown = suppress(_count(measures, actor, school_ids), hides_zero=True)
    return _as_promises(shown)


def _count(
    measures: QuerySet[Measure], actor: Actor, school_ids: Collection[int]
) -> list[list[int]]:
    late = Q(due_on__lt=actor.on)
    has_news = Exists(CheckIn.objects.filter(measure=OuterRef("pk")))
    column = When_(
        When(~late, then=Value(ON_TIME)),
        When(late & has_news, then=Value(LATE)),
        default=Value(SILENT),
        output_field=IntegerField(),
    )
    rows = (
        measures.filter(
            item__isnull=False,
            item__at__gte=begins(school_year_start(actor.on)),
            status__in=RUNNING,
            case__state=Case.State.OPEN.value,
            case__school_id__in=school_ids,
        )
        .annotate(column=column)
        .order_by()
        .values_list("case__school_id", "column")
        .annotate(count=Count("pk"))
    )
    counts = {(school, number): count for school, number, count in rows}
    return [
        [counts.get((school, number), 0) for number in (ON_TIME, LATE, SILENT)]
        for school in school_ids
    ]


def _plain(table: list[list[int]]) -> Promises:
    columns = tuple(sum(column) for column in zip(*table, strict=True))
    return Promises(
        rows=tuple(tuple(row) for row in table),
        row_totals=tuple(sum(row) for row in table),
        totals=columns,
        total=sum(columns),
    )


def _as_promises(shown: Shown) -> Promises:
    return Promises(
        shown.cells, shown.row_totals, shown.column_totals, shown.total, hidden=shown.hidden
    )

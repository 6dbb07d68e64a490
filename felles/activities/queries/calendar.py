"""What somebody's own calendar shows beside meetings: an agent's week, and courses one holds.

A calendar leaves the house: no child, no group and no course's name stands in it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from felles.activities.models import Away, CourseHolder, CourseSession, WeekSlot
from felles.people.queries import list_actors
from felles.programme.queries import list_periods
from felles.rules.access import OSLO
from felles.rules.agent_week import BUSY, SlotKind
from felles.rules.courses import SessionState
from felles.rules.school_year import school_year_of

REACH = timedelta(days=366)
MOST = 1500
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FixedEntry:
    """A stretch of the fixed week, or a session of a course, as a calendar has it.

    ``slot`` is None for a session. A stretch comes again each week until ``until_on`` (open when
    None), but not on the days ``without``. ``is_free`` says that one can be called to a meeting.
    """

    uid: str
    organisation_name: str
    starts_at: datetime
    ends_at: datetime
    place: str
    changed_at: datetime
    slot: SlotKind | None = None
    until_on: date | None = None
    without: tuple[datetime, ...] = ()
    is_free: bool = False
    is_cancelled: bool = False
    sequence: int = 0


def list_fixed_entries(user_id: int, at: datetime) -> list[FixedEntry]:
    """The fixed weeks and sessions of a person's running posts, a year back and ahead."""
    names = {one.post_id: one.organisation_name for one in list_actors(user_id, at)}
    if not names:
        return []
    on = at.astimezone(OSLO).date()
    return [*_slots(names, on), *_sessions(list(names), at)]


def _slots(names: dict[int, str], on: date) -> list[FixedEntry]:
    rows = WeekSlot.objects.filter(post_id__in=names, from_on__lte=on + REACH)
    rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=on - REACH))
    free = _free_days(on)
    away = _away_days(list(names), on)
    found = [
        _slot(row, names[row.post_id], free | away[row.post_id])
        for row in rows.order_by("from_on", "weekday", "starts_at", "pk")[:MOST]
    ]
    return [entry for entry in found if entry is not None]


def _slot(row: WeekSlot, name: str, without: set[date]) -> FixedEntry | None:
    first = row.from_on + _DAY * ((row.weekday - row.from_on.weekday()) % 7)
    if row.until_on is not None and first > row.until_on:
        return None  # no such weekday came before the plan ended
    until = row.until_on or date.max
    off = sorted(day for day in without if first <= day <= until and day.weekday() == row.weekday)
    kind = SlotKind(row.kind)
    return FixedEntry(
        uid=f"week-{row.pk}",
        organisation_name=name,
        starts_at=datetime.combine(first, row.starts_at, OSLO),
        ends_at=datetime.combine(first, row.ends_at, OSLO),
        place=row.place,
        changed_at=datetime.combine(row.from_on, time(), OSLO),
        slot=kind,
        until_on=row.until_on,
        without=tuple(datetime.combine(day, row.starts_at, OSLO) for day in off),
        is_free=kind not in BUSY,
        # The plan's only change is its end.
        sequence=int(row.until_on is not None),
    )


def _free_days(on: date) -> set[date]:
    """Days without school in reach."""
    years = range(school_year_of(on - REACH), school_year_of(on + REACH) + 1)
    return {day for year in years for period in list_periods(year) for day in period.days()}


def _away_days(post_ids: list[int], on: date) -> dict[int, set[date]]:
    found: dict[int, set[date]] = defaultdict(set)
    rows = Away.objects.filter(
        post_id__in=post_ids, until_on__gte=on - REACH, from_on__lte=on + REACH
    )
    for post_id, first, last in rows.values_list("post_id", "from_on", "until_on")[:MOST]:
        found[post_id] |= {first + _DAY * n for n in range((last - first).days + 1)}
    return found


def _sessions(post_ids: list[int], at: datetime) -> list[FixedEntry]:
    together = CourseHolder.objects.filter(post_id__in=post_ids).values("series_id")
    rows = CourseSession.objects.filter(
        Q(series__held_by_id__in=post_ids) | Q(series_id__in=together),
        starts_at__gte=at - REACH,
        starts_at__lte=at + REACH,
    ).select_related("series__school")
    return [
        FixedEntry(
            uid=f"kurs-{row.public_id}",
            organisation_name=row.series.school.name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=row.room or row.series.room,
            changed_at=row.changed_at,
            is_cancelled=row.state == SessionState.NOT_HELD.value,
            sequence=row.sequence,
        )
        for row in rows.order_by("starts_at", "pk")[:MOST]
    ]

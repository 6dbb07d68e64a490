"""Publishes the year wheel: fixed times on the series, and a meeting for each occasion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from felles.ledger.actions import Change, record_change, record_changes
from felles.meetings.actions.meetings import MeetingChanged
from felles.meetings.models import Attendee, Meeting, Series, SeriesMember
from felles.meetings.queries.year import Choices, YearPlan, get_year_plan
from felles.rules.access import OSLO, Actor
from felles.rules.decision import Decision
from felles.rules.free_times import time_of
from felles.rules.text import N_
from felles.rules.year_plan import may_publish
from felles.rules.year_steps import Standing, Wanted

PLAN_CHANGED = Decision.no(
    N_("Noe er endret siden du så forslaget. Se over det nye, og publiser igjen.")
)


def publish_year(*, by: Actor, at: datetime, year: int, choices: Choices, expected: str) -> None:
    """Carry out the plan of a school year as it was shown, whole or not at all.

    ``expected`` is the digest of what was shown. Meetings that were called, held, cancelled or
    moved by hand stay as they are; nobody is told anything, as nobody was called.

    Raises:
        NotThere: the actor plans no meetings.
        Refused: something has changed since, or the plan may not be published.
        MeetingChanged: somebody changed a meeting in this very moment; nothing was written.
    """
    with transaction.atomic():
        plan = get_year_plan(by, year, choices)
        may_publish(plan.calendar, plan.proposal).require()
        if plan.digest != expected:
            PLAN_CHANGED.require()
        changes = [
            *_set_times(plan),
            *_make(plan, at),
            *(_move(one, place, at) for one, place in plan.steps.changed),
            *_take_away(plan.steps.removed),
        ]
        record_changes(by=by, at=at, changes=changes)
        record_change(
            by=by,
            at=at,
            action="year.publish",
            object_type="SchoolYear",
            object_id=year,
            codes={
                "new": len(plan.steps.new),
                "changed": len(plan.steps.changed),
                "removed": len(plan.steps.removed),
            },
        )


def _set_times(plan: YearPlan) -> Iterable[Change]:
    for row in plan.proposal.rows:
        if row.pattern is None or row.pattern == row.series.pattern:
            continue
        changed = Series.objects.filter(pk=row.series.id, version=row.series.version).update(
            version=F("version") + 1,
            weekday=row.pattern.weekday,
            starts_at=time_of(row.pattern.slot),
            first_week=row.pattern.first_week,
        )
        if not changed:
            raise MeetingChanged
        codes = {"weekday": row.pattern.weekday, "first_week": row.pattern.first_week}
        yield Change("series.time", "Series", row.series.id, codes=codes)


def _make(plan: YearPlan, at: datetime) -> Iterable[Change]:
    of = {one.id: one for one in plan.series}
    made = Meeting.objects.bulk_create(
        (_meeting(one, of[one.series_id].kind, of[one.series_id].organisation_id, at)
         for one in plan.steps.new),
        batch_size=500,
    )  # fmt: skip
    posts = _load_posts({one.series_id for one in plan.steps.new})
    Attendee.objects.bulk_create(
        (
            Attendee(meeting=meeting, post_id=post_id)
            for meeting in made
            for post_id in _running(posts[meeting.series_id or 0], meeting.starts_at)
        ),
        batch_size=500,
    )
    return [Change("meeting.plan", "Meeting", row.pk, codes={"kind": row.kind}) for row in made]


def _meeting(one: Wanted, kind: str, organisation_id: int, at: datetime) -> Meeting:
    return Meeting(
        series_id=one.series_id,
        kind=str(kind),
        name=one.name,
        organisation_id=organisation_id,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        place=one.place,
        changed_at=at,
    )


_Posts = dict[int, tuple[date, date | None]]


def _load_posts(series_ids: set[int]) -> dict[int, _Posts]:
    """The regular members of some series: when each one's post runs."""
    rows = SeriesMember.objects.filter(
        series__in=series_ids, until_on=None, is_substitute=False, post__user__is_active=True
    )
    found: dict[int, _Posts] = defaultdict(dict)
    for series_id, post_id, from_on, until_on in rows.values_list(
        "series_id", "post_id", "post__from_on", "post__until_on"
    ):
        found[series_id][post_id] = (from_on, until_on)
    return found


def _running(posts: _Posts, at: datetime) -> list[int]:
    day = at.astimezone(OSLO).date()
    return sorted(
        post_id
        for post_id, (from_on, until_on) in posts.items()
        if from_on <= day and (until_on is None or until_on >= day)
    )


def _move(one: Standing, place: Wanted, at: datetime) -> Change:
    changed = Meeting.objects.filter(pk=one.id, version=one.version, sequence=0, called_at=None)
    if not changed.update(
        version=F("version") + 1,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        name=place.name,
        place=place.place,
        changed_at=at,
    ):
        raise MeetingChanged
    return Change("meeting.replan", "Meeting", one.id)


def _take_away(gone: Iterable[Standing]) -> Iterable[Change]:
    """Meetings that nobody was told of and nothing hangs on."""
    rows = list(gone)
    ids = [one.id for one in rows]
    found = Meeting.objects.filter(pk__in=ids, sequence=0, called_at=None, rows=None)
    if found.count() != len(ids):
        raise MeetingChanged
    found.delete()
    return [Change("meeting.unplan", "Meeting", one.id) for one in rows]

"""The year wheel: what is there, what is proposed, and what publishing would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q

from felles.meetings.models import AgendaRow, Attendee, Meeting, Series, SeriesMember
from felles.meetings.queries.availability import load_free_times
from felles.meetings.queries.meetings import NotThere
from felles.programme.queries import get_calendar, get_settings
from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.clocks import SettingKey
from felles.rules.free_times import any_time
from felles.rules.meetings import MeetingKind, MeetingState
from felles.rules.roles import Role
from felles.rules.school_year import SchoolCalendar, year_bounds
from felles.rules.year_plan import (
    Member,
    Occasion,
    Proposal,
    SeriesFacts,
    Wishes,
    list_occasions,
    propose,
)
from felles.rules.year_steps import Standing, Steps, Wanted, add, compare, digest
from felles.rules.year_wheel import Pattern, Time

# More series than a large city's; a plan that would hold more is cut, never slow.
MOST_SERIES = 600


@dataclass(frozen=True, slots=True)
class Choices:
    """What the planner ticks: reckon with everybody who has not answered, and move meetings that
    fall on holidays to the proposed days rather than skip them."""

    assume_free: bool = False
    use_moves: bool = True


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A school year as it would be published. ``unanswered`` are members of innsatsteam."""

    year: int
    calendar: SchoolCalendar
    series: tuple[SeriesFacts, ...]
    proposal: Proposal
    occasions: tuple[Occasion, ...]
    steps: Steps
    unanswered: tuple[Member, ...]
    answered: int
    digest: str

    @property
    def patterns(self) -> dict[int, Pattern]:
        """The fixed times of all series that have or get one."""
        return _patterns(self.series, self.proposal)


def get_year_plan(actor: Actor, year: int, choices: Choices) -> YearPlan:
    """Work out the plan of a school year. The same facts give the same plan and digest.

    Raises:
        NotThere: the actor plans no meetings.
    """
    if not may(actor, Permission.MEETING_PLAN):
        raise NotThere
    calendar = get_calendar(year)
    series = load_series(actor, year)
    members = {one.post_id: one for row in series if row.is_team for one in row.members}
    everybody = {one.post_id for row in series for one in row.members}
    answers = load_free_times(everybody)
    unanswered = [one for key, one in sorted(members.items()) if not answers.get(key)]
    free: dict[int, Mapping[Time, int]] = dict(answers)
    if choices.assume_free:
        free |= {one.post_id: any_time() for one in unanswered}
    proposal = propose(series, _wishes(actor, free))
    occasions = list_occasions(series, _patterns(series, proposal), calendar, answers)
    steps = _steps(actor, series, proposal, occasions, year, choices)
    patterns = {row.series.id: row.pattern for row in proposal.rows if row.pattern is not None}
    return YearPlan(
        year=year,
        calendar=calendar,
        series=tuple(series),
        proposal=proposal,
        occasions=tuple(occasions),
        steps=steps,
        unanswered=tuple(unanswered),
        answered=len(members) - len(unanswered),
        digest=digest(patterns, {one.id: one.version for one in series}, steps),
    )


def _wishes(actor: Actor, free: Mapping[int, Mapping[Time, int]]) -> Wishes:
    settings = get_settings(actor.on)
    office = settings[SettingKey.OFFICE_WEEKDAY]
    return Wishes(
        free=free,
        office_weekday=office - 1 if 1 <= office <= 5 else None,
        most_a_day=max(settings[SettingKey.MEETING_TEAMS_A_DAY], 1),
    )


def _patterns(
    series: list[SeriesFacts] | tuple[SeriesFacts, ...], proposal: Proposal
) -> dict[int, Pattern]:
    own = {one.id: one.pattern for one in series if not one.is_team}
    found = {row.series.id: row.pattern for row in proposal.rows}
    return {key: pattern for key, pattern in {**own, **found}.items() if pattern is not None}


def load_series(actor: Actor, year: int) -> list[SeriesFacts]:
    """Series that are used, and those put aside that still have meetings to come, with the
    regular members whose posts run at some time from now until the end of the school year."""
    first, last = year_bounds(year)
    ahead = Meeting.objects.filter(series_id=OuterRef("pk"), starts_at__gt=actor.at)
    runs = Q(post__until_on=None) | Q(post__until_on__gte=max(actor.on, first))
    members = (
        SeriesMember.objects.filter(runs, until_on=None, is_substitute=False)
        .filter(post__from_on__lte=last, post__user__is_active=True)
        .select_related("post__user")
        .order_by("post__user__name", "pk")
    )
    rows = (
        Series.objects.filter(Q(is_active=True) | Exists(ahead))
        .select_related("organisation")
        .prefetch_related(Prefetch("members", members))
        .order_by("organisation__name", "pk")
    )
    return [_facts(row) for row in rows[:MOST_SERIES]]


def _facts(row: Series) -> SeriesFacts:
    return SeriesFacts(
        id=row.pk,
        public_id=row.public_id,
        version=row.version,
        kind=MeetingKind(row.kind),
        name=row.name,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name,
        every_weeks=row.every_weeks,
        minutes=row.minutes,
        place=row.place,
        is_active=row.is_active,
        weekday=row.weekday,
        starts_at=row.starts_at,
        first_week=row.first_week,
        members=tuple(
            Member(one.post_id, one.post.user_id, one.post.user.name, Role(one.post.role))
            for one in row.members.all()
        ),
    )


def _steps(
    actor: Actor,
    series: list[SeriesFacts],
    proposal: Proposal,
    occasions: list[Occasion],
    year: int,
    choices: Choices,
) -> Steps:
    wanted: dict[int, list[Wanted]] = defaultdict(list)
    of = {one.id: one for one in series}
    for occasion in occasions:
        if occasion.on is None or (occasion.is_moved and not choices.use_moves):
            continue
        wanted[occasion.series_id].append(_wanted(of[occasion.series_id], occasion.on, occasion))
    standing = _load_standing(year, list(of))
    patterns = _patterns(series, proposal)
    # A series that is used and has no time yet keeps what stands.
    touched = [one for one in series if one.id in patterns or not one.is_active]
    return add(
        compare(
            wanted[one.id],
            standing[one.id],
            at=actor.at,
            reach=timedelta(days=3.5) * one.every_weeks,
        )
        for one in touched
    )


def _wanted(one: SeriesFacts, on: date, occasion: Occasion) -> Wanted:
    starts_at = datetime.combine(on, occasion.starts_at, OSLO)
    ends_at = starts_at + timedelta(minutes=occasion.minutes)
    return Wanted(one.id, starts_at, ends_at, one.name, one.place)


def _load_standing(year: int, series_ids: list[int]) -> dict[int, list[Standing]]:
    first, last = year_bounds(year)
    begin = datetime.combine(first, datetime.min.time(), OSLO)
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), OSLO)
    meetings = Meeting.objects.filter(
        series__in=series_ids, starts_at__gte=begin, starts_at__lt=end
    ).annotate(
        has_rows=Exists(AgendaRow.objects.filter(meeting_id=OuterRef("pk"))),
        has_replies=Exists(
            Attendee.objects.filter(meeting_id=OuterRef("pk"), replied_at__isnull=False)
        ),
    )
    found: dict[int, list[Standing]] = defaultdict(list)
    for row in meetings.order_by("starts_at", "pk"):
        found[row.series_id or 0].append(
            Standing(
                id=row.pk,
                version=row.version,
                series_id=row.series_id or 0,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                name=row.name,
                place=row.place,
                is_ours=_is_ours(row),
                has_rows=row.has_rows or row.has_replies,
            )
        )
    return found


def _is_ours(row: Meeting) -> bool:
    """True for a meeting that nobody has called, begun, cancelled or moved by hand.

    ``sequence`` counts what people have changed by hand; the plan's own moves leave it.
    """
    is_planned = row.state == MeetingState.PLANNED.value and row.called_at is None
    return is_planned and row.sequence == 0

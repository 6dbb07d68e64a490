"""Whether the meetings happen, who comes, and whether what was promised is kept.

Rector and social teacher see the own school; leaders of the programme every school that has an
innsatsteam. No child, no case and no person's name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max

from felles.insight.queries.promises import (
    Promises,
    begins,
    count_all_promises,
    count_own_promises,
)
from felles.meetings.models import Attendee, Meeting, Team
from felles.people.models import Organisation
from felles.programme.queries import get_calendar
from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.meetings import MeetingKind, MeetingState, Reply
from felles.rules.rhythm import (
    is_worth_asking,
    months_of_year,
    school_year_start,
    teaching_weeks_between,
)
from felles.rules.school_year import school_year_of

MOST_SCHOOLS = 200
# Somebody who was called so often and never came is worth asking about.
OFTEN = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A meeting on the year's line: ``state`` is held, cancelled or ahead."""

    on: date
    state: str


@dataclass(frozen=True, slots=True)
class ServiceRhythm:
    """One organisation in the innsatsteam: calls to meetings that were held, and how many came.

    ``never`` counts members who were called at least twice and never came, ``unanswered`` calls
    to coming meetings that nobody has answered.
    """

    name: str
    is_school: bool
    called: int
    came: int
    never: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class SchoolRhythm:
    """One school this school year. Weeks are teaching weeks."""

    school: Organisation
    cadence: int
    last_on: date | None
    weeks: int | None
    next_on: date | None
    held: int
    cancelled: int
    changed: int
    marks: list[Mark]
    months: list[tuple[date, bool]]

    @property
    def is_worth_asking(self) -> bool:
        """Is it later than the team's own cadence, or is there no next meeting?"""
        return is_worth_asking(self.weeks, self.cadence, has_next=self.next_on is not None)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The monitor: one school inside it, all of them for leaders."""

    is_own: bool
    year_start: date
    schools: list[SchoolRhythm]
    services: list[ServiceRhythm] = field(default_factory=list)
    promises: Promises | None = None


def get_rhythm(actor: Actor) -> Rhythm:
    """The monitor for the actor, in a fixed number of queries however many schools there are."""
    is_own = may(actor, Permission.CASE_READ)
    teams = _teams(actor, is_own=is_own)
    ids = [team.school_id for team in teams]
    start = school_year_start(actor.on)
    meetings = _meetings(ids, start)
    last = _last_held(ids)
    year = school_year_of(actor.on)
    mondays = [*get_calendar(year - 1).teaching_weeks, *get_calendar(year).teaching_weeks]
    schools = [_school(actor, team, meetings[team.school_id], last, mondays) for team in teams]
    promises = None
    if ids:
        promises = count_own_promises(actor, ids[0]) if is_own else count_all_promises(actor, ids)
    return Rhythm(is_own, start, schools, _services(actor, ids, start), promises)


def _teams(actor: Actor, *, is_own: bool) -> list[Team]:
    teams = Team.objects.filter(school__is_active=True).select_related("school")
    if is_own:
        teams = teams.filter(school_id=actor.organisation_id)
    return list(teams.order_by("school__name", "pk")[:MOST_SCHOOLS])


def _meetings(ids: list[int], start: date) -> Mapping[int, list[Meeting]]:
    rows = Meeting.objects.filter(
        organisation_id__in=ids,
        kind__in=(MeetingKind.INNSATSTEAM.value, MeetingKind.RECTOR_LEADER.value),
        starts_at__gte=begins(start),
    )
    found: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in rows.order_by("starts_at", "pk"):
        found[meeting.organisation_id].append(meeting)
    return found


def _last_held(ids: list[int]) -> dict[int, datetime]:
    rows = Meeting.objects.filter(
        organisation_id__in=ids,
        kind=MeetingKind.INNSATSTEAM.value,
        state=MeetingState.HELD.value,
    )
    counted = rows.order_by().values_list("organisation_id").annotate(last=Max("starts_at"))
    return dict(counted)


def _school(
    actor: Actor,
    team: Team,
    meetings: list[Meeting],
    last: Mapping[int, datetime],
    mondays: Iterable[date],
) -> SchoolRhythm:
    of_team = [one for one in meetings if one.kind == MeetingKind.INNSATSTEAM]
    states = Counter(MeetingState(one.state) for one in of_team)
    ahead = [one for one in of_team if _is_ahead(actor, one)]
    last_on = _day(last[team.school_id]) if team.school_id in last else None
    return SchoolRhythm(
        school=team.school,
        cadence=team.cadence_weeks,
        last_on=last_on,
        weeks=teaching_weeks_between(last_on, actor.on, mondays) if last_on else None,
        next_on=_day(ahead[0].starts_at) if ahead else None,
        held=states[MeetingState.HELD],
        cancelled=states[MeetingState.CANCELLED],
        changed=sum(one.sequence > 0 and one.state != MeetingState.CANCELLED for one in of_team),
        marks=[mark for one in of_team if (mark := _mark(actor, one))],
        months=_months(actor, meetings),
    )


def _is_ahead(actor: Actor, meeting: Meeting) -> bool:
    state = MeetingState(meeting.state)
    return state is MeetingState.OPEN or (state.is_ahead and meeting.ends_at > actor.at)


def _mark(actor: Actor, meeting: Meeting) -> Mark | None:
    day = _day(meeting.starts_at)
    if meeting.state == MeetingState.HELD:
        return Mark(day, "held")
    if meeting.state == MeetingState.CANCELLED:
        return Mark(day, "cancelled")
    return Mark(day, "ahead") if _is_ahead(actor, meeting) else None


def _months(actor: Actor, meetings: list[Meeting]) -> list[tuple[date, bool]]:
    """Each month so far, and whether rector and leader met in it."""
    held = {
        _day(one.starts_at).replace(day=1)
        for one in meetings
        if one.kind == MeetingKind.RECTOR_LEADER and one.state == MeetingState.HELD
    }
    return [(month, month in held) for month in months_of_year(actor.on)]


def _day(at: datetime) -> date:
    return at.astimezone(OSLO).date()


def _services(actor: Actor, ids: list[int], start: date) -> list[ServiceRhythm]:
    """Who was called to the innsatsteams and came, by organisation; the schools as one."""
    rows = Attendee.objects.filter(
        meeting__organisation_id__in=ids,
        meeting__kind=MeetingKind.INNSATSTEAM.value,
        meeting__starts_at__gte=begins(start),
        meeting__called_at__isnull=False,
    ).values_list(
        "post_id",
        "post__organisation__name",
        "post__organisation_id",
        "meeting__organisation_id",
        "meeting__state",
        "meeting__ends_at",
        "came",
        "reply",
    )
    found: dict[tuple[bool, str], _Tally] = defaultdict(_Tally)
    for post, name, organisation, school, state, ends_at, came, reply in rows.order_by("pk"):
        is_school = organisation == school
        tally = found[is_school, "" if is_school else name]
        if state == MeetingState.HELD:
            tally.add(post, came=bool(came))
        elif MeetingState(state).is_ahead and ends_at > actor.at and reply == Reply.NONE:
            tally.unanswered += 1
    return [
        ServiceRhythm(name, is_school, tally.called, tally.came, tally.never, tally.unanswered)
        for (is_school, name), tally in sorted(
            found.items(), key=lambda item: (not item[0][0], item[0])
        )
    ]


class _Tally:
    """Counts of one organisation while its calls are gone through."""

    def __init__(self) -> None:
        self.calls: Counter[int] = Counter()
        self.comings: Counter[int] = Counter()
        self.unanswered = 0

    def add(self, post: int, *, came: bool) -> None:
        self.calls[post] += 1
        self.comings[post] += came

    @property
    def called(self) -> int:
        return self.calls.total()

    @property
    def came(self) -> int:
        return self.comings.total()

    @property
    def never(self) -> int:
        return sum(count >= OFTEN and not self.comings[post] for post, count in self.calls.items())

"""How long a family waits for the innsatsteam, with this cadence, these slots and so many cases.

Nobody knows the number of new cases beforehand: it is put in, and later replaced by what the school
has seen. Arrivals are made by chance (a Poisson process within teaching weeks), so that the answer
is a band and not a number. The same seed gives the same answer.
Source: the guide says both every 4-6 weeks and every second or third; the queue is the chain
X(n+1) = max(X(n) + A(n) - K, 0), with each case coming back for review.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import ceil, inf
from random import Random

from felles.rules.access import Actor, Permission, may

_WARM_UP_YEARS = 1
_YEARS = 4
_RUNS = 60


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a school can choose, and what it reckons with.

    ``every_weeks`` counts teaching weeks from one meeting to the next. ``slots`` are items in one
    meeting, of which ``reserved`` are kept for new cases. A case comes back ``reviews`` times,
    each at the earliest ``review_after_weeks`` after the time before. The list of items closes
    ``closes_weeks_before`` the meeting. ``extra_meetings`` a year come where the wait between two
    is longest. ``first_week`` is the teaching week of the first meeting, from 0. All weeks but
    these two are weeks of the calendar.
    """

    every_weeks: int
    slots: int
    new_a_year: float
    reserved: int = 0
    reviews: int = 2
    review_after_weeks: float = 6
    closes_weeks_before: float = 1
    extra_meetings: int = 0
    first_week: int = 0

    def __post_init__(self) -> None:
        if self.every_weeks < 1 or self.slots < 1 or self.new_a_year < 0:
            raise ValueError("a rhythm needs a week, a slot and no fewer than no cases")
        if self.extra_meetings < 0 or self.reviews < 0:
            raise ValueError("meetings and reviews are no fewer than none")
        if not 0 <= self.reserved <= self.slots:
            raise ValueError("reserved slots are some of the slots")


@dataclass(frozen=True, slots=True)
class Forecast:
    """The wait from when a case is ready until it is first dealt with, in calendar weeks.

    ``median`` and ``nine_of_ten`` are None when no case was dealt with. ``share_in_time`` is the
    share within the goal. ``load`` is the work asked for over the slots there are: from 1 on the
    queue grows without end. ``review_delay`` is nine of ten reviews' delay beyond their time.
    """

    meetings_a_year: int
    load: float
    median: float | None
    nine_of_ten: float | None
    share_in_time: float | None
    review_delay: float | None


def list_meeting_weeks(
    teaching: Sequence[bool], every_weeks: int, extra: int = 0, first_week: int = 0
) -> list[int]:
    """The weeks of a year (from 0) with a meeting: each so many teaching weeks.

    ``extra`` more come one by one where they shorten the wait most, before the summer as a rule.
    """
    weeks = [week for week, is_on in enumerate(teaching) if is_on]
    chosen = weeks[first_week % every_weeks :: every_weeks]
    for _turn in range(extra):
        left = [week for week in weeks if week not in chosen]
        if not left:
            break
        plans = (sorted([*chosen, week]) for week in left)
        chosen = min(plans, key=lambda plan: _strain(plan, teaching))
    return chosen


def find_best_first_week(teaching: Sequence[bool], every_weeks: int) -> int:
    """In which teaching week to begin, so that as few as can be wait through the holidays."""
    return min(
        range(every_weeks),
        key=lambda week: _strain(list_meeting_weeks(teaching, every_weeks, 0, week), teaching),
    )


def _strain(plan: Sequence[int], teaching: Sequence[bool]) -> float:
    """Squares of the waits of cases that come evenly through the weeks that are taught."""
    if not plan:
        return inf
    year = len(teaching)
    ahead = [*plan, *(week + year for week in plan)]
    ready = (week + 0.5 for week, is_on in enumerate(teaching) if is_on)
    return sum((next(one for one in ahead if one - 1 >= at) - at) ** 2 for at in ready)


def forecast(
    rhythm: Rhythm, teaching: Sequence[bool], *, goal_weeks: float, seed: int = 1, runs: int = _RUNS
) -> Forecast:
    """What to expect of a rhythm. ``teaching`` says of each week of a year whether it is taught.

    Raises:
        ValueError: no week is taught.
    """
    meetings = list_meeting_weeks(
        teaching, rhythm.every_weeks, rhythm.extra_meetings, rhythm.first_week
    )
    if not meetings:
        raise ValueError("a year without a teaching week has no meetings")
    waits: list[float] = []
    delays: list[float] = []
    for run in range(runs):
        dice = Random(f"{seed}.{run}")  # noqa: S311 -- chance that can be repeated, no secret
        for is_review, late in _run(rhythm, teaching, meetings, dice):
            (delays if is_review else waits).append(late)
    asked = rhythm.new_a_year * (1 + rhythm.reviews)
    return Forecast(
        meetings_a_year=len(meetings),
        load=asked / (rhythm.slots * len(meetings)),
        median=_quantile(waits, 0.5),
        nine_of_ten=_quantile(waits, 0.9),
        share_in_time=sum(wait <= goal_weeks for wait in waits) / len(waits) if waits else None,
        review_delay=_quantile(delays, 0.9),
    )


def _quantile(values: list[float], share: float) -> float | None:
    if not values:
        return None
    return sorted(values)[min(ceil(share * len(values)), len(values)) - 1]


def _arrivals(rhythm: Rhythm, teaching: Sequence[bool], dice: Random) -> Iterator[float]:
    """Instants at which cases become ready, in weeks from the beginning."""
    taught = sum(teaching)
    for year in range(_WARM_UP_YEARS + _YEARS):
        for week, is_on in enumerate(teaching):
            at = dice.expovariate(rhythm.new_a_year / taught) if is_on and rhythm.new_a_year else 1
            while at < 1:
                yield year * len(teaching) + week + at
                at += dice.expovariate(rhythm.new_a_year / taught)


def _run(
    rhythm: Rhythm, teaching: Sequence[bool], meetings: Sequence[int], dice: Random
) -> Iterator[tuple[bool, float]]:
    """Some years of one school: for each item whether it is a review, and how late it was."""
    coming = deque(_arrivals(rhythm, teaching, dice))
    counted_from = _WARM_UP_YEARS * len(teaching)
    reviews: list[tuple[float, int]] = []
    for year in range(_WARM_UP_YEARS + _YEARS):
        for week in meetings:
            at = year * len(teaching) + week
            closes = at - rhythm.closes_weeks_before
            for is_review, ready, times_left in _pick(rhythm, coming, reviews, at, closes):
                if times_left:
                    heappush(reviews, (at + rhythm.review_after_weeks, times_left - 1))
                if ready >= counted_from:
                    yield is_review, at - ready


def _pick(
    rhythm: Rhythm,
    coming: deque[float],
    reviews: list[tuple[float, int]],
    at: float,
    closes: float,
) -> list[tuple[bool, float, int]]:
    """The items of one meeting: reviews first, but for the slots that are kept for new cases."""
    picked: list[tuple[bool, float, int]] = []
    while reviews and reviews[0][0] <= at and len(picked) < rhythm.slots - rhythm.reserved:
        picked.append((True, *heappop(reviews)))
    while coming and coming[0] <= closes and len(picked) < rhythm.slots:
        picked.append((False, coming.popleft(), rhythm.reviews))
    while reviews and reviews[0][0] <= at and len(picked) < rhythm.slots:
        picked.append((True, *heappop(reviews)))
    return picked


# Fewer cases than this are never told as a number: see docs/access.md, rule 6.
SMALLEST_BAND = 10
_BAND_WIDTH = 5


def as_band(count: int) -> int | None:
    """A number of cases as the lower end of a band of five; None when there are too few to tell."""
    return None if count < SMALLEST_BAND else count - count % _BAND_WIDTH


def longest_rhythm(forecasts: Mapping[int, Forecast], goal_weeks: float) -> int | None:
    """The longest time between meetings at which nine of ten families wait within the goal.

    ``forecasts`` are by weeks between meetings. None when none of them does.
    """
    enough = [
        weeks
        for weeks, found in forecasts.items()
        if found.load < 1 and found.nine_of_ten is not None and found.nine_of_ten <= goal_weeks
    ]
    return max(enough, default=None)


def may_reckon(actor: Actor, school_id: int) -> bool:
    """May the actor reckon with a school's rhythm and its band of cases? Those who coordinate do
    with their own school's, leaders and planners with every one's."""
    is_own = school_id in actor.school_ids or not may(actor, Permission.MEETING_LEAD)
    return is_own and may(actor, Permission.RHYTHM_READ)

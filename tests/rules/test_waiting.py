"""How long families wait: held against the exact queue, and against what common sense demands."""

from math import exp, factorial

import pytest

from felles.rules.roles import Role
from felles.rules.waiting import (
    SMALLEST_BAND,
    Forecast,
    Rhythm,
    as_band,
    find_best_first_week,
    forecast,
    list_meeting_weeks,
    longest_rhythm,
    may_reckon,
)
from tests.rules.worlds import an_actor

RECKONS_EVERYWHERE = "agent_leader project_leader steering_member project_owner secretary"


@pytest.mark.parametrize("role", Role)
def test_coordinators_reckon_with_their_own_school_and_leaders_with_all(role: Role) -> None:
    actor = an_actor(role)
    own, other = min(actor.school_ids), max(actor.school_ids) + 1
    coordinates = role.value in ("rector", "social_teacher")
    leads = role.value in RECKONS_EVERYWHERE.split()
    assert may_reckon(actor, own) is (coordinates or leads)
    assert may_reckon(actor, other) is leads


# 39 teaching weeks: autumn, Christmas, winter, Easter and summer off, counted from August.
SCHOOL_YEAR = [week not in {7, 18, 19, 26, 32, *range(44, 52)} for week in range(52)]


TOP = 120


def poisson(mean: float) -> list[float]:
    return [exp(-mean) * mean**count / factorial(count) for count in range(TOP)]


def exact_queue(mean: float, slots: int) -> list[float]:
    """Chances of so many waiting right after a meeting: the chain X' = max(X + A - K, 0)."""
    new, queue = poisson(mean), [1.0] + [0.0] * (TOP - 1)
    for _turn in range(4000):
        following = [0.0] * TOP
        for waiting, chance in enumerate(queue):
            for count, share in enumerate(new[: TOP - waiting] if chance > 1e-12 else []):
                following[max(waiting + count - slots, 0)] += chance * share
        change = sum(abs(a - b) for a, b in zip(queue, following, strict=True))
        queue = following
        if change < 1e-10:
            break
    return queue


def exact_wait(rate: float, every: int, slots: int, grid: int = 60) -> tuple[float, float]:
    """Mean and ninth tenth of the wait, without reviews.

    A case that becomes ready at a share of the time between two meetings has those before it in
    the queue, and waits for the rest of the time and whole turns beyond.
    """
    waits: list[tuple[float, float]] = []
    queue = exact_queue(rate * every, slots)
    for step in range(grid):
        share = (step + 0.5) / grid
        before = poisson(rate * every * share)
        for waiting, chance in enumerate(queue):
            for ahead in range(TOP - waiting):
                turns = (waiting + ahead) // slots
                waits.append((every * (1 - share + turns), chance * before[ahead] / grid))
    average = sum(wait * weight for wait, weight in waits)
    total = 0.0
    for wait, weight in sorted(waits):
        total += weight
        if total >= 0.9:
            return average, wait
    raise AssertionError("the tenth is beyond the table")


@pytest.mark.parametrize(("rate", "every", "slots"), [(1.0, 3, 4), (0.5, 4, 3), (0.3, 2, 1)])
def test_wait_is_that_of_the_exact_queue(rate: float, every: int, slots: int) -> None:
    # A "year" of as many weeks as meetings fit in whole, so that no turn is cut short.
    rhythm = Rhythm(every, slots, rate * every * 52, reviews=0, closes_weeks_before=0)
    found = forecast(rhythm, [True] * (every * 52), goal_weeks=6)
    _average, ninth = exact_wait(rate, every, slots)
    assert found.nine_of_ten == pytest.approx(ninth, rel=0.06)


def test_published_numbers_of_the_exact_queue_are_met() -> None:
    # Research: one case a week, a meeting every third week, four slots: mean 2.30, P90 4.26.
    average, ninth = exact_wait(1.0, 3, 4)
    assert average == pytest.approx(2.30, abs=0.01)
    assert ninth == pytest.approx(4.26, abs=0.06)


def test_school_year_has_its_meetings_in_teaching_weeks() -> None:
    for every, meetings in ((2, 20), (3, 13), (4, 10), (6, 7)):
        weeks = list_meeting_weeks(SCHOOL_YEAR, every)
        assert len(weeks) == meetings
        assert all(SCHOOL_YEAR[week] for week in weeks)


def test_meeting_every_sixth_week_does_not_meet_six_weeks() -> None:
    rare = forecast(Rhythm(6, 5, 10), SCHOOL_YEAR, goal_weeks=6)
    often = forecast(Rhythm(2, 5, 10), SCHOOL_YEAR, goal_weeks=6)
    assert rare.nine_of_ten is not None
    assert rare.nine_of_ten > 6
    assert often.nine_of_ten is not None
    assert often.nine_of_ten < 5
    assert often.share_in_time is not None
    assert often.share_in_time > 0.9


def test_slots_kept_for_new_cases_shorten_their_wait_and_delay_reviews() -> None:
    plain = forecast(Rhythm(3, 5, 20), SCHOOL_YEAR, goal_weeks=6)
    kept = forecast(Rhythm(3, 5, 20, reserved=2), SCHOOL_YEAR, goal_weeks=6)
    assert kept.nine_of_ten is not None
    assert plain.nine_of_ten is not None
    assert kept.nine_of_ten < plain.nine_of_ten
    assert kept.review_delay is not None
    assert plain.review_delay is not None
    assert kept.review_delay > plain.review_delay


@pytest.mark.parametrize("slots", [3, 4, 5, 6])
def test_another_slot_never_makes_families_wait_longer(slots: int) -> None:
    fewer = forecast(Rhythm(3, slots, 12), SCHOOL_YEAR, goal_weeks=6)
    more = forecast(Rhythm(3, slots + 1, 12), SCHOOL_YEAR, goal_weeks=6)
    assert fewer.nine_of_ten is not None
    assert more.nine_of_ten is not None
    assert more.nine_of_ten <= fewer.nine_of_ten


def test_load_is_the_work_over_the_slots() -> None:
    found = forecast(Rhythm(4, 5, 10), SCHOOL_YEAR, goal_weeks=6)
    assert found.meetings_a_year == 10
    assert found.load == pytest.approx(30 / 50)


def test_same_seed_gives_the_same_answer_and_another_a_like_one() -> None:
    one = forecast(Rhythm(3, 5, 12), SCHOOL_YEAR, goal_weeks=6, seed=4)
    assert one == forecast(Rhythm(3, 5, 12), SCHOOL_YEAR, goal_weeks=6, seed=4)
    other = forecast(Rhythm(3, 5, 12), SCHOOL_YEAR, goal_weeks=6, seed=5)
    assert other.nine_of_ten == pytest.approx(one.nine_of_ten or 0, rel=0.25)


def test_school_without_cases_has_no_wait_to_tell_of() -> None:
    found = forecast(Rhythm(3, 5, 0), SCHOOL_YEAR, goal_weeks=6)
    assert (found.load, found.median, found.nine_of_ten, found.share_in_time) == (
        0,
        None,
        None,
        None,
    )


def test_year_without_teaching_is_refused() -> None:
    with pytest.raises(ValueError, match="teaching week"):
        forecast(Rhythm(3, 5, 10), [False] * 52, goal_weeks=6)


@pytest.mark.parametrize(
    "wrong", [{"every_weeks": 0}, {"slots": 0}, {"new_a_year": -1}, {"reserved": 6}]
)
def test_rhythm_that_cannot_be_is_refused(wrong: dict[str, int]) -> None:
    right = {"every_weeks": 3, "slots": 5, "new_a_year": 10}
    with pytest.raises(ValueError, match=r"slots|week"):
        Rhythm(**{**right, **wrong})


def test_extra_meeting_halves_the_longest_wait() -> None:
    weeks = list_meeting_weeks(SCHOOL_YEAR, 5)
    more = list_meeting_weeks(SCHOOL_YEAR, 5, 1)
    (added,) = set(more) - set(weeks)
    assert SCHOOL_YEAR[added]

    def longest(plan: list[int]) -> int:
        return max(b - a for a, b in zip(plan, [*plan[1:], plan[0] + 52], strict=True))

    assert longest(more) <= longest(weeks)
    # It comes where a case would else wait through the summer.
    assert added > weeks[-1]
    assert list_meeting_weeks(SCHOOL_YEAR, 1, 3) == list_meeting_weeks(SCHOOL_YEAR, 1)


def test_extra_meeting_never_makes_families_wait_longer() -> None:
    fewer = forecast(Rhythm(5, 5, 10), SCHOOL_YEAR, goal_weeks=6)
    more = forecast(Rhythm(5, 5, 10, extra_meetings=1), SCHOOL_YEAR, goal_weeks=6)
    assert more.meetings_a_year == fewer.meetings_a_year + 1
    assert (more.nine_of_ten or 0) <= (fewer.nine_of_ten or 0)


@pytest.mark.parametrize(
    ("count", "band"),
    [(0, None), (SMALLEST_BAND - 1, None), (10, 10), (14, 10), (15, 15), (23, 20)],
)
def test_number_of_cases_is_told_as_a_band_or_not_at_all(count: int, band: int | None) -> None:
    assert as_band(count) == band


def test_longest_rhythm_is_the_rarest_that_meets_the_goal() -> None:
    def one(nine: float | None, load: float = 0.5) -> Forecast:
        return Forecast(10, load, 2, nine, 0.9, 1)

    assert longest_rhythm({2: one(3), 3: one(5.9), 4: one(6.1)}, 6) == 3
    # A queue that only grows is no rhythm, whatever its first years look like.
    assert longest_rhythm({2: one(3), 6: one(5, load=1)}, 6) == 2
    assert longest_rhythm({2: one(7), 3: one(None)}, 6) is None


def test_where_the_meetings_lie_between_the_holidays_matters_as_much_as_how_often() -> None:
    best = find_best_first_week(SCHOOL_YEAR, 4)
    last = list_meeting_weeks(SCHOOL_YEAR, 4, first_week=best)[-1]
    # The last meeting is in one of the last two weeks before the summer.
    assert sum(SCHOOL_YEAR[last:]) <= 2
    waits = [
        forecast(Rhythm(4, 5, 10, first_week=week), SCHOOL_YEAR, goal_weeks=6).nine_of_ten or 0
        for week in range(4)
    ]
    assert waits[best] <= min(waits) + 0.5
    assert max(waits) > 1.3 * waits[best]

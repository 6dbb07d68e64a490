"""The year of meetings: everybody can be there, and nobody is in two places on any day of it."""

from collections import Counter
from datetime import date, time
from random import Random

from felles.rules.free_times import GOOD, POSSIBLE, STARTS, any_time, slot_of, slots_taken
from felles.rules.meetings import MeetingKind
from felles.rules.roles import Role
from felles.rules.year_plan import (
    Member,
    Occasion,
    SeriesFacts,
    Wishes,
    list_double_bookings,
    list_occasions,
    may_publish,
    propose,
)
from felles.rules.year_wheel import Time
from tests.rules.test_school_year import YEAR

TEN = slot_of(time(10))
EVERY = {(day, slot_of(start)): GOOD for day in range(5) for start in STARTS}


def member(number: int, role: Role = Role.HEALTH_NURSE) -> Member:
    return Member(number, number, f"Person {number}", role)


def series(number: int, *members: Member, kind: MeetingKind = MeetingKind.INNSATSTEAM,
           every: int = 4, minutes: int = 90, at: tuple[int, time, int] | None = None,
           is_active: bool = True) -> SeriesFacts:  # fmt: skip
    weekday, starts_at, week = at or (None, None, None)
    return SeriesFacts(
        number, f"s{number}", 1, kind, "", number, f"Skole {number}", every, minutes, "",
        is_active, weekday, starts_at, week, members,
    )  # fmt: skip


def test_team_gets_a_time_at_which_all_can_and_the_dislikes_are_told() -> None:
    team = series(1, member(1), member(2))
    free = {1: {(0, TEN): GOOD, (1, TEN): GOOD}, 2: {(1, TEN): POSSIBLE, (2, TEN): GOOD}}
    (row,) = propose([team], Wishes(free)).rows
    assert row.pattern is not None
    assert row.pattern.time == (1, TEN)
    assert row.disliked_by == ("Person 2",)


def test_who_is_missing_at_the_nearest_time_is_named() -> None:
    team = series(1, member(1), member(2), member(3))
    free = {1: {(0, TEN): 0}, 2: {(0, TEN): 0}, 3: {(1, TEN): 0}}
    proposal = propose([team], Wishes(free))
    (row,) = proposal.rows
    assert (row.pattern, row.nearest, row.missing) == (None, (0, TEN), ("Person 3",))
    # The others' schools can still be published.
    assert may_publish(YEAR, proposal)


def test_who_has_not_answered_is_named() -> None:
    team = series(1, member(1), member(2))
    (row,) = propose([team], Wishes({1: EVERY})).rows
    assert (row.pattern, row.unanswered) == (None, ("Person 2",))
    (row,) = propose([team], Wishes({1: EVERY, 2: any_time()})).rows
    assert row.pattern is not None


def test_office_day_of_the_social_agents_is_nobodys_meeting_at_school() -> None:
    agent = member(1, Role.SOCIAL_AGENT)
    free = {1: {(2, TEN): GOOD, (3, TEN): POSSIBLE}}
    (row,) = propose([series(1, agent)], Wishes(free, office_weekday=2)).rows
    assert row.pattern is not None
    assert row.pattern.weekday == 3


def test_other_meetings_own_times_are_kept_free() -> None:
    other = series(
        2, member(1), kind=MeetingKind.ELEVSAKSMOTE, every=2, minutes=60, at=(0, time(10, 30), 0)
    )
    (row,) = propose([series(1, member(1)), other], Wishes({1: {(0, TEN): 0, (1, TEN): 9}})).rows
    # A meeting from 10 to 11.30 would run into one that begins at 10.30.
    assert row.pattern is not None
    assert row.pattern.time == (1, TEN)


def test_published_time_is_kept_when_somebody_cannot_and_there_is_no_better() -> None:
    team = series(1, member(1), member(2), at=(0, time(10), 1))
    proposal = propose([team], Wishes({1: EVERY}))
    (row,) = proposal.rows
    assert row.pattern == team.pattern
    assert (row.is_moved, row.missing, row.unanswered) == (False, ("Person 2",), ("Person 2",))
    assert proposal.moves == 0


def test_plan_with_somebody_in_two_places_may_not_be_published() -> None:
    only: dict[Time, int] = {(0, TEN): GOOD}
    schools = [series(number, member(9), every=1) for number in (1, 2)]
    proposal = propose(schools, Wishes({9: only}))
    assert not proposal.plan
    assert not may_publish(YEAR, proposal)


def district(seed: int) -> tuple[list[SeriesFacts], dict[int, dict[Time, int]]]:
    dice = Random(seed)
    teams = [
        series(number, *(member(one) for one in {100 + number, *dice.sample(range(6), 2)}),
               every=dice.choice([3, 4, 5, 6]))
        for number in range(8)
    ]  # fmt: skip
    free = {
        one.post_id: {when: dice.choice([GOOD, POSSIBLE]) for when in EVERY if dice.random() < 0.8}
        for team in teams
        for one in team.members
    }
    return teams, free


def test_nobody_is_in_two_places_on_any_day_of_the_year_with_the_way_between() -> None:
    for seed in range(5):
        teams, free = district(seed)
        proposal = propose(teams, Wishes(free))
        assert proposal.plan
        patterns = proposal.plan.patterns
        occasions = list_occasions(teams, patterns, YEAR, free)
        assert list_double_bookings(teams, occasions) == []
        taken: Counter[tuple[int, date, int]] = Counter()
        a_day: Counter[tuple[int, date]] = Counter()
        for one in occasions:
            if one.on is None:
                continue
            start = slot_of(one.starts_at)
            for who in next(team for team in teams if team.id == one.series_id).members:
                a_day[who.user_id, one.on] += not one.is_moved
                for slot in range(start, start + slots_taken(90)):
                    taken[who.user_id, one.on, slot] += 1
        assert max(taken.values()) == 1
        assert max(a_day.values()) <= 2


def test_every_occasion_is_on_a_school_day_and_rare_meetings_are_moved_not_lost() -> None:
    team = series(1, member(1), every=4, at=(3, time(10), 3))
    weekly = series(2, member(2), kind=MeetingKind.TRINNMOTE, every=1, at=(3, time(14), 0))
    patterns = {one.id: one.pattern for one in (team, weekly) if one.pattern}
    found = list_occasions([team, weekly], patterns, YEAR, {})
    assert all(one.on is None or YEAR.is_school_day(one.on) for one in found)
    ascension = [one for one in found if one.proper_on == date(2027, 5, 6)]
    # A weekly meeting is skipped; the rare one is proposed for another day when it falls there.
    assert {one.series_id for one in ascension} <= {1}
    assert all(one.is_moved for one in ascension)
    # Free answers hold for moved meetings too.
    only_friday = {1: {(4, TEN): GOOD}}
    every = [list_occasions([series(1, member(1), every=4, at=(3, time(10), week))],
                            {1: series(1, at=(3, time(10), week)).pattern}, YEAR, only_friday)  # type: ignore[dict-item]
             for week in range(4)]  # fmt: skip
    moved = [one for occasions in every for one in occasions if one.is_moved]
    assert [one.on for one in moved] == [date(2027, 5, 7)]


def test_double_bookings_of_the_other_meetings_are_counted() -> None:
    both = [
        series(number, member(1), kind=MeetingKind.OTHER, every=number, minutes=60,
               at=(0, time(10 + number % 2, 0), 0))
        for number in (2, 4)
    ]  # fmt: skip
    patterns = {one.id: one.pattern for one in both if one.pattern}
    occasions = list_occasions(both, patterns, YEAR, {})
    (found,) = list_double_bookings(both, occasions)
    days = [Counter(one.on for one in occasions)[day] for day in {one.on for one in occasions}]
    assert found.times == days.count(2)


def test_occasion_knows_whether_it_is_moved() -> None:
    day = date(2026, 9, 1)
    assert not Occasion(1, day, day, time(10), 60).is_moved
    assert Occasion(1, day, None, time(10), 60).is_moved

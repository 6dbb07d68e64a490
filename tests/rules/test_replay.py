"""What follows when a consent changes is told the same way before and after."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.access import OSLO, Actor, CaseFacts, may_see
from felles.rules.clocks import SettingKey
from felles.rules.consent import Answer, AnswerKind, Authority, Holder, live_topics
from felles.rules.replay import (
    Cause,
    Course,
    WarnStep,
    day_begins,
    ends_on,
    holders_at,
    last_day,
    list_changes,
    replay,
    warn_before,
    with_answer,
)
from felles.rules.roles import OrgKind, Role, Topic

ON = date(2026, 11, 24)
NURSE, CLUB, WELFARE = 1, 2, 3
SERVICES = (NURSE, CLUB, WELFARE)
topics = st.frozensets(st.sampled_from(Topic), max_size=6)


def yes(until: int = 100, **allowed: frozenset[Topic]) -> Answer:
    ids = {"nurse": NURSE, "club": CLUB, "welfare": WELFARE}
    return Answer(
        AnswerKind.YES_SOME,
        ON,
        ON + timedelta(days=until),
        {ids[name]: value for name, value in allowed.items()},
    )


@st.composite
def answers(draw: st.DrawFn) -> Answer | None:
    if draw(st.booleans()) and draw(st.booleans()):
        return None
    kind = draw(st.sampled_from(AnswerKind))
    until = ON + timedelta(days=draw(st.integers(-3, 60)))
    allowed = {service: draw(topics) for service in SERVICES}
    return Answer(
        kind,
        ON - timedelta(days=draw(st.integers(0, 5))),
        max(until, ON - timedelta(days=5)),
        allowed,
        excluded=draw(st.frozensets(st.sampled_from(SERVICES), max_size=2)),
    )


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Holder, ...]:
    return tuple(
        Holder(number, draw(st.sampled_from([Authority.HOLDS, Authority.UNVERIFIED])), answer)
        for number, answer in enumerate(draw(st.lists(answers(), max_size=3)))
    )


def test_withdrawal_closes_each_service_that_was_open() -> None:
    both = frozenset({Topic.HEALTH, Topic.LEISURE})
    before = tuple(Holder(number, Authority.HOLDS, yes(nurse=both, club=both)) for number in (1, 2))
    after = with_answer(before, 2, Answer(AnswerKind.WITHDRAWN, ON, ON))
    changes = list_changes(before, after, SERVICES, ON)
    assert [(row.service_id, row.closes, row.lost) for row in changes] == [
        (NURSE, True, both),
        (CLUB, True, both),
    ]


def test_narrower_answer_tells_which_topics_go_out_of_sight() -> None:
    before = (Holder(1, Authority.HOLDS, yes(nurse=frozenset({Topic.HEALTH, Topic.HOME}))),)
    after = with_answer(before, 1, yes(nurse=frozenset({Topic.HEALTH})))
    (change,) = list_changes(before, after, SERVICES, ON)
    assert (change.closes, change.lost, change.gained) == (
        False,
        frozenset({Topic.HOME}),
        frozenset(),
    )


@given(worlds())
def test_nothing_changes_when_no_answer_does(world: tuple[Holder, ...]) -> None:
    assert list_changes(world, world, SERVICES, ON) == ()


@given(worlds(), worlds())
def test_there_and_back_cancels_out(one: tuple[Holder, ...], two: tuple[Holder, ...]) -> None:
    forward = list_changes(one, two, SERVICES, ON)
    backward = list_changes(two, one, SERVICES, ON)
    assert [(row.service_id, row.before, row.after) for row in forward] == [
        (row.service_id, row.after, row.before) for row in backward
    ]


@given(worlds(), st.sampled_from(SERVICES))
def test_service_reads_through_the_last_day_and_not_after(
    world: tuple[Holder, ...], service: int
) -> None:
    last = ends_on(world, service, ON)
    if last is None:
        assert not live_topics(world, service, ON)
    else:
        assert live_topics(world, service, ON)
        assert live_topics(world, service, last)
        assert not live_topics(world, service, last + timedelta(days=1))


@pytest.mark.parametrize(
    ("first", "last", "told"), [(-5, -1, None), (1, 9, None), (-5, 0, 0), (0, 9, 9)]
)
def test_reading_ends_only_where_somebody_reads_today(
    first: int, last: int, told: int | None
) -> None:
    given_on, until = ON + timedelta(days=first), ON + timedelta(days=last)
    answer = Answer(AnswerKind.YES_ALL, given_on, until, {NURSE: frozenset({Topic.HEALTH})})
    world = (Holder(1, Authority.HOLDS, answer),)
    wanted = None if told is None else ON + timedelta(days=told)
    assert ends_on(world, NURSE, ON) == wanted
    assert ends_on(world, CLUB, ON) is None


@given(worlds())
def test_last_day_is_one_on_which_somebody_reads(world: tuple[Holder, ...]) -> None:
    last = last_day(world, SERVICES)
    if last is not None:
        assert any(live_topics(world, service, last) for service in SERVICES)
        assert not any(
            live_topics(world, service, last + timedelta(days=1)) for service in SERVICES
        )


def test_what_nobody_allowed_together_has_no_last_day() -> None:
    one = Holder(1, Authority.HOLDS, yes(nurse=frozenset({Topic.HEALTH})))
    other = Holder(2, Authority.HOLDS, yes(nurse=frozenset({Topic.HOME})))
    assert last_day((one, other), SERVICES) is None
    assert last_day((one,), SERVICES) == ON + timedelta(days=100)


@pytest.mark.parametrize(
    ("left", "warning"),
    [
        (31, None),
        (30, WarnStep.FIRST),
        (8, WarnStep.FIRST),
        (7, WarnStep.LAST),
        (0, WarnStep.LAST),
        (-1, WarnStep.ENDED),
    ],
)
def test_reminder_comes_at_thirty_and_seven_days(left: int, warning: WarnStep | None) -> None:
    assert warn_before(ON + timedelta(days=left), ON, {}) is warning


def test_reminder_follows_the_districts_own_days_and_zero_switches_one_off() -> None:
    days = {SettingKey.CONSENT_WARN_FIRST: 14, SettingKey.CONSENT_WARN_LAST: 0}
    said = [warn_before(ON + timedelta(days=left), ON, days) for left in (15, 14, 0, -1)]
    assert said == [None, WarnStep.FIRST, WarnStep.FIRST, WarnStep.ENDED]


def test_end_is_not_hurried_by_a_holder_who_is_not_waited_for() -> None:
    both = frozenset({Topic.HEALTH})
    holders = (
        Holder(1, Authority.HOLDS, yes(60, nurse=both)),
        Holder(2, Authority.HOLDS, yes(5, nurse=both), is_exempt=True),
    )
    assert last_day(holders, SERVICES) == ON + timedelta(days=60)


def at(days: int, hour: int = 12) -> datetime:
    return day_begins(ON + timedelta(days=days)) + timedelta(hours=hour)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Course, ...]:
    """Up to three guardians, with anything happening at any hour of ten days."""
    instants = st.builds(at, st.integers(-5, 5), st.integers(0, 23))
    states = st.sampled_from([None, *Authority])

    def course(number: int) -> Course:
        given = [
            (instant, answer)
            for instant, answer in draw(st.lists(st.tuples(instants, answers()), max_size=3))
            if answer is not None
        ]
        periods = draw(st.lists(st.tuples(instants, instants), max_size=1))
        steps = draw(
            st.lists(
                st.tuples(instants, states), min_size=1, max_size=3, unique_by=lambda row: row[0]
            )
        )
        return Course(
            number,
            authority=tuple(steps),
            answers=tuple(dict(given).items()),
            exempt=tuple((start, end) for start, end in periods if start < end),
        )

    return tuple(course(number) for number in range(draw(st.integers(1, 3))))


def topics_at(courses: tuple[Course, ...], instant: datetime) -> dict[int, frozenset[Topic]]:
    holders, on = holders_at(courses, instant), instant.astimezone(OSLO).date()
    return {service: live_topics(holders, service, on) for service in SERVICES}


@given(histories(), st.integers(-6 * 24, 70 * 24))
def test_replay_up_to_any_hour_is_what_the_rule_says_at_that_hour(
    courses: tuple[Course, ...], hours: int
) -> None:
    instant = at(0, 0) + timedelta(hours=hours, minutes=30)
    told: dict[int, frozenset[Topic]] = dict.fromkeys(SERVICES, frozenset())
    for turn in replay(courses, SERVICES, until=instant):
        for change in turn.changes:
            assert told[change.service_id] == change.before
            told[change.service_id] = (told[change.service_id] - change.lost) | change.gained
    assert told == topics_at(courses, instant)


@given(histories())
def test_each_turn_is_the_difference_of_who_may_see_before_and_after(
    courses: tuple[Course, ...],
) -> None:
    for turn in replay(courses, SERVICES, until=at(80)):
        before = seers(turn.before, turn.at - timedelta(microseconds=1))
        after = seers(turn.after, turn.at)
        lost = {change.service_id for change in turn.changes if change.closes}
        gained = {change.service_id for change in turn.changes if change.opens}
        assert (before - after, after - before) == (lost, gained)


def seers(holders: tuple[Holder, ...], instant: datetime) -> set[int]:
    """The services whose worker sees the case, each working in one service only."""
    facts = CaseFacts(
        school_id=9,
        class_id=None,
        is_with_team=True,
        granted_service_ids=frozenset(SERVICES),
        holders=holders,
    )
    return {service for service in SERVICES if may_see(worker(service, instant), facts)}


def worker(service: int, instant: datetime) -> Actor:
    return Actor(
        user_id=100 + service,
        user_name="",
        post_id=service,
        role=Role.HEALTH_NURSE,
        organisation_id=service,
        organisation_kind=OrgKind.SCHOOL_HEALTH,
        organisation_name="",
        employer_id=service,
        at=instant,
        affiliations=frozenset({service}),
        school_ids=frozenset({9}),
    )


def test_replay_tells_withdrawal_and_end_with_cause_and_hour() -> None:
    health = frozenset({Topic.HEALTH})
    courses = (
        Course(1, ((at(-5), Authority.HOLDS),), ((at(-4), yes(2, nurse=health)),)),
        Course(
            2,
            ((at(-5), Authority.HOLDS),),
            (
                (at(-3), yes(50, nurse=health)),
                (at(4), Answer(AnswerKind.WITHDRAWN, ON, ON)),
            ),
        ),
    )
    turns = replay(courses, SERVICES, until=at(10))
    said = [
        (turn.at, turn.causes, [(row.service_id, row.closes) for row in turn.changes])
        for turn in turns
    ]
    assert (
        said[1:]
        == [
            (at(-4), ((Cause.YES, 1),), []),
            (at(-3), ((Cause.YES, 2),), [(NURSE, False)]),
            (day_begins(ON + timedelta(days=3)), ((Cause.ENDED, 1),), [(NURSE, True)]),
            (at(4), ((Cause.WITHDRAWN, 2),), []),
        ]
        or said[1:]
    )


def test_yes_that_begins_later_opens_on_its_own_first_day() -> None:
    health = frozenset({Topic.HEALTH})
    later = Answer(
        AnswerKind.YES_SOME, ON + timedelta(days=2), ON + timedelta(days=9), {NURSE: health}
    )
    courses = (Course(1, ((at(-5), Authority.HOLDS),), ((at(0), later),)),)
    opened = [turn.at for turn in replay(courses, SERVICES, until=at(5)) if turn.changes]
    assert opened == [day_begins(ON + timedelta(days=2))]

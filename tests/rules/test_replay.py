"""What follows when a consent changes is told the same way before and after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.consent import Answer, AnswerKind, Authority, Holder, live_topics
from felles.rules.replay import ends_on, list_changes, warn_before, with_answer
from felles.rules.roles import Topic

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
        assert live_topics(world, service, last)
        assert not live_topics(world, service, last + timedelta(days=1))


@pytest.mark.parametrize(
    ("left", "warning"),
    [(31, None), (30, 30), (8, 30), (7, 7), (1, 7), (0, 7), (-1, None)],
)
def test_reminder_comes_at_thirty_and_seven_days(left: int, warning: int | None) -> None:
    assert warn_before(ON + timedelta(days=left), ON) == warning

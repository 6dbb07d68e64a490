"""Answers that are not waited for, a yes from an earlier case, contact between meetings."""

from dataclasses import replace
from datetime import timedelta

import pytest

from felles.rules.consent import (
    AnswerKind,
    Authority,
    ConsentState,
    ExceptionState,
    Holder,
    consent_state,
    exception_state,
    live_topics,
    may_approve_exception,
    may_contact,
)
from felles.rules.roles import Topic
from tests.rules.worlds import CLUB, EVERY, HEALTH, ON, SERVICES, WELFARE, a_holder, an_answer

YES = a_holder(an_answer(), guardian_id=1)
SILENT = Holder(2, Authority.HOLDS, None, is_exempt=True)
TEAM = frozenset(SERVICES)


def exempt(kind: AnswerKind, **fields: object) -> Holder:
    """A holder who answered, and is not waited for."""
    return Holder(2, Authority.HOLDS, an_answer(kind, **fields), is_exempt=True)  # type: ignore[arg-type]


def state(*holders: Holder, asked: bool = True) -> ConsentState:
    """Where the consent of these holders stands."""
    return consent_state(holders, TEAM, asked=asked, on=ON)


def test_exempt_holders_silence_stops_nobody() -> None:
    assert live_topics((YES, SILENT), HEALTH, ON) == EVERY
    assert state(YES, SILENT) is ConsentState.LIVE
    assert live_topics((YES, replace(SILENT, is_exempt=False)), HEALTH, ON) == frozenset()


def test_exempt_holders_narrower_yes_is_not_waited_for_either() -> None:
    learning = exempt(AnswerKind.YES_SOME, topics=frozenset({Topic.LEARNING}))
    assert live_topics((YES, learning), HEALTH, ON) == EVERY


@pytest.mark.parametrize("kind", [AnswerKind.NO, AnswerKind.WITHDRAWN])
def test_exempt_holders_no_shuts_every_service_out(kind: AnswerKind) -> None:
    for service in SERVICES:
        for family in ((YES, exempt(kind)), (exempt(kind), YES)):
            assert live_topics(family, service, ON) == frozenset()


def test_exempt_holder_shuts_out_the_service_named_and_no_other() -> None:
    but = exempt(AnswerKind.YES_SOME, services=(HEALTH, CLUB), excluded=(WELFARE,))
    assert live_topics((YES, but), WELFARE, ON) == frozenset()
    assert live_topics((YES, but), HEALTH, ON) == EVERY


def test_somebody_who_is_waited_for_must_have_said_yes() -> None:
    other = replace(SILENT, guardian_id=3)
    assert live_topics((SILENT, other), HEALTH, ON) == frozenset()
    assert live_topics((exempt(AnswerKind.YES_ALL),), HEALTH, ON) == frozenset()
    assert state(SILENT, other) is ConsentState.UNVERIFIED


@pytest.mark.parametrize("authority", [Authority.UNVERIFIED, Authority.HOLDS_NOT])
def test_nobody_is_exempt_whose_responsibility_is_not_verified(authority: Authority) -> None:
    unknown = replace(SILENT, authority=authority)
    assert live_topics((YES, unknown), HEALTH, ON) == frozenset()
    assert state(YES, unknown) is ConsentState.UNVERIFIED


@pytest.mark.parametrize("kind", AnswerKind)
def test_only_a_yes_is_live(kind: AnswerKind) -> None:
    assert an_answer(kind).is_live(ON) is (kind in (AnswerKind.YES_ALL, AnswerKind.YES_SOME))


@pytest.mark.parametrize("kind", AnswerKind)
def test_yes_from_an_earlier_case_is_no_yes(kind: AnswerKind) -> None:
    answer = replace(an_answer(kind), is_over=True)
    assert not answer.is_live(ON)
    assert live_topics((a_holder(answer),), HEALTH, ON) == frozenset()


def test_no_answer_in_this_case_is_waited_for_whatever_was_said_before() -> None:
    over = a_holder(replace(an_answer(), is_over=True))
    assert state(over, asked=True) is ConsentState.WAITING
    assert state(over, asked=False) is ConsentState.NOT_ASKED
    assert state(a_holder(None), asked=False) is ConsentState.NOT_ASKED
    # Somebody has answered although nobody wrote down the question.
    half = a_holder(an_answer(), guardian_id=2)
    assert state(a_holder(None), half, asked=False) is ConsentState.WAITING


def test_state_speaks_of_those_who_are_waited_for() -> None:
    lapsed = a_holder(an_answer(first=ON.replace(day=1), last=ON.replace(day=2)))
    assert state(lapsed, SILENT) is ConsentState.LAPSED
    other = a_holder(an_answer(services=(HEALTH,)), guardian_id=3)
    assert state(a_holder(an_answer(services=(CLUB,))), other, SILENT) is (
        ConsentState.NOTHING_COMMON
    )
    # The exempt holder's own yes has run out: nobody waits for that.
    gone = exempt(AnswerKind.YES_ALL, first=ON.replace(day=1), last=ON.replace(day=2))
    assert state(a_holder(an_answer(services=(CLUB,))), other, gone) is ConsentState.NOTHING_COMMON


@pytest.mark.parametrize("is_leader", [True, False])
@pytest.mark.parametrize("is_same", [True, False])
def test_exception_is_approved_by_a_leader_who_did_not_ask(is_leader: bool, is_same: bool) -> None:
    decision = may_approve_exception(
        asked_by=1,
        approver=1 if is_same else 2,
        is_leader=is_leader,
        state=ExceptionState.WAITING,
    )
    assert bool(decision) is (is_leader and not is_same)
    if not is_leader:
        assert "rektor" in decision.reason
    elif is_same:
        assert "ber om" in decision.reason


@pytest.mark.parametrize("state", ExceptionState)
def test_exception_is_approved_only_while_it_waits(state: ExceptionState) -> None:
    decision = may_approve_exception(asked_by=1, approver=2, is_leader=True, state=state)
    assert bool(decision) is (state is ExceptionState.WAITING)


DAY = timedelta(days=1)
# Approved, day of the end, the day asked about (from the last day on) -> where it stands.
STANDS = [
    (False, None, 0, ExceptionState.WAITING),
    (True, None, 0, ExceptionState.RUNNING),
    (False, None, 1, ExceptionState.NEVER_APPROVED),
    (True, None, 1, ExceptionState.OVER),
    (True, 0, 0, ExceptionState.ENDED),
    (True, -3, 9, ExceptionState.ENDED),
    (False, -3, 0, ExceptionState.ENDED),
    # Put away after its last day, when a new one was asked for: it ran out all the same.
    (True, 2, 9, ExceptionState.OVER),
    (False, 2, 9, ExceptionState.NEVER_APPROVED),
]


@pytest.mark.parametrize(("is_approved", "ended", "day", "stands"), STANDS)
def test_exception_stands_where_its_days_say(
    is_approved: bool, ended: int | None, day: int, stands: ExceptionState
) -> None:
    ended_on = None if ended is None else ON + ended * DAY
    found = exception_state(
        is_approved=is_approved, until_on=ON, ended_on=ended_on, on=ON + day * DAY
    )
    assert found is stands
    assert found.is_open is (stands in (ExceptionState.WAITING, ExceptionState.RUNNING))
    assert found.has_run_out is (stands.value in ("over", "never_approved"))


def test_contact_between_meetings_follows_service_topic_and_day() -> None:
    learning = a_holder(an_answer(topics=frozenset({Topic.LEARNING})))
    assert may_contact((learning,), HEALTH, Topic.LEARNING, on=ON)
    about = may_contact((learning,), HEALTH, Topic.HOME, on=ON)
    assert not about
    assert "temaet" in about.reason
    nobody = may_contact((a_holder(an_answer(AnswerKind.NO)),), HEALTH, Topic.LEARNING, on=ON)
    assert not nobody
    assert "tjenesten nå" in nobody.reason
    later = ON.replace(year=ON.year + 1)
    assert not may_contact((learning,), HEALTH, Topic.LEARNING, on=later)

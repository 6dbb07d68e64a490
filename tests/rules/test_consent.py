"""What guardians together allow: each kind of answer, each edge of the period."""

from datetime import date, timedelta

import pytest

from felles.rules.consent import (
    CONSENT_MISSING,
    AnswerKind,
    Authority,
    ConsentState,
    Holder,
    consent_state,
    is_excluded,
    live_topics,
    may_discuss_named,
)
from felles.rules.roles import Topic
from tests.rules.worlds import (
    CLUB,
    COLLEAGUE,
    EVERY,
    HEALTH,
    ME,
    ON,
    SERVICES,
    WELFARE,
    a_holder,
    an_answer,
)

YES = a_holder(an_answer(), guardian_id=1)
LEARNING = frozenset({Topic.LEARNING})
LEARNING_AND_HOME = frozenset({Topic.LEARNING, Topic.HOME})
DAY = timedelta(days=1)


@pytest.mark.parametrize("authority", Authority)
@pytest.mark.parametrize("kind", [*AnswerKind, None])
@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside a yes"])
def test_topics_are_live_only_for_a_verified_holder_who_said_yes(
    authority: Authority, kind: AnswerKind | None, beside: bool
) -> None:
    holder = a_holder(an_answer(kind) if kind else None, authority, guardian_id=2)
    family = (YES, holder) if beside else (holder,)
    opens = authority is Authority.HOLDS and kind in (AnswerKind.YES_ALL, AnswerKind.YES_SOME)
    for order in (family, family[::-1]):
        assert live_topics(order, HEALTH, ON) == (EVERY if opens else frozenset())


@pytest.mark.parametrize("kind", [AnswerKind.YES_ALL, AnswerKind.YES_SOME])
@pytest.mark.parametrize(
    ("first", "last", "live"),
    [
        (ON, ON, True),
        (ON, ON + DAY, True),
        (ON - DAY, ON, True),
        (ON - DAY, ON + DAY, True),
        (ON + DAY, ON + DAY, False),
        (ON - DAY, ON - DAY, False),
        (ON + DAY, ON + 2 * DAY, False),
        (ON - 2 * DAY, ON - DAY, False),
    ],
)
def test_yes_counts_from_its_first_day_to_its_last(
    kind: AnswerKind, first: date, last: date, live: bool
) -> None:
    family = (YES, a_holder(an_answer(kind, first=first, last=last), guardian_id=2))
    assert bool(live_topics(family, HEALTH, ON)) is live


def test_without_anybody_to_ask_nothing_is_allowed() -> None:
    assert live_topics((), HEALTH, ON) == frozenset()


def test_topics_are_those_that_all_allow() -> None:
    narrow = a_holder(an_answer(topics=LEARNING_AND_HOME), guardian_id=2)
    narrower = a_holder(an_answer(topics=LEARNING), guardian_id=3)
    assert live_topics((YES, narrow), HEALTH, ON) == LEARNING_AND_HOME
    assert live_topics((YES, narrow, narrower), HEALTH, ON) == LEARNING


def test_topics_with_nothing_in_common_open_nothing() -> None:
    home = a_holder(an_answer(topics=frozenset({Topic.HOME})), guardian_id=2)
    learning = a_holder(an_answer(topics=LEARNING), guardian_id=3)
    assert live_topics((home, learning), HEALTH, ON) == frozenset()


def test_service_that_was_never_asked_about_reads_nothing() -> None:
    asked_before_the_club_joined = a_holder(an_answer(services=(WELFARE, HEALTH)))
    assert live_topics((asked_before_the_club_joined,), CLUB, ON) == frozenset()
    assert live_topics((asked_before_the_club_joined,), HEALTH, ON) == EVERY


def test_exclusion_wins_over_topics_given_in_the_same_answer() -> None:
    both = a_holder(an_answer(AnswerKind.YES_SOME, excluded=(HEALTH,)))
    assert live_topics((both,), HEALTH, ON) == frozenset()


@pytest.mark.parametrize("authority", Authority)
@pytest.mark.parametrize(
    ("kind", "excluded", "shut_out"),
    [
        (AnswerKind.YES_ALL, (), False),
        (AnswerKind.YES_SOME, (), False),
        (AnswerKind.YES_SOME, (HEALTH,), False),
        (AnswerKind.YES_SOME, (WELFARE,), True),
        (AnswerKind.YES_ALL, (WELFARE,), True),
        (AnswerKind.NO, (), True),
        (AnswerKind.WITHDRAWN, (), True),
        (None, (), False),
    ],
)
@pytest.mark.parametrize("last", [ON + DAY, ON - DAY], ids=["running", "run out"])
def test_exclusion_follows_the_affiliation_and_never_runs_out(
    authority: Authority,
    kind: AnswerKind | None,
    excluded: tuple[int, ...],
    shut_out: bool,
    last: date,
) -> None:
    given = an_answer(kind, excluded=excluded, last=last) if kind else None
    family = (YES, a_holder(given, authority, guardian_id=2))
    for order in (family, family[::-1]):
        assert is_excluded(order, frozenset({WELFARE}), ME) is shut_out
        assert is_excluded(order, frozenset({WELFARE, CLUB}), ME) is shut_out
        assert is_excluded(order, frozenset(), ME) is False


def test_named_person_is_let_in_by_the_same_holder_only() -> None:
    names_me = a_holder(an_answer(AnswerKind.YES_SOME, excluded=(WELFARE,), named=(ME,)))
    shuts_out = a_holder(an_answer(AnswerKind.YES_SOME, excluded=(WELFARE,)), guardian_id=2)
    only_names = a_holder(an_answer(named=(ME,)), guardian_id=3)
    assert not is_excluded((names_me,), frozenset({WELFARE}), ME)
    assert is_excluded((names_me,), frozenset({WELFARE}), COLLEAGUE)
    assert is_excluded((names_me, shuts_out), frozenset({WELFARE}), ME)
    assert is_excluded((shuts_out, only_names), frozenset({WELFARE}), ME)


NO = a_holder(an_answer(AnswerKind.NO), guardian_id=2)
GONE = a_holder(an_answer(AnswerKind.WITHDRAWN), guardian_id=3)
SILENT = a_holder(None, guardian_id=4)
LAPSED = a_holder(an_answer(last=ON - DAY), guardian_id=5)
UNSURE = a_holder(an_answer(), Authority.UNVERIFIED, guardian_id=6)
CLUB_ONLY = a_holder(an_answer(AnswerKind.YES_SOME, services=(CLUB,)), guardian_id=7)
HEALTH_ONLY = a_holder(an_answer(AnswerKind.YES_SOME, services=(HEALTH,)), guardian_id=8)


@pytest.mark.parametrize(
    ("family", "asked", "state"),
    [
        ((), False, ConsentState.NOT_ASKED),
        ((), True, ConsentState.UNVERIFIED),
        ((SILENT,), False, ConsentState.NOT_ASKED),
        ((SILENT,), True, ConsentState.WAITING),
        ((YES, SILENT), True, ConsentState.WAITING),
        ((a_holder(None, Authority.UNVERIFIED),), False, ConsentState.NOT_ASKED),
        ((a_holder(None, Authority.UNVERIFIED),), True, ConsentState.UNVERIFIED),
        ((YES, UNSURE), True, ConsentState.UNVERIFIED),
        ((YES,), True, ConsentState.LIVE),
        ((YES, YES), True, ConsentState.LIVE),
        ((YES, CLUB_ONLY), True, ConsentState.LIVE),
        ((YES, NO), True, ConsentState.REFUSED),
        ((NO, SILENT), True, ConsentState.REFUSED),
        ((YES, GONE), True, ConsentState.WITHDRAWN),
        ((NO, GONE), True, ConsentState.WITHDRAWN),
        ((GONE, SILENT), True, ConsentState.WITHDRAWN),
        ((YES, LAPSED), True, ConsentState.LAPSED),
        ((LAPSED, SILENT), True, ConsentState.WAITING),
        ((CLUB_ONLY, HEALTH_ONLY), True, ConsentState.NOTHING_COMMON),
    ],
)
def test_consent_as_a_whole_is_what_the_strictest_answer_says(
    family: tuple[Holder, ...], asked: bool, state: ConsentState
) -> None:
    for order in (family, family[::-1]):
        assert consent_state(order, frozenset(SERVICES), asked=asked, on=ON) is state
        decision = may_discuss_named(order, frozenset(SERVICES), asked=asked, on=ON)
        assert bool(decision) is (state is ConsentState.LIVE)
        if not decision:
            assert decision.missing == (CONSENT_MISSING[state],)


def test_yes_to_a_service_outside_the_team_is_no_consent_for_the_team() -> None:
    state = consent_state((YES,), frozenset({99}), asked=True, on=ON)
    assert state is ConsentState.NOTHING_COMMON
    assert consent_state((YES,), frozenset(), asked=True, on=ON) is ConsentState.NOTHING_COMMON


def test_every_state_but_live_says_what_to_do() -> None:
    assert set(CONSENT_MISSING) == set(ConsentState) - {ConsentState.LIVE}

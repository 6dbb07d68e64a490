"""The rules of the room: starting, ending a case, typing together, and what all may read."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.access import EVERY_TOPIC, Ground, Sight
from felles.rules.case_flow import Evidence, Move, Step
from felles.rules.consent import ConsentState
from felles.rules.meetings import MeetingKind, MeetingState
from felles.rules.roles import Audience, Topic
from felles.rules.room import (
    DEADLINES,
    OUTCOMES,
    Outcome,
    Written,
    hearers_of,
    may_agree,
    may_close,
    may_start,
    merge,
    move_of,
)

DAY = date(2026, 11, 24)
FULL = Evidence(
    pupil_heard=True,
    guardians_told=True,
    consent_state=ConsentState.LIVE,
    family_met=True,
    measures_running=1,
    evaluated=True,
    child_view=True,
    guardians_view=True,
)
TEAM, SCHOOL = MeetingKind.INNSATSTEAM, MeetingKind.ELEVSAKSMOTE


@pytest.mark.parametrize(
    ("state", "starts_on", "allowed"),
    [
        (MeetingState.PLANNED, DAY, True),
        (MeetingState.CALLED, DAY, True),
        (MeetingState.CALLED, date(2026, 11, 23), True),  # forgotten yesterday
        (MeetingState.CALLED, date(2026, 11, 25), False),
        (MeetingState.OPEN, DAY, False),
        (MeetingState.HELD, DAY, False),
        (MeetingState.CANCELLED, DAY, False),
    ],
)
def test_meeting_starts_on_its_day(state: MeetingState, starts_on: date, allowed: bool) -> None:
    assert may_start(state, starts_on=starts_on, on=DAY).allowed is allowed


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("has_open_row", [True, False])
def test_meeting_closes_when_nothing_is_open(state: MeetingState, has_open_row: bool) -> None:
    wanted = state is MeetingState.OPEN and not has_open_row
    assert may_close(state, has_open_row=has_open_row).allowed is wanted


# kind, outcome, step -> allowed when nothing is missing
AGREE = [
    (TEAM, Outcome.START, Step.INNSATSTEAM, True),
    (TEAM, Outcome.START, Step.MEASURES, True),
    (TEAM, Outcome.START, Step.EVALUATION, False),
    (TEAM, Outcome.START, Step.AT_SCHOOL, False),
    (TEAM, Outcome.SCHOOL, Step.INNSATSTEAM, True),
    (TEAM, Outcome.SCHOOL, Step.MEASURES, True),
    (TEAM, Outcome.SCHOOL, Step.EVALUATION, False),
    (TEAM, Outcome.OTHER_SERVICE, Step.INNSATSTEAM, True),
    (TEAM, Outcome.OTHER_SERVICE, Step.MEASURES, True),
    (TEAM, Outcome.OTHER_SERVICE, Step.EVALUATION, False),
    (TEAM, Outcome.AGAIN, Step.INNSATSTEAM, True),
    (TEAM, Outcome.AGAIN, Step.EVALUATION, True),
    (TEAM, Outcome.CLOSE, Step.INNSATSTEAM, False),
    (SCHOOL, Outcome.TRY_MORE, Step.ELEVSAKSMOTE, True),
    (SCHOOL, Outcome.REFER, Step.ELEVSAKSMOTE, True),
    (SCHOOL, Outcome.CLOSE, Step.ELEVSAKSMOTE, True),
    (SCHOOL, Outcome.AGAIN, Step.ELEVSAKSMOTE, True),
    (SCHOOL, Outcome.START, Step.ELEVSAKSMOTE, False),
    (SCHOOL, Outcome.TRY_MORE, Step.AT_SCHOOL, False),
    (MeetingKind.TRINNMOTE, Outcome.AGAIN, Step.AT_SCHOOL, False),
]


@pytest.mark.parametrize(("kind", "outcome", "step", "allowed"), AGREE)
def test_how_a_case_may_end(kind: MeetingKind, outcome: Outcome, step: Step, allowed: bool) -> None:
    assert may_agree(kind, outcome, step, FULL).allowed is allowed


@pytest.mark.parametrize("gone", ["family_met", "measures_running"])
def test_team_starts_nothing_past_a_gate(gone: str) -> None:
    lacking = replace(FULL, **{gone: 0})  # type: ignore[arg-type]
    decision = may_agree(TEAM, Outcome.START, Step.INNSATSTEAM, lacking)
    assert not decision
    assert len(decision.missing) == 1


def test_every_outcome_has_a_meeting_and_says_what_it_moves() -> None:
    assert {one for outcomes in OUTCOMES.values() for one in outcomes} == set(Outcome)
    moves = {outcome: move_of(outcome, Step.INNSATSTEAM) for outcome in Outcome}
    assert moves[Outcome.START] is Move.TEAM_DECIDE
    assert moves[Outcome.OTHER_SERVICE] is moves[Outcome.AGAIN] is None
    assert move_of(Outcome.START, Step.MEASURES) is None
    assert all(days > 0 for days, _label in DEADLINES.values())


MERGES = [
    ({}, "a", 0, Written.SAVED),
    ({}, "", 0, Written.SAME),
    ({1: "a"}, "a", 0, Written.SAME),
    ({1: "a"}, "b", 1, Written.SAVED),
    ({1: "a"}, "b", 0, Written.BOTH),
    ({1: "a"}, "", 0, Written.NEWER),
    ({1: "a", 2: "b"}, "a", 1, Written.NEWER),
    ({1: "a", 2: "b"}, "c", 1, Written.BOTH),
    ({1: "a", 3: "a"}, "c", 1, Written.SAVED),  # put back as it was: nobody was overrun
]


@pytest.mark.parametrize(("revisions", "text", "base", "wanted"), MERGES)
def test_what_comes_of_a_text(
    revisions: dict[int, str], text: str, base: int, wanted: Written
) -> None:
    assert merge(revisions, text, base=base) is wanted


def test_own_newer_text_is_no_conflict() -> None:
    assert merge({1: "a", 2: "b"}, "c", base=1, by_same=True) is Written.SAVED


@given(
    st.dictionaries(st.integers(1, 9), st.text(max_size=3), max_size=4),
    st.text(max_size=3),
    st.integers(0, 9),
)
def test_text_of_somebody_else_is_never_overwritten_unseen(
    revisions: dict[int, str], text: str, base: int
) -> None:
    written = merge(revisions, text, base=base)
    newest = revisions[max(revisions)] if revisions else ""
    if written is Written.SAVED:
        assert newest == revisions.get(base, "")
    if written in (Written.SAME, Written.NEWER):
        assert text in (newest, revisions.get(base, ""))


def service(*topics: Topic) -> Sight:
    return Sight(Ground.CONSENT, frozenset(topics))


INSIDE = Sight(Ground.ROLE_AT_SCHOOL, EVERY_TOPIC)


@pytest.mark.parametrize(
    ("sights", "audience", "topic", "allowed"),
    [
        ([INSIDE], Audience.SCHOOL, Topic.HOME, True),
        ([INSIDE], Audience.RESTRICTED, Topic.HOME, False),
        ([INSIDE, service(Topic.HOME)], Audience.SCHOOL, Topic.HOME, False),
        ([INSIDE, service(Topic.HOME)], Audience.TEAM, Topic.HOME, True),
        ([INSIDE, service(Topic.HOME)], Audience.TEAM, Topic.HEALTH, False),
        ([service(Topic.HOME), service(Topic.HEALTH)], Audience.TEAM, Topic.HOME, False),
        ([], Audience.TEAM, Topic.HOME, False),
    ],
)
def test_screen_shows_what_everybody_in_the_room_may_read(
    sights: list[Sight], audience: Audience, topic: Topic, allowed: bool
) -> None:
    assert hearers_of(sights).may_read(audience, topic) is allowed


@given(st.lists(st.sets(st.sampled_from(Topic)), min_size=1, max_size=4), st.sampled_from(Topic))
def test_one_more_in_the_room_never_shows_more(
    given_topics: list[set[Topic]], topic: Topic
) -> None:
    sights = [service(*topics) for topics in given_topics]
    few, many = hearers_of(sights[:1]), hearers_of(sights)
    if many.may_read(Audience.TEAM, topic):
        assert few.may_read(Audience.TEAM, topic)

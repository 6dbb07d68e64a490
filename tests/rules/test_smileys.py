"""What is told of the faces: fifths of the glad, of enough answers, and never while it goes on."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.rules.courses import QUESTIONS, Moment
from felles.rules.smileys import (
    FACE_TEXTS,
    LEAST_EVER,
    QUESTION_TEXTS,
    RoundFacts,
    are_told,
    fifth_of,
    is_told,
    least_answers,
    may_begin,
    may_remove,
)

B, A = Moment.BEFORE, Moment.AFTER


def rounds(
    before: int | None, after: int | None, *, open_: Moment | None = None
) -> dict[Moment, RoundFacts]:
    pairs = ((B, before), (A, after))
    return {
        moment: RoundFacts(moment, moment is open_, (number,) * 3)
        for moment, number in pairs
        if number is not None
    }


@given(st.integers(LEAST_EVER, 99), st.data())
def test_no_number_can_be_found_from_a_fifth(answered: int, data: st.DataObject) -> None:
    glad = data.draw(st.integers(0, answered))
    told = fifth_of(glad, answered)
    alike = [one for one in range(answered + 1) if fifth_of(one, answered) == told]
    assert 0 <= told <= 4
    assert len(alike) >= 2


@given(st.integers(LEAST_EVER, 99))
def test_more_glad_never_tells_a_lower_fifth(answered: int) -> None:
    told = [fifth_of(glad, answered) for glad in range(answered + 1)]
    assert told == sorted(told)
    assert set(told) == set(range(5))


def test_too_few_in_one_round_hide_both() -> None:
    for before, after in product((9, 10, 11), repeat=2):
        assert is_told(before, after, least=10) == (before > 9 and after > 9)
    assert not is_told(11, 11, least=12)


def test_settings_can_raise_the_limit_and_not_lower_it() -> None:
    assert [least_answers(number) for number in (0, 9, 10, 15)] == [10, 10, 10, 15]
    assert not is_told(9, 9, least=1)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (rounds(None, None), False),
        (rounds(12, None), False),
        (rounds(12, 12), True),
        (rounds(12, 12, open_=A), False),
        (rounds(12, 12, open_=B), False),
        (rounds(12, 9), False),
    ],
)
def test_answers_are_told_once_both_rounds_are_closed(
    found: dict[Moment, RoundFacts], told: bool
) -> None:
    assert are_told(found, least=10) == told
    # What has been shown stays as it is: a few answers more would be the difference.
    assert bool(may_remove(found, least=10)) == (not told)


def test_round_is_asked_once_and_one_at_a_time() -> None:
    assert may_begin({}, B)
    assert may_begin(rounds(12, None), A)
    assert not may_begin(rounds(12, None), B)
    assert not may_begin(rounds(3, None, open_=B), A)


def test_every_question_and_face_has_its_words() -> None:
    assert tuple(QUESTION_TEXTS) == QUESTIONS
    assert len(FACE_TEXTS) == 3

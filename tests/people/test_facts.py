"""What is known of a pupil, as far as one case goes."""

from datetime import datetime, timedelta

import pytest

from felles.people.queries.facts import PupilFacts
from felles.rules.consent import Answer, AnswerKind, Authority, Holder
from tests.cast import NOW, days

OPENED = NOW - days(10)
MOMENT = timedelta(seconds=1)


def facts(kind: AnswerKind | None, asked_at: datetime | None) -> PupilFacts:
    """One holder's answer, to a question from then."""
    today = NOW.date()
    answer = Answer(kind, today, today, {}) if kind else None
    holder = Holder(7, Authority.HOLDS, answer)
    answered_to = {7: asked_at} if kind and asked_at else {}
    empty: frozenset[int] = frozenset()
    return PupilFacts(None, False, empty, empty, (holder,), asked_at, answered_to)


@pytest.mark.parametrize(
    ("kind", "asked_at", "is_over"),
    [
        (AnswerKind.YES_ALL, OPENED - MOMENT, True),
        (AnswerKind.YES_SOME, OPENED - MOMENT, True),
        (AnswerKind.YES_ALL, OPENED, False),
        (AnswerKind.YES_ALL, OPENED + MOMENT, False),
        (AnswerKind.NO, OPENED - MOMENT, False),
        (AnswerKind.WITHDRAWN, OPENED - MOMENT, False),
    ],
)
def test_yes_to_an_earlier_case_is_over_and_a_no_stands(
    kind: AnswerKind, asked_at: datetime, is_over: bool
) -> None:
    [holder] = facts(kind, asked_at).since(OPENED).holders
    assert holder.answer is not None
    assert holder.answer.is_over is is_over


@pytest.mark.parametrize(
    ("asked_at", "asked"),
    [(None, False), (OPENED - MOMENT, False), (OPENED, True), (OPENED + MOMENT, True)],
)
def test_question_of_an_earlier_case_asks_nothing_in_this_one(
    asked_at: datetime | None, asked: bool
) -> None:
    known = facts(None, asked_at).since(OPENED)
    assert known.asked is asked
    assert known.holders[0].answer is None

"""An old yes never replaces a newer answer, and no yes is older than its question."""

from datetime import datetime

import pytest

from felles.casework import actions
from felles.people.actions import ServiceScope
from felles.people.queries import get_pupil_facts
from felles.rules.consent import AnswerKind, Channel
from felles.rules.decision import Refused
from tests import make
from tests.cast import NOW, TEAM, Cast, build_cast, days

pytestmark = pytest.mark.django_db


def record(cast: Cast, made: make.Made, kind: AnswerKind, answered_at: datetime) -> None:
    later = NOW + days(10)
    scopes = [ServiceScope(cast.service(name).pk, make.ALL_TOPICS) for name in TEAM]
    actions.record_consent_answer(
        by=cast.actor("social_teacher", later),
        at=later,
        public_id=made.public_id,
        guardian_id=made.ties[0].guardian_id,
        kind=kind,
        channel=Channel.PAPER,
        language="norsk",
        answered_on=answered_at.date(),
        valid_until=later.date() + days(100),
        scopes=scopes if kind.is_yes else (),
    )


def current_kind(made: make.Made) -> AnswerKind | None:
    answer = get_pupil_facts(made.pupil.pk, NOW).holders[0].answer
    return answer.kind if answer else None


def test_yes_on_paper_from_before_a_withdrawal_is_refused() -> None:
    cast = build_cast()
    made = make.consented(cast)
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN, at=NOW + days(3))
    with pytest.raises(Refused, match="nyere svar"):
        record(cast, made, AnswerKind.YES_ALL, NOW + days(1))
    assert current_kind(made) is AnswerKind.WITHDRAWN


@pytest.mark.parametrize("kind", [AnswerKind.NO, AnswerKind.WITHDRAWN])
def test_no_and_withdrawal_count_whatever_their_date(kind: AnswerKind) -> None:
    cast = build_cast()
    made = make.consented(cast, at=NOW + days(5))
    record(cast, made, kind, NOW + days(1))
    assert current_kind(made) is kind


def test_yes_from_before_the_question_is_refused() -> None:
    cast = build_cast()
    made = make.asked(cast)
    with pytest.raises(Refused, match="før dere spurte"):
        record(cast, made, AnswerKind.YES_ALL, NOW - days(1))
    assert current_kind(made) is None

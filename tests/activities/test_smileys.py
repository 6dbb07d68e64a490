"""Three faces: counts and nothing else, told as fifths once both rounds are closed."""

from datetime import timedelta

import pytest

from felles.activities import actions
from felles.activities.models import SmileyCount, SmileyRound
from felles.activities.queries import Smileys, get_course, get_smileys
from felles.ledger.models import ChangeEvent, SubmittedForm
from felles.meetings.queries import NotThere
from felles.rules.courses import Moment
from felles.rules.decision import Refused
from tests.activities.course_rows import series
from tests.cast import NOW, Cast, build_cast

pytestmark = pytest.mark.django_db
B, A = Moment.BEFORE, Moment.AFTER
LEAST = 10


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def course(cast: Cast) -> str:
    return series(cast).public_id


def begin(cast: Cast, course: str, moment: Moment = B, part: str = "milieu_worker") -> SmileyRound:
    return actions.open_round(
        by=cast.actor(part), at=NOW, public_id=course, moment=moment, least=LEAST
    )


def end(cast: Cast, course: str, moment: Moment = B) -> None:
    actions.close_round(
        by=cast.actor("rector"), at=NOW, public_id=course, moment=moment, least=LEAST
    )


def answer(found: SmileyRound, token: str, face: int = 3) -> bool:
    return actions.answer_smileys(
        at=NOW + timedelta(minutes=5),
        round_id=found.pk,
        token=token,
        faces=dict.fromkeys((1, 2, 3), face),
    )


def paper(cast: Cast, course: str, moment: Moment, glad: int, sad: int = 0) -> None:
    counts = {(question, face): n for question in (1, 2, 3) for face, n in ((3, glad), (1, sad))}
    actions.write_round(
        by=cast.actor("milieu_worker"),
        at=NOW,
        public_id=course,
        moment=moment,
        counts=counts,
        least=LEAST,
    )


def seen(cast: Cast, course: str) -> Smileys:
    return get_smileys(get_course(cast.actor("rector"), course), least=LEAST)


def test_child_adds_one_to_three_counts_and_leaves_no_row(cast: Cast, course: str) -> None:
    found = begin(cast, course)
    rows, changes = SmileyCount.objects.count(), ChangeEvent.objects.count()
    assert answer(found, "a")
    assert answer(found, "b", face=1)
    assert (SmileyCount.objects.count(), ChangeEvent.objects.count()) == (rows, changes)
    assert SmileyRound.objects.get().answers == 2
    counted = SmileyCount.objects.filter(count__gt=0).values_list("question", "face", "count")
    assert sorted(counted) == [(q, face, 1) for q in (1, 2, 3) for face in (1, 3)]
    # What makes a double tap count once tells no time.
    assert set(SubmittedForm.objects.values_list("at", flat=True)) == {NOW}


def test_double_tap_counts_once(cast: Cast, course: str) -> None:
    found = begin(cast, course)
    assert [answer(found, "a"), answer(found, "a")] == [True, True]
    assert SmileyRound.objects.get().answers == 1


@pytest.mark.parametrize("faces", [{}, {1: 3}, {1: 3, 2: 3, 3: 4}, {1: 3, 2: 3, 4: 1}])
def test_answer_that_is_none_counts_nothing(cast: Cast, course: str, faces: dict[int, int]) -> None:
    found = begin(cast, course)
    assert not actions.answer_smileys(at=NOW, round_id=found.pk, token="x", faces=faces)
    assert SmileyRound.objects.get().answers == 0


def test_closed_round_takes_no_answer_and_is_not_opened_again(cast: Cast, course: str) -> None:
    found = begin(cast, course)
    end(cast, course)
    assert not answer(found, "a")
    with pytest.raises(Refused):
        begin(cast, course)
    with pytest.raises(Refused):
        end(cast, course)


def test_nothing_is_told_while_a_round_is_open(cast: Cast, course: str) -> None:
    paper(cast, course, B, glad=12)
    found = begin(cast, course, A)
    for number in range(12):
        answer(found, str(number))
        assert seen(cast, course).told == []
    end(cast, course, A)
    assert [(one.before, one.after) for one in seen(cast, course).told] == [(4, 4)] * 3


@pytest.mark.parametrize(("before", "after", "told"), [(9, 12, 0), (12, 9, 0), (10, 10, 3)])
def test_too_few_in_one_round_tell_nothing(
    cast: Cast, course: str, before: int, after: int, told: int
) -> None:
    paper(cast, course, B, glad=before)
    paper(cast, course, A, glad=after)
    assert len(seen(cast, course).told) == told


def test_question_that_few_answered_is_not_told(cast: Cast, course: str) -> None:
    for moment in (B, A):
        paper(cast, course, moment, glad=8, sad=4)
    SmileyCount.objects.filter(round__moment="after", question=2, face=3).update(count=1)
    told = {one.question: (one.before, one.after) for one in seen(cast, course).told}
    assert told == {1: (3, 3), 2: (None, None), 3: (3, 3)}


def test_answers_that_were_shown_stay_and_others_may_be_asked_anew(cast: Cast, course: str) -> None:
    paper(cast, course, B, glad=12)
    ask = {"by": cast.actor("rector"), "at": NOW, "public_id": course, "least": LEAST}
    actions.remove_round(**ask, moment=B)  # type: ignore[arg-type]
    assert not SmileyCount.objects.exists()
    paper(cast, course, B, glad=12)
    paper(cast, course, A, glad=11)
    for moment in (B, A):
        with pytest.raises(Refused):
            actions.remove_round(**ask, moment=moment)  # type: ignore[arg-type]


def test_paper_without_an_answer_is_no_round(cast: Cast, course: str) -> None:
    for glad in (0, 100):
        with pytest.raises(Refused):
            paper(cast, course, B, glad=glad)
    assert not SmileyRound.objects.exists()


@pytest.mark.parametrize("part", ["teacher", "health_nurse", "agent_leader", "other_rector"])
def test_nobody_else_asks(cast: Cast, course: str, part: str) -> None:
    with pytest.raises(NotThere):
        begin(cast, course, part=part)


def test_fields_lead_to_no_child(cast: Cast) -> None:
    # A field more may be a path to a child: think of it before it is added here.
    assert {one.name for one in SmileyCount._meta.get_fields()} == {
        "id", "round", "question", "face", "count",
    }  # fmt: skip
    assert {one.name for one in SmileyRound._meta.get_fields()} == {
        "id", "series", "moment", "answers", "opened_at", "closed_at", "version", "counts",
    }  # fmt: skip

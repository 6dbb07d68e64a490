"""An evaluation leads on, back or out, and nowhere else."""

import pytest

from felles.casework.models import Case, Evaluation, Measure
from felles.rules.case_flow import Move, Step
from felles.rules.decision import Refused
from tests import make
from tests.cast import build_cast

pytestmark = pytest.mark.django_db
AFTER = {
    Move.CONTINUE: Step.MEASURES,
    Move.BACK_TO_SCHOOL: Step.AT_SCHOOL,
    Move.CLOSE: Step.CLOSED,
}


@pytest.mark.parametrize("move", Move)
def test_evaluation_leads_only_where_the_figure_says(move: Move) -> None:
    cast = build_cast()
    made = make.in_evaluation(cast)
    if move in AFTER:
        make.evaluate(cast, made, move)
        assert Case.objects.get(pk=made.case.pk).step == AFTER[move]
        return
    with pytest.raises(Refused):
        make.evaluate(cast, made, move)
    assert Case.objects.get(pk=made.case.pk).step == Step.EVALUATION
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize("move", [Move.STAY_AT_SCHOOL, Move.EVALUATE])
def test_evaluation_smuggles_no_other_move_out_of_the_measures(move: Move) -> None:
    cast = build_cast()
    made = make.in_measures(cast)
    with pytest.raises(Refused):
        make.evaluate(cast, made, move)
    assert Case.objects.get(pk=made.case.pk).step == Step.MEASURES


@pytest.mark.parametrize("move", [*AFTER, None])
def test_measures_stop_with_the_case_and_only_then(move: Move | None) -> None:
    cast = build_cast()
    made = make.in_evaluation(cast)
    make.evaluate(cast, made, move)
    statuses = set(Measure.objects.filter(case=made.case).values_list("status", flat=True))
    wanted = Measure.Status.STOPPED if move is Move.CLOSE else Measure.Status.PLANNED
    assert statuses == {wanted.value}

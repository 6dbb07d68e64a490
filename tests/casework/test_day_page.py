"""What the day page takes up: promises by their day, and what has happened since yesterday."""

from datetime import datetime, timedelta

import pytest

from felles.casework.models import Case, CaseStep, Measure
from felles.casework.queries import get_today
from felles.rules.case_flow import Step
from tests import make
from tests.cast import NOW, Cast, build_cast, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def promised(cast: Cast, part: str, at: datetime = NOW) -> list[str]:
    """What stands on the part's day page as its own promises."""
    today = get_today(cast.actor(part, at))
    return [todo.what for todo in (*today.first, *today.later) if todo.kind == "measure"]


def test_own_promise_stands_on_the_day_page_from_a_week_ahead_until_it_is_done(cast: Cast) -> None:
    made = make.in_measures(cast)
    measure = Measure.objects.get()

    def change(**fields: object) -> None:
        Measure.objects.filter(pk=measure.pk).update(**fields)

    change(owner=cast.users["rector"], due_on=NOW.date() + days(7))
    assert promised(cast, "rector") == [measure.what]
    assert promised(cast, "social_teacher") == []
    change(due_on=NOW.date() + days(8))
    assert promised(cast, "rector") == []
    change(due_on=NOW.date() - days(30))
    assert promised(cast, "rector") == [measure.what]
    for status in Measure.Status:
        change(status=status.value)
        is_on = status in (Measure.Status.PLANNED, Measure.Status.RUNNING)
        assert bool(promised(cast, "rector")) is is_on, status
    change(status=Measure.Status.RUNNING.value)
    Case.objects.filter(pk=made.case.pk).update(
        state=Case.State.CLOSED.value, closed_at=NOW, step=Step.CLOSED.value
    )
    assert promised(cast, "rector") == []


def news(cast: Cast, part: str, at: datetime = NOW) -> list[Step]:
    return [one.step for one in get_today(cast.actor(part, at)).news]


def moved(made: make.Made, cast: Cast, step: Step, at: datetime, by: str = "rector") -> None:
    """As if the case had moved then, and never else."""
    CaseStep.objects.filter(case=made.case).delete()
    CaseStep.objects.create(case=made.case, to_step=step.value, by=cast.users[by], at=at)


@pytest.mark.parametrize(
    ("at", "reach"),
    [
        (NOW, timedelta(days=1)),  # a Tuesday
        (NOW - days(1), timedelta(days=3)),  # a Monday reaches back to Friday
        (NOW + days(3), timedelta(days=1)),
    ],
)
def test_news_reach_back_a_day_and_on_a_monday_over_the_weekend(
    cast: Cast, at: datetime, reach: timedelta
) -> None:
    made = make.in_measures(cast)
    moved(made, cast, Step.MEASURES, at - reach)
    assert news(cast, "social_teacher", at) == [Step.MEASURES]
    moved(made, cast, Step.MEASURES, at - reach - timedelta(seconds=1))
    assert news(cast, "social_teacher", at) == []


def test_what_one_did_oneself_is_no_news(cast: Cast) -> None:
    made = make.in_measures(cast)
    moved(made, cast, Step.MEASURES, NOW, by="rector")
    assert news(cast, "rector") == []
    assert news(cast, "social_teacher") == news(cast, "health_nurse") == [Step.MEASURES]


@pytest.mark.parametrize("step", list(Step))
def test_service_hears_only_of_what_happened_with_the_team(cast: Cast, step: Step) -> None:
    made = make.in_measures(cast)
    moved(made, cast, step, NOW)
    with_team = {Step.INNSATSTEAM, Step.MEASURES, Step.EVALUATION}
    assert news(cast, "social_teacher") == [step]
    assert news(cast, "health_nurse") == ([step] if step in with_team else [])


def test_news_are_of_cases_in_sight(cast: Cast) -> None:
    made, other = make.in_measures(cast), make.other_school(cast)
    moved(made, cast, Step.MEASURES, NOW)
    moved(other, cast, Step.CONCERN, NOW, by="other_school_teacher")
    assert [one.row.case_id for one in get_today(cast.actor("social_teacher")).news] == [
        made.case.pk
    ]

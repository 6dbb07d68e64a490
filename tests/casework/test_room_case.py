"""What a meeting agrees on in a case is saved in one action, all or nothing."""

from typing import Any

import pytest

from felles.casework.actions import Give
from felles.casework.models import BoardDecision, Case, CaseItem, Measure, Minutes
from felles.meetings.models import AgendaRow
from felles.rules.access import Permission
from felles.rules.case_flow import Step
from felles.rules.meetings import MeetingKind, RowState
from felles.rules.roles import Topic
from felles.rules.room import Outcome
from tests import make, rooms
from tests.casework.room_helpers import refused
from tests.cast import NOW, Cast, build_cast, days
from tests.permissions import take_away

pytestmark = pytest.mark.django_db
ENVIRONMENT = Topic.SCHOOL_ENVIRONMENT
KEPT_OUT = ("child_welfare_intake", "social_agent")


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def state_of(row: AgendaRow) -> RowState:
    return RowState(AgendaRow.objects.values_list("state", flat=True).get(pk=row.pk))


def test_ferdig_saves_measures_decision_move_and_minutes_together(cast: Cast) -> None:
    meeting, made = rooms.planned(cast), rooms.ready(cast)
    row = rooms.take_up(cast, meeting, made, "Hvem hjelper Maja?")
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    health = cast.service("health")
    agent = rooms.attendee(cast, meeting, "social_agent")
    gives = [
        Give("school", "Trygg voksen på AKS", 7, ENVIRONMENT),
        Give(health.public_id, "Samtale hver uke", 14, Topic.HEALTH),
        Give(agent.public_id, "Følger til klubben", 28, Topic.LEISURE),
    ]
    rooms.finish(cast, meeting, row, made, rooms.agreed(gives=gives))
    case = Case.objects.get(pk=made.case.pk)
    assert Step(case.step) is Step.MEASURES
    assert case.due_on == NOW.date() + days(42)
    item = CaseItem.objects.get(row=row)
    measures = Measure.objects.filter(item=item).order_by("due_on")
    assert [
        (one.what, one.organisation_id, one.owner_id, one.due_on - NOW.date()) for one in measures
    ] == [
        ("Trygg voksen på AKS", cast.furulia.pk, None, days(7)),
        ("Samtale hver uke", health.pk, None, days(14)),
        ("Følger til klubben", cast.furulia.pk, cast.users["social_agent"].pk, days(28)),
    ]
    decision = BoardDecision.objects.get(item=item)
    assert (decision.board, decision.outcome) == ("innsatsteam", "team_decide")
    minutes = Minutes.objects.get(item=item)
    assert (minutes.number, minutes.text, minutes.approved_by) == (1, decision.text, None)
    assert state_of(row) is RowState.DONE
    again = rooms.agreed()
    refused(lambda: rooms.finish(cast, meeting, row, made, again))


# outcome -> where the case stands afterwards, and what families are told that was decided
TEAM_ENDS = {
    Outcome.START: (Step.MEASURES, ["team_decide"], RowState.DONE),
    Outcome.SCHOOL: (Step.AT_SCHOOL, ["try_more"], RowState.DONE),
    Outcome.OTHER_SERVICE: (Step.INNSATSTEAM, ["team_decide"], RowState.DONE),
    Outcome.AGAIN: (Step.INNSATSTEAM, [], RowState.POSTPONED),
}


@pytest.mark.parametrize("outcome", TEAM_ENDS)
def test_each_way_to_end_a_case_of_the_team(cast: Cast, outcome: Outcome) -> None:
    meeting, made = rooms.planned(cast), rooms.ready(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    rooms.finish(cast, meeting, row, made, rooms.agreed(outcome))
    step, decided, state = TEAM_ENDS[outcome]
    case = Case.objects.get(pk=made.case.pk)
    item = CaseItem.objects.get(row=row)
    told = list(BoardDecision.objects.filter(item=item).values_list("outcome", flat=True))
    assert (Step(case.step), told, state_of(row)) == (step, decided, state)
    assert Minutes.objects.filter(item=item).count() == 1
    assert Measure.objects.filter(item=item).count() == 1


SCHOOL_ENDS = {
    Outcome.TRY_MORE: Step.AT_SCHOOL,
    Outcome.REFER: Step.CONSENT,
    Outcome.CLOSE: Step.CLOSED,
}


@pytest.mark.parametrize("outcome", SCHOOL_ENDS)
def test_each_way_to_end_a_case_of_the_elevsaksmote(cast: Cast, outcome: Outcome) -> None:
    parts = ("rector", "social_teacher", "social_agent")
    meeting = rooms.planned(cast, parts, kind=MeetingKind.ELEVSAKSMOTE)
    made = make.at_elevsaksmote(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting, parts)
    rooms.open_line(cast, meeting, row)
    what = rooms.agreed(outcome, gives=[])
    if outcome is Outcome.CLOSE:
        refused(lambda: rooms.finish(cast, meeting, row, made, what), "mangler")
        make.evaluate(cast, made, None)
    rooms.finish(cast, meeting, row, made, what)
    assert Step(Case.objects.get(pk=made.case.pk).step) is SCHOOL_ENDS[outcome]
    assert BoardDecision.objects.get(item__row=row).board == "elevsaksmote"


BROKEN: dict[str, dict[str, Any]] = {
    "why": {"why": " "},
    "day": {"evaluate_on": NOW.date()},
    "no day": {"evaluate_on": None},
    "goal": {"goal": ""},
    "stranger": {"gives": [Give("zzzzzzzz", "Noe", 7, ENVIRONMENT)]},
    "other kind of meeting": {"outcome": Outcome.CLOSE},
    "nothing runs": {"gives": []},
}


@pytest.mark.parametrize("fields", BROKEN.values(), ids=BROKEN)
def test_refusal_leaves_the_case_open_and_writes_nothing(
    cast: Cast, fields: dict[str, Any]
) -> None:
    meeting, made = rooms.planned(cast), rooms.ready(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    refused(lambda: rooms.finish(cast, meeting, row, made, rooms.agreed(**fields)))
    assert state_of(row) is RowState.OPEN


def test_gate_of_the_case_that_is_missing_undoes_the_measures_too(cast: Cast) -> None:
    meeting, made = rooms.planned(cast), make.in_team(cast)  # the family has not been met
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    refused(lambda: rooms.finish(cast, meeting, row, made, rooms.agreed()), "mangler")


def test_promise_outside_the_services_consent_is_refused(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    made = rooms.ready(cast, topics=frozenset({ENVIRONMENT}))
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    health = cast.service("health").public_id
    what = rooms.agreed(gives=[Give(health, "Samtaler", 7, Topic.HEALTH)])
    refused(lambda: rooms.finish(cast, meeting, row, made, what), "temaet")


def test_service_promises_nothing_in_a_case_that_stays_at_school(cast: Cast) -> None:
    meeting, made = rooms.planned(cast), rooms.ready(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    gives = [Give(cast.service("health").public_id, "Samtaler", 7, ENVIRONMENT)]
    what = rooms.agreed(Outcome.SCHOOL, gives=gives)
    refused(lambda: rooms.finish(cast, meeting, row, made, what), "bare skolen")


def test_nothing_is_agreed_by_a_role_that_may_not_decide(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, made = rooms.planned(cast), rooms.ready(cast)
    row = rooms.take_up(cast, meeting, made, "Hvem hjelper Maja?")
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    take_away(monkeypatch, Permission.TEAM_DECIDE)
    again = rooms.agreed(outcome=Outcome.AGAIN)
    refused(lambda: rooms.finish(cast, meeting, row, made, again), "Rollen din")

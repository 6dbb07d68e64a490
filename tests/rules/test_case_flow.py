"""The way of a case: every move from every step, and every gate."""

from dataclasses import replace

import pytest

from felles.rules import case_flow
from felles.rules.access import Permission
from felles.rules.case_flow import TRANSITIONS, Evidence, Move, Step, may_move, moves_from
from felles.rules.consent import CONSENT_MISSING, ConsentState

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

# The guide's figure, written by hand: move: (from, to, whose deed it is, what it demands).
WAY: dict[str, tuple[str, str, str, str]] = {
    "accept": ("concern", "at_school", "elevsak_bring", ""),
    "bring": ("at_school", "elevsaksmote", "elevsak_bring", "pupil guardians"),
    "try_more": ("elevsaksmote", "at_school", "elevsak_decide", ""),
    "refer": ("elevsaksmote", "consent", "elevsak_decide", "pupil guardians"),
    "close_at_school": ("elevsaksmote", "closed", "elevsak_decide", "evaluated child family"),
    "to_team": ("consent", "innsatsteam", "consent_record", "consent"),
    "stay_at_school": ("consent innsatsteam measures", "at_school", "elevsak_decide", ""),
    "team_decide": ("innsatsteam", "measures", "team_decide", "consent met measure"),
    "evaluate": ("measures", "evaluation", "evaluate", ""),
    "continue": ("evaluation", "measures", "evaluate", "consent evaluated child family"),
    "back_to_school": ("evaluation", "at_school", "evaluate", "evaluated child family"),
    "close": ("evaluation", "closed", "evaluate", "evaluated child family"),
    "reopen": ("closed", "at_school", "case_reopen", ""),
}

# What is taken away, and the text that then stands on the page.
LACKING: dict[str, tuple[dict[str, object], str]] = {
    "pupil": ({"pupil_heard": False}, "Samtale med eleven, eller hvorfor ikke."),
    "guardians": (
        {"guardians_told": False},
        "Samtale med foresatte (dato og hvem), eller hvorfor ikke.",
    ),
    "consent": (
        {"consent_state": ConsentState.NOT_ASKED},
        "Foresatte er ikke spurt om samtykke.",
    ),
    "met": ({"family_met": False}, "Møte med elev og foresatte, eller hvorfor ikke."),
    "measure": ({"measures_running": 0}, "Minst ett tiltak med ansvarlig og frist."),
    "evaluated": ({"evaluated": False}, "Evaluering av tiltakene."),
    "child": ({"child_view": False}, "Elevens syn i evalueringen, eller hvorfor ikke."),
    "family": ({"guardians_view": False}, "Foresattes syn i evalueringen, eller hvorfor ikke."),
}
CELLS = [(step, move) for step in Step for move in Move]


def test_handwritten_way_speaks_of_every_move_and_gate() -> None:
    assert set(WAY) == {move.value for move in Move} == {move.value for move in TRANSITIONS}
    gates = {gate for row in TRANSITIONS.values() for gate in row.gates}
    assert len(gates) == len(LACKING)


@pytest.mark.parametrize(("step", "move"), CELLS, ids=lambda value: value.name)
def test_move_from_step_is_as_the_figure_says(step: Step, move: Move) -> None:
    sources, target, permission, _ = WAY[move.value]
    decision = may_move(step, move, FULL)
    assert bool(decision) is (step.name.lower() in sources.split())
    assert (move in moves_from(step)) is bool(decision)
    if not decision:
        assert decision.reason == "Saken er ikke på dette steget."
        assert decision.missing == ()
    assert TRANSITIONS[move].target.name.lower() == target
    assert TRANSITIONS[move].permission is Permission(permission)


@pytest.mark.parametrize("lack", LACKING)
@pytest.mark.parametrize("move", Move)
def test_gate_holds_the_moves_that_demand_it_and_no_other(move: Move, lack: str) -> None:
    change, text = LACKING[lack]
    without = replace(FULL, **change)  # type: ignore[arg-type]
    for step in TRANSITIONS[move].sources:
        decision = may_move(step, move, without)
        if lack in WAY[move.value][3].split():
            assert (bool(decision), decision.reason, decision.missing) == (
                False,
                "Dette mangler:",
                (text,),
            )
        else:
            assert decision


@pytest.mark.parametrize("move", Move)
def test_empty_case_is_told_everything_that_is_missing_at_once(move: Move) -> None:
    wanted = [LACKING[name][1] for name in WAY[move.value][3].split()]
    decision = may_move(TRANSITIONS[move].sources[0], move, Evidence())
    assert sorted(decision.missing) == sorted(wanted)
    assert bool(decision) is (not wanted)


@pytest.mark.parametrize("state", ConsentState)
@pytest.mark.parametrize("move", [Move.TO_TEAM, Move.TEAM_DECIDE, Move.CONTINUE])
def test_only_live_consent_lets_services_work_with_the_case(
    move: Move, state: ConsentState
) -> None:
    decision = may_move(TRANSITIONS[move].sources[0], move, replace(FULL, consent_state=state))
    if state is ConsentState.LIVE:
        assert decision
    else:
        assert decision.missing == (CONSENT_MISSING[state],)


def test_services_work_with_a_case_only_on_steps_that_consent_opened() -> None:
    into = {row.target for row in TRANSITIONS.values() if row.target.needs_consent}
    assert into == {Step.INNSATSTEAM, Step.MEASURES, Step.EVALUATION}
    for move, row in TRANSITIONS.items():
        if not row.target.needs_consent:
            continue
        opened = all(step.needs_consent for step in row.sources)
        assert opened or case_flow.consent_is_live in row.gates, move


def test_no_case_closes_without_being_evaluated() -> None:
    evaluated = {case_flow.evaluated, case_flow.child_view, case_flow.guardians_view}
    for row in TRANSITIONS.values():
        if row.target is Step.CLOSED:
            assert evaluated <= set(row.gates)


def test_way_back_starts_a_new_round() -> None:
    back = {move for move, row in TRANSITIONS.items() if row.target is Step.AT_SCHOOL}
    assert (back - {Move.ACCEPT}) | {Move.CONTINUE} == case_flow.NEW_ROUND


@pytest.mark.parametrize("step", Step)
def test_every_step_has_a_way_on_and_tells_the_raiser_a_class_of_answer(step: Step) -> None:
    assert moves_from(step)
    assert case_flow.LOOP_OF_STEP[step].label
    assert step.label


@pytest.mark.parametrize("step", [Step.CONSENT, Step.INNSATSTEAM, Step.MEASURES, Step.EVALUATION])
def test_raiser_cannot_tell_the_steps_after_the_meeting_apart(step: Step) -> None:
    assert case_flow.LOOP_OF_STEP[step] is case_flow.LoopStatus.MORE_HELP

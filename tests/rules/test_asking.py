"""When the guardians may be asked for consent."""

import pytest

from felles.rules.case_flow import Step, may_ask_consent

MAY = {"consent", "innsatsteam", "measures", "evaluation"}


@pytest.mark.parametrize("step", Step)
def test_guardians_are_asked_only_once_the_elevsaksmote_has_decided_so(step: Step) -> None:
    decision = may_ask_consent(step)
    assert decision.allowed is (step.name.lower() in MAY)
    assert bool(decision.reason) is not decision.allowed


def test_closed_case_says_to_reopen_first() -> None:
    assert "Åpne den igjen" in may_ask_consent(Step.CLOSED).reason

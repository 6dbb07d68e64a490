"""Deadlines of the steps, and the words for how near they are."""

from datetime import date, timedelta

import pytest

from felles.rules.case_flow import Step
from felles.rules.clocks import DEFAULTS, SETTING_LABELS, SettingKey, Urgency, due_on, urgency

TODAY = date(2026, 11, 24)
DAYS = {"concern": 14, "at_school": 42, "elevsaksmote": 21, "consent": 14, "innsatsteam": 42,
        "measures": 60, "evaluation": 21}  # fmt: skip


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.CLOSED])
def test_step_is_due_after_its_number_of_days(step: Step) -> None:
    assert due_on(step, TODAY, {}) == TODAY + timedelta(days=DAYS[step.name.lower()])
    assert due_on(step, TODAY, dict(DEFAULTS)) == due_on(step, TODAY, {})


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.CLOSED])
def test_district_changes_the_days_of_one_step_and_no_other(step: Step) -> None:
    key = SettingKey(f"stall_{step.name.lower()}_days")
    changed = {**DEFAULTS, key: 3}
    for other, default in DAYS.items():
        wanted = 3 if other == step.name.lower() else default
        assert due_on(Step[other.upper()], TODAY, changed) == TODAY + timedelta(days=wanted)


def test_closed_case_is_never_due() -> None:
    assert due_on(Step.CLOSED, TODAY, dict(DEFAULTS)) is None


@pytest.mark.parametrize(
    ("days", "word"),
    [(-365, "late"), (-1, "late"), (0, "today"), (1, "soon"), (3, "soon"), (4, "later"),
     (365, "later")],
)  # fmt: skip
def test_urgency_of_a_day(days: int, word: str) -> None:
    assert urgency(TODAY + timedelta(days=days), TODAY) is Urgency(word)


def test_every_setting_has_a_default_and_a_label() -> None:
    assert set(DEFAULTS) == set(SETTING_LABELS) == set(SettingKey)
    # 0 switches something off, and the label says so.
    off = {key for key, value in DEFAULTS.items() if value <= 0}
    assert off == {SettingKey.OFFICE_WEEKDAY}
    assert "0: ingen" in SETTING_LABELS[SettingKey.OFFICE_WEEKDAY]

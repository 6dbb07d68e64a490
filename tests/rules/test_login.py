"""How long wrong passwords make the next try wait."""

from datetime import timedelta

import pytest

from felles.rules.login import FREE_TRIES, LONGEST_WAIT, LimitKind, wait_after


@pytest.mark.parametrize("kind", LimitKind)
def test_first_slips_cost_no_wait(kind: LimitKind) -> None:
    assert [wait_after(kind, n) for n in range(FREE_TRIES[kind])] == [timedelta()] * FREE_TRIES[
        kind
    ]


@pytest.mark.parametrize("kind", LimitKind)
def test_wait_doubles_up_to_a_quarter_of_an_hour(kind: LimitKind) -> None:
    free = FREE_TRIES[kind]
    seconds = [wait_after(kind, free + over).total_seconds() for over in range(6)]
    assert seconds == [30, 60, 120, 240, 480, 900]
    assert wait_after(kind, 10**9) == LONGEST_WAIT


def test_address_of_a_whole_school_has_more_tries_than_one_account() -> None:
    assert FREE_TRIES[LimitKind.ADDRESS] >= 10 * FREE_TRIES[LimitKind.ACCOUNT]

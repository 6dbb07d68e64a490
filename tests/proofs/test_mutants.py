"""The checks that script/proof takes away are still there to be taken away."""

from pathlib import Path

import pytest

from tests.proofs.mutants import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.check)
def test_check_stands_in_the_code_once(mutant: Mutant) -> None:
    text = (ROOT / mutant.path).read_text()
    assert text.count(mutant.before) == 1
    assert mutant.before != mutant.after

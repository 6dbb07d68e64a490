"""Every check of access is among those that script/proof takes away, and can be taken away."""

from collections import Counter

import pytest

from felles.rules.access import Permission
from tests.guards.routes import list_routes
from tests.proofs.mutation.equivalent import EQUIVALENT
from tests.proofs.mutation.targets import RULES, Mutant, list_mutants


@pytest.fixture(scope="module")
def mutants() -> list[Mutant]:
    """All of them."""
    return list_mutants()


def test_every_rule_every_ask_and_every_page_is_spoiled(mutants: list[Mutant]) -> None:
    modules = Counter(mutant.module for mutant in mutants)
    assert not [name for name in RULES if not modules[name]]
    assert len(mutants) > 1000
    pages = {mutant.route for mutant in mutants}
    needed = {route.name: getattr(route.view, "needed", None) for route in list_routes()}
    guarded = {name for name, permission in needed.items() if isinstance(permission, Permission)}
    assert {name for name in guarded if needed[name] is not Permission.TODAY} <= pages
    for check in ("see_case", "visible_cases", "open_case_or_404", "pupils_visible_to", "readable"):
        assert [mutant for mutant in mutants if f"-> open {check}(" in mutant.what], check


def test_mutants_that_change_nothing_have_a_reason_and_exist(mutants: list[Mutant]) -> None:
    names = [mutant.name for mutant in mutants]
    assert len(names) == len(set(names))
    assert set(EQUIVALENT) <= set(names)
    assert all(reason.strip() for reason in EQUIVALENT.values())

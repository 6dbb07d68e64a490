"""Which guardian enters the family's own pages: every cell, by hand."""

from itertools import product

import pytest

from felles.rules.consent import Authority
from felles.rules.families import Door, FamilyFacts, MessageKind, may_enter

# Where the school has said nothing, opened or closed: who enters ordinarily, who with a
# protected address. Only one who is known to hold parental responsibility, and does so now.
ENTERS = {
    Door.BY_DEFAULT: (True, False),
    Door.OPENED: (True, True),
    Door.CLOSED: (False, False),
}


@pytest.mark.parametrize(
    ("authority", "door", "is_running", "is_protected"),
    list(product(Authority, Door, (True, False), (True, False))),
)
def test_guardian_enters_as_the_table_says(
    authority: Authority, door: Door, is_running: bool, is_protected: bool
) -> None:
    facts = FamilyFacts(
        authority=authority, is_running=is_running, is_protected=is_protected, door=door
    )
    holds_now = authority is Authority.HOLDS and is_running
    assert may_enter(facts) is (holds_now and ENTERS[door][is_protected])


def test_wish_and_correction_say_something_and_the_others_speak_for_themselves() -> None:
    asked = {kind for kind in MessageKind if kind.needs_text}
    assert asked == {MessageKind.WISH, MessageKind.CORRECTION}

"""Who may take back which text: its author, and the social teacher of the school."""

from itertools import product

import pytest

from felles.rules.access import EVERY_TOPIC, NOTHING, Ground, Sight
from felles.rules.roles import Role
from felles.rules.texts import TAKEN_BACK, may_choose_text, may_take_back
from tests.rules.worlds import an_actor

GROUNDS = (Ground.ROLE_AT_SCHOOL, Ground.OWN_CLASS, Ground.NAMED, Ground.CONSENT)
ME, ANOTHER = 1, 2


@pytest.mark.parametrize(("role", "ground"), list(product(Role, GROUNDS)))
def test_text_is_its_authors_and_the_social_teachers_to_take_back(
    role: Role, ground: Ground
) -> None:
    sight = Sight(ground, EVERY_TOPIC)
    me = an_actor(role=role, user_id=ME)
    assert may_choose_text(me, sight, author_id=ME)
    cares_for_all = role is Role.SOCIAL_TEACHER and ground is not Ground.CONSENT
    assert may_choose_text(me, sight, author_id=ANOTHER) is cares_for_all


@pytest.mark.parametrize("role", Role)
def test_whoever_does_not_see_the_case_takes_back_nothing_not_even_his_own(role: Role) -> None:
    assert not may_choose_text(an_actor(role=role, user_id=ME), NOTHING, author_id=ME)


def test_text_is_taken_back_once() -> None:
    assert may_take_back(is_taken_back=False)
    assert may_take_back(is_taken_back=True) == TAKEN_BACK
    assert TAKEN_BACK.reason == "Teksten er trukket tilbake allerede."

"""What a pupil does not want passed on is for the one it was told to and the social teacher."""

import pytest

from felles.rules.access import NOTHING, Ground, Sight, may_read_unshared
from felles.rules.roles import Role, Topic
from tests.rules.worlds import COLLEAGUE, ME, an_actor

GROUNDS = {
    "consent": Sight(Ground.CONSENT, frozenset(Topic)),
    "named": Sight(Ground.NAMED, frozenset(Topic)),
    "own_class": Sight(Ground.OWN_CLASS, frozenset(Topic)),
    "role_at_school": Sight(Ground.ROLE_AT_SCHOOL, frozenset(Topic)),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("ground", GROUNDS)
def test_unshared_is_read_by_the_two_alone(role: Role, ground: str) -> None:
    actor, sight = an_actor(role), GROUNDS[ground]
    at_school = ground != "consent"
    assert may_read_unshared(actor, sight, author_id=ME) is at_school
    others = may_read_unshared(actor, sight, author_id=COLLEAGUE)
    assert others is (at_school and role is Role.SOCIAL_TEACHER)


@pytest.mark.parametrize("role", Role)
def test_unshared_is_read_by_nobody_who_does_not_see_the_case(role: Role) -> None:
    assert not may_read_unshared(an_actor(role), NOTHING, author_id=ME)

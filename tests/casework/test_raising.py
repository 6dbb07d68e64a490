"""A concern is raised by staff of the pupil's own school, about a pupil they may look up."""

import pytest

from felles.casework.actions import ConcernText, raise_concern
from felles.people.models import Pupil
from felles.rules.access import Permission, may
from felles.rules.decision import Refused
from felles.rules.roles import Topic
from tests import make
from tests.casework.deeds import snapshot
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast

pytestmark = pytest.mark.django_db
AT_FURULIA = (
    "contact_teacher other_contact_teacher teacher milieu_worker social_teacher rector social_agent"
)


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def say(cast: Cast, part: str, pupil: Pupil) -> None:
    """Somebody raises a concern."""
    concern = ConcernText(seen="Står ofte alene.", topic=Topic.SCHOOL_ENVIRONMENT)
    raise_concern(by=cast.actor(part), at=NOW, pupil=pupil, concern=concern)


def test_school_of_the_pupil_raises_it_and_nobody_else(cast: Cast) -> None:
    pupil, _ties = make.pupil(cast)
    before = snapshot()
    parts = [part for part in cast.posts if part not in AT_FURULIA.split()]
    assert {"health_nurse", "other_rector", "agent_leader", "administrator"} <= set(parts)
    for part in parts:
        with pytest.raises((Refused, LookupError)):
            say(cast, part, pupil)
        assert snapshot() == before
    for part in AT_FURULIA.split():
        say(cast, part, pupil)


def test_role_that_raises_none_is_refused_also_about_a_pupil_it_may_look_up(cast: Cast) -> None:
    made = make.in_measures(cast)
    for part in STAFF_PARTS:
        actor = cast.actor(part)
        if not may(actor, Permission.CONCERN_RAISE):
            with pytest.raises(Refused, match="Rollen din"):
                say(cast, part, made.pupil)


def test_protected_pupil_is_there_for_the_reader_list_alone(cast: Cast) -> None:
    made = make.protected(cast)
    before = snapshot()
    for part in set(AT_FURULIA.split()) - {"social_teacher"}:
        with pytest.raises((Refused, LookupError)):
            say(cast, part, made.pupil)
    assert snapshot() == before
    say(cast, "social_teacher", made.pupil)

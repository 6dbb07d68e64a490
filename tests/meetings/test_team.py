"""The innsatsteam of a school: who takes part, and what a change of it opens or closes."""

import pytest

from felles.casework.models import Case
from felles.meetings.actions import set_team
from felles.meetings.queries import list_team_services
from felles.people.queries import system_actor
from felles.rules.decision import Refused
from tests import make
from tests.cast import NOW, TEAM, Cast, build_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def choose(cast: Cast, *services: str, by: str = "", cadence: int = 5) -> None:
    set_team(
        by=cast.actor(by) if by else system_actor(NOW),
        at=NOW,
        school=cast.furulia,
        cadence_weeks=cadence,
        services=[cast.service(name) for name in services],
    )


def test_service_that_joins_later_reads_nothing_until_the_guardians_are_asked(cast: Cast) -> None:
    made = make.in_measures(cast)
    choose(cast, *TEAM, "bup")
    assert not Case.objects.visible_to(cast.actor("bup")).filter(pk=made.case.pk).exists()


def test_team_holds_services_only(cast: Cast) -> None:
    before = list_team_services(cast.furulia.pk)
    for stranger in ("granasen", "district"):
        with pytest.raises(Refused):
            choose(cast, "health", stranger)
    assert list_team_services(cast.furulia.pk) == before


@pytest.mark.parametrize("part", ["rector", "social_teacher", "health_nurse", "project_leader"])
def test_team_is_set_by_those_who_set_up_only(cast: Cast, part: str) -> None:
    with pytest.raises(Refused):
        choose(cast, "health", by=part)
    assert len(list_team_services(cast.furulia.pk)) == len(TEAM)


def test_team_of_one_school_says_nothing_of_anothers(cast: Cast) -> None:
    choose(cast, "health", by="secretary", cadence=2)
    assert [row.pk for row in list_team_services(cast.furulia.pk)] == [cast.service("health").pk]
    assert len(list_team_services(cast.organisations["granasen"].pk)) == len(TEAM)

"""A service that leaves the innsatsteam reads nothing more at the school."""

import pytest

from felles.casework.models import Case
from felles.meetings.actions import set_team
from felles.people.queries import system_actor
from tests import make
from tests.cast import NOW, TEAM, build_cast

pytestmark = pytest.mark.django_db


def test_service_taken_out_of_the_team_loses_the_cases_at_once() -> None:
    cast = build_cast()
    made = make.in_measures(cast)
    nurse, club = cast.actor("health_nurse"), cast.actor("club_leader")
    assert Case.objects.visible_to(nurse).filter(pk=made.case.pk).exists()
    set_team(
        by=system_actor(NOW),
        at=NOW,
        school=cast.furulia,
        cadence_weeks=5,
        services=[cast.service(name) for name in TEAM if name != "health"],
    )
    assert not Case.objects.visible_to(nurse).filter(pk=made.case.pk).exists()
    assert Case.objects.visible_to(club).filter(pk=made.case.pk).exists()

"""Whom the way of a case lets in at the pupil, and for how long."""

import pytest

from felles.casework import actions
from felles.casework.actions import preview_change
from felles.casework.models import Case
from felles.casework.queries import NotVisible
from felles.people.actions import end_grants_at_school
from felles.people.models import AccessGrant
from felles.rules.case_flow import Move
from tests import make
from tests.casework.deeds import do, snapshot
from tests.cast import NOW, STAFF_PARTS, TEAM, Cast, build_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def test_case_with_the_team_opens_the_pupil_for_services_with_every_yes_alone(cast: Cast) -> None:
    made = make.not_child_welfare(cast)
    grants = AccessGrant.objects.filter(pupil=made.pupil, service__isnull=False)
    opened = {cast.service(name).pk for name in make.WITHOUT_CHILD_WELFARE}
    assert set(grants.values_list("service_id", flat=True)) == opened


@pytest.mark.parametrize("move", [Move.BACK_TO_SCHOOL, Move.CLOSE])
def test_case_that_leaves_the_team_shuts_the_pupil_for_every_service(
    cast: Cast, move: Move
) -> None:
    made = make.in_evaluation(cast)
    running = AccessGrant.objects.filter(
        pupil=made.pupil, service__isnull=False, until_at__isnull=True
    )
    assert running.count() == len(TEAM)
    make.evaluate(cast, made, move)
    assert not running.exists()


def test_colleague_who_was_named_reads_on_as_the_case_goes_on(cast: Cast) -> None:
    made = make.at_school(cast)
    do(cast, made, "name_reader", "rector")
    for deed in ("bring", "try_more"):
        do(cast, made, deed, "rector")
        assert Case.objects.visible_to(cast.actor("teacher")).get() == made.case


def test_what_would_follow_of_a_change_is_told_to_those_who_see_the_case_alone(cast: Cast) -> None:
    made = make.protected(cast)
    before = snapshot()
    for part in set(STAFF_PARTS) - {"social_teacher"}:
        with pytest.raises(NotVisible):
            preview_change(by=cast.actor(part), at=NOW, public_id=made.public_id, do=lambda: None)
    assert snapshot() == before


def test_service_that_left_the_schools_team_is_out_though_the_yes_stands(cast: Cast) -> None:
    made = make.in_measures(cast)
    assert Case.objects.visible_to(cast.actor("health_nurse")).get() == made.case
    end_grants_at_school(
        by=cast.actor("rector"),
        at=NOW,
        school_id=cast.furulia.pk,
        service_id=cast.service("health").pk,
    )
    assert not Case.objects.visible_to(cast.actor("health_nurse")).exists()
    with pytest.raises(NotVisible):
        actions.open_case(
            by=cast.actor("health_nurse"), at=NOW, public_id=made.public_id, route="test"
        )

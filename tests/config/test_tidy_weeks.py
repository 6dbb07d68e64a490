"""The worker forgets absence, days of crossings and checklists by the district's own numbers."""

import pytest

from felles.activities.actions import note_crossing
from felles.activities.models import (
    Away,
    Checklist,
    ChecklistRun,
    Crossing,
    CrossingDay,
    FollowUp,
    WeekSlot,
)
from felles.config.worker import tidy
from felles.rules.clocks import DEFAULTS, SettingKey
from tests.cast import NOW, Cast, build_cast, days
from tests.proofs.weeks import lay_weeks

pytestmark = pytest.mark.django_db
GONE = (Away, CrossingDay, ChecklistRun)
KEPT = (WeekSlot, FollowUp, Crossing, Checklist)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def test_what_has_served_its_time_goes_and_agreements_stay(cast: Cast) -> None:
    ids = lay_weeks(cast)
    note_crossing(by=cast.actor("club_leader"), at=NOW, public_id=ids.crossing, number=7)
    longest = max(DEFAULTS[SettingKey.WEEK_KEPT], DEFAULTS[SettingKey.CHECKLIST_KEPT])
    tidy(NOW + days(longest - 1))
    assert all(model.objects.exists() for model in GONE)
    tidy(NOW + days(longest + 10))
    assert not any(model.objects.exists() for model in GONE)
    assert all(model.objects.exists() for model in KEPT)

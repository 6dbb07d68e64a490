"""The worker forgets who was in a group, who came, and which two were kept apart."""

import pytest

from felles.activities.models import CourseAttendance, CoursePlace, CourseSeries, NotTogether
from felles.config.worker import tidy
from felles.people.models import Pupil
from felles.programme.actions import set_setting
from felles.rules.clocks import SettingKey
from tests.activities.course_rows import pupils
from tests.cast import NOW, Cast, build_cast, days
from tests.proofs.groups import make_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clock: object) -> Cast:
    return build_cast()


def kept() -> tuple[int, int, int]:
    rows = (CoursePlace, CourseAttendance, NotTogether)
    return rows[0].objects.count(), rows[1].objects.count(), rows[2].objects.count()


def test_worker_forgets_a_group_after_the_number_of_days_in_the_settings(cast: Cast) -> None:
    group = make_group(cast, pupils(cast, "Ada", "Bo"))
    ended = NOW - days(100)
    CourseSeries.objects.filter(public_id=group).update(state="ended", ended_at=ended)
    tidy(NOW)
    assert kept() == (2, 2, 1)
    key = SettingKey.COURSE_KEPT
    set_setting(by=cast.actor("administrator"), at=NOW, key=key, value=99, from_on=NOW.date())
    tidy(NOW)
    # The pair is of the school, and stays as long as both go there.
    assert kept() == (0, 0, 1)


def test_worker_forgets_a_pair_when_one_has_left_the_school(cast: Cast) -> None:
    make_group(cast, pupils(cast, "Ada", "Bo"))
    Pupil.objects.filter(given_name="Ada").update(left_on=NOW.date())
    tidy(NOW)
    assert kept() == (2, 2, 0)

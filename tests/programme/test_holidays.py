"""Days without school are the planner's to put in and take out, and every change is recorded."""

from datetime import date

import pytest

from felles.ledger.models import ChangeEvent
from felles.programme.actions import (
    add_holiday,
    add_public_holidays,
    import_holidays,
    remove_holiday,
)
from felles.programme.models import SchoolHoliday
from felles.programme.queries import get_calendar, list_holidays
from felles.rules.decision import Refused
from felles.rules.school_year import Period
from tests.cast import NOW, Cast, build_cast

pytestmark = pytest.mark.django_db
AUTUMN = Period("Høstferie", date(2026, 10, 5), date(2026, 10, 9))


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def test_holiday_closes_its_week(cast: Cast) -> None:
    before = sum(get_calendar(2026).teaching)
    import_holidays(by=cast.actor("secretary"), at=NOW, periods=[AUTUMN], source="skolerute.csv")
    assert sum(get_calendar(2026).teaching) == before - 1
    (row,) = list_holidays(2026)
    assert (row.name, row.source) == ("Høstferie", "skolerute.csv")
    assert ChangeEvent.objects.filter(action="holiday.set").count() == 1


def test_same_days_again_change_nothing_and_a_new_name_replaces_the_old(cast: Cast) -> None:
    by = cast.actor("secretary")
    add_holiday(by=by, at=NOW, name=AUTUMN.name, from_on=AUTUMN.from_on, until_on=AUTUMN.until_on)
    assert import_holidays(by=by, at=NOW, periods=[AUTUMN], source="") == 0
    other = Period("Haustferie", AUTUMN.from_on, AUTUMN.until_on)
    assert import_holidays(by=by, at=NOW, periods=[other], source="") == 1
    assert [row.name for row in list_holidays(2026)] == ["Haustferie"]


def test_import_with_one_wrong_period_saves_nothing(cast: Cast) -> None:
    wrong = Period("Jul", date(2027, 1, 1), date(2026, 12, 21))
    with pytest.raises(Refused):
        import_holidays(by=cast.actor("secretary"), at=NOW, periods=[AUTUMN, wrong], source="")
    assert not SchoolHoliday.objects.exists()
    assert not ChangeEvent.objects.filter(action="holiday.set").exists()


def test_public_holidays_come_once(cast: Cast) -> None:
    by = cast.actor("project_leader")
    assert add_public_holidays(by=by, at=NOW, year=2026) > 5
    assert add_public_holidays(by=by, at=NOW, year=2026) == 0


def test_holiday_can_be_taken_out_and_twice_does_no_harm(cast: Cast) -> None:
    by = cast.actor("secretary")
    import_holidays(by=by, at=NOW, periods=[AUTUMN], source="")
    for _turn in range(2):
        remove_holiday(by=by, at=NOW, from_on=AUTUMN.from_on, until_on=AUTUMN.until_on)
    assert not SchoolHoliday.objects.exists()
    assert ChangeEvent.objects.filter(action="holiday.remove").count() == 1


@pytest.mark.parametrize("part", ["rector", "social_teacher", "health_nurse", "steering_member"])
def test_nobody_else_decides_the_days(cast: Cast, part: str) -> None:
    with pytest.raises(Refused):
        import_holidays(by=cast.actor(part), at=NOW, periods=[AUTUMN], source="")
    with pytest.raises(Refused):
        remove_holiday(by=cast.actor(part), at=NOW, from_on=AUTUMN.from_on, until_on=NOW.date())

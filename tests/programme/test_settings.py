"""Numbers that a district decides: dated, and never for the past."""

import pytest

from felles.programme.actions import set_setting
from felles.programme.queries import get_setting, get_settings
from felles.rules.clocks import DEFAULTS, SettingKey
from felles.rules.decision import Refused
from tests import make
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
KEY = SettingKey.STALL_CONCERN


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def decide(cast: Cast, value: int, ahead: int = 0, part: str = "administrator") -> None:
    set_setting(by=cast.actor(part), at=NOW, key=KEY, value=value, from_on=TODAY + days(ahead))


def test_value_counts_from_its_day_and_the_latest_wins(cast: Cast) -> None:
    assert get_settings(TODAY) == DEFAULTS
    decide(cast, 10)
    decide(cast, 7, ahead=5)
    decide(cast, 8)
    found = [get_setting(KEY, TODAY + days(ahead)) for ahead in (-1, 0, 4, 5, 400)]
    assert found == [14, 8, 8, 7, 7]


def test_yesterday_is_not_decided_any_more(cast: Cast) -> None:
    with pytest.raises(Refused):
        decide(cast, 1, ahead=-1)
    assert get_settings(TODAY) == DEFAULTS


def test_only_those_who_set_up_the_district_decide(cast: Cast) -> None:
    for part in set(STAFF_PARTS) - {"administrator", "secretary"}:
        with pytest.raises(Refused):
            decide(cast, 1, part=part)
    decide(cast, 9, part="secretary")
    assert get_setting(KEY, TODAY) == 9


def test_deadline_of_a_case_follows_the_setting_of_the_day(cast: Cast) -> None:
    decide(cast, 3)
    assert make.concern(cast).case.due_on == TODAY + days(3)

"""An agenda looks at its cases twice: which of them are in sight, and what stands in their rows.

What goes out of sight in between is not there, and whoever sees none asks the database for no more
than if there were none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from felles.casework.queries import get_agenda, get_own_agenda
from felles.meetings.models import Meeting
from tests import make
from tests.casework.looks import Looks
from tests.casework.test_agenda import take_up, team_meeting
from tests.cast import Cast, build_cast

pytestmark = pytest.mark.django_db
MODULE = "felles.casework.queries.agenda"


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def queries(cast: Cast, part: str, meeting: Meeting) -> int:
    """How often the part's own agenda asks the database."""
    actor = cast.actor(part)
    with CaptureQueriesContext(connection) as asked:
        get_own_agenda(actor, meeting)
    return len(asked)


def test_whoever_is_shut_out_waits_no_longer_than_for_an_agenda_without_the_case(
    cast: Cast,
) -> None:
    meeting = team_meeting(cast)
    before = queries(cast, "child_welfare_intake", meeting)
    take_up(cast, meeting, make.not_child_welfare(cast))
    assert queries(cast, "child_welfare_intake", meeting) == before
    assert queries(cast, "health_nurse", meeting) == before + 1


@pytest.mark.parametrize("stale", [1, 2])
def test_either_look_alone_keeps_a_case_off_the_own_agenda(
    cast: Cast, stale: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = team_meeting(cast)
    take_up(cast, meeting, make.not_child_welfare(cast))
    looks = Looks(monkeypatch, MODULE, stale)
    assert get_own_agenda(cast.actor("child_welfare_intake"), meeting).lines == []
    assert looks.count == 2


def test_case_that_goes_out_of_sight_between_the_looks_is_on_no_agenda(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = team_meeting(cast)
    take_up(cast, meeting, make.in_measures(cast))
    nurse, rector = cast.actor("health_nurse"), cast.actor("rector")
    assert get_own_agenda(nurse, meeting).lines
    assert get_agenda(rector, meeting).lines
    monkeypatch.setattr(f"{MODULE}.rows_of", lambda *_: [])
    assert get_own_agenda(nurse, meeting).lines == []
    assert get_agenda(rector, meeting).lines == []


def test_case_out_of_the_chairs_sight_costs_the_chair_no_more(cast: Cast) -> None:
    meeting, made = team_meeting(cast), make.in_measures(cast)
    other = cast.actor("social_teacher")
    counts = []
    for is_there in (False, True):
        if is_there:
            take_up(cast, meeting, made)
            make.protect(cast, made)
        with CaptureQueriesContext(connection) as asked:
            assert get_agenda(cast.actor("rector"), meeting).lines == []
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert get_agenda(other, meeting).lines

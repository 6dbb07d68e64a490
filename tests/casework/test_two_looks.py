"""What lists cases looks twice: what is to be listed, and which of it is in sight.

Each look alone keeps a case that is out of sight off the list, also while the other is out of date.
"""

from datetime import date

import pytest

from felles.casework.models import Case, Measure
from felles.casework.queries import get_recap, get_today, list_good_calls
from felles.casework.queries.endings import AskAgain, Ending
from felles.casework.queries.family_desk import Waiting
from felles.casework.queries.family_meetings import list_family_meeting_todos
from felles.meetings.models import AgendaRow, Meeting
from felles.rules.families import MessageKind
from felles.rules.meetings import RowState
from felles.rules.replay import WarnStep
from tests import make, rooms
from tests.casework.looks import Looks
from tests.casework.test_family_meetings import plan
from tests.casework.test_minutes import take_up
from tests.cast import NOW, Cast, build_cast
from tests.make import Made

pytestmark = pytest.mark.django_db
QUERIES = "felles.casework.queries"
TODAY = f"{QUERIES}.today"


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """The innsatsteam of Furulia, called, with everybody on it."""
    return rooms.planned(cast)


@pytest.mark.parametrize("stale", [1, 2])
def test_pupil_out_of_sight_is_on_no_list_of_good_calls(
    cast: Cast, stale: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_measures(cast)
    rector = cast.actor("rector")
    assert list_good_calls(rector)
    make.protect(cast, made)
    looks = Looks(monkeypatch, f"{QUERIES}.good_calls", stale)
    assert list_good_calls(rector) == []
    assert looks.count == 2


@pytest.mark.parametrize("stale", [1, 2])
def test_meeting_with_a_family_out_of_sight_waits_for_nobody(
    cast: Cast, stale: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_measures(cast)
    plan(cast, made)
    rector = cast.actor("rector")
    assert list_family_meeting_todos(rector)
    make.protect(cast, made)
    Looks(monkeypatch, f"{QUERIES}.family_meetings", stale)
    assert list_family_meeting_todos(rector) == []


@pytest.mark.parametrize("stale", [1, 2, 3])
@pytest.mark.parametrize("state", [RowState.DONE, RowState.POSTPONED])
def test_case_out_of_the_chairs_sight_is_not_in_the_recap(
    cast: Cast,
    meeting: Meeting,
    stale: int,
    state: RowState,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = make.in_measures(cast)
    item = take_up(cast, meeting, made)
    Measure.objects.filter(item=item).delete()
    AgendaRow.objects.filter(pk=item.row_id).update(state=state.value)
    rector = cast.actor("rector")
    assert get_recap(rector, meeting.public_id).rows
    make.protect(cast, made)
    looks = Looks(monkeypatch, f"{QUERIES}.recap", stale)
    assert get_recap(rector, meeting.public_id).rows == []
    assert looks.count == 3


def test_promise_in_a_case_out_of_sight_is_not_in_the_recap(
    cast: Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_measures(cast)
    take_up(cast, meeting, made)
    make.protect(cast, made)
    monkeypatch.setattr(f"{QUERIES}.recap.readable_measures", lambda _: Measure.objects.all())
    monkeypatch.setattr(f"{QUERIES}.recap.own_commitments", lambda _: Measure.objects.all())
    for part in ("rector", "health_nurse"):
        assert get_recap(cast.actor(part), meeting.public_id).promisers == []


def test_promise_is_in_the_recap_only_while_it_may_be_read(
    cast: Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_measures(cast)
    take_up(cast, meeting, made)
    make.protect(cast, made)
    Looks(monkeypatch, f"{QUERIES}.commitments", stale=1)
    assert get_recap(cast.actor("rector"), meeting.public_id).promisers == []


def shown(cast: Cast, part: str = "rector") -> set[str]:
    """The cases on the day page."""
    return {row.public_id for row in get_today(cast.actor(part)).rows}


def due(made: Made, on: date) -> None:
    Case.objects.filter(pk=made.case.pk).update(due_on=on)


def test_day_page_lists_nothing_out_of_sight_whatever_is_said_to_wait(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_measures(cast)
    due(made, NOW.date())
    measure = Measure.objects.get()
    Measure.objects.update(due_on=NOW.date())
    assert shown(cast) == {made.public_id}
    make.protect(cast, made)
    assert shown(cast) == set()
    case_id, tie = made.case.pk, made.ties[0].public_id
    again = AskAgain(Ending(NOW.date(), WarnStep.LAST, frozenset()), None)
    waits = Waiting("message", case_id, tie, NOW, MessageKind.WISH)
    stale = {
        "own_commitments": Measure.objects.select_related("case"),
        "list_waiting": [waits],
        "list_ask_again": {case_id: again},
        "list_orphans_at_school": [measure],
    }
    for name, answer in stale.items():
        with monkeypatch.context() as patch:
            patch.setattr(f"{TODAY}.{name}", lambda *_a, answer=answer, **_f: answer)
            assert shown(cast) == set(), name
            assert shown(cast, "social_teacher") == {made.public_id}, name


@pytest.mark.parametrize("stale", range(1, 7))
def test_no_look_of_the_day_page_alone_brings_back_news_of_a_case_out_of_sight(
    cast: Cast, stale: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_measures(cast)
    assert get_today(cast.actor("social_teacher")).news
    make.protect(cast, made)
    Looks(monkeypatch, TODAY, stale)
    assert get_today(cast.actor("rector")).news == []

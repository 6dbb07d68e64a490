"""Two in the room at once, on real connections: one is first, and no word is lost."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connections

from felles.casework import actions
from felles.casework.models import BoardDecision, Measure, Minutes
from felles.meetings.models import RowText
from felles.rules.room import Written
from tests import rooms
from tests.casework.test_at_once import at_once
from tests.cast import NOW, Cast, build_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _close_connections_of_threads() -> Iterator[None]:
    yield
    connections.close_all()


def test_ferdig_by_two_at_once_is_one_decision() -> None:
    cast = build_cast()
    meeting, made = rooms.planned(cast), rooms.ready(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    version = made.version

    def finish(part: str) -> Callable[[], None]:
        by = cast.actor(part)
        return lambda: actions.finish_case(
            by=by,
            at=NOW,
            meeting_id=meeting.public_id,
            row_id=row.public_id,
            version=version,
            agreed=rooms.agreed(),
        )

    results = at_once(finish("rector"), finish("social_teacher"))
    assert results.count(None) == 1
    for model in (BoardDecision, Minutes, Measure):
        assert model.objects.filter(item__row=row).count() == 1


def test_same_field_by_two_at_once_keeps_both_texts() -> None:
    cast = build_cast()
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, rooms.ready(cast))
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)

    def write(cast: Cast, part: str) -> Callable[[], Written]:
        by = cast.actor(part)
        return lambda: actions.write_in_room(
            by=by,
            at=NOW,
            meeting_id=meeting.public_id,
            row_id=row.public_id,
            field="why",
            text=f"Fra {part}",
            base=0,
        )[0]

    results = at_once(write(cast, "rector"), write(cast, "social_teacher"))
    assert sorted(map(str, results)) == [Written.BOTH, Written.SAVED]
    texts = set(RowText.objects.filter(row=row).values_list("text", flat=True))
    assert texts == {"Fra rector", "Fra social_teacher"}

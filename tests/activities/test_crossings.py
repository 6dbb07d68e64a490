"""Crossings: agreed by both sides, noted by each, and a difference is seen by both at once."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from felles.activities.actions import (
    CrossingText,
    agree_crossing,
    call_off_crossing,
    change_crossing,
    end_crossing,
    forget_old_crossing_days,
    note_crossing,
    propose_crossing,
)
from felles.activities.models import Crossing, CrossingDay
from felles.activities.queries import (
    CrossingRow,
    get_crossing,
    list_crossings,
    list_others,
    list_past_days,
)
from felles.meetings.queries import NotThere
from felles.people.models import Organisation, Post, User
from felles.programme.actions import add_holiday
from felles.rules.agent_week import Side
from felles.rules.crossings import DayState
from felles.rules.decision import Refused
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days
from tests.proofs.weeks import agreed

pytestmark = pytest.mark.django_db
TEXT = CrossingText(1, time(14, 15), "Porten", "Døra", NOW.date())
AFTER = NOW.replace(hour=15, minute=30)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def note(cast: Cast, row: Crossing, part: str, number: int) -> None:
    note_crossing(by=cast.actor(part), at=NOW, public_id=row.public_id, number=number)


def seen_by(cast: Cast, part: str, at: object = AFTER) -> CrossingRow:
    [row] = list_crossings(cast.actor(part, at))  # type: ignore[arg-type]
    return row


def test_rows_lead_to_adults_and_places_and_to_no_child() -> None:
    for model in (Crossing, CrossingDay):
        related = {one.related_model for one in model._meta.get_fields() if one.is_relation}
        assert related <= {Organisation, User, Post, Crossing, CrossingDay}


def test_crossing_begins_when_both_sides_have_said_yes(cast: Cast) -> None:
    club = cast.service("club").public_id
    row = propose_crossing(by=cast.actor("social_agent"), at=NOW, other=club, text=TEXT)
    assert not seen_by(cast, "club_leader").has_agreed
    assert seen_by(cast, "rector").has_agreed
    with pytest.raises(Refused, match="enige"):
        note(cast, row, "social_agent", 3)
    agree_crossing(by=cast.actor("club_leader"), at=NOW, public_id=row.public_id, version=1)
    note(cast, row, "social_agent", 3)


def test_each_crossing_is_found_by_its_own_name_on_its_own_sides(cast: Cast) -> None:
    club = cast.service("club").public_id
    by = cast.actor("social_agent")
    rows = [
        propose_crossing(by=by, at=NOW, other=club, text=replace(TEXT, weekday=weekday))
        for weekday in (1, 2)
    ]
    for part in ("social_agent", "rector", "club_leader"):
        for row in rows:
            assert get_crossing(cast.actor(part), row.public_id) == row
    for part in ("other_rector", "health_nurse", "teacher", "agent_leader"):
        with pytest.raises(NotThere):
            get_crossing(cast.actor(part), rows[0].public_id)


def test_club_may_propose_too_to_the_schools_that_it_covers(cast: Cast) -> None:
    by = cast.actor("club_leader")
    assert list_others(by) == [cast.furulia]
    row = propose_crossing(by=by, at=NOW, other=cast.furulia.public_id, text=TEXT)
    assert seen_by(cast, "club_leader").side is Side.SERVICE
    assert (row.school, row.club) == (cast.furulia, cast.service("club"))
    with pytest.raises(NotThere):
        propose_crossing(by=by, at=NOW, other=cast.organisations["granasen"].public_id, text=TEXT)


def test_change_needs_both_anew_and_a_stale_yes_is_refused(cast: Cast) -> None:
    row = agreed(cast)
    later = replace(TEXT, starts_at=time(15))
    rector, club = cast.actor("rector"), cast.actor("club_leader")
    change_crossing(by=rector, at=NOW, public_id=row.public_id, version=1, text=later)
    assert not seen_by(cast, "club_leader").is_agreed
    for version in (1, 3):
        with pytest.raises(Refused, match="endret"):
            agree_crossing(by=club, at=NOW, public_id=row.public_id, version=version)
    with pytest.raises(Refused, match="endret"):
        change_crossing(by=club, at=NOW, public_id=row.public_id, version=1, text=TEXT)
    agree_crossing(by=club, at=NOW, public_id=row.public_id, version=2)
    assert seen_by(cast, "club_leader").is_agreed


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_crossing_is_there_for_its_two_sides_alone(cast: Cast, part: str) -> None:
    row = agreed(cast)
    sides = {"social_agent", "milieu_worker", "social_teacher", "rector", "club_leader"}
    actor = cast.actor(part)
    if part in sides:
        assert get_crossing(actor, row.public_id) == row
        return
    assert list_crossings(actor) == []
    with pytest.raises(NotThere):
        note(cast, row, part, 1)


@pytest.mark.parametrize(
    ("followed", "received", "state"),
    [
        (7, 7, DayState.RECEIVED),
        (7, 6, DayState.DIFFERS),
        (7, None, DayState.NOT_RECEIVED),
        (None, None, DayState.NOT_NOTED),
    ],
)
def test_both_sides_see_the_same_at_once(
    cast: Cast, followed: int | None, received: int | None, state: DayState
) -> None:
    row = agreed(cast)
    if followed is not None:
        note(cast, row, "milieu_worker", followed)
    if received is not None:
        note(cast, row, "club_leader", received)
    for part in ("rector", "club_leader"):
        assert seen_by(cast, part).state is state


def test_day_names_who_received_and_the_later_number_counts(cast: Cast) -> None:
    row = agreed(cast)
    for number in (5, 6):
        note(cast, row, "club_leader", number)
    day = CrossingDay.objects.get()
    assert (day.received, day.received_by) == (6, cast.posts["club_leader"])


def test_day_that_is_called_off_waits_for_nobody(cast: Cast) -> None:
    row = agreed(cast)
    call_off_crossing(by=cast.actor("club_leader"), at=NOW, public_id=row.public_id)
    assert seen_by(cast, "rector").state is DayState.OFF
    note(cast, row, "social_agent", 2)
    assert seen_by(cast, "rector").state is DayState.NOT_RECEIVED


def test_other_days_of_the_week_ask_for_nothing(cast: Cast) -> None:
    row = agreed(cast, weekday=3)
    assert seen_by(cast, "rector").state is None
    with pytest.raises(Refused, match="dagen"):
        note(cast, row, "social_agent", 2)


def test_day_without_school_waits_for_nobody(cast: Cast) -> None:
    agreed(cast)
    add_holiday(
        by=cast.actor("project_leader"), at=NOW, name="Fri", from_on=NOW.date(),
        until_on=NOW.date(),
    )  # fmt: skip
    assert seen_by(cast, "rector").state is None


def test_ended_crossing_is_off_the_list_and_takes_no_more(cast: Cast) -> None:
    row = agreed(cast)
    note(cast, row, "social_agent", 2)
    end_crossing(by=cast.actor("club_leader"), at=NOW, public_id=row.public_id)
    assert list_crossings(cast.actor("rector")) == []
    with pytest.raises(Refused, match="avsluttet"):
        note(cast, row, "social_agent", 2)
    assert list_past_days(row, NOW.date() + days(1))[0].state is DayState.NOT_RECEIVED


def test_days_are_forgotten_once_they_are_old(cast: Cast) -> None:
    note(cast, agreed(cast), "social_agent", 2)
    assert forget_old_crossing_days(before=NOW.date()) == 0
    assert forget_old_crossing_days(before=NOW.date() + timedelta(days=1)) == 1

"""Publishing the year: what was shown, whole or not at all, and never what people hold in hand."""

from datetime import timedelta
from itertools import pairwise

import pytest

from felles.ledger.models import ChangeEvent, OutboxMessage
from felles.meetings.actions import (
    add_common_row,
    call_meeting,
    move_meeting,
    publish_year,
    set_availability,
)
from felles.meetings.models import Meeting, Series
from felles.meetings.queries import Choices, NotThere, get_year_plan
from felles.programme.actions import add_holiday
from felles.programme.models import SchoolHoliday
from felles.rules.access import OSLO
from felles.rules.decision import Refused
from felles.rules.meetings import MeetingKind, MeetingState
from tests.cast import NOW, Cast, build_cast
from tests.meetings.year import HOLIDAYS, YEAR, only_at, plan, publish, set_up, team_series

pytestmark = pytest.mark.django_db
TEAMS = MeetingKind.INNSATSTEAM.value


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def days(cast: Cast, school: str = "furulia") -> list[tuple[int, int]]:
    rows = Meeting.objects.filter(series=team_series(cast, school)).order_by("starts_at")
    at = [row.starts_at.astimezone(OSLO) for row in rows]
    return [(one.weekday(), one.hour) for one in at]


def first(cast: Cast) -> Meeting:
    return Meeting.objects.filter(series=team_series(cast)).order_by("starts_at")[0]


def test_year_has_its_meetings_on_school_days_with_those_who_take_part(cast: Cast) -> None:
    set_up(cast)
    publish(cast)
    off = {day for period in HOLIDAYS for day in period.days()}
    meetings = Meeting.objects.filter(kind=TEAMS)
    assert meetings.count() > 8
    for row in meetings:
        on = row.starts_at.astimezone(OSLO).date()
        assert on not in off
        assert on.weekday() < 5
        assert row.starts_at > NOW
        assert row.ends_at - row.starts_at == timedelta(minutes=90)
    assert first(cast).attendees.count() == team_series(cast).members.count()
    assert team_series(cast).weekday is not None
    # Nobody hears of a plan: a meeting is called by its leader.
    assert not OutboxMessage.objects.filter(kind__startswith="meeting").exists()
    assert ChangeEvent.objects.filter(action="meeting.plan").count() == Meeting.objects.count()


def test_intake_who_serves_both_schools_is_never_in_two_places(cast: Cast) -> None:
    set_up(cast)
    publish(cast)
    times = Meeting.objects.filter(attendees__post=cast.posts["child_welfare_intake"])
    spans = sorted(times.values_list("starts_at", "ends_at"))
    assert len(spans) > 8
    assert all(end <= start for (_s, end), (start, _e) in pairwise(spans))


def test_publishing_again_changes_nothing(cast: Cast) -> None:
    set_up(cast)
    publish(cast)
    before = set(Meeting.objects.values_list("pk", "starts_at", "version"))
    assert plan(cast).steps.is_empty
    publish(cast)
    assert set(Meeting.objects.values_list("pk", "starts_at", "version")) == before


def test_what_was_shown_is_published_or_nothing(cast: Cast) -> None:
    set_up(cast)
    shown = plan(cast)
    only_at(cast, "rector", 0, 9)
    by = cast.actor("project_leader")
    with pytest.raises(Refused):
        publish_year(by=by, at=NOW, year=YEAR, choices=Choices(), expected=shown.digest)
    assert not Meeting.objects.exists()
    assert team_series(cast).weekday is None


def test_new_answer_moves_one_school_and_leaves_the_other(cast: Cast) -> None:
    set_up(cast)
    publish(cast)
    others = days(cast, "granasen")
    weekday, hour = days(cast)[0]
    ids = set(Meeting.objects.filter(series=team_series(cast)).values_list("pk", flat=True))
    only_at(cast, "rector", (weekday + 1) % 5, hour)
    shown = plan(cast)
    assert shown.proposal.moves == 1
    publish(cast)
    assert set(days(cast)) == {((weekday + 1) % 5, hour)}
    assert days(cast, "granasen") == others
    # Moved, not made anew: whoever has a link to a meeting keeps it.
    assert ids & set(Meeting.objects.filter(series=team_series(cast)).values_list("pk", flat=True))


def test_called_hand_moved_and_cancelled_meetings_are_never_touched(cast: Cast) -> None:
    set_up(cast)
    publish(cast)
    called, moved, cancelled, *rest = Meeting.objects.filter(series=team_series(cast)).order_by(
        "starts_at"
    )
    by = cast.actor("rector")
    call_meeting(by=by, at=NOW, public_id=called.public_id, version=called.version)
    move_meeting(
        by=by, at=NOW, public_id=moved.public_id, version=moved.version, place="Gymsalen",
        starts_at=moved.starts_at + timedelta(days=1), ends_at=moved.ends_at + timedelta(days=1),
    )  # fmt: skip
    state = MeetingState.CANCELLED.value
    Meeting.objects.filter(pk=cancelled.pk).update(state=state, cancelled_at=NOW)
    held = {called.pk, moved.pk, cancelled.pk}
    before = set(Meeting.objects.filter(pk__in=held).values_list("pk", "starts_at", "version"))
    count = Meeting.objects.filter(series=team_series(cast)).count()
    weekday, hour = days(cast)[0]
    only_at(cast, "rector", (weekday + 2) % 5, hour)
    publish(cast)
    after = set(Meeting.objects.filter(pk__in=held).values_list("pk", "starts_at", "version"))
    assert after == before
    # Each of them stands for one meeting of the new plan: none is doubled.
    assert abs(Meeting.objects.filter(series=team_series(cast)).count() - count) <= 1
    for row in rest:
        found = Meeting.objects.filter(pk=row.pk).first()
        assert found is None or found.starts_at.astimezone(OSLO).weekday() == (weekday + 2) % 5


def test_meeting_with_an_agenda_is_not_taken_away(cast: Cast) -> None:
    set_up(cast)
    publish(cast)
    row = team_series(cast)
    last = Meeting.objects.filter(series=row).order_by("-starts_at")[0]
    add_common_row(
        by=cast.actor("rector"), at=NOW, public_id=last.public_id, title="Skolemiljø", minutes=10
    )
    Series.objects.filter(pk=row.pk).update(is_active=False)
    publish(cast)
    assert list(Meeting.objects.filter(series=row)) == [last]


def test_series_put_aside_takes_its_meetings_with_it(cast: Cast) -> None:
    set_up(cast)
    publish(cast)
    Series.objects.filter(pk=team_series(cast).pk).update(is_active=False)
    publish(cast)
    assert not Meeting.objects.filter(series=team_series(cast)).exists()
    assert Meeting.objects.filter(series=team_series(cast, "granasen")).exists()


def test_new_holiday_moves_the_meeting_to_the_nearest_day_or_skips_it(cast: Cast) -> None:
    set_up(cast)
    publish(cast)
    row = first(cast)
    on = row.starts_at.astimezone(OSLO).date()
    add_holiday(by=cast.actor("secretary"), at=NOW, name="Planleggingsdag", from_on=on, until_on=on)
    shown = plan(cast)
    (moved,) = [one for one in shown.occasions if one.is_moved and one.proper_on == on]
    assert moved.on is not None
    skipped = plan(cast, Choices(use_moves=False))
    assert row.pk in {one.id for one in skipped.steps.removed}
    publish(cast)
    row.refresh_from_db()
    assert row.starts_at.astimezone(OSLO).date() == moved.on


def test_nothing_is_published_without_holidays(cast: Cast) -> None:
    set_up(cast)
    SchoolHoliday.objects.all().delete()
    with pytest.raises(Refused):
        publish(cast)
    assert not Meeting.objects.exists()


def test_those_who_have_not_answered_are_assumed_only_when_ticked(cast: Cast) -> None:
    set_up(cast, answers=False)
    shown = plan(cast)
    assert shown.proposal.plan.patterns == {}
    assert len(shown.unanswered) > 5
    assumed = plan(cast, Choices(assume_free=True))
    assert len(assumed.proposal.plan.patterns) == 2
    assert assumed.digest != shown.digest


@pytest.mark.parametrize("part", ["rector", "social_teacher", "steering_member", "health_nurse"])
def test_nobody_else_plans_the_year(cast: Cast, part: str) -> None:
    with pytest.raises(NotThere):
        get_year_plan(cast.actor(part), YEAR, Choices())
    with pytest.raises(NotThere):
        publish_year(by=cast.actor(part), at=NOW, year=YEAR, choices=Choices(), expected="")


def test_availability_is_a_posts_own_and_replaced_whole(cast: Cast) -> None:
    from datetime import time

    from felles.meetings.queries import list_own_times

    by = cast.actor("health_nurse")
    set_availability(by=by, at=NOW, good=[(0, time(9))], possible=[(0, time(9)), (1, time(10))])
    assert list_own_times(by) == {(0, time(9)): 0, (1, time(10)): 3}
    set_availability(by=by, at=NOW, good=[(4, time(8))], possible=[])
    assert list_own_times(by) == {(4, time(8)): 0}
    assert list_own_times(cast.actor("rector")) == {}
    with pytest.raises(Refused):
        set_availability(by=by, at=NOW, good=[], possible=[])

"""The rhythm monitor: meetings, who comes, and promises, without a child."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from felles.casework.models import CaseItem, CheckIn, Measure
from felles.insight.queries import Rhythm, get_rhythm
from felles.meetings.models import AgendaRow, Attendee, Meeting
from felles.programme.models import SchoolHoliday
from felles.rules.consent import AnswerKind
from felles.rules.meetings import MeetingKind, MeetingState, Reply, RowKind
from felles.rules.roles import Audience
from tests import make
from tests.cast import NOW, Cast, build_cast, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district; both schools' teams meet every fifth week."""
    return build_cast()


def meeting(cast: Cast, at: datetime, state: MeetingState, *, school: str = "furulia",
            kind: MeetingKind = MeetingKind.INNSATSTEAM) -> Meeting:  # fmt: skip
    return Meeting.objects.create(
        organisation=cast.organisations[school],
        kind=kind.value,
        starts_at=at,
        ends_at=at + timedelta(minutes=90),
        state=state.value,
        changed_at=at,
        called_at=at - timedelta(days=7),
        cancelled_at=at if state is MeetingState.CANCELLED else None,
    )


def promise(
    cast: Cast, made: make.Made, held: Meeting, *, due: int, has_news: bool = False
) -> None:
    row = AgendaRow.objects.create(
        meeting=held, kind=RowKind.CASE.value, position=held.rows.count() + 1
    )
    item = CaseItem.objects.create(row=row, case=made.case, by=cast.users["rector"], at=NOW)
    measure = Measure.objects.create(
        case=made.case, by=cast.users["rector"], at=NOW, item=item, goal="Mål", what="Tiltak",
        audience=Audience.TEAM.value, organisation=cast.furulia, due_on=NOW.date() + days(due),
    )  # fmt: skip
    if has_news:
        CheckIn.objects.create(
            measure=measure, rating=1, on=NOW.date(), by=cast.users["rector"], at=NOW
        )


def asked(cast: Cast, part: str) -> Rhythm:
    return get_rhythm(cast.actor(part))


def test_rector_sees_the_own_school_and_leaders_all(cast: Cast) -> None:
    assert [one.school.name for one in asked(cast, "rector").schools] == ["Furulia skole"]
    for part in ("agent_leader", "project_leader", "steering_member", "secretary"):
        names = [one.school.name for one in asked(cast, part).schools]
        assert names == ["Furulia skole", "Granåsen skole"]


def test_weeks_are_held_against_the_teams_own_cadence(cast: Cast) -> None:
    meeting(cast, NOW - days(42), MeetingState.HELD)
    meeting(cast, NOW + days(7), MeetingState.CALLED)
    school = asked(cast, "rector").schools[0]
    assert (school.cadence, school.weeks, school.is_worth_asking) == (5, 6, True)
    SchoolHoliday.objects.create(
        name="Høstferie", from_on=NOW.date() - days(29), until_on=NOW.date() - days(25)
    )
    school = asked(cast, "rector").schools[0]
    assert (school.weeks, school.is_worth_asking) == (5, False)


def test_school_without_a_next_meeting_is_worth_asking_about(cast: Cast) -> None:
    meeting(cast, NOW - days(7), MeetingState.HELD)
    school = asked(cast, "rector").schools[0]
    assert (school.next_on, school.is_worth_asking) == (None, True)


def test_meetings_of_the_year_are_held_cancelled_or_changed(cast: Cast) -> None:
    meeting(cast, NOW - days(30), MeetingState.HELD)
    meeting(cast, NOW - days(20), MeetingState.CANCELLED)
    Meeting.objects.filter(state=MeetingState.HELD.value).update(sequence=1)
    # Last school year's count no more.
    meeting(cast, NOW - days(200), MeetingState.HELD)
    meeting(cast, NOW - days(3), MeetingState.HELD, kind=MeetingKind.TRINNMOTE)
    school = asked(cast, "rector").schools[0]
    assert (school.held, school.cancelled, school.changed) == (1, 1, 1)
    assert [mark.state for mark in school.marks] == ["held", "cancelled"]


def test_months_tell_whether_rector_and_leader_met(cast: Cast) -> None:
    meeting(cast, NOW - days(30), MeetingState.HELD, kind=MeetingKind.RECTOR_LEADER)
    months = dict(asked(cast, "rector").schools[0].months)
    assert [month.month for month, held in months.items() if held] == [10]
    assert len(months) == 4


def call(
    cast: Cast, held: Meeting, part: str, *, came: bool | None, reply: Reply = Reply.NONE
) -> None:
    Attendee.objects.create(meeting=held, post=cast.posts[part], came=came, reply=reply.value)


def test_services_that_never_come_and_calls_without_an_answer_are_counted(cast: Cast) -> None:
    for number in (1, 2):
        held = meeting(cast, NOW - days(10 * number), MeetingState.HELD)
        call(cast, held, "health_nurse", came=True)
        call(cast, held, "club_leader", came=False)
        call(cast, held, "rector", came=True)
    coming = meeting(cast, NOW + days(7), MeetingState.CALLED)
    call(cast, coming, "club_leader", came=None)
    call(cast, coming, "health_nurse", came=None, reply=Reply.COMES)
    found = {one.name or "school": one for one in asked(cast, "rector").services}
    nurse, club = found["Skolehelsetjenesten Eksempel"], found["Klubben Eksempel"]
    assert (nurse.called, nurse.came, nurse.never, nurse.unanswered) == (2, 2, 0, 0)
    assert (club.called, club.came, club.never, club.unanswered) == (2, 0, 1, 1)
    assert found["school"].is_school


def test_rector_reads_how_promises_go_number_by_number(cast: Cast) -> None:
    held = meeting(cast, NOW - days(7), MeetingState.HELD)
    promise(cast, make.in_measures(cast), held, due=5)
    promise(cast, make.in_measures(cast), held, due=-5)
    promise(cast, make.in_measures(cast), held, due=-3, has_news=True)
    promises = asked(cast, "rector").promises
    assert promises is not None
    assert (promises.rows, promises.total) == (((1, 1, 1),), 3)


def test_counts_inside_the_school_leave_out_cases_that_the_reader_may_not_see(cast: Cast) -> None:
    held = meeting(cast, NOW - days(7), MeetingState.HELD)
    made = make.in_measures(cast)
    promise(cast, made, held, due=5)
    make.protect(cast, made)
    totals = {part: asked(cast, part).promises for part in ("rector", "social_teacher")}
    # Only who stands on the reader list counts the child in.
    assert [one.total for one in totals.values() if one] == [0, 1]


def many(cast: Cast, held: Meeting, dues: Iterable[int]) -> None:
    made = make.in_measures(cast)
    for due in dues:
        promise(cast, made, held, due=due)


def test_leaders_read_no_small_number_and_no_zero(cast: Cast) -> None:
    held = meeting(cast, NOW - days(7), MeetingState.HELD)
    many(cast, held, [5] * 9 + [-5] * 3)
    promises = asked(cast, "project_leader").promises
    assert promises is not None
    # Furulia has 9, 0, 3, and Granåsen nothing: one from none is not told apart either.
    assert promises.rows[1] == (None, None, None)
    assert promises.rows[0][1:] == (None, None)
    inside = asked(cast, "rector").promises
    assert inside is not None
    assert inside.rows == ((9, 0, 3),)


def test_one_case_more_changes_nothing_that_leaders_read(cast: Cast) -> None:
    held = meeting(cast, NOW - days(7), MeetingState.HELD)
    before = asked(cast, "project_leader").promises
    many(cast, held, [5])
    assert asked(cast, "project_leader").promises == before


def test_child_with_a_protected_address_is_in_no_leaders_count(cast: Cast) -> None:
    held = meeting(cast, NOW - days(7), MeetingState.HELD)
    made = make.in_measures(cast)
    for _number in range(9):
        promise(cast, made, held, due=5)
    open_ = asked(cast, "project_leader").promises
    make.protect(cast, made)
    assert open_ != asked(cast, "project_leader").promises


def test_leader_who_belongs_to_a_service_counts_no_child_that_shut_it_out(cast: Cast) -> None:
    held = meeting(cast, NOW - days(7), MeetingState.HELD)
    made = make.in_measures(cast)
    for _number in range(9):
        promise(cast, made, held, due=5)
    before = asked(cast, "agent_leader").promises
    make.answer(cast, made, 0, kind=AnswerKind.YES_SOME, services=make.WITHOUT_CHILD_WELFARE)
    after = asked(cast, "agent_leader").promises
    # Whoever does not belong to it counts as before.
    outside = asked(cast, "project_leader").promises
    assert before == outside
    assert before is not None
    assert after is not None
    assert (before.total, after.total) == (9, None)


def test_monitor_costs_the_same_with_few_meetings_and_with_many(cast: Cast) -> None:
    counts = set()
    for number in range(1, 4):
        for school in ("furulia", "granasen"):
            held = meeting(cast, NOW - days(10 * number), MeetingState.HELD, school=school)
            call(cast, held, "health_nurse", came=True)
        with CaptureQueriesContext(connection) as queries:
            asked(cast, "project_leader")
        counts.add(len(queries))
    assert len(counts) == 1

"""In the room: a case is opened for those who may hear it, and agreed on in one action."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from felles.casework import actions
from felles.casework.actions import Agreed, Conflict
from felles.casework.models import Case, CaseItem
from felles.casework.queries import NotVisible, find_own_open, get_room
from felles.meetings.actions import (
    add_common_row,
    finish_common_row,
    plan_meeting,
    postpone_row,
    set_row_aside,
    start_meeting,
)
from felles.meetings.models import AgendaRow, Meeting, Presence, RowText, Series
from felles.meetings.queries import NotThere
from felles.rules.consent import AnswerKind
from felles.rules.meetings import MeetingKind, MeetingState, RowState
from felles.rules.roles import Topic
from felles.rules.room import Where, Written
from tests import make, rooms
from tests.casework.room_helpers import count, refused
from tests.cast import NOW, Cast, build_cast, days

pytestmark = pytest.mark.django_db
ENVIRONMENT = Topic.SCHOOL_ENVIRONMENT
KEPT_OUT = ("child_welfare_intake", "social_agent")


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def move(cast: Cast, meeting: Meeting, part: str, where: Where) -> None:
    actions.move_in_room(
        by=cast.actor("rector"),
        at=NOW,
        meeting_id=meeting.public_id,
        attendee_id=rooms.attendee(cast, meeting, part).public_id,
        where=where,
    )


def write(
    cast: Cast, meeting: Meeting, row: AgendaRow, text: str, *, part: str = "rector", base: int = 0
) -> tuple[Written, RowText | None]:
    return actions.write_in_room(
        by=cast.actor(part),
        at=NOW,
        meeting_id=meeting.public_id,
        row_id=row.public_id,
        field="why",
        text=text,
        base=base,
    )


def state_of(row: AgendaRow) -> RowState:
    return RowState(AgendaRow.objects.values_list("state", flat=True).get(pk=row.pk))


def is_shown(cast: Cast, meeting: Meeting, part: str = "rector") -> bool:
    meeting.refresh_from_db()
    return get_room(cast.actor(part), meeting).is_shown


def test_meeting_starts_once_on_its_day_with_somebody_there(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    start: dict[str, Any] = {"at": NOW, "public_id": meeting.public_id}
    there = [rooms.attendee(cast, meeting, "rector").public_id]
    refused(lambda: start_meeting(by=cast.actor("rector"), **start, in_room=[]), "kommet")
    early = NOW - days(1)
    before = cast.actor("rector", early)
    refused(lambda: start_meeting(by=before, **start, in_room=there), "ikke i dag")
    with pytest.raises(NotThere):
        start_meeting(by=cast.actor("health_nurse"), **start, in_room=there)
    rooms.start(cast, meeting, ["rector"])
    assert MeetingState(meeting.state) is MeetingState.OPEN
    refused(lambda: start_meeting(by=cast.actor("rector"), **start, in_room=there), "i gang")


def test_case_opens_only_when_those_who_may_not_hear_it_have_left(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, make.not_child_welfare(cast))
    rooms.start(cast, meeting)
    room = get_room(cast.actor("rector"), meeting)
    assert {one.post.user.username for one in room.must_leave} == set(KEPT_OUT)
    refused(lambda: rooms.open_line(cast, meeting, row), "ikke klart")
    refused(lambda: rooms.open_line(cast, meeting, row, gone=KEPT_OUT[:1]), "ikke klart")
    rooms.open_line(cast, meeting, row, gone=KEPT_OUT)
    assert state_of(row) is RowState.OPEN
    there = Presence.objects.filter(row=row).values_list(
        "attendee__post__user__username", flat=True
    )
    assert set(there) == set(rooms.PARTS) - set(KEPT_OUT)


def test_somebody_who_came_in_since_the_gate_was_shown_keeps_it_shut(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, make.not_child_welfare(cast))
    rooms.start(cast, meeting, ["rector", "health_nurse"])
    move(cast, meeting, "child_welfare_intake", Where.IN)
    refused(lambda: rooms.open_line(cast, meeting, row), "ikke klart")


def test_somebody_who_enters_an_open_case_closes_it_on_the_screen(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, make.not_child_welfare(cast))
    rooms.start(cast, meeting, ["rector", "health_nurse"])
    rooms.open_line(cast, meeting, row)
    assert is_shown(cast, meeting)
    move(cast, meeting, "child_welfare_intake", Where.IN)
    assert not is_shown(cast, meeting)
    # What was typed is kept even so; nothing is agreed on.
    assert write(cast, meeting, row, "Halvskrevet")[0] is Written.SAVED
    made = make.Made(row.case_item.case.pupil, row.case_item.case)
    refused(lambda: rooms.finish(cast, meeting, row, made, rooms.agreed()), "ikke klart")
    rooms.open_line(cast, meeting, row, gone=["child_welfare_intake"])
    assert is_shown(cast, meeting)
    assert not Presence.objects.filter(
        row=row, attendee__post=cast.posts["child_welfare_intake"]
    ).exists()


def test_latecomer_who_may_hear_the_case_was_there_for_it(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, make.in_team(cast))
    rooms.start(cast, meeting, ["rector"])
    rooms.open_line(cast, meeting, row)
    move(cast, meeting, "health_nurse", Where.IN)
    assert is_shown(cast, meeting)
    assert Presence.objects.filter(row=row, attendee__post=cast.posts["health_nurse"]).exists()


def test_substitute_who_is_let_in_stands_at_the_gate_like_everybody(cast: Cast) -> None:
    meeting = rooms.planned(cast, ("rector", "health_nurse"))
    row = rooms.take_up(cast, meeting, make.not_child_welfare(cast))
    rooms.start(cast, meeting, ["rector", "health_nurse"])
    rooms.open_line(cast, meeting, row)
    actions.let_into_room(
        by=cast.actor("rector"),
        at=NOW,
        meeting_id=meeting.public_id,
        post_id=cast.posts["child_welfare_intake"].pk,
    )
    assert not is_shown(cast, meeting)
    refused(
        lambda: actions.let_into_room(
            by=cast.actor("rector"),
            at=NOW,
            meeting_id=meeting.public_id,
            post_id=cast.posts["other_nurse"].pk,
        )
    )


def test_one_line_is_open_at_a_time(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    first = rooms.take_up(cast, meeting, make.in_team(cast))
    second = rooms.take_up(cast, meeting, make.in_team(cast))
    refused(lambda: rooms.open_line(cast, meeting, first), "Start møtet")
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, second)
    refused(lambda: rooms.open_line(cast, meeting, first), "Et annet punkt")
    set_row_aside(
        by=cast.actor("rector"), at=NOW, public_id=meeting.public_id, row_id=second.public_id
    )
    rooms.open_line(cast, meeting, first)
    assert state_of(second) is RowState.WAITING


def test_withdrawal_in_the_middle_closes_the_case_and_loses_nothing(cast: Cast) -> None:
    meeting, made = rooms.planned(cast), rooms.ready(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    write(cast, meeting, row, "Hun trives")
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN)
    assert not is_shown(cast, meeting)
    refused(lambda: rooms.finish(cast, meeting, row, made, rooms.agreed()))
    postpone_row(by=cast.actor("rector"), at=NOW, public_id=meeting.public_id, row_id=row.public_id)
    assert state_of(row) is RowState.POSTPONED
    assert RowText.objects.get(row=row).text == "Hun trives"


def test_case_out_of_the_chairs_own_sight_can_still_be_put_off(cast: Cast) -> None:
    meeting, made = rooms.planned(cast), make.in_team(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting, ["rector"])
    rooms.open_line(cast, meeting, row)
    make.protect(cast, made)  # rector is not on the list
    room = get_room(cast.actor("rector"), meeting)
    assert room.open_row is not None
    assert room.line is None
    with pytest.raises(NotVisible):
        write(cast, meeting, row, "Mer")
    postpone_row(by=cast.actor("rector"), at=NOW, public_id=meeting.public_id, row_id=row.public_id)
    assert state_of(row) is RowState.POSTPONED


def test_somebody_else_wrote_the_case_first(cast: Cast) -> None:
    meeting, made = rooms.planned(cast), rooms.ready(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    Case.objects.filter(pk=made.case.pk).update(version=made.version + 1)
    before = count()
    with pytest.raises(Conflict):
        actions.finish_case(
            by=cast.actor("rector"),
            at=NOW,
            meeting_id=meeting.public_id,
            row_id=row.public_id,
            version=made.version - 1,
            agreed=rooms.agreed(),
        )
    assert count() == before


def test_two_who_write_the_same_field_both_keep_their_text(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, make.in_team(cast))
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    assert write(cast, meeting, row, "Min")[0] is Written.SAVED
    written, newest = write(cast, meeting, row, "Din", part="social_teacher")
    assert written is Written.BOTH
    assert newest is not None
    assert newest.text == "Min"
    assert set(RowText.objects.filter(row=row).values_list("text", flat=True)) == {"Min", "Din"}
    # Whoever was first goes on without noticing; whoever has seen both may decide.
    assert write(cast, meeting, row, "Min, mer", base=1)[0] is Written.SAVED
    assert write(cast, meeting, row, "Begge", part="social_teacher", base=4)[0] is Written.SAVED


def test_text_that_is_sent_twice_is_saved_once(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, make.in_team(cast))
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    for _try in range(3):
        write(cast, meeting, row, "Det samme")
    assert RowText.objects.filter(row=row).count() == 1
    refused(
        lambda: actions.write_in_room(
            by=cast.actor("rector"),
            at=NOW,
            meeting_id=meeting.public_id,
            row_id=row.public_id,
            field="give-zzzzzzzz",
            text="x",
            base=0,
        )
    )


def test_member_writes_in_the_own_row_only_while_in_the_room(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, make.in_team(cast))
    rooms.start(cast, meeting, ["rector", "health_nurse"])

    def contribute(part: str) -> tuple[Written, RowText | None]:
        return actions.contribute(
            by=cast.actor(part), at=NOW, meeting_id=meeting.public_id, text="Samtaler", base=0
        )

    refused(lambda: contribute("health_nurse"), "Ingenting")
    rooms.open_line(cast, meeting, row)
    assert contribute("health_nurse")[0] is Written.SAVED
    assert RowText.objects.get(row=row).field == f"give-{cast.service('health').public_id}"
    refused(lambda: contribute("club_leader"), "Ingenting")
    refused(lambda: contribute("rector"), "Ingenting")


def test_nothing_is_open_for_a_member_who_may_not_hear_it(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, make.not_child_welfare(cast))
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row, gone=KEPT_OUT)
    assert find_own_open(cast.actor("child_welfare_intake"), meeting) is None
    assert find_own_open(cast.actor("health_nurse"), meeting) is not None
    move(cast, meeting, "child_welfare_intake", Where.IN)
    # The gate is shut for everybody then.
    assert find_own_open(cast.actor("health_nurse"), meeting) is None


def next_meeting(cast: Cast) -> tuple[Meeting, Meeting]:
    series = Series.objects.create(
        kind="innsatsteam", organisation=cast.furulia, every_weeks=4, minutes=90
    )
    later = plan_meeting(
        by=cast.actor("rector"),
        at=NOW,
        organisation=cast.furulia,
        kind=MeetingKind.INNSATSTEAM,
        starts_at=NOW + days(28),
        ends_at=rooms.IN_AN_HOUR + days(28),
        series=series,
    )
    return rooms.planned(cast, series=series), later


def close(cast: Cast, meeting: Meeting, came: tuple[str, ...] = ()) -> int:
    return actions.close_meeting(
        by=cast.actor("rector"),
        at=NOW,
        meeting_id=meeting.public_id,
        came=[rooms.attendee(cast, meeting, part).public_id for part in came],
    )


def test_closing_puts_what_was_not_reached_on_the_next_agenda(cast: Cast) -> None:
    meeting, later = next_meeting(cast)
    by = cast.actor("rector")
    common = add_common_row(
        by=by, at=NOW, public_id=meeting.public_id, title="Skolemiljø", minutes=5
    )
    done = add_common_row(by=by, at=NOW, public_id=meeting.public_id, title="Sist", minutes=5)
    stays, gone = make.in_team(cast), make.in_measures(cast)
    rooms.take_up(cast, meeting, stays, "Hva nå?")
    rooms.take_up(cast, meeting, gone)
    rooms.start(cast, meeting, ["rector", "health_nurse"])
    rooms.open_line(cast, meeting, done)
    refused(lambda: close(cast, meeting), "Gjør ferdig")
    finish_common_row(by=by, at=NOW, public_id=meeting.public_id, row_id=done.public_id)
    make.answer(cast, gone, 0, kind=AnswerKind.WITHDRAWN)
    assert close(cast, meeting, ("club_leader",)) == 2
    carried = CaseItem.objects.filter(row__meeting=later)
    assert [(one.case_id, one.question, one.row.is_follow_up) for one in carried] == [
        (stays.case.pk, "Hva nå?", True)
    ]
    assert later.rows.filter(title="Skolemiljø", is_follow_up=True).exists()
    assert state_of(common) is RowState.POSTPONED
    meeting.refresh_from_db()
    assert MeetingState(meeting.state) is MeetingState.HELD
    assert not meeting.attendees.filter(is_in_room=True).exists()
    came = meeting.attendees.filter(came=True).values_list("post__user__username", flat=True)
    # Those who were there for a line, and whom the chair says.
    assert set(came) == {"rector", "health_nurse", "club_leader"}
    refused(lambda: close(cast, meeting), "ikke i gang")


def test_only_who_leads_at_the_school_acts_in_the_room(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, make.in_team(cast))
    rooms.start(cast, meeting)
    for part in ("other_rector", "health_nurse", "social_agent", "project_leader"):
        with pytest.raises(NotThere):
            rooms.open_line(cast, meeting, row, part=part)


def test_agreed_is_whole() -> None:
    assert isinstance(rooms.agreed(), Agreed)


def test_case_that_is_open_is_none_to_another_leader_who_may_not_see_it(cast: Cast) -> None:
    # Rule 4: neither the line nor that something is open.
    meeting, made = rooms.planned(cast), make.in_team(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting, ["rector"])
    rooms.open_line(cast, meeting, row)
    Meeting.objects.filter(pk=meeting.pk).update(chair=cast.users["social_teacher"])
    meeting.refresh_from_db()
    make.protect(cast, made)
    room = get_room(cast.actor("rector"), meeting)
    assert room.open_row is None
    assert room.line is None


@pytest.mark.parametrize("count_of_lines", [1, 6])
def test_room_costs_the_same_however_long_the_agenda(
    cast: Cast, count_of_lines: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meeting = rooms.planned(cast)
    rows = [rooms.take_up(cast, meeting, make.in_team(cast)) for _ in range(count_of_lines)]
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, rows[0])
    with django_assert_num_queries(21):
        get_room(cast.actor("rector"), meeting)

"""Meetings keep their promises: who may plan and call, who is told, and who has answered what."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from felles.ledger.models import ChangeEvent
from felles.meetings import actions
from felles.meetings.actions import MeetingChanged
from felles.meetings.models import Attendee, Meeting, Presence
from felles.meetings.queries import (
    NotThere,
    get_meeting,
    list_meetings,
    list_past_meetings,
)
from felles.people.actions import create_post
from felles.people.queries import system_actor
from felles.rules.decision import Refused
from felles.rules.meetings import MeetingKind, MeetingState, Reply, RowKind
from felles.rules.roles import Role
from tests.cast import NOW, PARTS, START, Cast, build_cast, days
from tests.meetings.calls import AHEAD, WHO, answer, called, forget, fresh, place_of, plan, told

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PLANNERS = {"rector", "social_teacher", "agent_leader", "project_leader", "secretary"}
PLANNERS |= {"administrator", "other_rector"}


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.mark.parametrize("part", sorted(PARTS))
def test_meetings_of_a_place_are_planned_by_those_who_lead_or_plan_there(
    cast: Cast, part: str
) -> None:
    if part in PLANNERS:
        assert plan(cast, [part], part=part, kind=MeetingKind.OTHER).attendees.count() == 1
    else:
        with pytest.raises(Refused):
            plan(cast, [part], part=part, kind=MeetingKind.OTHER)


def test_pupils_are_taken_up_by_name_at_schools_only(cast: Cast) -> None:
    with pytest.raises(Refused):
        plan(cast, ["agent_leader"], part="agent_leader", kind=MeetingKind.INNSATSTEAM)


def test_agents_leader_calls_the_agents_to_their_own_meeting(cast: Cast) -> None:
    meeting = called(
        cast, ["agent_leader", "social_agent"], part="agent_leader", kind=MeetingKind.AGENT_TEAM
    )
    assert told("meeting_called") == ["agent_leader", "social_agent"]
    assert list_meetings(cast.actor("social_agent"), after=NOW) == [meeting]


@pytest.mark.parametrize(("starts", "ends"), [(AHEAD, AHEAD), (NOW - HOUR, NOW), (NOW, NOW + HOUR)])
def test_meeting_lies_ahead_and_ends_after_it_begins(
    cast: Cast, starts: datetime, ends: datetime
) -> None:
    with pytest.raises(Refused):
        actions.plan_meeting(
            by=cast.actor("rector"),
            at=NOW,
            organisation=cast.furulia,
            kind=MeetingKind.OTHER,
            starts_at=starts,
            ends_at=ends,
        )


def test_nobody_is_told_and_nobody_sees_it_before_it_is_called(cast: Cast) -> None:
    meeting = plan(cast)
    assert told() == []
    assert list_meetings(cast.actor("health_nurse"), after=NOW) == []
    with pytest.raises(NotThere):
        get_meeting(cast.actor("health_nurse"), meeting.public_id)
    assert list_meetings(cast.actor("social_teacher"), after=NOW) == [meeting]


def test_call_tells_everybody_once_and_can_be_repeated(cast: Cast) -> None:
    meeting = called(cast)
    assert told("meeting_called") == sorted(WHO)
    assert meeting.state == MeetingState.CALLED
    assert meeting.chair_id == cast.users["rector"].pk
    by = cast.actor("rector")
    actions.call_meeting(by=by, at=NOW, public_id=meeting.public_id, version=meeting.version)
    assert told("meeting_called") == sorted([*WHO, *WHO])


def test_person_with_two_posts_in_a_meeting_is_told_once(cast: Cast) -> None:
    post = create_post(
        by=system_actor(NOW),
        at=NOW,
        user=cast.users["health_nurse"],
        role=Role.CHILD_WELFARE_INTAKE,
        organisation=cast.service("child_welfare"),
        from_on=START,
        schools=[cast.furulia],
    )
    meeting = plan(cast)
    Attendee.objects.create(meeting=meeting, post=post)
    actions.call_meeting(
        by=cast.actor("rector"), at=NOW, public_id=meeting.public_id, version=meeting.version
    )
    assert told("meeting_called") == sorted(WHO)


def test_meeting_without_people_is_not_called(cast: Cast) -> None:
    with pytest.raises(Refused, match="Velg hvem som skal være med"):
        called(cast, [])


@pytest.mark.parametrize("part", ["health_nurse", "social_agent", "teacher", "other_rector"])
@pytest.mark.parametrize("deed", ["call", "move", "cancel", "attendees", "come_at"])
def test_only_those_who_lead_at_the_place_change_a_meeting(
    cast: Cast, part: str, deed: str
) -> None:
    meeting = called(cast)
    before = Meeting.objects.values().get(pk=meeting.pk)
    with pytest.raises(NotThere):
        do(cast, deed, meeting, part=part)
    assert Meeting.objects.values().get(pk=meeting.pk) == before


def do(cast: Cast, deed: str, meeting: Meeting, *, part: str = "rector", version: int = 0) -> None:
    """One of the changes, as the part would make it."""
    common: dict[str, Any] = {"by": cast.actor(part), "at": NOW, "public_id": meeting.public_id}
    whole: dict[str, Any] = {**common, "version": version or meeting.version}
    deeds: dict[str, Callable[[], None]] = {
        "call": lambda: actions.call_meeting(**whole),
        "move": lambda: actions.move_meeting(
            **whole, starts_at=AHEAD + HOUR, ends_at=AHEAD + 2 * HOUR, place="Biblioteket"
        ),
        "cancel": lambda: actions.cancel_meeting(**whole),
        "attendees": lambda: actions.set_attendees(
            **whole, post_ids=[cast.posts[one].pk for one in ("rector", "club_leader")]
        ),
        "come_at": lambda: actions.set_come_at(
            **common,
            attendee_id=place_of(cast, meeting, "social_agent").public_id,
            come_at=time(13, 30),
        ),
    }
    deeds[deed]()


@pytest.mark.parametrize("deed", ["call", "move", "cancel", "attendees"])
def test_whoever_comes_second_changes_nothing(cast: Cast, deed: str) -> None:
    meeting = called(cast)
    do(cast, "call", meeting)
    before = Meeting.objects.values().get(pk=meeting.pk)
    with pytest.raises(MeetingChanged):
        do(cast, deed, meeting, version=meeting.version)
    assert Meeting.objects.values().get(pk=meeting.pk) == before


@pytest.mark.parametrize("deed", ["call", "move", "cancel", "attendees", "come_at"])
@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.CANCELLED])
def test_meeting_that_is_over_stays_as_it_was(cast: Cast, deed: str, state: MeetingState) -> None:
    meeting = called(cast)
    forget()
    is_off = state is MeetingState.CANCELLED
    Meeting.objects.filter(pk=meeting.pk).update(
        state=state.value, cancelled_at=NOW if is_off else None
    )
    with pytest.raises(Refused):
        do(cast, deed, meeting)
    assert told() == []


def test_move_tells_all_and_asks_them_anew(cast: Cast) -> None:
    meeting = called(cast)
    answer(cast, meeting, "health_nurse", Reply.COMES)
    do(cast, "come_at", meeting)
    forget()
    meeting = fresh(meeting)
    do(cast, "move", meeting)
    assert told("meeting_moved") == sorted(WHO)
    assert fresh(meeting).sequence == meeting.sequence + 1
    assert place_of(cast, meeting, "health_nurse").reply == Reply.NONE
    assert place_of(cast, meeting, "social_agent").come_at is None


def test_another_room_at_the_same_time_keeps_the_answers(cast: Cast) -> None:
    meeting = called(cast)
    answer(cast, meeting, "health_nurse", Reply.COMES)
    actions.move_meeting(
        by=cast.actor("rector"),
        at=NOW,
        public_id=meeting.public_id,
        version=meeting.version,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place="Aula",
    )
    assert place_of(cast, meeting, "health_nurse").reply == Reply.COMES
    assert told("meeting_moved") == sorted(WHO)


def test_cancelled_meeting_stays_in_the_list_and_all_are_told(cast: Cast) -> None:
    meeting = called(cast)
    do(cast, "cancel", meeting)
    assert told("meeting_cancelled") == sorted(WHO)
    [listed] = list_meetings(cast.actor("health_nurse"), after=NOW)
    assert listed.state == MeetingState.CANCELLED
    assert listed.sequence == meeting.sequence + 1


@pytest.mark.parametrize("deed", ["move", "cancel", "attendees", "come_at"])
def test_change_of_a_meeting_that_is_not_called_tells_nobody(cast: Cast, deed: str) -> None:
    do(cast, deed, plan(cast))
    assert told() == []


def test_new_people_are_called_and_those_taken_off_are_told(cast: Cast) -> None:
    meeting = called(cast)
    forget()
    do(cast, "attendees", meeting)
    assert told("meeting_called") == ["club_leader"]
    assert told("meeting_cancelled") == ["health_nurse", "social_agent", "social_teacher"]
    assert meeting.attendees.count() == 2


def test_who_has_been_in_the_room_stays_on_the_meeting(cast: Cast) -> None:
    meeting = called(cast)
    nurse = place_of(cast, meeting, "health_nurse")
    row = meeting.rows.create(kind=RowKind.COMMON.value, title="Skolemiljø", position=1)
    Presence.objects.create(row=row, attendee=nurse)
    do(cast, "attendees", meeting)
    assert set(meeting.attendees.values_list("post__user__username", flat=True)) == {
        "health_nurse",
        "rector",
        "club_leader",
    }


def test_only_those_near_the_school_can_be_called(cast: Cast) -> None:
    meeting = called(cast)
    for stranger in ("other_nurse", "other_school_teacher", "project_owner"):
        with pytest.raises(Refused):
            actions.set_attendees(
                by=cast.actor("rector"),
                at=NOW,
                public_id=meeting.public_id,
                version=meeting.version,
                post_ids=[cast.posts[stranger].pk],
            )


def test_asking_one_to_come_later_tells_that_one_only(cast: Cast) -> None:
    meeting = called(cast)
    forget()
    do(cast, "come_at", meeting)
    do(cast, "come_at", meeting)
    assert told() == ["social_agent"]
    assert place_of(cast, meeting, "social_agent").come_at == time(13, 30)


@pytest.mark.parametrize("clock", [time(13, 0), time(12, 59), time(14, 30), time(0, 0)])
def test_later_means_within_the_meeting(cast: Cast, clock: time) -> None:
    meeting = called(cast)
    with pytest.raises(Refused):
        actions.set_come_at(
            by=cast.actor("rector"),
            at=NOW,
            public_id=meeting.public_id,
            attendee_id=place_of(cast, meeting, "social_agent").public_id,
            come_at=clock,
        )


def test_lists_hold_what_is_ahead_and_what_has_been(cast: Cast) -> None:
    first = called(cast, starts_at=NOW + HOUR)
    second = called(cast, starts_at=NOW + days(3))
    actor = cast.actor("health_nurse", NOW + days(1))
    assert list_meetings(actor, after=actor.at) == [second]
    assert list_past_meetings(actor, before=actor.at) == [first]


def test_ledger_knows_of_every_change_and_holds_no_word(cast: Cast) -> None:
    meeting = called(cast, place="Hemmelig rom")
    for deed in ("come_at", "call", "attendees", "move", "cancel"):
        do(cast, deed, fresh(meeting))
    rows = ChangeEvent.objects.filter(object_type="Meeting").order_by("pk")
    assert [row.action for row in rows] == [
        "meeting.plan",
        "meeting.call",
        "meeting.come_at",
        "meeting.call",
        "meeting.attendees",
        "meeting.move",
        "meeting.cancel",
    ]
    assert all(row.case_id is None and "rom" not in str(row.codes) for row in rows)

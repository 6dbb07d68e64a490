"""The room of a meeting, part by part: which line, who gives, whose own field, what all hear."""

import pytest

from felles.casework import actions
from felles.casework.actions import ConcernText, write_family_message
from felles.casework.models import Concern
from felles.casework.queries import find_own_open, get_case, get_room, get_room_case
from felles.casework.queries.room import Room, list_givers
from felles.meetings.actions import add_common_row
from felles.meetings.models import AgendaRow, Attendee, Meeting, Presence
from felles.people.models import AccessGrant, ConsentAnswer
from felles.rules.access import Permission
from felles.rules.consent import AnswerKind
from felles.rules.families import FamilyActor, FamilyLogin, MessageKind
from felles.rules.meetings import RowState
from felles.rules.roles import Audience, Topic
from tests import make, rooms
from tests.cast import NOW, Cast, build_cast
from tests.make import Made
from tests.permissions import take_away

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def room_of(cast: Cast, meeting: Meeting, wanted: str = "", part: str = "rector") -> Room:
    meeting.refresh_from_db()
    return get_room(cast.actor(part), meeting, wanted=wanted)


def line_of(cast: Cast, meeting: Meeting, wanted: AgendaRow | None = None) -> AgendaRow | None:
    room = room_of(cast, meeting, wanted.public_id if wanted else "")
    return room.line.row if room.line else None


def stand(row: AgendaRow, state: RowState) -> None:
    AgendaRow.objects.filter(pk=row.pk).update(state=state.value)


def test_line_at_the_gate_is_the_next_that_waits_or_the_one_asked_for(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    assert line_of(cast, meeting) is None
    first, second, third = (rooms.take_up(cast, meeting, rooms.ready(cast)) for _ in range(3))
    rooms.start(cast, meeting)
    assert line_of(cast, meeting) == first
    assert line_of(cast, meeting, third) == third
    stand(first, RowState.DONE)
    assert line_of(cast, meeting) == second
    assert line_of(cast, meeting, first) == second
    stand(second, RowState.POSTPONED)
    assert line_of(cast, meeting) == third
    assert line_of(cast, meeting, second) == second
    assert not room_of(cast, meeting).is_shown


def test_line_that_is_open_is_shown_whatever_is_asked_for(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    first, second = (rooms.take_up(cast, meeting, rooms.ready(cast)) for _ in range(2))
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, second)
    for wanted in (None, first, second):
        assert line_of(cast, meeting, wanted) == second
    room = room_of(cast, meeting)
    assert room.is_shown
    assert room.open_row == second


def test_open_case_that_goes_out_of_sight_is_none_to_others_and_a_shut_screen_to_the_chair(
    cast: Cast,
) -> None:
    meeting = rooms.planned(cast)
    made = rooms.ready(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting)
    rooms.open_line(cast, meeting, row)
    make.protect(cast, made)
    chair = room_of(cast, meeting)
    assert meeting.chair_id == cast.users["rector"].pk
    assert (chair.open_row, chair.line, chair.is_shown) == (row, None, False)
    Meeting.objects.filter(pk=meeting.pk).update(chair=cast.users["social_teacher"])
    assert room_of(cast, meeting).open_row is None


def opened(cast: Cast, made: Made, gone: tuple[str, ...] = ()) -> tuple[Meeting, AgendaRow]:
    """A meeting in which the case is open."""
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting, [part for part in rooms.PARTS if part not in gone])
    rooms.open_line(cast, meeting, row)
    meeting.refresh_from_db()
    return meeting, row


def screen(cast: Cast, meeting: Meeting) -> Room:
    """The room as the chair's page has it, with the case that is open."""
    meeting.refresh_from_db()
    return actions.open_room(by=cast.actor("rector"), at=NOW, meeting=meeting, route="room")


def givers(cast: Cast, meeting: Meeting) -> list[str]:
    """Who can promise something: the school, then the parts, by name."""
    actor, room = cast.actor("rector"), screen(cast, meeting)
    assert room.view is not None
    found = list_givers(actor, room, room.view)
    return [one.attendee.post.user.username if one.attendee else one.key for one in found]


def test_those_who_were_there_and_may_hear_it_can_promise_something(cast: Cast) -> None:
    meeting, row = opened(cast, rooms.ready(cast), gone=("club_leader",))
    services = ["child_welfare_intake", "oslohjelpa", "health_nurse"]
    assert givers(cast, meeting)[0] == "school"
    assert sorted(givers(cast, meeting)) == sorted(["school", "social_agent", *services])
    Presence.objects.filter(row=row, attendee__post=cast.posts["oslohjelpa"]).delete()
    assert "oslohjelpa" not in givers(cast, meeting)


def test_service_promises_once_however_many_come(cast: Cast) -> None:
    meeting, row = opened(cast, rooms.ready(cast))
    other = cast.posts["other_nurse"]
    other.post_schools.create(school=cast.furulia)
    nurse = Attendee.objects.create(meeting=meeting, post=other, is_in_room=True, came=True)
    Presence.objects.create(row=row, attendee=nurse)
    names = givers(cast, meeting)
    assert len([name for name in names if "nurse" in name]) == 1


def test_service_without_a_topic_or_a_grant_promises_nothing(cast: Cast) -> None:
    made = rooms.ready(cast)
    meeting, _row = opened(cast, made)
    actor = cast.actor("rector")
    # The screen was made before; the case is looked at now.
    room = screen(cast, meeting)

    def now() -> set[str]:
        found = list_givers(actor, room, get_case(actor, made.public_id))
        return {one.attendee.post.user.username for one in found if one.attendee}

    assert {"club_leader", "health_nurse"} <= now()
    AccessGrant.objects.filter(service=cast.service("club")).delete()
    assert "club_leader" not in now()
    answer = ConsentAnswer.objects.get(guardian=made.ties[0].guardian)
    answer.scopes.filter(service=cast.service("health")).delete()
    assert "health_nurse" not in now()


def test_agent_who_was_there_and_has_been_shut_out_since_promises_nothing(cast: Cast) -> None:
    made = rooms.ready(cast)
    meeting, _row = opened(cast, made)
    assert "social_agent" in givers(cast, meeting)
    make.answer(cast, made, 0, kind=AnswerKind.YES_SOME, services=make.WITHOUT_CHILD_WELFARE)
    actor = cast.actor("rector")
    found = list_givers(actor, room_of(cast, meeting), get_case(actor, made.public_id))
    there = {one.attendee.post.user.username for one in found if one.attendee}
    assert there == {"health_nurse", "club_leader", "oslohjelpa"}


def own(cast: Cast, part: str, meeting: Meeting) -> str | None:
    """The key of the part's own field, and None when nothing is open for it."""
    meeting.refresh_from_db()
    found = find_own_open(cast.actor(part), meeting)
    return found.key if found else None


def test_own_field_is_for_services_and_the_agent_in_the_room_who_may_hear_the_case(
    cast: Cast,
) -> None:
    made = make.not_child_welfare(cast)
    rooms.meet_family(cast, made)
    meeting = rooms.planned(cast)
    row = rooms.take_up(cast, meeting, made)
    rooms.start(cast, meeting, ["rector", "health_nurse"])
    for part in rooms.PARTS:
        assert own(cast, part, meeting) is None
    rooms.open_line(cast, meeting, row)
    keys = {part: own(cast, part, meeting) for part in rooms.PARTS}
    health = cast.service("health").public_id
    assert {part: key for part, key in keys.items() if key} == {"health_nurse": health}
    found = find_own_open(cast.actor("health_nurse"), meeting)
    assert found is not None
    assert (found.row, found.case_id, found.typed) == (row, made.public_id, None)
    # Whoever may not hear it shuts it for all, and nobody is told who that is.
    Attendee.objects.filter(meeting=meeting, post=cast.posts["child_welfare_intake"]).update(
        is_in_room=True, came=True
    )
    assert own(cast, "health_nurse", meeting) is None
    assert own(cast, "child_welfare_intake", meeting) is None


def test_agents_own_field_is_the_agents_by_name(cast: Cast) -> None:
    meeting, _row = opened(cast, rooms.ready(cast))
    agent = rooms.attendee(cast, meeting, "social_agent")
    assert own(cast, "social_agent", meeting) == agent.public_id
    assert own(cast, "social_teacher", meeting) is None
    assert own(cast, "rector", meeting) is None


def test_line_without_a_case_has_no_own_field(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    add_common_row(
        by=cast.actor("rector"),
        at=NOW,
        public_id=meeting.public_id,
        title="Året som kommer",
        minutes=10,
    )
    row = AgendaRow.objects.get(meeting=meeting)
    rooms.start(cast, meeting)
    stand(row, RowState.OPEN)
    assert own(cast, "health_nurse", meeting) is None


def test_screen_shows_to_all_what_everybody_in_the_room_may_read(cast: Cast) -> None:
    made = rooms.ready(cast)
    about = {Topic.HOME: Audience.TEAM, Topic.HEALTH: Audience.SCHOOL}
    for topic, audience in about.items():
        actions.raise_concern(
            by=cast.actor("rector"), at=NOW, pupil=made.pupil,
            concern=ConcernText(seen=f"Om {topic.name}", topic=topic),
        )  # fmt: skip
        Concern.objects.filter(seen=f"Om {topic.name}").update(audience=audience.value)
    meeting, _row = opened(cast, made)
    shown = get_room_case(cast.actor("rector"), screen(cast, meeting))
    assert shown is not None
    said = {one.seen for one in shown.concerns}
    assert "Om HOME" in said
    assert "Om HEALTH" not in said
    assert "Om HEALTH" in {one.seen for one in shown.own_concerns}
    # A service whose consent does not reach the topic is in the room.
    answer = ConsentAnswer.objects.get(guardian=made.ties[0].guardian)
    answer.scopes.filter(service=cast.service("health"), topic=Topic.HOME.value).delete()
    shown = get_room_case(cast.actor("rector"), screen(cast, meeting))
    assert shown is not None
    assert "Om HOME" not in {one.seen for one in shown.concerns}


def test_words_of_the_guardians_are_for_those_who_answer_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = rooms.ready(cast)
    tie = made.ties[0]
    write_family_message(
        by=FamilyActor(tie.guardian_id, tie.guardian.name, FamilyLogin.IDPORTEN, NOW), at=NOW,
        public_id=made.pupil.public_id, kind=MessageKind.WISH, text="Et ønske", language="nb",
    )  # fmt: skip
    meeting, _row = opened(cast, made)

    def words() -> list[str]:
        shown = get_room_case(cast.actor("rector"), screen(cast, meeting))
        assert shown is not None
        return [one.text for one in shown.own_messages]

    assert words() == ["Et ønske"]
    take_away(monkeypatch, Permission.FAMILY_ANSWER)
    assert words() == []


def test_nobody_promises_anything_while_no_line_is_taken_up(cast: Cast) -> None:
    made = rooms.ready(cast)
    actor, meeting = cast.actor("rector"), rooms.planned(cast)
    room = room_of(cast, meeting)
    assert room.line is None
    assert list_givers(actor, room, get_case(actor, made.public_id)) == []

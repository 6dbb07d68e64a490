"""The recap of a meeting: of that meeting alone, to those who led it or promised in it."""

import pytest

from felles.casework.models import Measure
from felles.casework.queries.recap import get_recap, list_recap_recipients, may_hear_of_recap
from felles.meetings.models import AgendaRow, Meeting
from felles.meetings.queries import NotThere
from felles.people.actions import create_post
from felles.people.queries import system_actor
from felles.rules.access import Permission
from felles.rules.consent import AnswerKind
from felles.rules.meetings import RowState
from felles.rules.roles import Role
from tests import make, rooms
from tests.casework.test_minutes import take_up
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast
from tests.permissions import take_away

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def promises(cast: Cast, part: str, meeting: Meeting) -> list[str]:
    recap = get_recap(cast.actor(part), meeting.public_id)
    assert recap.meeting == meeting
    return [one.measure.what for who in recap.promisers for one in who.commitments]


def test_recap_holds_the_promises_of_its_own_meeting(cast: Cast) -> None:
    first, second = rooms.planned(cast), rooms.planned(cast)
    made = make.in_measures(cast)
    take_up(cast, first, made, promised_by="health_nurse")
    take_up(cast, second, made, promised_by="club_leader")
    assert promises(cast, "rector", first) == ["Løftet til health_nurse"]
    assert promises(cast, "rector", second) == ["Løftet til club_leader"]
    assert promises(cast, "club_leader", first) == []
    with pytest.raises(NotThere):
        get_recap(cast.actor("rector"), "zzzzzzzz")


def test_case_without_a_promise_stands_in_the_recap_of_its_own_meeting(cast: Cast) -> None:
    first, second = rooms.planned(cast), rooms.planned(cast)
    one, other = make.in_measures(cast), make.in_measures(cast)
    Measure.objects.filter(item=take_up(cast, first, one)).delete()
    later = take_up(cast, second, other)
    Measure.objects.filter(item=later).delete()
    AgendaRow.objects.filter(pk=later.row_id).update(state=RowState.POSTPONED.value)
    kept = take_up(cast, first, make.in_measures(cast))
    rector = cast.actor("rector")
    recap = get_recap(rector, first.public_id)
    assert [row.case_id for row in recap.without] == [one.case.pk]
    assert recap.postponed == []
    assert {row.case_id for row in recap.rows} == {one.case.pk, kept.case_id}
    recap = get_recap(rector, second.public_id)
    assert (recap.without, [row.case_id for row in recap.postponed]) == ([], [other.case.pk])
    AgendaRow.objects.filter(pk=later.row_id).update(state=RowState.WAITING.value)
    recap = get_recap(rector, second.public_id)
    assert (recap.without, recap.postponed) == ([], [])


def test_recap_is_not_there_for_those_who_neither_came_led_nor_promised(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    # BUP and another nurse are called to another meeting.
    rooms.planned(cast, ("rector", "bup", "other_nurse"))
    take_up(cast, meeting, make.in_measures(cast), promised_by="contact_teacher")

    def reads(part: str) -> bool:
        try:
            get_recap(cast.actor(part), meeting.public_id)
        except NotThere:
            return False
        return True

    assert {part for part in STAFF_PARTS if reads(part)} == {*rooms.PARTS, "contact_teacher"}


def test_measure_that_is_over_or_has_news_says_so(cast: Cast) -> None:
    meeting = rooms.planned(cast)
    item = take_up(cast, meeting, make.in_measures(cast))

    def said() -> tuple[bool, bool]:
        ((promiser,),) = [get_recap(cast.actor("rector"), meeting.public_id).promisers]
        (one,) = promiser.commitments
        return one.is_over, one.has_news

    assert said() == (False, False)
    measure = Measure.objects.get(item=item)
    measure.check_ins.create(at=NOW, by=cast.users["rector"], rating=1, on=NOW.date())
    assert said() == (False, True)
    Measure.objects.filter(item=item).update(status=Measure.Status.DONE.value)
    assert said() == (True, True)


def test_recap_is_sent_to_those_who_promised_by_name_else_to_those_of_the_organisation(
    cast: Cast,
) -> None:
    meeting, other = rooms.planned(cast), rooms.planned(cast)
    made = make.in_measures(cast)
    named = take_up(cast, meeting, made, promised_by="health_nurse")
    take_up(cast, other, made, promised_by="oslohjelpa")
    nameless = take_up(cast, meeting, make.in_measures(cast), promised_by="club_leader")
    rector = cast.actor("rector")
    ids = {part: cast.users[part].pk for part in rooms.PARTS}
    assert list_recap_recipients(rector, meeting) == sorted(
        [ids["health_nurse"], ids["club_leader"]]
    )
    Measure.objects.filter(item=nameless).update(owner=None)
    said = [(one.name, one.organisation) for one in get_recap(rector, meeting.public_id).promisers]
    assert ("", "Klubben Eksempel") in said
    assert list_recap_recipients(rector, meeting) == sorted(
        [ids["health_nurse"], ids["club_leader"]]
    )
    # The school promised, and nobody by name: all of the school who were called, but the sender.
    Measure.objects.filter(item=named).update(owner=None, organisation=cast.furulia)
    assert list_recap_recipients(rector, meeting) == sorted(
        [ids["club_leader"], ids["social_teacher"], ids["social_agent"]]
    )


def test_recap_of_a_promise_by_name_is_sent_to_no_colleague_of_whoever_promised(
    cast: Cast,
) -> None:
    meeting = rooms.planned(cast)
    take_up(cast, meeting, make.in_measures(cast), promised_by="social_agent")
    assert list_recap_recipients(cast.actor("rector"), meeting) == [cast.users["social_agent"].pk]


def test_notice_of_a_recap_is_for_those_with_an_own_promise_in_it_in_sight(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, other = rooms.planned(cast), rooms.planned(cast)
    made = make.in_measures(cast)
    take_up(cast, meeting, made, promised_by="health_nurse")
    # In another post, at another school, she has promised nothing.
    create_post(
        by=system_actor(NOW), at=NOW, user=cast.users["health_nurse"], role=Role.TEACHER,
        organisation=cast.organisations["granasen"], from_on=NOW.date(),
    )  # fmt: skip

    def hears(part: str, one: Meeting = meeting) -> bool:
        return may_hear_of_recap(cast.users[part].pk, one.pk, NOW)

    assert {part for part in STAFF_PARTS if hears(part)} == {"health_nurse"}
    assert not hears("health_nurse", other)
    with monkeypatch.context() as patch:
        take_away(patch, Permission.MEETING_READ)
        assert not hears("health_nurse")
    make.answer(cast, made, 0, kind=AnswerKind.NO)
    assert not hears("health_nurse")

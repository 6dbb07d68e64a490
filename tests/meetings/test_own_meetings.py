"""Who sees a meeting, who may go instead, and who hears of it: each condition by itself."""

from datetime import datetime, time, timedelta

import pytest

from felles.meetings.actions import discuss_anonymously, set_availability
from felles.meetings.models import (
    AnonymousDiscussion,
    Attendee,
    Availability,
    CalendarFeed,
    Meeting,
)
from felles.meetings.queries import (
    NotThere,
    find_feed_user,
    find_meeting_notice,
    get_own_attendee,
    leads,
    list_entries,
    list_substitutes,
    visible_meetings,
)
from felles.people.actions import create_post, create_user
from felles.people.ids import secret_hash
from felles.people.models import User
from felles.people.queries import system_actor
from felles.rules.access import Permission
from felles.rules.decision import Refused
from felles.rules.discussion import Band
from felles.rules.meetings import MeetingState, Reply
from felles.rules.roles import Role, Topic
from tests.cast import NOW, STAFF_PARTS, START, Cast, build_cast, days
from tests.meetings.calls import AHEAD, WHO, called, place_of, plan
from tests.permissions import take_away

pytestmark = pytest.mark.django_db
ROOT = system_actor(NOW)
LEADERS = {"rector", "social_teacher"}


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def who_sees(cast: Cast) -> set[str]:
    return {part for part in STAFF_PARTS if visible_meetings(cast.actor(part)).exists()}


def test_meeting_is_seen_by_those_who_lead_it_and_once_it_is_called_by_those_on_it(
    cast: Cast,
) -> None:
    meeting = plan(cast)
    assert who_sees(cast) == LEADERS
    Meeting.objects.update(called_at=NOW)
    assert who_sees(cast) == LEADERS | set(WHO)
    Attendee.objects.all().delete()
    assert who_sees(cast) == LEADERS
    assert {part for part in STAFF_PARTS if leads(cast.actor(part), meeting)} == LEADERS


def test_whoever_leads_meetings_sees_those_of_another_school_only_when_called(cast: Cast) -> None:
    meeting = called(cast)
    assert "other_rector" not in who_sees(cast)
    Attendee.objects.create(meeting=meeting, post=cast.posts["other_rector"])
    assert "other_rector" in who_sees(cast)
    Meeting.objects.update(called_at=None)
    assert who_sees(cast) == LEADERS


def test_place_in_one_meeting_shows_no_other(cast: Cast) -> None:
    meeting, other = called(cast), called(cast, ["rector"])
    assert set(visible_meetings(cast.actor("health_nurse"))) == {meeting}
    assert set(visible_meetings(cast.actor("rector"))) == {meeting, other}


def test_own_place_is_in_a_meeting_that_is_called(cast: Cast) -> None:
    meeting, nurse = called(cast), cast.actor("health_nurse")
    other = called(cast)
    for one in (meeting, other):
        place = get_own_attendee(nurse, one.public_id)
        assert (place.meeting_id, place.post_id) == (one.pk, nurse.post_id)
    for part in set(STAFF_PARTS) - set(WHO):
        with pytest.raises(NotThere):
            get_own_attendee(cast.actor(part), meeting.public_id)
    Meeting.objects.filter(pk=meeting.pk).update(called_at=None)
    with pytest.raises(NotThere):
        get_own_attendee(nurse, meeting.public_id)


def colleague(cast: Cast, name: str, **fields: object) -> int:
    """Another nurse, who comes to Furulia unless told otherwise."""
    user = create_user(by=ROOT, at=NOW, username=name, name=name)
    whole: dict[str, object] = {
        "role": Role.HEALTH_NURSE,
        "organisation": cast.service("health"),
        "schools": [cast.furulia],
        **fields,
    }
    post = create_post(by=ROOT, at=NOW, user=user, from_on=START, **whole)  # type: ignore[arg-type]
    return post.pk


def test_instead_goes_a_colleague_of_the_same_service_who_is_not_called(cast: Cast) -> None:
    meeting = called(cast)
    nurse = cast.actor("health_nurse")
    free = colleague(cast, "free")
    there = colleague(cast, "there")
    Attendee.objects.create(meeting=meeting, post_id=there)
    colleague(cast, "elsewhere", schools=[cast.organisations["granasen"]])
    colleague(cast, "of_the_club", role=Role.CLUB_LEADER, organisation=cast.service("club"))
    own = create_post(
        by=ROOT, at=NOW, user=cast.users["health_nurse"], role=Role.TEACHER,
        organisation=cast.furulia, from_on=START,
    )  # fmt: skip
    found = [one.pk for one in list_substitutes(place_of(cast, meeting, "health_nurse"), nurse)]
    assert found == [free]
    # A teacher's colleagues at the school, but not the teacher.
    teacher = cast.actor("social_teacher")
    seat = place_of(cast, meeting, "social_teacher")
    at_school = {one.pk for one in list_substitutes(seat, teacher)}
    assert own.pk in at_school
    assert teacher.post_id not in at_school
    assert not at_school & {place.post_id for place in meeting.attendees.all()}


def test_nobody_goes_instead_in_another_post_of_the_own(cast: Cast) -> None:
    meeting, teacher = called(cast), cast.actor("social_teacher")
    hat = create_post(
        by=ROOT, at=NOW, user=cast.users["social_teacher"], role=Role.MILIEU_WORKER,
        organisation=cast.furulia, from_on=START,
    )  # fmt: skip
    seat = place_of(cast, meeting, "social_teacher")
    assert hat.pk not in {one.pk for one in list_substitutes(seat, teacher)}


KINDS = ("meeting_called", "meeting_moved", "meeting_reminder", "meeting_cancelled")
TELL, GONE = set(KINDS[:3]), {"meeting_cancelled"}


def heard(cast: Cast, meeting: Meeting, part: str = "health_nurse", at: datetime = NOW) -> set[str]:
    """The kinds of mail that the part may get about the meeting."""
    user = cast.users[part].pk
    return {
        kind
        for kind in KINDS
        if find_meeting_notice(kind, user_id=user, meeting_id=meeting.pk, at=at)
    }


def stand(meeting: Meeting, state: MeetingState) -> None:
    """Let the meeting be in this state."""
    off = NOW if state is MeetingState.CANCELLED else None
    Meeting.objects.filter(pk=meeting.pk).update(state=state.value, cancelled_at=off)


def test_called_meeting_is_told_of_to_those_on_it_until_it_begins(cast: Cast) -> None:
    meeting = called(cast)
    assert heard(cast, meeting) == TELL
    moment = timedelta(seconds=1)
    assert heard(cast, meeting, at=AHEAD - moment) == TELL
    assert heard(cast, meeting, at=AHEAD) == set()


@pytest.mark.parametrize("state", list(MeetingState))
def test_mail_goes_out_about_a_meeting_as_it_stands(cast: Cast, state: MeetingState) -> None:
    meeting = called(cast)
    stand(meeting, state)
    wanted = {MeetingState.CALLED: TELL, MeetingState.CANCELLED: GONE}.get(state, set())
    assert heard(cast, meeting) == wanted


def test_nothing_is_told_of_a_meeting_that_was_never_called_or_is_not_there(cast: Cast) -> None:
    meeting = called(cast)
    Meeting.objects.filter(pk=meeting.pk).update(called_at=None)
    assert heard(cast, meeting) == set()
    stand(meeting, MeetingState.CANCELLED)
    assert heard(cast, meeting) == set()
    Meeting.objects.all().delete()
    meeting.pk = 10**6
    assert heard(cast, meeting) == set()


def test_nothing_is_told_to_somebody_without_a_post_that_reads_meetings(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = called(cast)
    assert heard(cast, meeting, "outsider") == set()
    take_away(monkeypatch, Permission.MEETING_READ)
    assert heard(cast, meeting) == set()


def test_whoever_is_taken_off_hears_that_alone_and_only_before_the_end(cast: Cast) -> None:
    meeting = called(cast)
    Attendee.objects.filter(post=cast.posts["health_nurse"]).delete()
    assert heard(cast, meeting) == GONE
    moment = timedelta(seconds=1)
    assert heard(cast, meeting, at=meeting.ends_at - moment) == GONE
    assert heard(cast, meeting, at=meeting.ends_at) == set()
    notice = find_meeting_notice(
        "meeting_cancelled", user_id=cast.users["health_nurse"].pk, meeting_id=meeting.pk, at=NOW
    )
    assert notice is not None
    assert notice.is_taken_off
    stand(meeting, MeetingState.CANCELLED)
    notice = find_meeting_notice(
        "meeting_cancelled", user_id=cast.users["health_nurse"].pk, meeting_id=meeting.pk, at=NOW
    )
    assert notice is not None
    assert not notice.is_taken_off


def test_whoever_cannot_come_is_not_reminded(cast: Cast) -> None:
    meeting = called(cast)
    places = Attendee.objects.filter(post=cast.posts["health_nurse"])
    places.update(reply=Reply.CANNOT.value)
    assert heard(cast, meeting) == TELL - {"meeting_reminder"}
    places.update(reply=Reply.COMES.value)
    assert heard(cast, meeting) == TELL


def test_notice_names_each_post_that_one_is_called_in_and_no_other_meeting(cast: Cast) -> None:
    meeting, other = called(cast), called(cast)
    hat = create_post(
        by=ROOT, at=NOW, user=cast.users["health_nurse"], role=Role.TEACHER,
        organisation=cast.furulia, from_on=START,
    )  # fmt: skip
    Attendee.objects.create(meeting=other, post=hat)
    said = {}
    for one in (meeting, other):
        notice = find_meeting_notice(
            "meeting_called", user_id=cast.users["health_nurse"].pk, meeting_id=one.pk, at=NOW
        )
        assert notice is not None
        said[one.pk] = [role for role, _place in notice.called_as]
    assert said == {meeting.pk: [Role.HEALTH_NURSE], other.pk: [Role.HEALTH_NURSE, Role.TEACHER]}


def feed(cast: Cast, part: str) -> CalendarFeed:
    return CalendarFeed.objects.create(
        user=cast.users[part], token_hash=secret_hash(f"secret of {part}"), created_at=NOW
    )


def test_secret_opens_its_own_calendar_while_it_works_and_somebody_works_here(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("rector", "health_nurse", "outsider"):
        feed(cast, part)
    for part in ("rector", "health_nurse"):
        assert find_feed_user(f"secret of {part}", NOW) == cast.users[part]
    assert find_feed_user("secret of outsider", NOW) is None
    assert find_feed_user("secret of nobody", NOW) is None
    User.objects.filter(pk=cast.users["rector"].pk).update(is_active=False)
    assert find_feed_user("secret of rector", NOW) is None
    CalendarFeed.objects.update(revoked_at=NOW)
    assert find_feed_user("secret of health_nurse", NOW) is None
    CalendarFeed.objects.update(revoked_at=None)
    take_away(monkeypatch, Permission.MEETING_READ)
    assert find_feed_user("secret of health_nurse", NOW) is None


def test_calendar_holds_the_own_called_meetings_of_a_year_back_and_ahead(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = called(cast)

    def held(part: str, at: datetime = NOW) -> list[str]:
        return [one.public_id for one in list_entries(cast.users[part].pk, at)]

    assert held("health_nurse") == [meeting.public_id]
    assert held("teacher") == []
    year, moment = timedelta(days=366), timedelta(seconds=1)
    User.objects.update(is_active=True)
    for at, there in (
        (AHEAD - year, True),
        (AHEAD - year - moment, False),
        (AHEAD + year, True),
        (AHEAD + year + moment, False),
    ):
        cast.posts["health_nurse"].from_on = (at - days(1)).date()
        cast.posts["health_nurse"].save()
        assert bool(held("health_nurse", at)) is there
    Meeting.objects.update(called_at=None)
    assert held("health_nurse") == []
    Meeting.objects.update(called_at=NOW)
    take_away(monkeypatch, Permission.MEETING_READ)
    assert held("health_nurse") == []


def test_roles_without_the_permission_say_no_times_and_keep_no_discussion(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rector = cast.actor("rector")

    def say() -> None:
        set_availability(by=rector, at=NOW, good=[(0, time(9))], possible=[])

    def discuss() -> None:
        discuss_anonymously(
            by=rector, at=NOW, themes=[Topic.LEISURE], grades=Band.LOW, advice="Prøv klubben."
        )

    say()
    discuss()
    assert (Availability.objects.count(), AnonymousDiscussion.objects.count()) == (1, 1)
    take_away(monkeypatch, Permission.MEETING_READ)
    take_away(monkeypatch, Permission.ANONYMOUS_DISCUSS)
    for deed in (say, discuss):
        with pytest.raises(Refused):
            deed()
    assert (Availability.objects.count(), AnonymousDiscussion.objects.count()) == (1, 1)

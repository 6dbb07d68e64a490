"""Who is suggested, who answers, and who may go instead of whom."""

from datetime import timedelta

import pytest

from felles.meetings import actions
from felles.meetings.models import Attendee, Series, SeriesMember
from felles.meetings.queries import NotThere, list_substitutes, suggest_post_ids
from felles.people.actions import end_post
from felles.people.queries import system_actor
from felles.rules.decision import Refused
from felles.rules.meetings import MeetingKind, Reply
from tests.cast import NOW, START, Cast, build_cast
from tests.meetings.calls import AHEAD, WHO, answer, called, colleague, forget, place_of, plan, told

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.mark.parametrize("reply", [Reply.COMES, Reply.MAYBE, Reply.CANNOT])
def test_answer_is_ones_own_and_can_be_changed(cast: Cast, reply: Reply) -> None:
    meeting = called(cast)
    answer(cast, meeting, "health_nurse", Reply.MAYBE)
    answer(cast, meeting, "health_nurse", reply)
    assert place_of(cast, meeting, "health_nurse").reply == reply
    assert place_of(cast, meeting, "rector").reply == Reply.NONE


@pytest.mark.parametrize("part", ["club_leader", "other_nurse", "teacher"])
def test_who_is_not_called_has_nothing_to_answer(cast: Cast, part: str) -> None:
    with pytest.raises(NotThere):
        answer(cast, called(cast), part, Reply.COMES)


def test_substitute_of_the_same_service_is_called_and_the_sender_is_off(cast: Cast) -> None:
    post = colleague(cast)
    meeting = called(cast)
    forget()
    actions.send_substitute(
        by=cast.actor("health_nurse"), at=NOW, public_id=meeting.public_id, post_id=post
    )
    assert place_of(cast, meeting, "health_nurse").reply == Reply.CANNOT
    assert told("meeting_called") == ["colleague"]
    stand_in = Attendee.objects.get(meeting=meeting, post_id=post)
    assert stand_in.stands_in_for == place_of(cast, meeting, "health_nurse")


@pytest.mark.parametrize("other", ["other_nurse", "club_leader", "health_nurse", "social_agent"])
def test_nobody_else_can_be_sent(cast: Cast, other: str) -> None:
    """Another school's, another service's, oneself, somebody who is called already."""
    colleague(cast)
    meeting = called(cast)
    with pytest.raises(Refused):
        actions.send_substitute(
            by=cast.actor("health_nurse"),
            at=NOW,
            public_id=meeting.public_id,
            post_id=cast.posts[other].pk,
        )
    assert meeting.attendees.count() == len(WHO)


def test_substitutes_offered_are_those_who_may_be_sent(cast: Cast) -> None:
    post = colleague(cast)
    nurse = place_of(cast, called(cast), "health_nurse")
    assert [one.pk for one in list_substitutes(nurse, cast.actor("health_nurse"))] == [post]


def test_guides_own_list_is_suggested(cast: Cast) -> None:
    meeting = plan(cast, ["rector"])
    parts = {part for part, post in cast.posts.items() if post.pk in suggest_post_ids(meeting)}
    # BUP is in no team here: the cast's teams are those of the guide's usual schools.
    assert parts == {
        "rector",
        "social_teacher",
        "social_agent",
        "health_nurse",
        "club_leader",
        "child_welfare_intake",
        "oslohjelpa",
    }


def test_meeting_of_a_series_has_its_regular_members_whose_posts_run(cast: Cast) -> None:
    series = Series.objects.create(
        kind=MeetingKind.MILJOTEAM.value, organisation=cast.furulia, every_weeks=2, minutes=45
    )
    for part in ("rector", "milieu_worker", "teacher"):
        SeriesMember.objects.create(
            series=series,
            post=cast.posts[part],
            from_on=START,
            is_substitute=part == "teacher",
        )
    end_post(by=system_actor(NOW), at=NOW, post=cast.posts["milieu_worker"], until_on=NOW.date())
    meeting = actions.plan_meeting(
        by=cast.actor("rector"),
        at=NOW,
        organisation=cast.furulia,
        kind=MeetingKind.MILJOTEAM,
        starts_at=AHEAD,
        ends_at=AHEAD + HOUR,
        series=series,
    )
    assert [row.post for row in meeting.attendees.all()] == [cast.posts["rector"]]


def test_series_of_another_school_is_refused(cast: Cast) -> None:
    series = Series.objects.create(
        kind=MeetingKind.MILJOTEAM.value,
        organisation=cast.service("granasen"),
        every_weeks=2,
        minutes=45,
    )
    with pytest.raises(Refused):
        actions.plan_meeting(
            by=cast.actor("rector"),
            at=NOW,
            organisation=cast.furulia,
            kind=MeetingKind.MILJOTEAM,
            starts_at=AHEAD,
            ends_at=AHEAD + HOUR,
            series=series,
        )

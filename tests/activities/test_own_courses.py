"""Whose courses, sessions and suggestions one sees where two schools have both."""

from dataclasses import replace
from datetime import timedelta

import pytest

from felles.activities.actions import call_off_session, decline_suggestion
from felles.activities.models import CourseHolder, CourseSeries, CourseSession, CourseSuggestion
from felles.activities.queries import (
    NoCourse,
    find_series,
    get_course_session,
    get_series_of_course,
    get_suggestion,
    list_own_answers,
    list_own_sessions,
    list_suggestions,
)
from felles.rules.access import OSLO
from felles.rules.courses import WhyNot
from tests.activities.agents import with_two_agents
from tests.activities.courses import SMALL, planned, session_of, suggested, wanted
from tests.cast import NOW, Cast, days

pytestmark = pytest.mark.django_db
OURS = ("social_agent", "milieu_worker", "teacher", "rector", "contact_teacher")
THEIRS = ("other_agent", "other_rector", "other_school_teacher")
NOBODYS = ("health_nurse", "club_leader", "agent_leader", "project_leader", "administrator")


@pytest.fixture
def cast() -> Cast:
    """The district, with an agent at each of its two schools."""
    return with_two_agents()


@pytest.fixture
def ours(cast: Cast) -> CourseSeries:
    """A small group of Furulia, planned after one for a class."""
    planned(cast)
    return planned(cast, SMALL)


@pytest.fixture
def theirs(cast: Cast) -> CourseSeries:
    """A course of Granåsen."""
    return planned(cast, wanted(cast, "7C"), part="other_agent")


def sees(cast: Cast, part: str, series: CourseSeries) -> bool:
    """Whether all reads of a series agree that it is there, or that it is not."""
    by, number = cast.actor(part), 2
    if find_series(by, series.public_id) is None:
        with pytest.raises(NoCourse):
            get_series_of_course(by, series.public_id)
        with pytest.raises(NoCourse):
            get_course_session(by, series.public_id, number)
        return False
    assert find_series(by, series.public_id) == series
    assert get_series_of_course(by, series.public_id) == series
    assert get_course_session(by, series.public_id, number) == session_of(series, number)
    with pytest.raises(NoCourse):
        get_course_session(by, series.public_id, 99)
    return True


def test_course_is_there_for_its_own_school_alone(
    cast: Cast, ours: CourseSeries, theirs: CourseSeries
) -> None:
    parts = (*OURS, *THEIRS, *NOBODYS)
    assert {part for part in parts if sees(cast, part, ours)} == set(OURS)
    assert {part for part in parts if sees(cast, part, theirs)} == set(THEIRS)
    assert find_series(cast.actor("rector"), "zzzzzzzz") is None


def test_own_sessions_are_those_one_holds_from_this_morning_on(
    cast: Cast, ours: CourseSeries, theirs: CourseSeries
) -> None:
    CourseSession.objects.exclude(series__in=[ours, theirs]).delete()
    first, second, third, last = ours.sessions.order_by("number")
    at = first.starts_at + timedelta(hours=2)
    call_off_session(
        by=cast.actor("social_agent"), at=NOW, public_id=ours.public_id, number=3,
        version=third.version, why=WhyNot.NO_ROOM,
    )  # fmt: skip
    CourseHolder.objects.create(series=ours, post=cast.posts["milieu_worker"])
    for part in ("social_agent", "milieu_worker"):
        assert list_own_sessions(cast.actor(part, at)) == [first, second, last]
        assert list_own_sessions(cast.actor(part, at + days(1))) == [second, last]
    midnight = at.astimezone(OSLO).replace(hour=0)
    CourseSession.objects.filter(pk=first.pk).update(starts_at=midnight.replace(minute=0))
    assert first in list_own_sessions(cast.actor("social_agent", at))
    assert len(list_own_sessions(cast.actor("other_agent"))) == 4
    for part in ("teacher", "rector", "health_nurse", "agent_leader"):
        assert list_own_sessions(cast.actor(part)) == []


def test_holder_who_has_left_the_school_holds_no_sessions_there(
    cast: Cast, ours: CourseSeries
) -> None:
    CourseHolder.objects.create(series=ours, post=cast.posts["other_school_teacher"])
    assert list_own_sessions(cast.actor("other_school_teacher")) == []


def test_suggestions_are_for_who_plans_there_and_who_made_them(cast: Cast) -> None:
    mine, teachers = suggested(cast, "milieu_worker"), suggested(cast, "teacher")
    elsewhere = suggested(cast, "other_school_teacher")
    seen = {
        "social_agent": {mine, teachers},
        "milieu_worker": {mine},
        "teacher": {teachers},
        "rector": set(),
        "other_agent": {elsewhere},
        "other_school_teacher": {elsewhere},
        "health_nurse": set(),
        "agent_leader": set(),
    }
    for part, expected in seen.items():
        by = cast.actor(part)
        assert set(list_suggestions(by, is_new=True)) == expected
        assert list_suggestions(by, is_new=False) == []
        for one in (mine, teachers, elsewhere):
            if part in ("social_agent", "other_agent") and one in expected:
                assert get_suggestion(by, one.public_id) == one
            else:
                with pytest.raises(NoCourse):
                    get_suggestion(by, one.public_id)


def test_answer_is_told_to_whoever_suggested_it(cast: Cast) -> None:
    mine, teachers = suggested(cast, "milieu_worker"), suggested(cast, "teacher")
    by = cast.actor("social_agent")
    decline_suggestion(by=by, at=NOW, public_id=mine.public_id, answer="Takk. Til våren.")
    assert list_suggestions(by, is_new=True) == [teachers]
    assert list_suggestions(by, is_new=False) == [mine]
    worker = cast.actor("milieu_worker")
    assert list_own_answers(worker, since=NOW) == [mine]
    assert list_own_answers(worker, since=NOW + timedelta(seconds=1)) == []
    assert list_own_answers(cast.actor("teacher"), since=NOW) == []
    assert list_own_answers(by, since=NOW) == []


def test_service_with_a_desk_at_the_school_sees_no_course_of_it(
    cast: Cast, ours: CourseSeries
) -> None:
    nurse = replace(cast.actor("health_nurse"), organisation_id=cast.furulia.pk)
    CourseHolder.objects.create(series=ours, post=cast.posts["health_nurse"])
    mine = suggested(cast, "milieu_worker")
    CourseSuggestion.objects.filter(pk=mine.pk).update(by=cast.posts["health_nurse"])
    assert find_series(nurse, ours.public_id) is None
    assert list_own_sessions(nurse) == []
    assert list_suggestions(nurse, is_new=True) == []

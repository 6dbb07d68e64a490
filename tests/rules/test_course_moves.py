"""Who plans and suggests courses, and what may be done with a series and its sessions when."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from felles.rules import course_moves as rules
from felles.rules.access import Permission, may
from felles.rules.course_plan import Hinder, may_stand
from felles.rules.courses import CourseState, GuestReply, SessionState, SuggestionState
from felles.rules.roles import Role
from tests.rules.worlds import an_actor

NOW, HOUR = datetime(2026, 11, 24, 8, tzinfo=UTC), timedelta(hours=1)
P = Permission
GOES_ON, PLANNED = CourseState.PLANNED, SessionState.PLANNED


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("own", [True, False])
def test_courses_are_planned_and_read_at_the_own_school_alone(role: Role, own: bool) -> None:
    actor = an_actor(role)
    school = actor.organisation_id + (not own)
    plans, reads = (may(actor, one) and own for one in (P.COURSE_PLAN, P.COURSE_READ))
    assert bool(rules.may_plan_at(actor, school)) is plans
    assert rules.reads_courses(actor, school) is reads
    assert bool(rules.may_suggest_at(actor, school)) is reads


CELLS = list(product(CourseState, SessionState, (-HOUR, HOUR)))


@pytest.mark.parametrize(("series", "session", "ahead"), CELLS)
def test_what_may_be_done_with_a_session(
    series: CourseState, session: SessionState, ahead: timedelta
) -> None:
    is_open = (series, session) == (GOES_ON, PLANNED)
    when = {"starts_at": NOW + ahead, "at": NOW}
    assert bool(rules.may_change_series(series)) is (series is GOES_ON)
    assert bool(rules.may_change_session(series, session)) is is_open
    assert bool(rules.may_say_held(series, session, **when)) is (is_open and ahead < HOUR)
    assert bool(rules.may_invite(series, session, **when)) is (is_open and ahead == HOUR)
    for replaced in (False, True):
        may_replace = bool(rules.may_replace(series, session, is_replaced=replaced))
        off = (series, session) == (GOES_ON, SessionState.NOT_HELD)
        assert may_replace is (off and not replaced)


@pytest.mark.parametrize(
    ("reply", "session", "ahead"), list(product(GuestReply, SessionState, (-HOUR, HOUR)))
)
def test_guest_answers_until_the_session_begins_or_is_off(
    reply: GuestReply, session: SessionState, ahead: timedelta
) -> None:
    allowed = rules.may_answer_invitation(reply, session, starts_at=NOW + ahead, at=NOW)
    asked = reply is not GuestReply.TAKEN_BACK
    assert bool(allowed) is (asked and session is PLANNED and ahead == HOUR)


@pytest.mark.parametrize("state", SuggestionState)
def test_suggestion_is_answered_once(state: SuggestionState) -> None:
    assert bool(rules.may_answer_suggestion(state)) is (state is SuggestionState.NEW)


def test_there_is_a_most_of_guests_and_of_suggestions_and_no_guest_twice() -> None:
    few = [f"gjest{number}@example.test" for number in range(rules.MOST_GUESTS - 1)]
    assert rules.may_add_guest(few, "ny@example.test")
    assert not rules.may_add_guest(few, few[0])
    assert not rules.may_add_guest([*few, "en@example.test"], "ny@example.test")
    assert rules.may_suggest_more(rules.MOST_WAITING - 1)
    assert not rules.may_suggest_more(rules.MOST_WAITING)


@pytest.mark.parametrize("ahead", [-HOUR, timedelta(), HOUR])
def test_session_is_moved_to_what_is_ahead_only(ahead: timedelta) -> None:
    assert bool(rules.may_be_moved_to(NOW + ahead, at=NOW)) is (ahead > timedelta())


@pytest.mark.parametrize("hinder", Hinder)
@pytest.mark.parametrize("is_one", [True, False])
def test_only_own_meetings_and_days_away_give_way(hinder: Hinder, is_one: bool) -> None:
    gives_way = hinder in (Hinder.MEETING, Hinder.AWAY)
    assert may_stand([], is_one=is_one)
    allowed = may_stand([Hinder.MEETING, hinder], is_one=is_one)
    assert bool(allowed) is gives_way
    assert gives_way or allowed.missing == (hinder.label,)

"""Agendas: what the chair sees, and what each member sees and does not."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from felles.casework import actions
from felles.casework.models import Case, CaseItem
from felles.casework.queries import (
    ConsequenceKind,
    NotVisible,
    get_agenda,
    get_own_agenda,
    list_candidates,
)
from felles.meetings.actions import (
    MeetingChanged,
    add_anonymous_row,
    add_common_row,
    call_meeting,
    plan_meeting,
    remove_row,
    set_order,
    set_row,
)
from felles.meetings.models import AgendaRow, Meeting
from felles.people.models import Post
from felles.rules.access import ROLE_PERMISSIONS, Permission
from felles.rules.case_flow import Step
from felles.rules.consent import AnswerKind
from felles.rules.decision import Refused
from felles.rules.meetings import MeetingKind
from felles.rules.roles import Role
from tests import make
from tests.cast import NOW, Cast, build_cast, days

IN_A_WEEK = NOW + timedelta(days=7)
PARTS = (
    "rector",
    "social_teacher",
    "social_agent",
    "health_nurse",
    "club_leader",
    "child_welfare_intake",
    "oslohjelpa",
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def team_meeting(cast: Cast) -> Meeting:
    """The innsatsteam of Furulia in a week, called, with everybody on it."""
    by = cast.actor("rector")
    meeting = plan_meeting(
        by=by,
        at=NOW,
        organisation=cast.furulia,
        kind=MeetingKind.INNSATSTEAM,
        starts_at=IN_A_WEEK,
        ends_at=IN_A_WEEK + timedelta(minutes=90),
        post_ids=[cast.posts[part].pk for part in PARTS],
    )
    call_meeting(by=by, at=NOW, public_id=meeting.public_id, version=1)
    meeting.refresh_from_db()
    return meeting


def take_up(cast: Cast, meeting: Meeting, made: make.Made) -> CaseItem:
    return actions.take_up_case(
        by=cast.actor("rector"), at=NOW, meeting_id=meeting.public_id, public_id=made.public_id
    )


def test_case_out_of_the_chairs_sight_is_not_taken_up(cast: Cast) -> None:
    meeting = team_meeting(cast)
    made = make.in_measures(cast)
    make.protect(cast, made)
    with pytest.raises(NotVisible):
        take_up(cast, meeting, made)
    assert not CaseItem.objects.exists()


def names(cast: Cast, part: str, meeting: Meeting) -> list[str]:
    """What stands on the part's own agenda."""
    agenda = get_own_agenda(cast.actor(part), meeting)
    return [line.case.name if line.case else line.row.kind for line in agenda.lines]


def test_case_is_taken_up_by_name_only_with_live_consent(cast: Cast) -> None:
    meeting = team_meeting(cast)
    for build in (make.asked, make.refused, make.withdrawn, make.new_guardian):
        made = build(cast)
        with pytest.raises(Refused):
            take_up(cast, meeting, made)
    assert not AgendaRow.objects.exists()
    take_up(cast, meeting, make.in_team(cast))
    assert names(cast, "health_nurse", meeting) == ["Maja Prøvesen"]


def test_case_stands_once_on_an_agenda(cast: Cast) -> None:
    meeting, made = team_meeting(cast), make.in_team(cast)
    take_up(cast, meeting, made)
    with pytest.raises(Refused, match="allerede"):
        take_up(cast, meeting, made)


def test_own_agenda_of_the_excluded_holds_no_trace_of_the_case(cast: Cast) -> None:
    meeting = team_meeting(cast)
    add_common_row(
        by=cast.actor("rector"), at=NOW, public_id=meeting.public_id, title="Skolemiljø", minutes=10
    )
    before = get_own_agenda(cast.actor("child_welfare_intake"), meeting)
    take_up(cast, meeting, make.not_child_welfare(cast))
    after = get_own_agenda(cast.actor("child_welfare_intake"), meeting)
    assert [line.row.pk for line in after.lines] == [line.row.pk for line in before.lines]
    assert after.minutes == before.minutes == 10
    assert names(cast, "health_nurse", meeting) == ["common", "Maja Prøvesen"]
    # Employed by child welfare: shut out as well, also in the capacity of school staff.
    assert names(cast, "social_agent", meeting) == ["common"]


def test_withdrawal_takes_the_case_off_the_services_agenda_at_once(cast: Cast) -> None:
    meeting, made = team_meeting(cast), make.in_measures(cast)
    take_up(cast, meeting, made)
    assert names(cast, "health_nurse", meeting) == ["Maja Prøvesen"]
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN)
    assert names(cast, "health_nurse", meeting) == []
    line = get_agenda(cast.actor("rector"), meeting).lines[0]
    assert line.decision.allowed is False
    kept_out = {one.post.organisation.name for one in line.kept_out}
    assert "Skolehelsetjenesten Eksempel" in kept_out


def test_chair_sees_who_may_hear_each_line(cast: Cast) -> None:
    meeting = team_meeting(cast)
    take_up(cast, meeting, make.not_child_welfare(cast))
    agenda = get_agenda(cast.actor("rector"), meeting)
    kept_out = {one.post.user.username for one in agenda.lines[0].kept_out}
    assert kept_out == {"child_welfare_intake", "social_agent"}
    assert agenda.lines[0].decision.allowed


def test_consent_that_ends_before_the_meeting_is_told_to_the_chair(cast: Cast) -> None:
    meeting = team_meeting(cast)
    made = make.in_team(cast, until=NOW.date() + timedelta(days=3))
    take_up(cast, meeting, made)
    assert get_agenda(cast.actor("rector"), meeting).lines[0].lapses


def test_anonymous_line_leads_to_no_case(cast: Cast) -> None:
    meeting = team_meeting(cast)
    row = add_anonymous_row(
        by=cast.actor("rector"), at=NOW, public_id=meeting.public_id, minutes=10
    )
    assert not CaseItem.objects.filter(row=row).exists()
    related = {field.name for field in AgendaRow._meta.get_fields() if field.is_relation}
    assert related == {"meeting", "presences", "texts", "case_item"}


def test_candidates_come_from_the_cases_own_steps(cast: Cast) -> None:
    meeting = team_meeting(cast)
    ready, running = make.in_team(cast), make.in_measures(cast)
    make.at_school(cast)
    Case.objects.filter(pk=running.case.pk).update(due_on=NOW.date() + timedelta(days=3))
    found = list_candidates(cast.actor("rector"), meeting)
    assert {(one.row.public_id, one.reason) for one in found} == {
        (ready.public_id, "new"),
        (running.public_id, "evaluate"),
    }
    take_up(cast, meeting, ready)
    assert [one.row.public_id for one in list_candidates(cast.actor("rector"), meeting)] == [
        running.public_id
    ]


def test_proposed_order_puts_whoever_is_kept_out_last(cast: Cast) -> None:
    meeting = team_meeting(cast)
    excluded, shared = make.not_child_welfare(cast), make.in_team(cast)
    first, second = take_up(cast, meeting, excluded), take_up(cast, meeting, shared)
    meeting.refresh_from_db()
    actions.order_agenda(
        by=cast.actor("rector"), at=NOW, meeting_id=meeting.public_id, version=meeting.version
    )
    agenda = get_agenda(cast.actor("rector"), meeting)
    assert [line.row.pk for line in agenda.lines] == [second.row_id, first.row_id]


def test_order_by_two_at_once_loses_nothing(cast: Cast) -> None:
    meeting = team_meeting(cast)
    by = cast.actor("rector")
    rows = [
        add_common_row(by=by, at=NOW, public_id=meeting.public_id, title=text, minutes=5)
        for text in ("En", "To")
    ]
    meeting.refresh_from_db()
    ids = [row.public_id for row in rows]
    order: dict[str, Any] = {
        "by": by,
        "at": NOW,
        "public_id": meeting.public_id,
        "version": meeting.version,
    }
    set_order(**order, row_ids=ids[::-1])
    with pytest.raises(MeetingChanged):
        set_order(**order, row_ids=ids)
    found = meeting.rows.order_by("position").values_list("public_id", flat=True)
    assert list(found) == ids[::-1]


def test_line_that_is_not_named_keeps_its_place(cast: Cast) -> None:
    meeting = team_meeting(cast)
    by = cast.actor("rector")
    rows = [
        add_common_row(by=by, at=NOW, public_id=meeting.public_id, title=text, minutes=5)
        for text in ("En", "To", "Tre")
    ]
    meeting.refresh_from_db()
    order: dict[str, Any] = {"by": by, "at": NOW, "public_id": meeting.public_id}
    order["version"] = meeting.version
    first, hidden, last = (row.public_id for row in rows)
    with pytest.raises(MeetingChanged):
        set_order(**order, row_ids=[first, "zzzzzzzz"])
    set_order(**order, row_ids=[last, first])
    found = meeting.rows.order_by("position").values_list("public_id", flat=True)
    assert list(found) == [last, hidden, first]


def test_line_is_changed_and_taken_off_only_while_it_waits(cast: Cast) -> None:
    meeting = team_meeting(cast)
    by = cast.actor("rector")
    row = add_common_row(by=by, at=NOW, public_id=meeting.public_id, title="En", minutes=5)
    meeting.refresh_from_db()
    where: dict[str, Any] = {
        "by": by,
        "at": NOW,
        "public_id": meeting.public_id,
        "row_id": row.public_id,
    }
    set_row(**where, version=meeting.version, minutes=20)
    row.refresh_from_db()
    assert row.minutes == 20
    AgendaRow.objects.filter(pk=row.pk).update(state=8)
    with pytest.raises(Refused):
        remove_row(**where, version=meeting.version + 1)


@pytest.mark.parametrize("count", [1, 6])
def test_agenda_costs_the_same_however_long(
    cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meeting = team_meeting(cast)
    for _ in range(count):
        take_up(cast, meeting, make.in_team(cast))
    rector, nurse = cast.actor("rector"), cast.actor("health_nurse")
    with django_assert_num_queries(17):
        get_agenda(rector, meeting)
    with django_assert_num_queries(3):
        get_own_agenda(nurse, meeting)


def test_withdrawal_tells_from_whose_agenda_the_case_disappears(cast: Cast) -> None:
    meeting, made = team_meeting(cast), make.in_measures(cast)
    take_up(cast, meeting, made)
    effect = actions.preview_change(
        by=cast.actor("social_teacher"),
        at=NOW,
        public_id=made.public_id,
        do=lambda: make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN),
    )
    rows = [one for one in effect.consequences if one.kind is ConsequenceKind.AGENDA]
    assert {row.who for row in rows} == {
        "Health Nurse",
        "Club Leader",
        "Child Welfare Intake",
        "Oslohjelpa",
        "Social Agent",
    }
    assert {row.at for row in rows} == {meeting.starts_at}


def test_candidates_are_in_the_chairs_own_sight_and_at_the_school(cast: Cast) -> None:
    meeting = team_meeting(cast)
    hidden, shown, closed = make.in_team(cast), make.in_team(cast), make.in_team(cast)
    make.protect(cast, hidden)
    Case.objects.filter(pk=closed.case.pk).update(
        state=Case.State.CLOSED.value, closed_at=NOW, step=Step.CLOSED.value
    )
    found = list_candidates(cast.actor("rector"), meeting)
    assert [one.row.public_id for one in found] == [shown.public_id]
    Case.objects.filter(pk=shown.case.pk).update(school=cast.organisations["granasen"])
    assert list_candidates(cast.actor("rector"), meeting) == []


def test_line_is_heard_by_those_called_whose_post_runs_and_whose_role_reads(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = team_meeting(cast)
    take_up(cast, meeting, make.in_measures(cast))
    Post.objects.filter(pk=cast.posts["club_leader"].pk).update(until_on=NOW.date() - days(1))
    monkeypatch.setitem(
        ROLE_PERMISSIONS,
        Role.HEALTH_NURSE,
        ROLE_PERMISSIONS[Role.HEALTH_NURSE] - {Permission.CASE_READ},
    )
    [line] = get_agenda(cast.actor("rector"), meeting).lines
    kept_out = {one.post.user.username for one in line.kept_out}
    assert kept_out == {"club_leader", "health_nurse"}

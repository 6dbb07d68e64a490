"""The structure of meetings: made from the guide, adapted by those who meet, recorded all of it."""

from dataclasses import replace
from datetime import time

import pytest

from felles.ledger.models import ChangeEvent
from felles.meetings.actions import (
    MeetingChanged,
    SeriesText,
    add_series,
    change_series,
    create_structure,
    set_team,
)
from felles.meetings.models import Attendee, Meeting, Series, Team
from felles.meetings.queries import NotThere, get_series, get_structure, list_structures
from felles.rules.decision import Refused
from felles.rules.meetings import MeetingKind
from tests.cast import NOW, Cast, build_cast
from tests.meetings.year import publish, set_up, team_series

pytestmark = pytest.mark.django_db
TEXT = SeriesText(name="", every_weeks=3, minutes=75, place="Møterom 1")


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def create(cast: Cast, part: str = "rector", place: str = "furulia") -> int:
    public_id = cast.organisations[place].public_id
    return create_structure(by=cast.actor(part), at=NOW, public_id=public_id)


def members(row: Series) -> set[str]:
    running = row.members.filter(until_on=None, is_substitute=False)
    return set(running.values_list("post__user__username", flat=True))


def change(
    cast: Cast, row: Series, part: str = "rector", text: SeriesText = TEXT, **posts: object
) -> None:
    now = row.members.filter(until_on=None, is_substitute=False)
    change_series(
        by=cast.actor(part), at=NOW, public_id=row.public_id, version=row.version, text=text,
        **{"post_ids": set(now.values_list("post_id", flat=True)), **posts},  # type: ignore[arg-type]
    )  # fmt: skip


def test_schools_meetings_are_made_from_the_guide_in_one_go(cast: Cast) -> None:
    assert create(cast) == 6
    kinds = set(Series.objects.values_list("kind", flat=True))
    assert {MeetingKind.INNSATSTEAM, MeetingKind.ELEVSAKSMOTE, MeetingKind.TRINNMOTE,
            MeetingKind.MILJOTEAM, MeetingKind.SCHOOL_LEADERS,
            MeetingKind.RECTOR_LEADER} == kinds  # fmt: skip
    # Again makes nothing twice.
    assert create(cast) == 0
    assert ChangeEvent.objects.filter(action="series.create").count() == 6


def test_services_meetings_are_those_of_the_agents(cast: Cast) -> None:
    create(cast, "agent_leader", "youth_unit")
    row = Series.objects.get(kind=MeetingKind.AGENT_TEAM.value)
    assert members(row) == {"agent_leader", "social_agent"}


def test_innsatsteam_has_the_posts_of_its_own_services_that_cover_the_school(cast: Cast) -> None:
    create(cast)
    row = team_series(cast)
    # BUP is not in this team, and the other nurse covers another school.
    assert members(row) == {
        "rector", "social_teacher", "social_agent", "health_nurse", "club_leader",
        "child_welfare_intake", "oslohjelpa",
    }  # fmt: skip
    assert row.every_weeks == Team.objects.get(school=cast.furulia).cadence_weeks


def test_trinnmote_has_the_teachers_of_years_5_and_6(cast: Cast) -> None:
    create(cast)
    row = Series.objects.get(kind=MeetingKind.TRINNMOTE.value)
    assert members(row) == {"contact_teacher", "other_contact_teacher", "social_agent"}


def test_rector_adapts_the_own_schools_meetings_and_no_other_schools(cast: Cast) -> None:
    create(cast)
    create(cast, "project_leader", "granasen")
    assert [row.organisation for row in list_structures(cast.actor("rector"))] == [cast.furulia]
    change(cast, team_series(cast))
    with pytest.raises(NotThere):
        change(cast, team_series(cast, "granasen"))
    with pytest.raises(NotThere):
        get_structure(cast.actor("rector"), cast.organisations["granasen"].public_id)


@pytest.mark.parametrize("part", ["teacher", "health_nurse", "social_agent", "steering_member"])
def test_others_adapt_nothing(cast: Cast, part: str) -> None:
    create(cast)
    assert list_structures(cast.actor(part)) == []
    with pytest.raises(NotThere):
        get_series(cast.actor(part), team_series(cast).public_id)


def test_second_writer_is_told_and_nothing_is_written(cast: Cast) -> None:
    create(cast)
    row = team_series(cast)
    change(cast, row)
    with pytest.raises(MeetingChanged):
        change(cast, row, "social_teacher", replace(TEXT, minutes=30))
    assert team_series(cast).minutes == 75
    assert ChangeEvent.objects.filter(action="series.change").count() == 1


def test_teams_rhythm_is_one_and_the_same_wherever_it_is_changed(cast: Cast) -> None:
    create(cast)
    change(cast, team_series(cast))
    team = Team.objects.get(school=cast.furulia)
    assert team.cadence_weeks == 3
    set_team(
        by=cast.actor("secretary"), at=NOW, school=cast.furulia, cadence_weeks=6,
        services=team.services.all(),
    )  # fmt: skip
    assert team_series(cast).every_weeks == 6


def test_time_is_whole_or_not_there(cast: Cast) -> None:
    create(cast)
    row = Series.objects.get(kind=MeetingKind.MILJOTEAM.value)
    with pytest.raises(Refused):
        change(cast, row, text=replace(TEXT, weekday=2))
    change(cast, row, text=replace(TEXT, weekday=2, starts_at=time(9), first_week=4))
    row.refresh_from_db()
    # The fourth of three weeks is the first again.
    assert (row.weekday, row.starts_at, row.first_week) == (2, time(9), 1)


def test_stranger_cannot_be_made_a_member(cast: Cast) -> None:
    create(cast)
    with pytest.raises(Refused):
        change(cast, team_series(cast), post_ids={cast.posts["other_rector"].pk})
    change(cast, team_series(cast), substitute_ids={cast.posts["bup"].pk})
    assert "bup" not in members(team_series(cast))


def test_who_leaves_stays_in_the_history(cast: Cast) -> None:
    create(cast)
    row = team_series(cast)
    change(cast, row, post_ids={cast.posts["rector"].pk})
    assert members(row) == {"rector"}
    assert row.members.exclude(until_on=None).count() == 6


def test_coming_meetings_that_nobody_is_called_to_follow_the_members(cast: Cast) -> None:
    set_up(cast)
    publish(cast)
    row = team_series(cast)
    first, *others = Meeting.objects.filter(series=row).order_by("starts_at")
    Meeting.objects.filter(pk=first.pk).update(called_at=NOW)
    before = set(first.attendees.values_list("post_id", flat=True))
    change(cast, row, post_ids={cast.posts["rector"].pk, cast.posts["bup"].pk})
    for meeting in others:
        parts = set(meeting.attendees.values_list("post__user__username", flat=True))
        assert parts == {"rector", "bup"}
    # Those who are called stay called: the meeting itself is where that is changed.
    assert set(Attendee.objects.filter(meeting=first).values_list("post_id", flat=True)) == before


def test_school_has_one_innsatsteam_and_as_many_others_as_it_likes(cast: Cast) -> None:
    create(cast)
    by, public_id = cast.actor("rector"), cast.furulia.public_id
    with pytest.raises(Refused):
        add_series(by=by, at=NOW, public_id=public_id, kind=MeetingKind.INNSATSTEAM)
    row = add_series(by=by, at=NOW, public_id=public_id, kind=MeetingKind.OTHER, name="FAU")
    assert (row.name, row.kind) == ("FAU", "other")

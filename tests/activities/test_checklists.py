"""Checklists: the district's own text, verified by somebody, and applicants by letter."""

import pytest

from felles.activities.actions import (
    answer_run,
    begin_run,
    forget_old_runs,
    verify_checklist,
    write_checklist,
)
from felles.activities.models import Checklist, ChecklistRun, ChecklistTick
from felles.activities.queries import (
    find_run_before,
    get_list_text,
    get_run,
    list_points,
    list_runs,
    load_first,
)
from felles.meetings.queries import NotThere
from felles.rules.agent_week import ListKey, Tick
from felles.rules.checklists import Shift, check_points
from felles.rules.decision import Refused
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days

pytestmark = pytest.mark.django_db
METHOD, APPLICANTS = ListKey.OUTREACH, ListKey.RECRUITING


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def begin(cast: Cast, part: str = "social_agent", *, before: int = 0) -> ChecklistRun:
    at = NOW - days(before)
    place = cast.furulia.public_id
    return begin_run(by=cast.actor(part, at), at=at, key=METHOD, place=place)


def finish(cast: Cast, run: ChecklistRun, tick: Tick, *, version: int = 1) -> None:
    answers = dict.fromkeys(range(len(run.checklist.points)), (tick, "Ord"))
    answer_run(
        by=cast.actor("social_agent"), at=NOW, public_id=run.public_id, version=version,
        answers=answers, is_done=True,
    )  # fmt: skip


def write(cast: Cast, *points: str, version: int = 1, part: str = "project_leader") -> Checklist:
    return write_checklist(
        by=cast.actor(part), at=NOW, key=METHOD, version=version, points=points, source="Heftet"
    )


@pytest.mark.parametrize(("key", "count"), [(METHOD, 7), (APPLICANTS, 5)])
def test_first_texts_come_with_the_product_and_say_what_they_are(key: ListKey, count: int) -> None:
    first = load_first(key)
    assert check_points(first.points)
    assert len(first.points) == count
    assert "veilederen" in first.source
    assert not first.is_verified


def test_first_text_of_the_method_says_that_it_is_not_the_standard() -> None:
    assert "ikke Oslostandarden" in load_first(METHOD).source


def test_fresh_install_has_the_lists_without_anything_written() -> None:
    assert get_list_text(METHOD) == load_first(METHOD)
    assert not Checklist.objects.exists()


def test_text_is_not_verified_until_somebody_says_with_what(cast: Cast) -> None:
    by = cast.actor("secretary")
    with pytest.raises(Refused, match="hvor"):
        verify_checklist(by=by, at=NOW, key=METHOD, version=0, source=" ")
    verify_checklist(by=by, at=NOW, key=METHOD, version=0, source="Standarden, 2024")
    text = get_list_text(METHOD)
    assert (text.is_verified, text.verified_by, text.source) == (
        True, "Secretary", "Standarden, 2024",
    )  # fmt: skip
    write(cast, "Et nytt punkt")
    assert not get_list_text(METHOD).is_verified


def test_second_writer_is_told_that_somebody_was_first(cast: Cast) -> None:
    write(cast, "Ett")
    with pytest.raises(Refused, match="ny tekst"):
        write(cast, "To")
    write(cast, "To", version=2)
    assert get_list_text(METHOD).points == ("To",)


def test_run_keeps_the_text_that_it_was_begun_with(cast: Cast) -> None:
    run = begin(cast)
    write(cast, "Ett")
    assert len(get_run(cast.actor("social_agent"), run.public_id).checklist.points) == 7


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_roles_write_and_use_as_the_table_says(cast: Cast, part: str) -> None:
    writes = part in ("agent_leader", "project_leader", "secretary")
    uses = part in ("social_agent", "agent_leader")
    if writes:
        write(cast, "Ett", part=part)
        assert get_list_text(METHOD).points == ("Ett",)
    else:
        with pytest.raises(Refused):
            write(cast, "Ett", part=part)
    if uses:
        begin(cast, part)
        assert len(list_runs(cast.actor(part), METHOD)) == 1
    else:
        with pytest.raises(Refused):
            begin(cast, part)


def test_applicants_are_letters_and_for_the_leader_alone(cast: Cast) -> None:
    leader = cast.actor("agent_leader")
    runs = [begin_run(by=leader, at=NOW, key=APPLICANTS) for _ in "123"]
    assert [run.label for run in runs] == ["A", "B", "C"]
    agent = cast.actor("social_agent")
    with pytest.raises(Refused):
        begin_run(by=agent, at=NOW, key=APPLICANTS)
    with pytest.raises(NotThere):
        get_run(agent, runs[0].public_id)
    assert list_runs(agent, APPLICANTS) == []


def test_letter_is_not_given_again_while_its_run_is_kept(cast: Cast) -> None:
    leader = cast.actor("agent_leader")
    first = begin_run(by=leader, at=NOW, key=APPLICANTS)
    begin_run(by=leader, at=NOW, key=APPLICANTS)
    first.delete()
    assert begin_run(by=leader, at=NOW, key=APPLICANTS).label == "C"


def test_difference_to_the_last_time_is_shown_by_point(cast: Cast) -> None:
    before = begin(cast, before=90)
    finish(cast, before, Tick.PARTLY)
    now = begin(cast)
    finish(cast, now, Tick.YES)
    agent = cast.actor("social_agent")
    found = find_run_before(agent, get_run(agent, now.public_id))
    assert found == before
    changes = [point.change for point in list_points(now, found)]
    assert {change.shift for change in changes if change} == {Shift.BETTER}
    assert find_run_before(agent, before) is None


def test_answers_are_kept_on_the_way_and_the_end_asks_for_all(cast: Cast) -> None:
    run = begin(cast)
    agent = cast.actor("social_agent")
    some = {0: (Tick.NO, "Ord"), 99: (Tick.NO, "utenfor")}
    common = {"by": agent, "at": NOW, "public_id": run.public_id}
    answer_run(**common, version=1, answers=some)  # type: ignore[arg-type]
    assert ChecklistTick.objects.count() == 1
    with pytest.raises(Refused, match="alle"):
        answer_run(**common, version=2, answers=some, is_done=True)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="andre"):
        answer_run(**common, version=1, answers=some)  # type: ignore[arg-type]
    finish(cast, run, Tick.YES, version=2)
    with pytest.raises(Refused, match="ferdig"):
        finish(cast, run, Tick.NO, version=3)


def test_runs_are_forgotten_once_they_are_old(cast: Cast) -> None:
    finish(cast, begin(cast, before=10), Tick.YES)
    assert forget_old_runs(before=NOW - days(11)) == 0
    assert forget_old_runs(before=NOW - days(9)) == 1
    assert not ChecklistTick.objects.exists()
    assert Checklist.objects.exists()

"""Lists, searches and single cases: what of them is shown to whom, each condition by itself."""

from datetime import timedelta

import pytest

from felles.casework.models import Case
from felles.casework.queries import CaseFilter, NotVisible, get_case, list_cases, search_cases
from felles.casework.queries.cases import list_cases_of, visible_cases
from felles.people.models import Pupil
from felles.rules.access import (
    EVERY_TOPIC,
    NOTHING,
    Ground,
    Permission,
    Sight,
)
from felles.rules.case_flow import Step
from tests import make
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days
from tests.permissions import take_away

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
EVERY = CaseFilter()
MODULE = "felles.casework.queries.cases"


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def found(cast: Cast, part: str = "rector", wanted: CaseFilter = EVERY) -> list[str]:
    """What the part's list shows, in order."""
    rows, _more = list_cases(cast.actor(part), wanted)
    return [row.public_id for row in rows]


def test_role_without_the_permission_has_no_cases_whatever_else_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.in_measures(cast)
    readers = [part for part in STAFF_PARTS if visible_cases(cast.actor(part)).exists()]
    assert {"rector", "contact_teacher", "health_nurse"} <= set(readers)
    take_away(monkeypatch, Permission.CASE_READ)
    for part in STAFF_PARTS:
        assert not visible_cases(cast.actor(part)).exists()
        assert not list_cases_of(cast.actor(part), [made.pupil.pk])
        with pytest.raises(NotVisible):
            get_case(cast.actor(part), made.public_id)


def test_both_halves_of_the_rule_must_say_yes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made, rector, teacher = make.at_school(cast), cast.actor("rector"), cast.actor("teacher")
    assert get_case(rector, made.public_id).case == made.case
    with monkeypatch.context() as patch:  # the pure half says no
        patch.setattr(f"{MODULE}.may_see", lambda *_: NOTHING)
        with pytest.raises(NotVisible):
            get_case(rector, made.public_id)
    everything = Sight(Ground.ROLE_AT_SCHOOL, EVERY_TOPIC)
    monkeypatch.setattr(f"{MODULE}.may_see", lambda *_: everything)
    with pytest.raises(NotVisible):  # the database's half says no
        get_case(teacher, made.public_id)
    with pytest.raises(NotVisible):
        get_case(rector, "zzzzzzzz")


def test_list_shows_late_own_step_year_and_closed_each_by_itself(cast: Cast) -> None:
    late, today, own, other = (make.at_school(cast) for _ in range(4))
    team, closed = make.in_team(cast), make.closed(cast)
    nurse = cast.users["social_teacher"]
    Case.objects.filter(state=Case.State.OPEN.value).update(due_on=TODAY + days(1), owner=None)
    Case.objects.filter(pk=late.case.pk).update(due_on=TODAY - days(1))
    Case.objects.filter(pk=today.case.pk).update(due_on=TODAY)
    Case.objects.filter(pk=own.case.pk).update(owner=nurse)
    Pupil.objects.update(grade=3)
    Pupil.objects.filter(pk=other.pupil.pk).update(grade=4)
    ids = [one.public_id for one in (late, today, own, other, team)]
    assert found(cast) == ids
    assert found(cast, wanted=CaseFilter(scope="late")) == ids[:1]
    assert found(cast, "social_teacher", CaseFilter(scope="mine")) == [own.public_id]
    assert found(cast, wanted=CaseFilter(step=Step.INNSATSTEAM)) == [team.public_id]
    assert found(cast, wanted=CaseFilter(grade=4)) == [other.public_id]
    assert found(cast, wanted=CaseFilter(is_open=False)) == [closed.public_id]


def test_closed_cases_stand_with_the_last_closed_first(cast: Cast) -> None:
    first, last = make.closed(cast), make.closed(cast)
    Case.objects.filter(pk=first.case.pk).update(closed_at=NOW - timedelta(days=2), due_on=TODAY)
    Case.objects.filter(pk=last.case.pk).update(closed_at=NOW, due_on=TODAY + days(5))
    assert found(cast, wanted=CaseFilter(is_open=False)) == [last.public_id, first.public_id]


def test_year_leaves_out_a_protected_pupil_whom_the_list_shows(cast: Cast) -> None:
    made = make.protected(cast)
    Pupil.objects.update(grade=3)
    assert found(cast, "social_teacher") == [made.public_id]
    assert found(cast, "social_teacher", CaseFilter(grade=3)) == []
    [row], _more = list_cases(cast.actor("social_teacher"), CaseFilter())
    assert (row.class_name, row.is_protected) == ("", True)


def test_row_says_on_what_ground_it_is_there(cast: Cast) -> None:
    made = make.in_measures(cast)
    grounds = {}
    for part in ("rector", "contact_teacher", "health_nurse"):
        [row], _more = list_cases(cast.actor(part), CaseFilter())
        grounds[part] = row.ground
    assert grounds == {
        "rector": Ground.ROLE_AT_SCHOOL,
        "contact_teacher": Ground.OWN_CLASS,
        "health_nurse": Ground.CONSENT,
    }
    # A class that only a roster has said opens nothing: then it is the name that does.
    Pupil.objects.filter(pk=made.pupil.pk).update(class_held=True)
    assert found(cast, "contact_teacher") == []


def test_search_and_cases_of_pupils_go_no_further_than_the_list(cast: Cast) -> None:
    made = make.not_child_welfare(cast)
    outside, nurse = cast.actor("child_welfare_intake"), cast.actor("health_nurse")
    word = made.pupil.family_name
    assert [row.public_id for row in search_cases(nurse, word)] == [made.public_id]
    assert search_cases(outside, word) == []
    assert set(list_cases_of(nurse, [made.pupil.pk])) == {made.pupil.pk}
    assert list_cases_of(outside, [made.pupil.pk]) == {}
    assert list_cases_of(nurse, []) == {}


def test_of_a_pupils_cases_the_open_one_is_told(cast: Cast) -> None:
    made, other = make.at_school(cast), make.at_school(cast)
    rector = cast.actor("rector")
    found = list_cases_of(rector, [made.pupil.pk])
    assert {pupil: row.public_id for pupil, row in found.items()} == {made.pupil.pk: made.public_id}
    before = Case.objects.get(pk=other.case.pk)
    before.pk, before.public_id = None, "closed22"
    before.pupil, before.state, before.closed_at = made.pupil, Case.State.CLOSED.value, NOW
    before.step = Step.CLOSED.value
    before.save(force_insert=True)
    assert list_cases_of(rector, [made.pupil.pk])[made.pupil.pk].public_id == made.public_id
    Case.objects.filter(pk=made.case.pk).delete()
    assert list_cases_of(rector, [made.pupil.pk])[made.pupil.pk].public_id == "closed22"


def test_list_has_a_next_page_when_there_is_something_on_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{MODULE}.PAGE_SIZE", 2)
    pages = []
    for _number in range(3):
        make.concern(cast)
        rows, more = list_cases(cast.actor("rector"), EVERY)
        pages.append((len(rows), more))
    assert pages == [(1, False), (2, False), (2, True)]
    rows, more = list_cases(cast.actor("rector"), CaseFilter(page=2))
    assert (len(rows), more) == (1, False)

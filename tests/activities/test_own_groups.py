"""Of groups one reads what belongs to this very course, day and school, and nothing beside it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from felles.activities import actions
from felles.activities.models import (
    CourseAttendance,
    CoursePlace,
    CourseSeries,
    CourseSession,
    NotTogether,
)
from felles.activities.queries import (
    get_course,
    get_group,
    get_session,
    list_attendance,
    list_class_pupils,
    list_missed,
    list_pair_ids,
    list_pairs,
)
from felles.casework.models import Case
from felles.meetings.queries import NotThere
from felles.people.models import Pupil
from felles.rules.courses import PlaceState
from tests import make
from tests.activities.course_rows import FIRST, pupils, series, small_group
from tests.cast import NOW, Cast, build_cast

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def hide(cast: Cast, pupil: Pupil) -> None:
    """A protected address: for the social teacher alone, who is on the reader list."""
    made = make.Made(pupil, Case())
    make.protect(cast, made)


def members(cast: Cast, row: CourseSeries, part: str = "rector") -> dict[str, list[str]]:
    """Part of the group -> the names in it."""
    actor = cast.actor(part)
    parts = get_group(actor, get_course(actor, row.public_id)).parts
    return {name: [place.pupil.called for place in places] for name, places in parts.items()}


def called(found: list[Pupil]) -> list[str]:
    """First names."""
    return [pupil.called for pupil in found]


def test_group_is_this_courses_pupils_by_part_without_those_who_left_or_wait(cast: Cast) -> None:
    row, (ada, bo, cleo) = small_group(cast, "Ada", "Bo", "Cleo")
    small_group(cast, "Dag")
    (eva,) = pupils(cast, "Eva")
    places = CoursePlace.objects.filter(series=row)
    places.filter(pupil=bo).update(part="B")
    places.filter(pupil=cleo).update(state=PlaceState.LEFT.value, until_on=NOW.date())
    CoursePlace.objects.create(
        series=row, pupil=eva, state=PlaceState.WAITING.value, waiting_since=NOW
    )
    assert members(cast, row) == {"A": ["Ada"], "B": ["Bo"]}
    group = get_group(cast.actor("rector"), get_course(cast.actor("rector"), row.public_id))
    assert [place.pupil.called for place in group.waiting] == ["Eva"]
    hide(cast, ada)
    assert members(cast, row) == {"A": [], "B": ["Bo"]}
    assert members(cast, row, "social_teacher") == {"A": ["Ada"], "B": ["Bo"]}


def test_class_is_its_own_pupils_as_far_as_one_may_look_them_up(cast: Cast) -> None:
    ada, _bo = pupils(cast, "Ada", "Bo")
    pupils(cast, "Dag", class_name="7C")
    six = cast.classes["6B"].pk
    assert called(list_class_pupils(cast.actor("rector"), six)) == ["Ada", "Bo"]
    assert called(list_class_pupils(cast.actor("rector"), cast.classes["7C"].pk)) == []
    hide(cast, ada)
    assert called(list_class_pupils(cast.actor("rector"), six)) == ["Bo"]
    assert called(list_class_pupils(cast.actor("social_teacher"), six)) == ["Ada", "Bo"]


def test_pairs_are_of_the_own_school_and_of_pupils_one_may_look_up(cast: Cast) -> None:
    ada, bo, cleo = pupils(cast, "Ada", "Bo", "Cleo")
    ids = [ada.pk, bo.pk, cleo.pk]
    for one, other in ((ada, bo), (bo, cleo)):
        actions.keep_apart(
            by=cast.actor("social_teacher"), at=NOW, pupils=(one.public_id, other.public_id)
        )
    rector = cast.actor("rector")
    assert {(pair.first, pair.second) for pair in list_pairs(rector)} == {(ada, bo), (bo, cleo)}
    assert list_pair_ids(rector, ids) == {(ada.pk, bo.pk), (bo.pk, cleo.pk)}
    assert list_pair_ids(rector, [ada.pk, bo.pk]) == {(ada.pk, bo.pk)}
    assert list_pair_ids(rector, [ada.pk, cleo.pk]) == set()
    for part in ("milieu_worker", "teacher", "other_rector", "health_nurse"):
        assert list_pairs(cast.actor(part)) == []
        assert list_pair_ids(cast.actor(part), ids) == set()
    for hidden in (cleo, ada):
        hide(cast, hidden)
    assert list_pairs(rector) == []
    assert len(list_pairs(cast.actor("social_teacher"))) == 2
    NotTogether.objects.update(school=cast.organisations["granasen"])
    assert list_pairs(cast.actor("social_teacher")) == []
    assert list_pair_ids(rector, ids) == set()


def test_role_that_makes_no_groups_learns_no_pair_whatever_pupils_it_may_look_up(
    cast: Cast,
) -> None:
    ada, bo = pupils(cast, "Ada", "Bo")
    actions.keep_apart(by=cast.actor("rector"), at=NOW, pupils=(ada.public_id, bo.public_id))
    worker = replace(cast.actor("rector"), role=cast.actor("milieu_worker").role)
    assert list_pairs(worker) == []
    assert list_pair_ids(worker, [ada.pk, bo.pk]) == set()


def test_session_is_one_of_this_course(cast: Cast) -> None:
    row, other = series(cast), series(cast, sessions=7)
    actor = cast.actor("rector")
    course = get_course(actor, row.public_id)
    for number in (1, 2):
        assert get_session(course, number) == CourseSession.objects.get(series=row, number=number)
    with pytest.raises(NotThere):
        get_session(course, 7)
    assert get_session(get_course(actor, other.public_id), 7).series == other


def listed(cast: Cast, row: CourseSeries, number: int, part: str = "rector") -> list[str]:
    """Who stands on the list of a session."""
    actor = cast.actor(part)
    course = get_course(actor, row.public_id)
    return [one.pupil.called for one in list_attendance(actor, course, get_session(course, number))]


def test_list_of_a_session_has_who_was_in_then_and_whoever_is_on_it_already(cast: Cast) -> None:
    row, (ada, bo, cleo) = small_group(cast, "Ada", "Bo", "Cleo")
    small_group(cast, "Dag")
    (eva,) = pupils(cast, "Eva")
    places = CoursePlace.objects.filter(series=row)
    second = (FIRST + WEEK).date()
    places.filter(pupil=ada).update(from_on=second)
    places.filter(pupil=bo).update(until_on=second, state=PlaceState.LEFT.value)
    places.filter(pupil=cleo).update(from_on=None)
    CoursePlace.objects.create(
        series=row, pupil=eva, state=PlaceState.WAITING.value, waiting_since=NOW
    )
    assert listed(cast, row, 1) == ["Bo", "Cleo"]
    assert listed(cast, row, 2) == ["Ada", "Cleo"]
    session = CourseSession.objects.get(series=row, number=2)
    CourseAttendance.objects.create(session=session, pupil=bo, came=True)
    assert listed(cast, row, 2) == ["Ada", "Bo", "Cleo"]
    assert listed(cast, row, 3) == ["Ada", "Cleo"]
    hide(cast, cleo)
    assert listed(cast, row, 2) == ["Ada", "Bo"]
    assert listed(cast, row, 2, "social_teacher") == ["Ada", "Bo", "Cleo"]


def test_list_of_a_class_is_that_class(cast: Cast) -> None:
    pupils(cast, "Ada", "Bo")
    pupils(cast, "Dag", class_name="5A")
    assert listed(cast, series(cast, class_name="6B"), 1) == ["Ada", "Bo"]


def test_missed_are_those_away_from_this_course_whom_one_may_look_up(cast: Cast) -> None:
    row, (ada, bo, cleo) = small_group(cast, "Ada", "Bo", "Cleo")
    other, (dag,) = small_group(cast, "Dag")
    for series_, pupil, came in (
        (row, ada, False),
        (row, bo, True),
        (row, cleo, False),
        (other, dag, False),
    ):
        CourseAttendance.objects.create(
            session=CourseSession.objects.get(series=series_, number=1), pupil=pupil, came=came,
        )  # fmt: skip

    def missed(part: str) -> set[str]:
        actor = cast.actor(part)
        found = list_missed(actor, get_course(actor, row.public_id))
        return {one.pupil.called for one in found}

    assert missed("rector") == {"Ada", "Cleo"}
    hide(cast, cleo)
    assert missed("rector") == {"Ada"}
    assert missed("social_teacher") == {"Ada", "Cleo"}

"""Small groups: places in order, pairs that only those who make groups know of, and forgetting."""

from datetime import timedelta

import pytest

from felles.activities import actions
from felles.activities.models import CourseAttendance, CoursePlace, CourseSeries, NotTogether
from felles.activities.queries import get_course, get_group, list_pair_ids, list_pairs
from felles.ledger.models import ChangeEvent
from felles.meetings.queries import NotThere
from felles.people.models import Pupil
from felles.rules.courses import PlaceState
from felles.rules.decision import Refused
from tests import make
from tests.activities.course_rows import FIRST, pupils, series, small_group
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast, days

pytestmark = pytest.mark.django_db
MAKERS = {"social_teacher", "rector", "social_agent"}


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def names(cast: Cast, row: CourseSeries, part: str = "rector") -> tuple[list[str], list[str]]:
    """Who is in the group and who waits, as the part sees it."""
    actor = cast.actor(part)
    group = get_group(actor, get_course(actor, row.public_id))
    return (
        [place.pupil.called for place in group.members],
        [place.pupil.called for place in group.waiting],
    )


def add(cast: Cast, row: CourseSeries, pupil: Pupil, **more: object) -> CoursePlace:
    at = NOW + timedelta(hours=1)
    return actions.add_to_group(
        by=cast.actor("rector", at),
        at=at,
        public_id=row.public_id,
        pupil=pupil.public_id,
        **more,  # type: ignore[arg-type]
    )


def apart(cast: Cast, one: Pupil, other: Pupil) -> None:
    actions.keep_apart(by=cast.actor("rector"), at=NOW, pupils=(one.public_id, other.public_id))


@pytest.mark.parametrize("part", STAFF_PARTS)
def test_group_is_there_for_its_holders_and_those_who_make_groups(cast: Cast, part: str) -> None:
    row, _found = small_group(cast, "Ada")
    sees = part in MAKERS | {"milieu_worker"}
    try:
        get_course(cast.actor(part), row.public_id)
    except NotThere:
        assert not sees
    else:
        assert sees


@pytest.mark.parametrize("part", sorted(set(STAFF_PARTS) - MAKERS))
def test_nobody_else_changes_a_group(cast: Cast, part: str) -> None:
    row, (ada, *_) = small_group(cast, "Ada")
    (bo,) = pupils(cast, "Bo")
    ask = {"by": cast.actor(part), "at": NOW, "public_id": row.public_id}
    for act in (
        lambda: actions.add_to_group(**ask, pupil=bo.public_id),  # type: ignore[arg-type]
        lambda: actions.leave_group(**ask, pupil=ada.public_id),  # type: ignore[arg-type]
        lambda: actions.move_to_part(**ask, pupil=ada.public_id, part="B"),  # type: ignore[arg-type]
        lambda: actions.give_place(**ask, pupil=ada.public_id),  # type: ignore[arg-type]
        lambda: actions.set_parts(**ask, parts={ada.public_id: "B"}),  # type: ignore[arg-type]
    ):
        with pytest.raises((NotThere, Refused)):
            act()
    for deed in (actions.keep_apart, actions.end_apart):
        with pytest.raises((NotThere, Refused)):
            deed(by=cast.actor(part), at=NOW, pupils=(ada.public_id, bo.public_id))
    assert names(cast, row) == (["Ada"], [])
    assert not NotTogether.objects.exists()


def test_full_group_has_a_line_and_the_first_in_it_is_the_one_who_came_first(cast: Cast) -> None:
    row, (ada, _bo) = small_group(cast, "Ada", "Bo", seats=2)
    for number, pupil in enumerate(pupils(cast, "Siv", "Cato")):
        actions.add_to_group(
            by=cast.actor("rector", NOW + timedelta(minutes=number)),
            at=NOW + timedelta(minutes=number),
            public_id=row.public_id,
            pupil=pupil.public_id,
        )
    assert names(cast, row) == (["Ada", "Bo"], ["Siv", "Cato"])
    siv = Pupil.objects.get(given_name="Siv").public_id
    ask = {"by": cast.actor("rector"), "at": NOW, "public_id": row.public_id}
    with pytest.raises(Refused):
        actions.give_place(**ask, pupil=siv)  # type: ignore[arg-type]
    actions.leave_group(**ask, pupil=ada.public_id)  # type: ignore[arg-type]
    actions.give_place(**ask, pupil=siv)  # type: ignore[arg-type]
    assert names(cast, row) == (["Bo", "Siv"], ["Cato"])
    place = CoursePlace.objects.get(pupil=ada)
    assert (place.state, place.until_on) == (PlaceState.LEFT.value, NOW.date())
    # Back again: at the end of the line, since the group is full.
    add(cast, row, ada)
    assert names(cast, row) == (["Bo", "Siv"], ["Cato", "Ada"])


def test_adding_twice_is_one_place(cast: Cast) -> None:
    row, (ada,) = small_group(cast, "Ada")
    add(cast, row, ada, part="B")
    assert names(cast, row) == (["Ada"], [])
    assert CoursePlace.objects.get().part == "A"


def test_class_and_series_that_is_over_have_no_places_to_give(cast: Cast) -> None:
    (ada,) = pupils(cast, "Ada")
    whole, over = series(cast, class_name="6B"), series(cast)
    CourseSeries.objects.filter(pk=over.pk).update(state="ended", ended_at=NOW)
    for row in (whole, over):
        with pytest.raises(Refused):
            add(cast, row, ada)


def test_pair_warns_once_and_may_be_put_together_anyway(cast: Cast) -> None:
    row, (ada, *_) = small_group(cast, "Ada")
    (bo,) = pupils(cast, "Bo")
    apart(cast, bo, ada)
    with pytest.raises(Refused):
        add(cast, row, bo)
    add(cast, row, bo, part="B")
    ask = {"by": cast.actor("rector"), "at": NOW, "public_id": row.public_id}
    with pytest.raises(Refused):
        actions.move_to_part(**ask, pupil=bo.public_id, part="A")  # type: ignore[arg-type]
    actions.move_to_part(**ask, pupil=bo.public_id, part="A", anyway=True)  # type: ignore[arg-type]
    assert names(cast, row) == (["Ada", "Bo"], [])


def test_pairs_are_for_those_who_make_groups_alone(cast: Cast) -> None:
    ada, bo = pupils(cast, "Ada", "Bo")
    apart(cast, ada, bo)
    apart(cast, bo, ada)
    assert NotTogether.objects.count() == 1
    for part in STAFF_PARTS:
        actor = cast.actor(part)
        assert bool(list_pairs(actor)) == (part in MAKERS), part
        if part not in MAKERS | {"other_rector"}:
            assert list_pair_ids(actor, [ada.pk, bo.pk]) == set(), part
    actions.end_apart(by=cast.actor("rector"), at=NOW, pupils=(ada.public_id, bo.public_id))
    assert not NotTogether.objects.exists()


def test_pupil_with_a_protected_address_is_there_for_the_reader_list_alone(cast: Cast) -> None:
    row, (ada, *_) = small_group(cast, "Ada", "Bo", seats=2)
    made = make.concern(cast, given_name="Vern")
    vern = made.pupil
    place = CoursePlace.objects.create(series=row, pupil=vern, state="in", from_on=NOW.date())
    apart(cast, ada, vern)
    make.protect(cast, made)
    named, other = cast.actor("social_teacher"), cast.actor("rector")
    assert names(cast, row, "social_teacher")[0] == ["Ada", "Bo", "Vern"]
    assert names(cast, row, "rector")[0] == names(cast, row, "milieu_worker")[0] == ["Ada", "Bo"]
    assert (len(list_pairs(named)), len(list_pairs(other))) == (1, 0)
    # Nor can anybody else move the pupil or learn of the place by adding, warning or taking out.
    ask = {"by": other, "at": NOW, "public_id": row.public_id, "pupil": vern.public_id}
    for deed in (actions.leave_group, actions.give_place, actions.add_to_group):
        with pytest.raises(NotThere):
            deed(**ask)  # type: ignore[arg-type]
    group = get_group(other, get_course(other, row.public_id))
    two = [place.pupil.public_id for place in group.members]
    actions.set_parts(
        by=other,
        at=NOW,
        public_id=row.public_id,
        parts=dict.fromkeys(two, "B"),
    )
    place.refresh_from_db()
    assert (place.state, place.part) == ("in", "A")
    # A hidden seat is not a missing one: somebody leaves, and the next gets in.
    actions.leave_group(by=other, at=NOW, public_id=row.public_id, pupil=ada.public_id)
    add(cast, row, pupils(cast, "Cato")[0])
    assert names(cast, row, "rector") == (["Cato", "Bo"], [])


def test_division_is_taken_as_it_was_shown_or_not_at_all(cast: Cast) -> None:
    row, (ada, bo) = small_group(cast, "Ada", "Bo")
    ask = {"by": cast.actor("rector"), "at": NOW, "public_id": row.public_id}
    with pytest.raises(Refused):
        actions.set_parts(**ask, parts={ada.public_id: "B"})  # type: ignore[arg-type]
    actions.set_parts(**ask, parts={ada.public_id: "A", bo.public_id: "B"})  # type: ignore[arg-type]
    assert list(CoursePlace.objects.order_by("pk").values_list("part", flat=True)) == ["A", "B"]


def test_ledger_names_no_pupil(cast: Cast) -> None:
    _row, (ada, bo) = small_group(cast, "Ada", "Bo")
    apart(cast, ada, bo)
    rows = ChangeEvent.objects.filter(object_type__in=["CoursePlace", "NotTogether"])
    assert rows.count() == 3
    assert not rows.filter(pupil_id__isnull=False).exists()
    assert not any(str(one.public_id) in str(rows.values("codes")) for one in (ada, bo))


@pytest.mark.parametrize("ended", [True, False])
def test_group_and_attendance_are_forgotten_so_many_days_after_the_end(
    cast: Cast, ended: bool
) -> None:
    row, (ada,) = small_group(cast, "Ada")
    CourseAttendance.objects.create(session=row.sessions.get(number=1), pupil=ada, came=True)
    last = row.sessions.get(number=5).ends_at
    if ended:
        last = FIRST + days(1)
        CourseSeries.objects.filter(pk=row.pk).update(state="ended", ended_at=last)
    assert actions.forget_old_groups(before=last - timedelta(minutes=1)) == 0
    assert actions.forget_old_groups(before=last + timedelta(minutes=1)) == 2
    assert not CoursePlace.objects.exists()
    assert not CourseAttendance.objects.exists()


def test_series_to_come_is_not_over(cast: Cast) -> None:
    row = series(cast, sessions=0)
    CourseSeries.objects.filter(pk=row.pk).update(first_on=NOW.date() + days(7))
    add(cast, row, pupils(cast, "Ada")[0])
    assert actions.forget_old_groups(before=NOW) == 0


def test_pair_is_forgotten_when_one_has_left_the_school(cast: Cast) -> None:
    ada, bo, cato, dag = pupils(cast, "Ada", "Bo", "Cato", "Dag")
    apart(cast, ada, bo)
    apart(cast, cato, dag)
    apart(cast, ada, dag)
    assert actions.forget_pairs_of_former(today=NOW.date()) == 0
    Pupil.objects.filter(pk=bo.pk).update(left_on=NOW.date())
    Pupil.objects.filter(pk=cato.pk).update(school=cast.organisations["granasen"])
    assert actions.forget_pairs_of_former(today=NOW.date()) == 2
    assert NotTogether.objects.count() == 1

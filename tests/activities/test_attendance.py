"""Who came: by those who hold the course, without any right to a case, and changed without loss."""

from datetime import timedelta

import pytest

from felles.activities import actions
from felles.activities.models import CourseAttendance, CourseSeries, CourseSession
from felles.activities.queries import (
    get_course,
    get_session,
    list_attendance,
    list_missed,
)
from felles.casework.models import Case
from felles.ledger.models import ChangeEvent, ReadEvent
from felles.meetings.queries import NotThere
from felles.people.models import Pupil
from felles.rules.courses import AwayReason
from felles.rules.decision import Refused
from tests import make
from tests.activities.course_rows import FIRST, pupils, series, small_group
from tests.cast import NOW, Cast, build_cast, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def expected(cast: Cast, row: CourseSeries, number: int, part: str = "milieu_worker") -> list[str]:
    actor = cast.actor(part)
    course = get_course(actor, row.public_id)
    found = list_attendance(actor, course, get_session(course, number))
    return [one.pupil.called for one in found]


def take(
    cast: Cast,
    row: CourseSeries,
    *people: Pupil,
    part: str = "milieu_worker",
    number: int = 1,
    version: int | None = None,
    **away: AwayReason,
) -> None:
    """Take attendance; ``away`` by first name."""
    actions.take_attendance(
        by=cast.actor(part),
        at=NOW,
        public_id=row.public_id,
        number=number,
        version=version or row.sessions.get(number=number).version,
        listed=[one.public_id for one in people],
        away={one.public_id: away[one.given_name] for one in people if one.given_name in away},
    )


def rows() -> dict[str, tuple[bool, str]]:
    found = CourseAttendance.objects.order_by("pk").select_related("pupil")
    return {row.pupil.given_name: (row.came, row.reason) for row in found}


def test_milieu_worker_who_holds_takes_attendance_of_a_pupil_whose_case_is_out_of_sight(
    cast: Cast,
) -> None:
    made = make.in_measures(cast)
    row = series(cast)
    actions.add_to_group(
        by=cast.actor("rector", FIRST),
        at=FIRST,
        public_id=row.public_id,
        pupil=made.pupil.public_id,
    )
    holder = cast.actor("milieu_worker")
    assert not Case.objects.visible_to(holder).exists()
    before = ReadEvent.objects.count()
    take(cast, row, made.pupil)
    assert rows() == {"Maja": (True, "")}
    # It gives no right to the case, and reads nothing of it.
    assert not Case.objects.visible_to(holder).exists()
    assert ReadEvent.objects.count() == before


def test_whoever_is_not_named_away_came_and_the_session_was_held(cast: Cast) -> None:
    row, people = small_group(cast, "Ada", "Bo", "Cato")
    take(cast, row, *people, Bo=AwayReason.WOULD_NOT)
    assert rows() == {"Ada": (True, ""), "Bo": (False, "would_not"), "Cato": (True, "")}
    session = row.sessions.get(number=1)
    assert (session.state, session.done_at, session.version) == ("held", NOW, 2)


def test_changing_keeps_what_still_holds_and_tells_the_ledger_what_was(cast: Cast) -> None:
    row, people = small_group(cast, "Ada", "Bo", "Cato")
    ada, bo, _cato = people
    take(cast, row, *people, Ada=AwayReason.ABSENT, Bo=AwayReason.UNKNOWN)
    actions.set_caught_up(
        by=cast.actor("milieu_worker"),
        at=NOW,
        public_id=row.public_id,
        number=1,
        pupil=ada.public_id,
        caught_up=True,
    )
    take(cast, row, *people, Ada=AwayReason.ABSENT)
    assert CourseAttendance.objects.get(pupil=ada).caught_up_on == NOW.date()
    changed = ChangeEvent.objects.filter(action="course.attendance").order_by("-pk")[0]
    assert changed.object_id == CourseAttendance.objects.get(pupil=bo).pk
    assert (changed.codes, changed.pupil_id) == ({"was": "unknown", "now": "came"}, None)
    # Ada came after all: there is nothing to catch up.
    take(cast, row, *people)
    assert CourseAttendance.objects.filter(came=True).count() == 3


def test_somebody_who_joined_meanwhile_is_not_said_to_have_come(cast: Cast) -> None:
    row, (ada, _bo) = small_group(cast, "Ada", "Bo")
    take(cast, row, ada)
    assert rows() == {"Ada": (True, "")}


def test_second_writer_is_told(cast: Cast) -> None:
    row, people = small_group(cast, "Ada", "Bo")
    take(cast, row, *people, version=1)
    with pytest.raises(Refused):
        take(cast, row, *people, version=1, Ada=AwayReason.ABSENT)
    assert rows()["Ada"] == (True, "")


def test_list_has_those_who_were_in_the_group_on_the_day(cast: Cast) -> None:
    row, (ada, bo) = small_group(cast, "Ada", "Bo")
    take(cast, row, ada, bo, number=2)
    for pupil in (ada, bo):
        actions.leave_group(
            by=cast.actor("rector", FIRST + days(9)),
            at=FIRST + days(9),
            public_id=row.public_id,
            pupil=pupil.public_id,
        )
    (cato,) = pupils(cast, "Cato")
    actions.add_to_group(
        by=cast.actor("rector"), at=NOW, public_id=row.public_id, pupil=cato.public_id
    )
    assert expected(cast, row, 1) == ["Ada", "Bo"]
    assert expected(cast, row, 2) == ["Ada", "Bo"]
    assert expected(cast, row, 3) == []
    assert expected(cast, row, 4) == ["Cato"]


def test_list_of_a_class_is_the_class(cast: Cast) -> None:
    row = series(cast, class_name="6B")
    pupils(cast, "Ada", "Bo")
    pupils(cast, "Femte", class_name="5A")
    protected = make.concern(cast, given_name="Vern")
    make.protect(cast, protected)
    assert expected(cast, row, 1) == ["Ada", "Bo"]
    assert expected(cast, row, 1, "social_teacher") == ["Ada", "Bo", "Vern"]
    everybody = list(Pupil.objects.order_by("pk"))
    take(cast, row, *everybody)
    assert sorted(rows()) == ["Ada", "Bo"]


@pytest.mark.parametrize("part", ["teacher", "other_rector", "health_nurse", "agent_leader"])
def test_nobody_else_takes_attendance(cast: Cast, part: str) -> None:
    row, people = small_group(cast, "Ada")
    with pytest.raises(NotThere):
        take(cast, row, *people, part=part)
    assert not rows()


def test_session_to_come_or_that_came_to_nothing_has_no_attendance(cast: Cast) -> None:
    row, people = small_group(cast, "Ada")
    CourseSession.objects.filter(series=row, number=1).update(state="not_held", why_not="trip")
    for number in (1, 5):
        with pytest.raises(Refused):
            take(cast, row, *people, number=number)
    with pytest.raises(NotThere):
        take(cast, row, *people, number=9, version=1)
    with pytest.raises(Refused):
        take(cast, row, number=2)


def test_who_missed_and_has_not_caught_up_comes_first(cast: Cast) -> None:
    row, people = small_group(cast, "Ada", "Bo")
    take(cast, row, *people, Ada=AwayReason.ABSENT)
    take(cast, row, *people, number=2, Bo=AwayReason.ABSENT)
    actor = cast.actor("milieu_worker", NOW + timedelta(hours=1))
    ask = {"by": actor, "at": actor.at, "public_id": row.public_id, "number": 2}
    bo = people[1].public_id
    actions.set_caught_up(**ask, pupil=bo, caught_up=True)  # type: ignore[arg-type]
    missed = list_missed(actor, get_course(actor, row.public_id))
    assert [(one.pupil.called, one.caught_up_on is not None) for one in missed] == [
        ("Ada", False),
        ("Bo", True),
    ]
    actions.set_caught_up(**ask, pupil=bo, caught_up=False)  # type: ignore[arg-type]
    assert CourseAttendance.objects.get(pupil=people[1], came=False).caught_up_on is None
    with pytest.raises(NotThere):
        actions.set_caught_up(**ask, pupil=people[0].public_id, caught_up=True)  # type: ignore[arg-type]

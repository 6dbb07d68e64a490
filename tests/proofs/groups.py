"""A small group in the world of the proofs: all that can be known of a pupil in it is there."""

from collections.abc import Sequence

from felles.activities.models import (
    CourseAttendance,
    CoursePlace,
    CourseSeries,
    NotTogether,
    SmileyCount,
    SmileyRound,
)
from felles.people.models import Pupil
from felles.rules.courses import FACES, QUESTIONS
from tests.activities.course_rows import FIRST, series
from tests.cast import Cast


def make_group(cast: Cast, pupils: Sequence[Pupil], *, seats: int | None = None) -> str:
    """A group that the milieu worker holds too, with the pupils in it; returns its address."""
    row = series(cast, seats=seats)
    for number, pupil in enumerate(dict.fromkeys(pupils)):
        waits = seats is not None and number >= seats
        put_in(row, pupil, is_waiting=waits)
        if number and not waits:
            keep_apart(cast, pupils[0], pupil)
    round_ = SmileyRound.objects.create(
        series=row, moment="before", answers=12, opened_at=FIRST, closed_at=FIRST
    )
    for question in QUESTIONS:
        for face in FACES:
            SmileyCount.objects.create(round=round_, question=question, face=face, count=4)
    return row.public_id


def put_in(row: CourseSeries, pupil: Pupil, *, is_waiting: bool = False) -> None:
    """Straight to the table: some of these pupils are out of sight for whoever makes the group."""
    CoursePlace.objects.create(
        series=row,
        pupil=pupil,
        state="waiting" if is_waiting else "in",
        waiting_since=FIRST if is_waiting else None,
        from_on=None if is_waiting else FIRST.date(),
    )
    if not is_waiting:
        CourseAttendance.objects.create(
            session=row.sessions.get(number=1), pupil=pupil, came=False, reason="would_not"
        )


def keep_apart(cast: Cast, one: Pupil, other: Pupil) -> None:
    """Two who are not put together."""
    first, second = sorted((one, other), key=lambda pupil: pupil.pk)
    NotTogether.objects.create(
        school=cast.furulia, first=first, second=second, by=cast.users["rector"], at=FIRST
    )

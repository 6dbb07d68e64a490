"""Series for tests of groups, until the planning of courses makes them."""

from datetime import time, timedelta

from felles.activities.actions import add_to_group
from felles.activities.models import CourseHolder, CourseSeries, CourseSession
from felles.people.models import Pupil
from felles.rules.courses import GroupKind
from tests import make
from tests.cast import NOW, Cast

# Tuesdays: three before the day on which tests stand, that day, and one to come.
FIRST = NOW.replace(hour=10) - timedelta(weeks=3)


def series(
    cast: Cast,
    *,
    held_by: str = "social_agent",
    holders: tuple[str, ...] = ("milieu_worker",),
    class_name: str = "",
    seats: int | None = None,
    sessions: int = 5,
    name: str = "Vennskap",
) -> CourseSeries:
    """A series at Furulia with weekly sessions; of a class when one is named."""
    row = CourseSeries.objects.create(
        school=cast.furulia,
        name=name,
        themes=["vennskap"],
        group=(GroupKind.CLASS if class_name else GroupKind.SMALL_GROUP).value,
        class_group=cast.classes[class_name] if class_name else None,
        grade=6,
        held_by=cast.posts[held_by],
        weekday=FIRST.weekday(),
        starts_at=time(10),
        minutes=45,
        first_on=FIRST.date(),
        seats=seats,
        made_by=cast.users[held_by],
        made_at=FIRST,
    )
    for part in holders:
        CourseHolder.objects.create(series=row, post=cast.posts[part])
    for number in range(1, sessions + 1):
        starts_at = FIRST + timedelta(weeks=number - 1)
        CourseSession.objects.create(
            series=row,
            number=number,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=45),
            theme="vennskap",
            changed_at=FIRST,
        )
    return row


def pupils(cast: Cast, *names: str, class_name: str = "6B") -> list[Pupil]:
    """Pupils by their first names."""
    return [
        make.pupil(cast, given_name=name, class_name=class_name, guardians=0)[0] for name in names
    ]


def small_group(
    cast: Cast, *names: str, seats: int | None = None
) -> tuple[CourseSeries, list[Pupil]]:
    """A small group, whose pupils have been in it from its beginning."""
    row, found = series(cast, seats=seats), pupils(cast, *names)
    for pupil in found:
        add_to_group(
            by=cast.actor("rector", FIRST),
            at=FIRST,
            public_id=row.public_id,
            pupil=pupil.public_id,
        )
    return row, found

"""What the tests of courses share: a series as the social agent plans it, with a guest."""

from dataclasses import replace
from datetime import date, datetime, time

from felles.activities.actions import (
    GuestCard,
    Idea,
    create_series,
    invite_guest,
    suggest_course,
)
from felles.activities.models import CourseGuest, CourseSeries, CourseSession, CourseSuggestion
from felles.activities.queries import get_wanted_plan
from felles.programme.actions import add_holiday
from felles.rules.course_plan import Wanted, Wish
from felles.rules.courses import GroupKind
from tests.cast import NOW, Cast

# Tuesdays from 1 December 2026 on.
WISH = Wish(weekday=1, starts_at=time(10), minutes=45, first_on=date(2026, 12, 1), count=4)
SMALL = Wanted(
    name="Venner på tirsdager",
    themes=("vennskap",),
    group=GroupKind.SMALL_GROUP,
    wish=WISH,
    room="Biblioteket",
    grade=5,
    seats=6,
)


def wanted(cast: Cast, name: str = "6B", **fields: object) -> Wanted:
    """A series for class 6B at Furulia."""
    return replace(
        Wanted(
            name=f"Kurs for {name}",
            themes=("vennskap", "konflikter"),
            group=GroupKind.CLASS,
            wish=WISH,
            room="Rom 12",
            class_id=cast.classes[name].public_id,
        ),
        **fields,  # type: ignore[arg-type]
    )


def planned(
    cast: Cast,
    want: Wanted | None = None,
    *,
    part: str = "social_agent",
    at: datetime = NOW,
    suggestion_id: str = "",
) -> CourseSeries:
    """A series as it is saved after the plan was shown."""
    by = cast.actor(part, at)
    want = want or wanted(cast)
    shown = get_wanted_plan(by, want)
    return create_series(
        by=by, at=at, wanted=want, expected=shown.digest, suggestion_id=suggestion_id
    )


def session_of(series: CourseSeries, number: int = 1) -> CourseSession:
    """One session, as it is now."""
    return CourseSession.objects.get(series=series, number=number)


def invited(
    cast: Cast, series: CourseSeries, number: int = 1, email: str = "politi@example.test"
) -> CourseGuest:
    """A guest from the police at one of the sessions."""
    return invite_guest(
        by=cast.actor("social_agent"),
        at=NOW,
        public_id=series.public_id,
        number=number,
        version=session_of(series, number).version,
        card=GuestCard("Politiet", email, "Pia Politi"),
    )


def christmas(cast: Cast) -> None:
    """The holiday that the series has to go around."""
    add_holiday(
        by=cast.actor("project_leader"),
        at=NOW,
        name="Juleferie",
        from_on=date(2026, 12, 21),
        until_on=date(2027, 1, 2),
    )


def suggested(cast: Cast, part: str, text: str = "Mye uro i friminuttene.") -> CourseSuggestion:
    """A small group that somebody suggests."""
    return suggest_course(
        by=cast.actor(part),
        at=NOW,
        idea=Idea(GroupKind.SMALL_GROUP, "vennskap", grade=5, text=text),
    )

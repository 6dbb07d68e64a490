"""The demo's groups: a class that has come to its end, and a small group with a line and a pair."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from felles.activities import actions
from felles.activities.models import CourseHolder, CourseSeries, CourseSession
from felles.config.demo.calendar import Calendar
from felles.config.demo.stage import Stage
from felles.people.models import Pupil
from felles.programme.queries import get_setting
from felles.rules.access import OSLO
from felles.rules.clocks import SettingKey
from felles.rules.courses import AwayReason, GroupKind, Moment

SCHOOL = "furulia"
WEEKS = 6
SEATS = 5
# Sad, in the middle and glad, for each question.
BEFORE = ((3, 4, 5), (5, 5, 2), (2, 5, 5))
AFTER = ((1, 3, 8), (2, 4, 6), (1, 5, 6))
FEW = ((1, 1, 2), (2, 1, 1), (0, 2, 2))


def make_groups(stage: Stage, calendar: Calendar) -> None:
    """A course of 6B with faces before and after, and a small group where few have answered."""
    tuesday = calendar.today - timedelta(days=calendar.today.weekday() - 1)
    first = tuesday - timedelta(weeks=WEEKS if tuesday <= calendar.today else WEEKS + 1)
    whole = _series(stage, first, "Vennskap i 6B", time(10), class_name="6B")
    small = _series(stage, first, "Gode valg", time(12, 15), class_name="")
    began = datetime.combine(first, time(8), OSLO)
    pupils = list(
        stage.classes[SCHOOL, "6A"]
        .pupils.filter(cases=None, protection=0)
        .order_by("sort_key", "pk")[:7]
    )
    _fill(stage, small, pupils, began)
    for series in (whole, small):
        _attend(stage, calendar, series)
    for series, moment, counts, at in (
        (whole, Moment.BEFORE, BEFORE, began),
        (whole, Moment.AFTER, AFTER, calendar.now - timedelta(hours=1)),
        (small, Moment.BEFORE, FEW, began),
    ):
        actions.write_round(
            by=stage.actor(f"{SCHOOL}.agent", at),
            at=at,
            public_id=series.public_id,
            moment=moment,
            counts={
                (question, face): count
                for question, row in enumerate(counts, 1)
                for face, count in enumerate(row, 1)
            },
            least=get_setting(SettingKey.SMILEY_LEAST, calendar.today),
        )


def _series(stage: Stage, first: date, name: str, at: time, *, class_name: str) -> CourseSeries:
    made_at = datetime.combine(first - timedelta(days=14), time(9), OSLO)
    series = CourseSeries.objects.create(
        school=stage.organisations[SCHOOL],
        name=name,
        themes=["vennskap"],
        group=(GroupKind.CLASS if class_name else GroupKind.SMALL_GROUP).value,
        class_group=stage.classes[SCHOOL, class_name] if class_name else None,
        grade=6,
        held_by=stage.posts[f"{SCHOOL}.agent"],
        weekday=1,
        starts_at=at,
        minutes=45,
        room="Aktivitetsrommet",
        first_on=first,
        seats=None if class_name else SEATS,
        made_by=stage.users[f"{SCHOOL}.agent"],
        made_at=made_at,
    )
    CourseHolder.objects.create(series=series, post=stage.posts[f"{SCHOOL}.milieu"])
    for number in range(WEEKS + 2):
        starts_at = datetime.combine(first + timedelta(weeks=number), at, OSLO)
        CourseSession.objects.create(
            series=series,
            number=number + 1,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=45),
            room="Aktivitetsrommet",
            theme="vennskap",
            changed_at=made_at,
        )
    return series


def _fill(stage: Stage, series: CourseSeries, pupils: list[Pupil], began: datetime) -> None:
    """The first ones get a place, the rest wait; two of them are kept apart, and in two parts."""
    for number, pupil in enumerate(pupils):
        at = began + timedelta(minutes=number)
        actions.add_to_group(
            by=stage.actor(f"{SCHOOL}.agent", at),
            at=at,
            public_id=series.public_id,
            pupil=pupil.public_id,
        )
    if len(pupils) < 2:
        return
    one, other = pupils[0].public_id, pupils[1].public_id
    by = stage.actor(f"{SCHOOL}.coordinator", began)
    actions.keep_apart(by=by, at=began, pupils=(one, other))
    actions.move_to_part(by=by, at=began, public_id=series.public_id, pupil=other, part="B")


def _attend(stage: Stage, calendar: Calendar, series: CourseSeries) -> None:
    """The milieu worker has taken attendance of all sessions but the last one that was held."""
    over = [one for one in series.sessions.order_by("number") if one.ends_at < calendar.now]
    people = _people(series)
    for session in over[:-1] if people else ():
        at = session.ends_at
        away = people[session.number % len(people)]
        reason = tuple(AwayReason)[session.number % len(AwayReason)]
        actions.take_attendance(
            by=stage.actor(f"{SCHOOL}.milieu", at),
            at=at,
            public_id=series.public_id,
            number=session.number,
            version=session.version,
            listed=people,
            away={away: reason},
        )
        if session.number == 1:
            actions.set_caught_up(
                by=stage.actor(f"{SCHOOL}.milieu", at + timedelta(days=2)),
                at=at + timedelta(days=2),
                public_id=series.public_id,
                number=1,
                pupil=away,
                caught_up=True,
            )


def _people(series: CourseSeries) -> list[str]:
    if series.class_group is not None:
        pupils = series.class_group.pupils.filter(protection=0, left_on__isnull=True)
        return list(pupils.order_by("sort_key", "pk").values_list("public_id", flat=True))
    places = series.places.filter(state="in").order_by("pk")
    return list(places.values_list("pupil__public_id", flat=True))

"""The demo's year of meetings: days without school, free times, the structure, a published plan.

The days are invented, like everything here: no municipality has decided them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from felles.config.demo.calendar import Calendar
from felles.config.demo.district import SCHOOLS
from felles.config.demo.stage import Stage
from felles.meetings.actions import (
    SeriesText,
    change_series,
    create_structure,
    publish_year,
    set_availability,
)
from felles.meetings.models import Series
from felles.meetings.queries import Choices, get_structure, get_year_plan
from felles.programme.actions import import_holidays, set_setting
from felles.rules.access import OSLO, Actor
from felles.rules.clocks import SettingKey
from felles.rules.free_times import STARTS
from felles.rules.holidays import list_public_holidays
from felles.rules.meetings import MeetingKind
from felles.rules.school_year import Period, school_year_of

SOURCE = "Oppdiktet for demoen"
OFFICE_WEEKDAY = 3
_BUSY, _GOOD = 0.12, 0.65
_WEDNESDAY = OFFICE_WEEKDAY - 1
K = MeetingKind


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed time: weekday (0 is Monday), when, and in which of its weeks (from 0)."""

    weekday: int
    starts_at: time
    first_week: int = 0
    place: str = ""


AT_SCHOOL = {
    K.ELEVSAKSMOTE: Fixed(1, time(8, 0), place="Personalrommet"),
    K.TRINNMOTE: Fixed(3, time(14, 15), place="Teamrommet"),
    K.MILJOTEAM: Fixed(0, time(14, 30), 1, "Personalrommet"),
    K.SCHOOL_LEADERS: Fixed(4, time(8, 0), place="Rektors kontor"),
}
AT_SERVICE = {
    K.AGENT_TEAM: Fixed(_WEDNESDAY, time(9, 0), place="Møterom 2"),
    K.DEPARTMENT: Fixed(_WEDNESDAY, time(10, 30), place="Møterom 1"),
    K.COURSE_PLANNING: Fixed(_WEDNESDAY, time(12, 30), 2, "Møterom 2"),
}


def plan_year(stage: Stage, calendar: Calendar) -> None:
    """Fill and publish this school year and the next. The same day gives the same year."""
    at = calendar.now
    leader = stage.actor("leader", at)
    year = school_year_of(calendar.today)
    _set_office_day(stage)
    for one in (year, year + 1):
        import_holidays(by=leader, at=at, periods=list_invented(one), source=SOURCE)
    for key in ("youth_unit", *SCHOOLS):
        create_structure(by=leader, at=at, public_id=stage.organisations[key].public_id)
    _fix_times(stage, leader, at)
    _answer(stage, at)
    plan = get_year_plan(leader, year, Choices())
    publish_year(by=leader, at=at, year=year, choices=Choices(), expected=plan.digest)


def list_invented(year: int) -> list[Period]:
    """Days without school as they might be, around the public holidays of the school year."""
    public = list_public_holidays(year)
    easter = next(one.from_on for one in public if one.from_on.month in (3, 4)) - timedelta(days=3)
    october = _monday(date(year, 10, 1))
    february = _monday(date(year + 1, 2, 18))
    return [
        _summer(year),
        Period("Høstferie", october, october + timedelta(days=4)),
        Period("Planleggingsdag", *_same(_monday(date(year, 11, 16)) + timedelta(days=4))),
        Period("Juleferie", date(year, 12, 21), date(year + 1, 1, 2)),
        Period("Vinterferie", february, february + timedelta(days=4)),
        Period("Påskeferie", easter, easter + timedelta(days=7)),
        _summer(year + 1),
        *(one for one in public if one.from_on.month in (5, 6)),
    ]


def _summer(year: int) -> Period:
    return Period("Sommerferie", date(year, 6, 20), _monday(date(year, 8, 15)) - timedelta(days=1))


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _same(day: date) -> tuple[date, date]:
    return day, day


def _set_office_day(stage: Stage) -> None:
    at = datetime.combine(stage.since_on, time(9, 0), OSLO)
    set_setting(
        by=stage.actor("secretary", at),
        at=at,
        key=SettingKey.OFFICE_WEEKDAY,
        value=OFFICE_WEEKDAY,
        from_on=stage.since_on,
    )


def _fix_times(stage: Stage, leader: Actor, at: datetime) -> None:
    for number, school in enumerate(SCHOOLS):
        # The leader meets one rector in each week of the four.
        own = {**AT_SCHOOL, K.RECTOR_LEADER: Fixed(3, time(9, 0), number, "Rektors kontor")}
        _fix(stage, leader, at, school, own)
    _fix(stage, leader, at, "youth_unit", AT_SERVICE)


def _fix(stage: Stage, by: Actor, at: datetime, key: str, times: dict[MeetingKind, Fixed]) -> None:
    structure = get_structure(by, stage.organisations[key].public_id)
    for row in structure.series:
        kind = MeetingKind(row.kind)
        fixed = times.get(kind)
        if fixed is not None or kind is K.INNSATSTEAM:
            _change(by, at, row, fixed)


def _change(by: Actor, at: datetime, row: Series, fixed: Fixed | None) -> None:
    change_series(
        by=by,
        at=at,
        public_id=row.public_id,
        version=row.version,
        text=SeriesText(
            name=row.name,
            every_weeks=row.every_weeks,
            minutes=row.minutes,
            place=fixed.place if fixed else "Møterommet på skolen",
            weekday=fixed.weekday if fixed else None,
            starts_at=fixed.starts_at if fixed else None,
            first_week=fixed.first_week if fixed else 0,
        ),
        post_ids=[one.post_id for one in row.members.all()],
    )


def _answer(stage: Stage, at: datetime) -> None:
    """Everybody in an innsatsteam has said when they can; each in a way of their own."""
    teams = Series.objects.filter(kind=K.INNSATSTEAM.value)
    members = set(teams.values_list("members__post_id", flat=True))
    for key, post in stage.posts.items():
        if post.pk in members:
            dice = Random(f"{key} can meet")  # noqa: S311 -- the same answers each time
            good: set[tuple[int, time]] = set()
            possible: set[tuple[int, time]] = set()
            for weekday in range(5):
                for start in STARTS[:-1]:
                    chance = dice.random()
                    if chance >= _BUSY:
                        (good if chance < _GOOD else possible).add((weekday, start))
            set_availability(by=stage.actor(key, at), at=at, good=good, possible=possible)

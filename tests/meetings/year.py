"""A district whose year can be planned: two schools with teams, holidays, and everybody's times."""

from datetime import date, time

from felles.meetings.actions import create_structure, publish_year, set_availability
from felles.meetings.models import Series
from felles.meetings.queries import Choices, YearPlan, get_year_plan
from felles.programme.actions import import_holidays
from felles.rules.free_times import STARTS
from felles.rules.meetings import MeetingKind
from felles.rules.school_year import Period
from tests.cast import NOW, Cast

YEAR = 2026
HOLIDAYS = [
    Period("Sommerferie", date(2026, 6, 20), date(2026, 8, 16)),
    Period("Høstferie", date(2026, 10, 5), date(2026, 10, 9)),
    Period("Juleferie", date(2026, 12, 21), date(2027, 1, 1)),
    Period("Vinterferie", date(2027, 2, 22), date(2027, 2, 26)),
    Period("Påskeferie", date(2027, 3, 22), date(2027, 3, 29)),
    Period("Sommerferie", date(2027, 6, 19), date(2027, 8, 15)),
]
WEEK = [(day, start) for day in range(5) for start in STARTS]


def set_up(cast: Cast, *, answers: bool = True) -> None:
    """Holidays and the guide's meetings at two schools; with ``answers``, everybody can always."""
    by = cast.actor("project_leader")
    import_holidays(by=by, at=NOW, periods=HOLIDAYS, source="")
    for school in ("furulia", "granasen"):
        create_structure(by=by, at=NOW, public_id=cast.organisations[school].public_id)
    if answers:
        for part, post in cast.posts.items():
            if post.role != "steering_member":
                set_availability(by=cast.actor(part), at=NOW, good=WEEK, possible=[])


def team_series(cast: Cast, school: str = "furulia") -> Series:
    """The series of a school's innsatsteam."""
    kind = MeetingKind.INNSATSTEAM.value
    return Series.objects.get(organisation=cast.organisations[school], kind=kind)


def plan(cast: Cast, choices: Choices | None = None) -> YearPlan:
    """What the project leader is shown."""
    return get_year_plan(cast.actor("project_leader"), YEAR, choices or Choices())


def publish(cast: Cast, choices: Choices | None = None) -> YearPlan:
    """Publish what is shown now; returns it."""
    shown = plan(cast, choices)
    publish_year(
        by=cast.actor("project_leader"), at=NOW, year=YEAR,
        choices=choices or Choices(), expected=shown.digest,
    )  # fmt: skip
    return shown


def only_at(cast: Cast, part: str, weekday: int, hour: int) -> None:
    """The part can meet at one time only."""
    set_availability(by=cast.actor(part), at=NOW, good=[(weekday, time(hour))], possible=[])

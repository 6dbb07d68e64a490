"""The plan of a case: goals, measures, and how they go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from felles.casework.queries import CasePage, CaseView
from felles.rules.access import Actor, Permission, may
from felles.rules.case_flow import Step
from felles.ui import dates
from felles.web.cases.words import (
    DONE,
    PLANNED,
    RATING_CODES,
    RATING_LABELS,
    RUNNING,
    STATUS_LABELS,
    STOPPED,
)

if TYPE_CHECKING:
    from felles.casework.models import CheckIn, Measure

WEEKS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One line of the plan."""

    measure: Measure
    who: str
    weeks: list[str]
    status: str
    is_open: bool
    asks: bool
    token: str

    @property
    def is_planned(self) -> bool:
        """True before anybody has said how it goes."""
        return self.measure.status == PLANNED and not self.weeks


@dataclass(frozen=True, slots=True)
class Goal:
    """What the measures under it are for."""

    goal: str
    rows: list[MeasureRow]


def sorted_check_ins(measure: Measure) -> list[CheckIn]:
    """How a measure has gone, oldest first."""
    return sorted(measure.check_ins.all(), key=lambda row: (row.on, row.pk))


def _weeks(measure: Measure) -> list[str]:
    """One code a week, the last word of that week, at most eight weeks."""
    by_week: dict[tuple[int, int], str] = {}
    for row in sorted_check_ins(measure):
        by_week[row.on.isocalendar()[:2]] = RATING_CODES[row.rating]
    return list(by_week.values())[-WEEKS_SHOWN:]


def _is_own(actor: Actor, view: CaseView, measure: Measure) -> bool:
    """True for the owner; where nobody is named, for the case's owner or the service itself."""
    if measure.owner_id is not None:
        return measure.owner_id == actor.user_id
    if measure.organisation_id == view.case.school_id:
        return view.case.owner_id == actor.user_id
    return measure.organisation_id == actor.organisation_id


def say_organisation(view: CaseView, organisation: Any) -> str:
    """A service by its name; the school without one, since it would tell the place."""
    return _("Skolen") if organisation.pk == view.case.school_id else str(organisation.name)


def measure_row(actor: Actor, view: CaseView, measure: Measure, token: str) -> MeasureRow:
    """A measure as the plan shows it. It asks its own people once a week how it goes."""
    week = actor.on.isocalendar()[:2]
    told = any(row.on.isocalendar()[:2] == week for row in measure.check_ins.all())
    is_open = measure.status in (PLANNED, RUNNING)
    active = is_open and Step(view.case.step) is not Step.CLOSED
    owner = measure.owner.name if measure.owner else ""
    return MeasureRow(
        measure=measure,
        who=owner or say_organisation(view, measure.organisation),
        weeks=_weeks(measure),
        status=str(STATUS_LABELS[measure.status]),
        is_open=is_open,
        asks=active
        and not told
        and _is_own(actor, view, measure)
        and may(actor, Permission.MEASURE_FOLLOW),
        token=f"{token}-{measure.public_id}",
    )


def list_goals(
    actor: Actor, view: CaseView, page: CasePage, token: str
) -> tuple[list[Goal], list[MeasureRow]]:
    """The plan by goal, and the measures that are over."""
    goals: dict[str, list[MeasureRow]] = {}
    over = []
    for measure in page.measures:
        row = measure_row(actor, view, measure, token)
        if measure.status in (DONE, STOPPED):
            over.append(row)
        else:
            goals.setdefault(measure.goal, []).append(row)
    return [Goal(goal, rows) for goal, rows in goals.items()], over


def say_evaluation(view: CaseView) -> str:
    """When the measures are to be evaluated, while they run."""
    if Step(view.case.step) is not Step.MEASURES or view.case.due_on is None:
        return ""
    return _("Evalueres %(day)s") % {"day": dates.day_long(view.case.due_on)}


def check_in_label(row: CheckIn) -> str:
    """«Bra», «Både og» or «Ikke bra»."""
    return str(RATING_LABELS[row.rating])

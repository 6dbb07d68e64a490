"""Reads of checklists. Until a district has written its own, the first version stands in a file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.db.models import Prefetch, Q, QuerySet

from felles.activities import texts
from felles.activities.models import Checklist, ChecklistRun, ChecklistTick
from felles.meetings.queries import NotThere
from felles.people.models import Organisation
from felles.people.queries import list_schools
from felles.rules.access import Actor, Permission, may
from felles.rules.agent_week import ListKey, Tick
from felles.rules.checklists import PointChange, compare, may_use

FILE = Path(texts.__file__).parent / "checklists.toml"
MOST_RUNS = 40


@dataclass(frozen=True, slots=True)
class ListText:
    """A list as it stands now. ``version`` 0 is the product's own, kept nowhere yet."""

    key: ListKey
    version: int
    points: tuple[str, ...]
    source: str
    is_verified: bool = False
    verified_by: str = ""
    verified_at: datetime | None = None
    made_by: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in a list of them: how far it has come, in points."""

    run: ChecklistRun
    answered: int
    total: int


@dataclass(frozen=True, slots=True)
class RunPoint:
    """One point of a run: the answer, the note, and how it was the last time."""

    position: int
    point: str
    state: Tick | None
    note: str
    change: PointChange | None


@cache
def load_first(key: ListKey) -> ListText:
    """The product's own first version of a list."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))[key.value]
    return ListText(key, 0, tuple(data["points"]), data["source"])


def get_list_text(key: ListKey) -> ListText:
    """The newest version of a list."""
    return list_texts_of([key])[0]


def list_texts_of(keys: list[ListKey]) -> list[ListText]:
    """The newest version of each list."""
    rows = Checklist.objects.filter(key__in=[key.value for key in keys])
    newest = {
        row.key: row for row in rows.select_related("verified_by", "made_by").order_by("version")
    }
    return [_text(key, newest.get(key.value)) for key in keys]


def _text(key: ListKey, row: Checklist | None) -> ListText:
    if row is None:
        return load_first(key)
    return ListText(
        key=key,
        version=row.version,
        points=tuple(row.points),
        source=row.source,
        is_verified=row.verified_at is not None,
        verified_by=row.verified_by.name if row.verified_by else "",
        verified_at=row.verified_at,
        made_by=row.made_by.name if row.made_by else "",
        made_at=row.made_at,
    )


def list_own_keys(actor: Actor) -> list[ListKey]:
    """The lists that the actor goes through."""
    return [key for key in ListKey if may_use(actor, key)]


def list_places(actor: Actor) -> list[Organisation]:
    """The schools whose method the actor may go through."""
    leads = may(actor, Permission.WEEKS_LEAD)
    return [one for one in list_schools(actor) if leads or one.pk in actor.school_ids]


def visible_runs(actor: Actor) -> QuerySet[ChecklistRun]:
    """Runs of the own school, of all schools for a leader, and of the leader's own applicants."""
    if not may_use(actor, ListKey.OUTREACH):
        return ChecklistRun.objects.none()
    seen = Q(checklist__key=ListKey.OUTREACH.value)
    if not may(actor, Permission.WEEKS_LEAD):
        seen &= Q(organisation_id__in=actor.school_ids)
    if may_use(actor, ListKey.RECRUITING):
        seen |= Q(organisation_id=actor.organisation_id)
    return ChecklistRun.objects.filter(seen).select_related("checklist", "organisation", "begun_by")


def list_runs(actor: Actor, key: ListKey) -> list[RunRow]:
    """The newest runs of one list, newest first."""
    ticks = Prefetch("ticks", ChecklistTick.objects.order_by("position"))
    rows = visible_runs(actor).filter(checklist__key=key.value).prefetch_related(ticks)
    return [
        RunRow(run, answered=len(run.ticks.all()), total=len(run.checklist.points))
        for run in rows.order_by("-begun_at", "-pk")[:MOST_RUNS]
    ]


def get_run(actor: Actor, public_id: str) -> ChecklistRun:
    """A run that the actor may see.

    Raises:
        NotThere: there is none for the actor.
    """
    run = visible_runs(actor).filter(public_id=public_id).first()
    if run is None:
        raise NotThere
    return run


def find_run_before(actor: Actor, run: ChecklistRun) -> ChecklistRun | None:
    """The run of the same place that was finished last before this one; none for applicants."""
    if run.checklist.key != ListKey.OUTREACH.value:
        return None
    rows = visible_runs(actor).filter(
        checklist__key=run.checklist.key,
        organisation_id=run.organisation_id,
        done_at__isnull=False,
        pk__lt=run.pk,
    )
    return rows.order_by("-pk").first()


def list_points(run: ChecklistRun, before: ChecklistRun | None) -> list[RunPoint]:
    """The points of a run in order, each with how it was the last time."""
    ticks = {tick.position: tick for tick in run.ticks.all()}
    points: list[str] = run.checklist.points
    now = {points[at]: Tick(tick.state) for at, tick in ticks.items() if at < len(points)}
    changes = compare(now, _answers(before)) if before is not None else {}
    return [
        RunPoint(
            position=at,
            point=point,
            state=Tick(ticks[at].state) if at in ticks else None,
            note=ticks[at].note if at in ticks else "",
            change=changes.get(point),
        )
        for at, point in enumerate(points)
    ]


def _answers(run: ChecklistRun) -> dict[str, Tick]:
    points = run.checklist.points
    ticks = run.ticks.all()
    return {points[t.position]: Tick(t.state) for t in ticks if t.position < len(points)}

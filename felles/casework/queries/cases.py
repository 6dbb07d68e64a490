"""One case, a list of cases, a search: all through ``visible_to``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from felles.casework.models import Case
from felles.people.ids import search_text
from felles.people.queries import PupilFacts, get_pupil_facts
from felles.rules.access import Actor, CaseFacts, Ground, Permission, Sight, may, may_see
from felles.rules.case_flow import Step
from felles.rules.roles import SCHOOL_CASE_ROLES, SERVICE_ROLES

PAGE_SIZE = 25


class NotVisible(LookupError):
    """There is no such case, or the actor may not see it. Nobody is told which."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case together with what the actor sees of it, and why."""

    case: Case
    sight: Sight
    facts: PupilFacts


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What the list shows. ``scope`` is ``all``, ``mine`` or ``late``."""

    scope: str = "all"
    step: Step | None = None
    grade: int | None = None
    is_open: bool = True
    page: int = 1


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list. Of a pupil with a protected address nothing tells the place."""

    case_id: int
    public_id: str
    name: str
    class_name: str
    is_protected: bool
    step: Step
    due_on: date | None
    owner_name: str
    ground: Ground


_COLUMNS = (
    "pk",
    "public_id",
    "pupil__given_name",
    "pupil__preferred_name",
    "pupil__family_name",
    "pupil__protection",
    "pupil__class_group_id",
    "pupil__class_held",
    "pupil__class_group__name",
    "step",
    "due_on",
    "owner__name",
)


def _ground(actor: Actor, class_id: int | None) -> Ground:
    if actor.role in SERVICE_ROLES:
        return Ground.CONSENT
    if actor.role in SCHOOL_CASE_ROLES:
        return Ground.ROLE_AT_SCHOOL
    return Ground.OWN_CLASS if class_id in actor.class_ids else Ground.NAMED


def _row(actor: Actor, row: dict[str, Any]) -> CaseRow:
    protected = row["pupil__protection"] > 0
    called = row["pupil__preferred_name"] or row["pupil__given_name"]
    return CaseRow(
        case_id=row["pk"],
        public_id=row["public_id"],
        name=f"{called} {row['pupil__family_name']}".strip(),
        class_name="" if protected else row["pupil__class_group__name"] or "",
        is_protected=protected,
        step=Step(row["step"]),
        due_on=row["due_on"],
        owner_name=row["owner__name"] or "",
        ground=_ground(actor, None if row["pupil__class_held"] else row["pupil__class_group_id"]),
    )


def rows_of(actor: Actor, cases: QuerySet[Case]) -> list[CaseRow]:
    """The rows of visible cases, in one query."""
    return [_row(actor, row) for row in cases.values(*_COLUMNS)]


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases the actor may see; none for a role without the permission."""
    if not may(actor, Permission.CASE_READ):
        return Case.objects.none()
    return Case.objects.visible_to(actor)


def list_cases(actor: Actor, wanted: CaseFilter) -> tuple[list[CaseRow], bool]:
    """A page of the list, most urgent first, and whether there is a next page. Never counts."""
    state = Case.State.OPEN if wanted.is_open else Case.State.CLOSED
    cases = visible_cases(actor).filter(state=state.value)
    if wanted.scope == "mine":
        cases = cases.filter(owner_id=actor.user_id)
    elif wanted.scope == "late":
        cases = cases.filter(due_on__lt=actor.on)
    if wanted.step is not None:
        cases = cases.filter(step=wanted.step.value)
    if wanted.grade is not None:
        # The year would tell the place of a pupil with a protected address.
        cases = cases.filter(pupil__grade=wanted.grade, pupil__protection=0)
    start = (max(wanted.page, 1) - 1) * PAGE_SIZE
    order = ("due_on", "pk") if wanted.is_open else ("-closed_at", "-pk")
    rows = rows_of(actor, cases.order_by(*order)[start : start + PAGE_SIZE + 1])
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def search_cases(actor: Actor, text: str) -> list[CaseRow]:
    """Visible cases, open and closed, where every word of ``text`` starts a word of the name."""
    words = search_text(text).split()[:5]
    if not words:
        return []
    cases = visible_cases(actor)
    for word in words:
        cases = cases.filter(pupil__search_text__contains=f" {word}")
    return rows_of(actor, cases.order_by("state", "pupil__sort_key", "pk")[:PAGE_SIZE])


def list_cases_of(actor: Actor, pupil_ids: Collection[int]) -> dict[int, CaseRow]:
    """A case of each of some pupils, where the actor may see one: the open one, else the last."""
    cases = visible_cases(actor).filter(pupil_id__in=sorted(set(pupil_ids)))
    # The last of a pupil's in this order is kept.
    ordered = cases.order_by("-state", "pk")
    pupils = dict(ordered.values_list("pk", "pupil_id"))
    return {pupils[row.case_id]: row for row in rows_of(actor, ordered)}


def get_case(actor: Actor, public_id: str) -> CaseView:
    """A case that the actor may see, with the sight of it.

    Both halves of the rule must say yes: the database's and the pure one.

    Raises:
        NotVisible: there is no such case, or the actor may not see it.
    """
    case = (
        visible_cases(actor)
        .select_related("pupil__class_group", "school", "owner")
        .filter(public_id=public_id)
        .first()
    )
    if case is None:
        raise NotVisible
    facts = get_pupil_facts(case.pupil_id, actor.at).since(case.active_since_at)
    sight = may_see(actor, facts_of(case, facts))
    if not sight:
        raise NotVisible
    return CaseView(case, sight, facts)


def facts_of(case: Case, facts: PupilFacts) -> CaseFacts:
    """What the rule asks about one case: the pupil's facts, and where the case stands."""
    return facts.of_case(case.school_id, is_with_team=Step(case.step).needs_consent)


def find_open_case(pupil_id: int) -> Case | None:
    """The open case of a pupil. For actions that join it; tells nobody that it exists."""
    return Case.objects.filter(pupil_id=pupil_id, state=Case.State.OPEN.value).first()


def find_last_case_id(pupil_id: int) -> int | None:
    """The open case of a pupil, else the last one. For the ledger; never shown."""
    cases = Case.objects.filter(pupil_id=pupil_id).order_by("state", "-pk")
    return cases.values_list("pk", flat=True).first()


def open_case_pupils(pupil_ids: Iterable[int]) -> set[int]:
    """Which of the pupils have an open case. For the roster's rule; never shown."""
    cases = Case.objects.filter(pupil_id__in=set(pupil_ids), state=Case.State.OPEN.value)
    return set(cases.values_list("pupil_id", flat=True))

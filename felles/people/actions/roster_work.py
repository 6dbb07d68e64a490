"""What the parts of applying a roster share: the plan, the ids that are made, and the log."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model

from felles.ledger.actions import Change
from felles.people.ids import new_public_id
from felles.people.models import (
    ClassGroup,
    Guardian,
    Guardianship,
    Organisation,
    Pupil,
    RosterReview,
    User,
)
from felles.people.rosters import CaseTies, FindCases, Progress
from felles.rules.access import Actor
from felles.rules.reviews import ReviewKind
from felles.rules.roster_plan import Plan

BATCH = 1000
M = TypeVar("M", bound=Model)
N = TypeVar("N")
HasPublicId = (
    type[ClassGroup]
    | type[Guardian]
    | type[Guardianship]
    | type[Organisation]
    | type[Pupil]
    | type[RosterReview]
    | type[User]
)


@dataclass(slots=True)
class Work:
    """One applying of one plan. Keys are the roster's, ids those of Felles."""

    by: Actor
    at: datetime
    plan: Plan
    find_cases: FindCases
    progress: Progress
    class_ids: dict[tuple[int, str], int] = field(default_factory=dict)
    pupil_ids: dict[str, int] = field(default_factory=dict)
    new_pupil_ids: set[int] = field(default_factory=set)
    # Pupils who stay behind with a case at the old school, by key: the new row is another one.
    split: set[str] = field(default_factory=set)
    guardian_ids: dict[str, int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    reviews: list[RosterReview] = field(default_factory=list)

    @property
    def on(self) -> date:
        """The day of the import."""
        return self.by.on

    def cases_of(self, pupil_ids: Collection[int]) -> CaseTies:
        """The cases of pupils whose rows are locked, so that none is opened meanwhile."""
        for chunk in chunks(sorted(pupil_ids)):
            list(Pupil.objects.select_for_update().filter(pk__in=chunk).order_by("pk"))
        return self.find_cases(pupil_ids) if pupil_ids else CaseTies()

    def log(
        self, action: str, row: Model, pupil_id: int | None = None, **codes: str | int | bool
    ) -> None:
        """Remember a change for the ledger."""
        self.changes.append(Change(action, type(row).__name__, row.pk, pupil_id, codes))

    def review(
        self,
        kind: ReviewKind,
        school_id: int,
        *,
        pupil_id: int | None = None,
        guardian_id: int | None = None,
        user_id: int | None = None,
        role: str = "",
    ) -> None:
        """Leave something for a person to decide."""
        self.reviews.append(
            RosterReview(
                kind=kind.value,
                school_id=school_id,
                pupil_id=pupil_id,
                guardian_id=guardian_id,
                user_id=user_id,
                role=role,
                found_at=self.at,
            )
        )

    def tell(self, stage: str, rows: Sequence[N]) -> Iterator[Sequence[N]]:
        """Yield the rows in batches, telling how far it has come."""
        for start in range(0, len(rows), BATCH):
            yield rows[start : start + BATCH]
            self.progress(stage, min(start + BATCH, len(rows)), len(rows))


def chunks(rows: Sequence[N]) -> Iterator[Sequence[N]]:
    """The rows in batches that fit a query."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def with_public_ids(model: HasPublicId, rows: Iterable[M]) -> list[M]:
    """See to that no new row has the public id of another. Among 100,000, two could be alike."""
    rows = list(rows)
    by_id: dict[str, M] = {}
    for row in rows:
        while row.public_id in by_id:  # type: ignore[attr-defined]
            row.public_id = new_public_id()  # type: ignore[attr-defined]
        by_id[row.public_id] = row  # type: ignore[attr-defined]
    used: list[str] = []
    for chunk in chunks(sorted(by_id)):
        used += model.objects.filter(public_id__in=chunk).values_list("public_id", flat=True)
    for public_id in used:
        by_id[public_id].public_id = new_public_id()  # type: ignore[attr-defined]
    return with_public_ids(model, rows) if used else rows


def discard_reviews(work: Work, kinds: Iterable[ReviewKind], **where: object) -> None:
    """Take away open reviews that a newer roster has made pointless."""
    names = [kind.value for kind in kinds]
    rows = RosterReview.objects.filter(kind__in=names, settled_at__isnull=True, **where)
    for row in rows.order_by("pk"):
        work.log("review.discard", row, row.pupil_id, kind=row.kind)
    rows.delete()

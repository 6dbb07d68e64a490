"""Collects unsaved rows and saves them in the order in which they lean on each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from random import Random

from django.db.models import Model

from felles.casework.models import (
    BoardDecision,
    Case,
    CaseStep,
    CheckIn,
    ChildVoice,
    Concern,
    Evaluation,
    Measure,
    Note,
    Talk,
)
from felles.meetings.models import Team, TeamService
from felles.people.ids import public_id_from
from felles.people.models import (
    AccessGrant,
    ClassGroup,
    ConsentAnswer,
    ConsentExclusion,
    ConsentNamedPerson,
    ConsentRequest,
    ConsentRequestService,
    ConsentScope,
    Guardian,
    Guardianship,
    Post,
    PostClass,
    PostSchool,
    Pupil,
    User,
)

BATCH = 5000
ORDER: tuple[type[Model], ...] = (
    ClassGroup, User, Post, PostSchool, PostClass, Team, TeamService,
    Pupil, Guardian, Guardianship,
    ConsentRequest, ConsentRequestService, ConsentAnswer, ConsentScope, ConsentExclusion,
    ConsentNamedPerson, AccessGrant,
    Case, CaseStep, Concern, Talk, ChildVoice, Note, BoardDecision, Evaluation, Measure, CheckIn,
)  # fmt: skip


class Rows:
    """Rows that wait to be saved together."""

    def __init__(self) -> None:
        self.waiting: dict[type[Model], list[Model]] = defaultdict(list)

    def add(self, *rows: Model) -> None:
        """Let the rows wait."""
        for row in rows:
            self.waiting[type(row)].append(row)

    def save(self) -> int:
        """Save what waits, those that others point to first; returns how many."""
        saved = 0
        for model in ORDER:
            rows = self.waiting.pop(model, [])
            if rows:
                model.objects.bulk_create(rows, batch_size=BATCH)  # type: ignore[attr-defined]
                saved += len(rows)
        if self.waiting:
            raise LookupError(f"no place in the order for {', '.join(map(str, self.waiting))}")
        return saved


# Steps of this size through all ids of eight characters meet no id twice (no factor in common).
_ALL = 31**8
_STRIDE = 7**13


def public_ids(seed: int) -> Iterator[str]:
    """Public ids that look drawn and never come twice, the same for the same seed."""
    number = Random(seed).randrange(_ALL)  # noqa: S311 -- made-up data
    while True:
        number = (number + _STRIDE) % _ALL
        rest = number

        def digit(alphabet: str) -> str:
            nonlocal rest
            rest, place = divmod(rest, len(alphabet))
            return alphabet[place]

        yield public_id_from(digit)

"""How each guardian's part came to be: the rows and the ledger read as history, for the replay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from felles.ledger.models import ChangeEvent
from felles.ledger.queries import list_changes_of_pupil
from felles.people.models import ConsentAnswer, ConsentException, Guardianship
from felles.people.queries.facts import answer_of
from felles.rules.consent import Answer, Authority
from felles.rules.replay import Course, day_begins

_ADDED = frozenset({"guardian.add", "guardianship.import", "guardianship.back"})


def list_courses(pupil_id: int, *, since: datetime) -> tuple[Course, ...]:
    """The history of a pupil's guardians, in seven queries; the caller has decided on access.

    ``since`` is when the case was opened, or opened again: a yes to an earlier question opens
    nothing in it, whenever one looks.
    """
    ties = Guardianship.objects.filter(pupil_id=pupil_id).order_by("pk")
    events = _events(pupil_id)
    answers = _answers(pupil_id, since)
    exempt = _exempt(pupil_id)
    return tuple(
        Course(
            tie.guardian_id,
            authority=_authority(tie, events[tie.pk], since),
            answers=tuple(answers[tie.guardian_id]),
            exempt=tuple(exempt[tie.pk]),
        )
        for tie in ties
    )


def _events(pupil_id: int) -> dict[int, list[ChangeEvent]]:
    events: dict[int, list[ChangeEvent]] = defaultdict(list)
    for event in list_changes_of_pupil(pupil_id, object_type="Guardianship"):
        events[event.object_id].append(event)
    return events


def _authority(
    tie: Guardianship, events: Iterable[ChangeEvent], since: datetime
) -> tuple[tuple[datetime, Authority | None], ...]:
    """What was known of a guardian's responsibility, from the ledger.

    A tie that the ledger knows nothing of has been as it is since before the case.
    """
    steps: list[tuple[datetime, Authority | None]] = []
    for event in events:
        if event.action in _ADDED or event.action == "guardian.unverify":
            steps.append((event.at, Authority.UNVERIFIED))
        elif event.action == "guardian.verify":
            steps.append((event.at, Authority(str(event.codes["authority"]))))
        elif event.action == "guardian.end":
            steps.append((event.at, None))
    if not steps:
        known = None if tie.ended_on else Authority(tie.authority)
        steps.append((since - timedelta(microseconds=1), known))
    return tuple(steps)


def _answers(pupil_id: int, since: datetime) -> dict[int, list[tuple[datetime, Answer]]]:
    rows = ConsentAnswer.objects.filter(pupil_id=pupil_id).select_related("request")
    found: dict[int, list[tuple[datetime, Answer]]] = defaultdict(list)
    for row in rows.prefetch_related("scopes", "exclusions", "named_people").order_by("pk"):
        answer = answer_of(row)
        is_over = answer.kind.is_yes and row.request.asked_at < since
        found[row.guardian_id].append((row.recorded_at, replace(answer, is_over=is_over)))
    return found


def _exempt(pupil_id: int) -> dict[int, list[tuple[datetime, datetime]]]:
    """When an approved exception ran: from its first day or the approval, to its end."""
    rows = ConsentException.objects.filter(
        guardianship__pupil_id=pupil_id, approved_at__isnull=False
    ).order_by("pk")
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row in rows:
        assert row.approved_at is not None  # noqa: S101 -- filtered
        start = max(row.approved_at, day_begins(row.from_on))
        end = day_begins(row.until_on + timedelta(days=1))
        end = min(end, row.ended_at) if row.ended_at else end
        if start < end:
            found[row.guardianship_id].append((start, end))
    return found

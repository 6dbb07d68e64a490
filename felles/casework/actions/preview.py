"""What would follow of a change in consent, guardians or protection: done, looked at, undone.

The rules are asked, not imitated: the change is carried out in a transaction that is rolled back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from felles.casework.queries.cases import CaseView, get_case
from felles.casework.queries.consent import live_topics_of_team
from felles.casework.queries.consequences import Consequence, Shift, Side, list_consequences
from felles.casework.queries.history import lost_at
from felles.casework.queries.readers import Reader, list_readers
from felles.people.queries import get_pupil_facts
from felles.rules.access import Actor
from felles.rules.replay import ServiceChange, list_changes


@dataclass(frozen=True, slots=True)
class Effect:
    """What would change: services whose topics change, people who gain or lose the case, and
    what somebody must do or know because of it. ``names`` are the services', by id."""

    services: list[ServiceChange]
    gone: list[Reader]
    new: list[Reader]
    names: Mapping[int, str] = field(default_factory=dict)
    consequences: list[Consequence] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.services or self.gone or self.new or self.consequences)


def preview_change(*, by: Actor, at: datetime, public_id: str, do: Callable[[], object]) -> Effect:
    """Carry out ``do`` on a visible case, see what it leads to, and undo it.

    Raises:
        NotVisible, Refused, Conflict: what the case or ``do`` itself answers.
    """
    with transaction.atomic():
        effect = follow_change(by=by, at=at, public_id=public_id, do=do)
        transaction.set_rollback(True)
    return effect


def follow_change(*, by: Actor, at: datetime, public_id: str, do: Callable[[], object]) -> Effect:
    """Carry out ``do`` on a visible case, and tell what it led to.

    Raises:
        NotVisible, Refused, Conflict: what the case or ``do`` itself answers.
    """
    view = get_case(by, public_id)
    team = live_topics_of_team(by, view)
    before = Side(view, list_readers(by, view), {row.pk: topics for row, topics in team.items()})
    since = lost_at(by, view)
    do()
    facts = get_pupil_facts(view.case.pupil_id, at).since(view.case.active_since_at)
    after = _side(by, CaseView(view.case, view.sight, facts))
    gone = _missing(before.readers, after.readers)
    names = {service.pk: service.name for service in team}
    return Effect(
        services=list(list_changes(view.facts.holders, facts.holders, names, by.on)),
        gone=gone,
        new=_missing(after.readers, before.readers),
        names=names,
        consequences=list_consequences(Shift(by, before, after, gone, since)),
    )


def _side(by: Actor, view: CaseView) -> Side:
    topics = live_topics_of_team(by, view)
    return Side(view, list_readers(by, view), {row.pk: found for row, found in topics.items()})


def _missing(rows: list[Reader], others: list[Reader]) -> list[Reader]:
    known = {(other.user_id, other.role) for other in others}
    return [row for row in rows if (row.user_id, row.role) not in known]

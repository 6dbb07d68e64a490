"""What would follow of a change in consent, guardians or protection: done, looked at, undone.

The rules are asked, not imitated: the change is carried out in a transaction that is rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from felles.casework.queries.cases import CaseView, get_case
from felles.casework.queries.consent import live_topics_of_team
from felles.casework.queries.readers import Reader, list_readers
from felles.people.queries import get_pupil_facts
from felles.rules.access import Actor
from felles.rules.roles import Topic


@dataclass(frozen=True, slots=True)
class ServiceChange:
    """The topics that a service of the team may hear about, before and after."""

    name: str
    before: frozenset[Topic]
    after: frozenset[Topic]


@dataclass(frozen=True, slots=True)
class Effect:
    """What would change: services whose topics change, and people who gain or lose the case."""

    services: list[ServiceChange]
    gone: list[Reader]
    new: list[Reader]

    def __bool__(self) -> bool:
        return bool(self.services or self.gone or self.new)


def preview_change(*, by: Actor, at: datetime, public_id: str, do: Callable[[], object]) -> Effect:
    """Carry out ``do`` on a visible case, see what it leads to, and undo it.

    Raises:
        NotVisible, Refused, Conflict: what the case or ``do`` itself answers.
    """
    view = get_case(by, public_id)
    topics, readers = live_topics_of_team(by, view), list_readers(by, view)
    with transaction.atomic():
        do()
        facts = get_pupil_facts(view.case.pupil_id, at).since(view.case.active_since_at)
        after = CaseView(view.case, view.sight, facts)
        topics_after, readers_after = live_topics_of_team(by, after), list_readers(by, after)
        transaction.set_rollback(True)
    return Effect(
        services=[
            ServiceChange(service.name, topics[service], topics_after[service])
            for service in topics
            if topics[service] != topics_after[service]
        ],
        gone=_missing(readers, readers_after),
        new=_missing(readers_after, readers),
    )


def _missing(rows: list[Reader], others: list[Reader]) -> list[Reader]:
    known = {(other.user_id, other.role) for other in others}
    return [row for row in rows if (row.user_id, row.role) not in known]

"""What follows when a consent changes: who gains, who loses, until when.

Asked with the answers before and after, so that a page can say what will follow before it is
saved, and what followed afterwards. Decides nothing by itself: access is computed at each read.
Source: docs/access.md, rule 2 (one withdrawal or expiry closes on the next request).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from felles.rules.consent import Answer, Holder, live_topics
from felles.rules.roles import Topic

# Days before the end of a consent on which somebody is reminded to ask again.
WARN_DAYS = (30, 7)


@dataclass(frozen=True, slots=True)
class ServiceChange:
    """What one service may read before and after a change."""

    service_id: int
    before: frozenset[Topic]
    after: frozenset[Topic]

    @property
    def opens(self) -> bool:
        """The service saw nothing and now sees something."""
        return not self.before and bool(self.after)

    @property
    def closes(self) -> bool:
        """The service saw something and now sees nothing."""
        return bool(self.before) and not self.after

    @property
    def gained(self) -> frozenset[Topic]:
        """Topics that come within sight."""
        return self.after - self.before

    @property
    def lost(self) -> frozenset[Topic]:
        """Topics that go out of sight."""
        return self.before - self.after


def with_answer(
    holders: tuple[Holder, ...], guardian_id: int, answer: Answer
) -> tuple[Holder, ...]:
    """The holders as they would be, had this guardian answered so."""
    return tuple(
        replace(holder, answer=answer) if holder.guardian_id == guardian_id else holder
        for holder in holders
    )


def list_changes(
    before: tuple[Holder, ...],
    after: tuple[Holder, ...],
    service_ids: Iterable[int],
    on: date,
) -> tuple[ServiceChange, ...]:
    """The services whose sight changes from ``before`` to ``after`` on the day ``on``."""
    changes = (
        ServiceChange(
            service_id,
            live_topics(before, service_id, on),
            live_topics(after, service_id, on),
        )
        for service_id in sorted(set(service_ids))
    )
    return tuple(change for change in changes if change.before != change.after)


def ends_on(holders: tuple[Holder, ...], service_id: int, on: date) -> date | None:
    """The last day on which the service may read as things stand; None when it may not today."""
    if not live_topics(holders, service_id, on):
        return None
    return min(holder.answer.valid_until for holder in holders if holder.answer is not None)


def warn_before(until: date, on: date) -> int | None:
    """Days left when a reminder is due on ``on`` (30 or 7 or fewer), None when none is due."""
    left = (until - on).days
    if left < 0:
        return None
    return next((days for days in sorted(WARN_DAYS) if left <= days), None)

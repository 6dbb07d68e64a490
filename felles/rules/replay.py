"""What follows when a consent changes: who gains, who loses, until when.

Asked with what was known before and after, so that a page can say what will follow before it is
saved, and tell afterwards what followed and when. Decides nothing by itself: access is computed
at each read. Source: docs/access.md, rule 2 (one withdrawal or expiry closes on the next request).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import zip_longest
from typing import TypeVar

from felles.rules.access import OSLO
from felles.rules.clocks import DEFAULTS, SettingKey
from felles.rules.consent import Answer, AnswerKind, Authority, Holder, live_topics
from felles.rules.roles import Topic

T = TypeVar("T")
ONE_DAY = timedelta(days=1)


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
    *,
    before_on: date | None = None,
) -> tuple[ServiceChange, ...]:
    """The services whose sight changes from ``before`` to ``after`` on the day ``on``.

    ``before_on`` is the day before the change, where the day is what changes.
    """
    changes = (
        ServiceChange(
            service_id,
            live_topics(before, service_id, before_on or on),
            live_topics(after, service_id, on),
        )
        for service_id in sorted(set(service_ids))
    )
    return tuple(change for change in changes if change.before != change.after)


def last_day(holders: tuple[Holder, ...], service_ids: Iterable[int]) -> date | None:
    """The last day of what the holders allow together, past or to come; None without such a day.

    The answer of a holder who is not waited for may run out without closing anything.
    """
    answers = [holder.answer for holder in holders if holder.is_awaited]
    until = min((answer.valid_until for answer in answers if answer is not None), default=None)
    if until is None or not any(live_topics(holders, one, until) for one in service_ids):
        return None
    return until


def ends_on(holders: tuple[Holder, ...], service_id: int, on: date) -> date | None:
    """The last day on which the service may read as things stand; None when it may not today."""
    return last_day(holders, [service_id]) if live_topics(holders, service_id, on) else None


class WarnStep(StrEnum):
    """How far a consent has come towards its end."""

    FIRST = "first"
    LAST = "last"
    ENDED = "ended"


def warn_before(until: date, on: date, days: Mapping[SettingKey, int]) -> WarnStep | None:
    """Which reminder is due on ``on``; None when none is. A step of 0 days is switched off."""
    left = (until - on).days
    if left < 0:
        return WarnStep.ENDED
    last, first = (
        days.get(key, DEFAULTS[key])
        for key in (SettingKey.CONSENT_WARN_LAST, SettingKey.CONSENT_WARN_FIRST)
    )
    if last and left <= last:
        return WarnStep.LAST
    return WarnStep.FIRST if first and left <= first else None


class Cause(StrEnum):
    """Why the consent changed."""

    ADDED = "added"
    VERIFIED = "verified"
    LEFT = "left"
    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    EXEMPT = "exempt"
    AWAITED = "awaited"


@dataclass(frozen=True, slots=True)
class Course:
    """One guardian's part of the history: each value counts from its instant until the next.

    ``authority`` is None while the guardian is no guardian of the child. ``exempt`` are periods,
    from and until (not included), in which the guardian's yes was not waited for.
    """

    guardian_id: int
    authority: tuple[tuple[datetime, Authority | None], ...] = ()
    answers: tuple[tuple[datetime, Answer], ...] = ()
    exempt: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """An instant at which something happened, and what each service gained or lost by it."""

    at: datetime
    causes: tuple[tuple[Cause, int], ...]
    before: tuple[Holder, ...]
    after: tuple[Holder, ...]
    changes: tuple[ServiceChange, ...]


def day_begins(on: date) -> datetime:
    """The instant at which the day begins in Norway."""
    return datetime.combine(on, time.min, OSLO)


def holders_at(courses: Iterable[Course], at: datetime) -> tuple[Holder, ...]:
    """The holders of parental responsibility as they were known at an instant."""
    holders = []
    for course in courses:
        authority = _last(course.authority, at)
        if authority is None or authority is Authority.HOLDS_NOT:
            continue
        is_exempt = any(start <= at < end for start, end in course.exempt)
        answer = _last(course.answers, at)
        holders.append(Holder(course.guardian_id, authority, answer, is_exempt=is_exempt))
    return tuple(holders)


def _last(steps: tuple[tuple[datetime, T], ...], at: datetime) -> T | None:
    passed = [value for start, value in sorted(steps, key=lambda step: step[0]) if start <= at]
    return passed[-1] if passed else None


def _happenings(course: Course) -> Iterable[tuple[datetime, Cause]]:
    """Each instant at which something of one guardian changes, with why."""
    known = False
    for at, authority in sorted(course.authority, key=lambda step: step[0]):
        if authority is None:
            yield at, Cause.LEFT
        else:
            yield at, Cause.VERIFIED if known else Cause.ADDED
        known = authority is not None
    answers = sorted(course.answers, key=lambda step: step[0])
    nexts = [at for at, _answer in answers[1:]]
    for (at, answer), until in zip_longest(answers, nexts):
        yield at, _cause_of(answer)
        if not answer.kind.is_yes:
            continue
        start, end = day_begins(answer.valid_from), day_begins(answer.valid_until + ONE_DAY)
        for turn, cause in ((start, Cause.YES), (end, Cause.ENDED)):
            if turn > at and (until is None or turn < until):
                yield turn, cause
    for start, end in course.exempt:
        yield start, Cause.EXEMPT
        yield end, Cause.AWAITED


def _cause_of(answer: Answer) -> Cause:
    if answer.kind.is_yes:
        return Cause.YES
    return Cause.WITHDRAWN if answer.kind is AnswerKind.WITHDRAWN else Cause.NO


def replay(
    courses: tuple[Course, ...], service_ids: Iterable[int], *, until: datetime
) -> tuple[Turn, ...]:
    """All that happened up to an instant, earliest first, and what followed for each service."""
    causes: dict[datetime, list[tuple[Cause, int]]] = {}
    for course in courses:
        for at, cause in _happenings(course):
            if at <= until:
                causes.setdefault(at, []).append((cause, course.guardian_id))
    ids, turns = tuple(service_ids), []
    before: tuple[Holder, ...] = ()
    before_on: date | None = None
    for at in sorted(causes):
        after, on = holders_at(courses, at), at.astimezone(OSLO).date()
        changes = list_changes(before, after, ids, on, before_on=before_on)
        turns.append(Turn(at, tuple(causes[at]), before, after, changes))
        before, before_on = after, on
    return tuple(turns)

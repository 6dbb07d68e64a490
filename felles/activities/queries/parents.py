"""Reads of the cooperation with parents: the own school's list, and what it came to.

Counts are exact at the own school. Beside other schools they are told in bands: a language that
one family speaks points to that family.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from felles.activities.models import EventLanguage, ParentEvent, SchoolPage, TextCheck
from felles.people.models import Organisation
from felles.people.queries import list_schools
from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.outreach import as_band
from felles.rules.parents import EventFacts, EventKind, EventState, is_own_school, list_occurrences
from felles.rules.roles import SCHOOL_ROLES

MOST = 100
BEHIND = timedelta(days=300)
# The school year turns on the first of August.
_TURNS = 8


class NoEvent(LookupError):
    """There is no such event for the actor."""


@dataclass(frozen=True, slots=True)
class Taking:
    """An event on one of its days."""

    event: ParentEvent
    at: datetime


@dataclass(frozen=True, slots=True)
class KindSum:
    """How often a kind took place, and how many came to it in all."""

    kind: EventKind
    events: int
    came: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A school year so far, at the own school: exact, and what was learned."""

    kinds: list[KindSum]
    languages: list[tuple[str, int]]
    learned: list[ParentEvent]

    @property
    def events(self) -> int:
        """How many took place."""
        return sum(one.events for one in self.kinds)

    @property
    def came(self) -> int:
        """How many came in all; somebody who came twice counts twice."""
        return sum(one.came for one in self.kinds)


@dataclass(frozen=True, slots=True)
class SchoolSum:
    """One school beside others: events by kind, people and languages in bands."""

    school: Organisation
    kinds: dict[EventKind, int]
    came: int | None
    languages: list[tuple[str, int]]


def facts_of(event: ParentEvent) -> EventFacts:
    """What the rules ask about an event."""
    return EventFacts(event.school_id, EventState(event.state), event.starts_at, event.until_on)


def year_begins(on: date) -> date:
    """The first day of the school year that a day belongs to."""
    return date(on.year if on.month >= _TURNS else on.year - 1, _TURNS, 1)


def _of_own_school(actor: Actor) -> QuerySet[ParentEvent]:
    if not may(actor, Permission.PARENTS_READ) or actor.role not in SCHOOL_ROLES:
        return ParentEvent.objects.none()
    return ParentEvent.objects.filter(school_id__in=actor.school_ids)


def find_event(actor: Actor, public_id: str) -> ParentEvent | None:
    """An event of the actor's own school, with its languages; None for all others, alike."""
    events = _of_own_school(actor).select_related("school").prefetch_related("languages")
    return events.filter(public_id=public_id).first()


def list_ahead(actor: Actor) -> list[Taking]:
    """What is ahead at the own school, today included: an offer once for each of its days."""
    begin = _midnight(actor.on)
    ahead = Q(starts_at__gte=begin) | Q(until_on__gte=actor.on)
    events = _of_own_school(actor).filter(ahead).prefetch_related("languages")
    found = [
        Taking(event, at)
        for event in events.order_by("starts_at", "pk")[:MOST]
        for at in list_occurrences(event.starts_at, event.every_weeks, event.until_on)
        if at >= begin
    ]
    return sorted(found, key=lambda one: (one.at, one.event.pk))[:MOST]


def list_behind(actor: Actor) -> list[ParentEvent]:
    """What has been at the own school, the latest first; what waits for its counts is among it."""
    begin = _midnight(actor.on)
    events = _of_own_school(actor).filter(starts_at__lt=begin, starts_at__gte=begin - BEHIND)
    over = events.filter(Q(until_on__isnull=True) | Q(until_on__lt=actor.on))
    return list(over.prefetch_related("languages").order_by("-starts_at", "-pk")[:MOST])


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), OSLO)


def _counted(actor: Actor) -> QuerySet[ParentEvent]:
    """What was counted in the school year, at all schools."""
    since = _midnight(year_begins(actor.on))
    return ParentEvent.objects.filter(starts_at__gte=since, counted_at__isnull=False).order_by()


def get_summary(actor: Actor) -> Summary:
    """The own school's year so far. Empty for those who are of no school."""
    own = _counted(actor).filter(pk__in=_of_own_school(actor).values("pk"))
    kinds = own.values_list("kind").annotate(n=Count("pk"), people=Sum("came"))
    spoken = EventLanguage.objects.filter(event__in=own, came__gt=0).order_by("language")
    sums = spoken.values_list("language").annotate(people=Sum("came"))
    return Summary(
        kinds=[KindSum(EventKind(kind), n, people) for kind, n, people in kinds.order_by("kind")],
        languages=sorted(sums, key=lambda one: (-one[1], one[0])),
        learned=list(own.exclude(learned="").order_by("-starts_at", "-pk")[:20]),
    )


def list_school_sums(actor: Actor) -> list[SchoolSum]:
    """All schools side by side, for those who lead the work at several; people in bands."""
    if not may(actor, Permission.PARENTS_READ) or actor.role in SCHOOL_ROLES:
        return []
    counted = _counted(actor)
    kinds: dict[int, dict[EventKind, int]] = defaultdict(dict)
    came: dict[int, int] = defaultdict(int)
    for school, kind, n, people in counted.values_list("school_id", "kind").annotate(
        n=Count("pk"), people=Sum("came")
    ):
        kinds[school][EventKind(kind)] = n
        came[school] += people
    spoken: dict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = EventLanguage.objects.filter(event__in=counted, came__gt=0).order_by("language")
    for school, language, people in rows.values_list("event__school_id", "language").annotate(
        people=Sum("came")
    ):
        if (band := as_band(people)) is not None:
            spoken[school].append((language, band))
    return [
        SchoolSum(school, kinds[school.pk], as_band(came[school.pk]), spoken[school.pk])
        for school in list_schools(actor)
    ]


def find_own_page(actor: Actor) -> SchoolPage | None:
    """The public page of the actor's own school as it is written; None when nobody has."""
    if not may(actor, Permission.PARENTS_PLAN) or not is_own_school(actor, actor.organisation_id):
        return None
    pages = SchoolPage.objects.select_related("school", "checked_by")
    return pages.filter(school_id=actor.organisation_id).first()


def list_school_pages(actor: Actor) -> list[SchoolPage]:
    """What the schools have written for parents: the own one's, or all for those of no school."""
    if not may(actor, Permission.PARENT_TEXTS):
        return []
    pages = SchoolPage.objects.exclude(about="").select_related("school")
    if actor.role in SCHOOL_ROLES:
        pages = pages.filter(school_id__in=actor.school_ids)
    return list(pages.order_by("school__name", "pk")[:MOST])


def list_text_checks(actor: Actor) -> dict[tuple[str, str], TextCheck]:
    """The latest check of each text in each language."""
    if not may(actor, Permission.PARENT_TEXTS):
        return {}
    checks = TextCheck.objects.select_related("by").order_by("at", "pk")
    return {(one.key, one.language): one for one in checks}

"""What anybody may read about a school's work with parents: no login, and no child anywhere.

These reads take no actor: they give everybody the same. They touch no table of pupils,
guardians, consent or cases, and a test of the public pages looks at the SQL to prove it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q

from felles.activities.models import ParentEvent, SchoolPage
from felles.meetings.queries import list_team_services
from felles.people.queries import list_school_agents
from felles.rules.access import OSLO
from felles.rules.parents import EventKind, EventState, Interpreting, list_occurrences
from felles.rules.roles import OrgKind

MOST_EVENTS = 10
MOST_TIMES = 5


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """An event as a letter and a public page tell of it. ``times`` are those still ahead.

    ``words``, ``title``, ``place`` and ``invited_by`` are the staff's own, in bokmål.
    ``interpreters`` are the languages for which somebody is ordered.
    """

    public_id: str
    school_id: str
    school_name: str
    kind: EventKind
    title: str
    starts_at: datetime
    ends_at: datetime
    times: tuple[datetime, ...]
    until_on: date | None
    place: str
    invited_by: str
    phone: str
    words: str
    child_care: bool
    food: bool
    agent_comes: bool
    interpreters: tuple[str, ...]
    is_cancelled: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class PublicSchool:
    """A school's public page: who, how to reach them, and what is next."""

    public_id: str
    name: str
    about: str
    reach: str
    phone: str
    email: str
    hours: str
    agents: tuple[str, ...]
    services: tuple[OrgKind, ...]
    checked_on: date | None
    events: tuple[PublicEvent, ...]


def as_public(event: ParentEvent, at: datetime) -> PublicEvent:
    """The event without what is the school's own: no counts, nothing learned."""
    times = list_occurrences(event.starts_at, event.every_weeks, event.until_on)
    ahead = [one for one in times if one >= _day(at)]
    return PublicEvent(
        public_id=event.public_id,
        school_id=event.school.public_id,
        school_name=event.school.name,
        kind=EventKind(event.kind),
        title=event.title,
        starts_at=event.starts_at.astimezone(OSLO),
        ends_at=event.ends_at.astimezone(OSLO),
        times=tuple(ahead[:MOST_TIMES]),
        until_on=event.until_on,
        place=event.place,
        invited_by=event.invited_by,
        phone=event.phone or event.school.phone,
        words=event.words,
        child_care=event.child_care,
        food=event.food,
        agent_comes=event.agent_comes,
        interpreters=tuple(
            sorted(
                one.language
                for one in event.languages.all()
                if one.interpreting == Interpreting.ORDERED.value
            )
        ),
        is_cancelled=event.state == EventState.CANCELLED.value,
        is_over=not ahead,
    )


def _day(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(OSLO).date(), time(), OSLO)


def find_public_event(public_id: str, at: datetime) -> PublicEvent | None:
    """An event that is for everybody; None for all others, alike."""
    events = ParentEvent.objects.filter(is_public=True, public_id=public_id, school__is_active=True)
    event = events.select_related("school").prefetch_related("languages").first()
    return None if event is None else as_public(event, at)


def is_published(school_id: str) -> bool:
    """True when the school, by its public id, has published its page."""
    rows = SchoolPage.objects.filter(is_published=True, school__is_active=True)
    return rows.filter(school__public_id=school_id).exists()


def find_public_school(public_id: str, at: datetime) -> PublicSchool | None:
    """A school's page when the school has published it; None otherwise, alike."""
    pages = SchoolPage.objects.filter(is_published=True, school__is_active=True)
    page = pages.filter(school__public_id=public_id).select_related("school").first()
    if page is None:
        return None
    school = page.school
    kinds = {OrgKind(service.kind) for service in list_team_services(school.pk)}
    agents = list_school_agents(school.pk, at) if page.names_agent else []
    return PublicSchool(
        public_id=school.public_id,
        name=school.name,
        about=page.about,
        reach=page.reach,
        phone=page.phone or school.phone,
        email=page.email,
        hours=school.hours,
        agents=tuple(agents),
        services=tuple(kind for kind in OrgKind if kind in kinds),
        checked_on=page.checked_at.astimezone(OSLO).date() if page.checked_at else None,
        events=_events(school.pk, at),
    )


def _events(school_id: int, at: datetime) -> tuple[PublicEvent, ...]:
    today = _day(at)
    ahead = Q(starts_at__gte=today) | Q(until_on__gte=today.date())
    events = ParentEvent.objects.filter(ahead, school_id=school_id, is_public=True)
    rows = events.select_related("school").prefetch_related("languages")
    found = [as_public(event, at) for event in rows.order_by("starts_at", "pk")[:MOST_EVENTS]]
    shown = [one for one in found if one.times]
    return tuple(sorted(shown, key=lambda one: (one.times[0], one.public_id)))

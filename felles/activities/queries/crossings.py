"""Reads of crossings from school to club, each side its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from felles.activities.models import Crossing, CrossingDay
from felles.meetings.queries import NotThere
from felles.people.models import Organisation
from felles.people.queries import list_schools, list_services
from felles.programme.queries import list_periods
from felles.rules.access import OSLO, Actor, Permission, may
from felles.rules.agent_week import Side
from felles.rules.crossings import DayFacts, DayState, day_state, due_at, side_of
from felles.rules.roles import OrgKind
from felles.rules.school_year import school_year_of

MOST = 60
DAYS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class CrossingRow:
    """A crossing as one side sees it. ``today`` is there on the day itself, once agreed."""

    crossing: Crossing
    side: Side
    is_agreed: bool
    has_agreed: bool
    state: DayState | None
    today: CrossingDay | None


@dataclass(frozen=True, slots=True)
class PastDay:
    """One day that has been, and how it stands."""

    day: CrossingDay
    state: DayState


def visible_crossings(actor: Actor) -> QuerySet[Crossing]:
    """Those of the actor's own school or club."""
    if not may(actor, Permission.CROSSING):
        return Crossing.objects.none()
    own = Q(school_id=actor.organisation_id) | Q(club_id=actor.organisation_id)
    return Crossing.objects.filter(own).select_related("school", "club")


def get_crossing(actor: Actor, public_id: str) -> Crossing:
    """A crossing of the actor's own side.

    Raises:
        NotThere: there is none for the actor.
    """
    found = visible_crossings(actor).filter(public_id=public_id)
    crossing = found.select_related("school_agreed_by", "club_agreed_by").first()
    if crossing is None:
        raise NotThere
    return crossing


def list_crossings(actor: Actor) -> list[CrossingRow]:
    """The crossings that run, those of today first."""
    rows = visible_crossings(actor).filter(ended_at__isnull=True)
    rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=actor.on))
    crossings = list(rows.order_by("weekday", "starts_at", "pk")[:MOST])
    if _is_off(actor.on):
        return [replace(show_crossing(actor, one, None), state=None) for one in crossings]
    days = CrossingDay.objects.filter(crossing__in=crossings, on=actor.on)
    of_today = {day.crossing_id: day for day in days.select_related(*_PEOPLE)}
    found = [show_crossing(actor, one, of_today.get(one.pk)) for one in crossings]
    return sorted(found, key=lambda row: row.state is None)


def show_crossing(actor: Actor, crossing: Crossing, day: CrossingDay | None) -> CrossingRow:
    """The crossing as the actor's side sees it on the actor's day."""
    side = side_of(actor, school_id=crossing.school_id, club_id=crossing.club_id) or Side.SCHOOL
    is_agreed = is_agreed_on(crossing)
    is_today = (
        is_agreed
        and crossing.weekday == actor.on.weekday()
        and crossing.from_on <= actor.on
        and crossing.ended_at is None
    )
    due = due_at(actor.at, crossing.starts_at)
    mine = crossing.school_agreed_at if side is Side.SCHOOL else crossing.club_agreed_at
    return CrossingRow(
        crossing=crossing,
        side=side,
        is_agreed=is_agreed,
        has_agreed=mine is not None,
        state=day_state(_facts(day), due_at=due, at=actor.at) if is_today else None,
        today=day if is_today else None,
    )


def find_day(crossing: Crossing, on: date) -> CrossingDay | None:
    """What is noted of one day."""
    return crossing.days.filter(on=on).select_related(*_PEOPLE).first()


def list_past_days(crossing: Crossing, on: date) -> list[PastDay]:
    """The latest days before the day, newest first. How they ended, stands."""
    rows = crossing.days.filter(on__lt=on).select_related(*_PEOPLE).order_by("-on")[:DAYS_SHOWN]
    found = []
    for day in rows:
        due = due_at(_noon(day.on), crossing.starts_at)
        state = day_state(_facts(day), due_at=due, at=due + timedelta(days=1))
        found.append(PastDay(day, state))
    return found


def list_others(actor: Actor) -> list[Organisation]:
    """With whom the actor's side can agree: the clubs, or the schools that the club covers."""
    if actor.organisation_kind is OrgKind.YOUTH_CLUB:
        return [school for school in list_schools(actor) if school.pk in actor.school_ids]
    return list_services(kinds=frozenset({OrgKind.YOUTH_CLUB}))


def is_agreed_on(crossing: Crossing) -> bool:
    """True when both sides have agreed on this version."""
    return crossing.school_agreed_at is not None and crossing.club_agreed_at is not None


def _is_off(on: date) -> bool:
    """True on a day without school: nobody is followed, and nobody waited for."""
    return any(one.from_on <= on <= one.until_on for one in list_periods(school_year_of(on)))


_PEOPLE = ("followed_by__user", "received_by__user")


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(12), OSLO)


def _facts(day: CrossingDay | None) -> DayFacts:
    return DayFacts() if day is None else DayFacts(day.followed, day.received, day.is_off)

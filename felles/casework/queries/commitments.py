"""Measures as promises: those that an actor may read, in any case, and those that are the own."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from felles.casework.models import Measure
from felles.casework.queries.cases import visible_cases
from felles.people import visibility
from felles.rules.access import Actor
from felles.rules.roles import SERVICE_ROLES, Audience, Role


def readable_measures(actor: Actor) -> QuerySet[Measure]:
    """Measures of every case that the actor sees, cut to what may be read there.

    For many cases at once what ``readable`` is for one.
    """
    measures = Measure.objects.filter(case__in=visible_cases(actor))
    if actor.role in SERVICE_ROLES:
        paths = ("case__pupil_id", "case__active_since_at", "topic")
        live = visibility.topic_is_live(actor, *paths)
        return measures.filter(live, audience=Audience.TEAM.value)
    if actor.role is Role.SOCIAL_TEACHER:
        return measures
    return measures.filter(~Q(audience=Audience.RESTRICTED.value) | Q(by_id=actor.user_id))


def own_commitments(actor: Actor) -> QuerySet[Measure]:
    """What the actor has promised: by name, or for the own organisation where nobody is named."""
    mine = Q(owner_id=actor.user_id) | Q(owner=None, organisation_id=actor.organisation_id)
    return readable_measures(actor).filter(mine)

"""Pupils and guardians, as far as the actor may look them up."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from felles.people import visibility
from felles.people.ids import search_text
from felles.people.models import Guardianship, Pupil
from felles.rules.access import Actor, Permission, may
from felles.rules.roles import SCHOOL_ROLES


def pupils_visible_to(actor: Actor) -> QuerySet[Pupil]:
    """Pupils whom the actor may look up by name: those at the own school (docs/access.md).

    A pupil with a protected address is found only by those on the reader list. That a pupil goes
    to the school is known there; that the pupil has a case is not, and is not told here: who is
    gone from the roster is out of sight, whether or not a case keeps the pupil at the school.
    """
    if actor.role not in SCHOOL_ROLES or not may(actor, Permission.CONCERN_RAISE):
        return Pupil.objects.none()
    return Pupil.objects.filter(
        Q(protection=0) | visibility.is_named(actor, "pk"),
        school_id=actor.organisation_id,
        left_on__isnull=True,
        off_roster_on__isnull=True,
    )


def search_pupils(actor: Actor, text: str, *, limit: int = 20) -> list[Pupil]:
    """Pupils at the actor's school of whose names every word of ``text`` starts a word."""
    words = search_text(text).split()
    if not words:
        return []
    pupils = pupils_visible_to(actor)
    for word in words[:5]:
        pupils = pupils.filter(search_text__contains=f" {word}")
    return list(pupils.select_related("class_group").order_by("sort_key", "pk")[:limit])


def list_own_class(actor: Actor) -> list[Pupil]:
    """The pupils of the classes that the actor answers for, for choosing without typing."""
    if not actor.class_ids:
        return []
    pupils = pupils_visible_to(actor).filter(class_group_id__in=actor.class_ids)
    return list(pupils.select_related("class_group").order_by("sort_key", "pk")[:80])


def find_pupil_by_public_id(actor: Actor, public_id: str) -> Pupil | None:
    """A pupil whom the actor may look up, None otherwise."""
    return (
        pupils_visible_to(actor)
        .filter(public_id=public_id)
        .select_related("school", "class_group")
        .first()
    )


def list_pupils_by_public_id(actor: Actor, public_ids: Iterable[str]) -> dict[str, Pupil]:
    """Those of the pupils whom the actor may look up, by public id, in one query."""
    pupils = pupils_visible_to(actor).filter(public_id__in=set(public_ids)).order_by("pk")
    return {pupil.public_id: pupil for pupil in pupils}


def get_pupil(pupil_id: int) -> Pupil:
    """A pupil by key, for rooms that have already decided that the actor may see it.

    Raises:
        Pupil.DoesNotExist: no such pupil.
    """
    return Pupil.objects.select_related("school", "class_group").get(pk=pupil_id)


def list_guardianships(pupil_id: int) -> list[Guardianship]:
    """The running ties of a pupil, in a fixed order; the caller has decided on access."""
    ties = Guardianship.objects.filter(pupil_id=pupil_id, ended_on__isnull=True)
    return list(ties.select_related("guardian", "verified_by").order_by("household", "pk"))

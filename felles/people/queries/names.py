"""Names that a writer should not leave in a text without a name. Never who has a case."""

from __future__ import annotations

from django.db.models import Q

from felles.people.models import ClassGroup, Guardianship, Post
from felles.people.queries.imports import FROM_ROSTER
from felles.people.queries.pupils import pupils_visible_to
from felles.rules.access import Actor
from felles.rules.roles import SCHOOL_ROLES


def list_registered_names(actor: Actor) -> list[str]:
    """Names of pupils whom the actor may look up, of their guardians, and of the school's staff.

    Services get none: a mark would tell them who goes to the school. Nothing that a case changes
    changes this list, so that no mark tells of a case: guardians come from the roster only, also
    those whose tie has ended since.
    """
    if actor.role not in SCHOOL_ROLES:
        return []
    pupils = pupils_visible_to(actor).order_by()
    called = pupils.values_list("given_name", "preferred_name", "family_name")
    guardians = Guardianship.objects.filter(
        pupil__in=pupils.values("pk"), source__in=FROM_ROSTER
    ).order_by()
    names = {" ".join(filter(None, parts)) for parts in called}
    names.update(guardians.values_list("guardian__name", flat=True))
    return sorted(names | _staff_names(actor))


def _staff_names(actor: Actor) -> set[str]:
    """Whom the school's own page names (:func:`felles.people.queries.get_school_page`)."""
    here = Q(organisation_id=actor.organisation_id) | Q(post_schools__school=actor.organisation_id)
    running = Q(from_on__lte=actor.on) & (Q(until_on__isnull=True) | Q(until_on__gte=actor.on))
    posts = Post.objects.filter(here, running, user__is_active=True)
    return set(posts.order_by().values_list("user__name", flat=True))


def list_class_names(actor: Actor) -> list[str]:
    """What classes are called at the schools that the post covers; their pages tell everybody."""
    classes = ClassGroup.objects.filter(school_id__in=actor.school_ids, is_active=True)
    return sorted(set(classes.order_by().values_list("name", flat=True)))

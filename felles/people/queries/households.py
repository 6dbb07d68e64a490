"""Who else is or was around a pupil, so that one household's paper names no other."""

from __future__ import annotations

from felles.people.models import Guardianship


def list_guardian_names(pupil_id: int) -> dict[int, str]:
    """Names of all who are or have been guardians of a pupil, by guardian id.

    The caller has decided on access.
    """
    ties = Guardianship.objects.filter(pupil_id=pupil_id).order_by("pk")
    return dict(ties.values_list("guardian_id", "guardian__name"))

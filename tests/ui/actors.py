"""Actors for the tests of this room: only the role matters here."""

from datetime import UTC, datetime

from felles.rules.access import Actor
from felles.rules.roles import ROLE_KINDS, Role


def an_actor(role: Role = Role.RECTOR) -> Actor:
    """Return somebody in the role, at an organisation of a kind that it fits."""
    return Actor(
        user_id=1,
        user_name="Siri Holm",
        post_id=1,
        role=role,
        organisation_id=1,
        organisation_kind=sorted(ROLE_KINDS[role])[0],
        organisation_name="Furulia skole",
        employer_id=1,
        at=datetime(2026, 11, 24, 7, 0, tzinfo=UTC),
    )

"""Who sets up schools, people and texts: the people room's own lock, with nobody asked before."""

from collections.abc import Callable
from typing import Any

import pytest

from felles.people import actions
from felles.rules.decision import Refused
from felles.rules.roles import OrgKind, Role
from tests.casework.deeds import snapshot
from tests.cast import NOW, STAFF_PARTS, Cast, build_cast
from tests.proofs.world import undone

pytestmark = pytest.mark.django_db
Deed = tuple[Callable[..., object], dict[str, Any]]
TODAY = NOW.date()
# Who may, by hand.
OFFICE, ADMINISTRATOR = "secretary administrator", "administrator"
MAY = {
    "create_organisation": OFFICE,
    "create_class": OFFICE,
    "create_pupil": OFFICE,
    "create_user": ADMINISTRATOR,
    "set_password": ADMINISTRATOR,
    "create_post": ADMINISTRATOR,
    "end_post": ADMINISTRATOR,
    "approve_text": ADMINISTRATOR,
    "revoke_text": ADMINISTRATOR,
}


def deeds(cast: Cast) -> dict[str, Deed]:
    """Name of the deed -> the action and its sound input, but ``by`` and ``at``."""
    school = {"school": cast.furulia}
    return {
        "create_organisation": (
            actions.create_organisation,
            {"kind": OrgKind.YOUTH_CLUB, "name": "Ny klubb"},
        ),
        "create_class": (actions.create_class, {**school, "name": "1C", "grade": 1}),
        "create_pupil": (
            actions.create_pupil,
            {**school, "given_name": "Ny", "family_name": "Prøvesen"},
        ),
        "create_user": (actions.create_user, {"username": "ny", "name": "Ny Ansatt"}),
        "set_password": (
            actions.set_password,
            {"user": cast.users["teacher"], "password": "et langt nytt passord"},
        ),
        "create_post": (
            actions.create_post,
            {
                "user": cast.users["outsider"],
                "role": Role.TEACHER,
                "organisation": cast.furulia,
                "from_on": TODAY,
            },
        ),
        "end_post": (actions.end_post, {"post": cast.posts["teacher"], "until_on": TODAY}),
        "approve_text": (
            actions.approve_text,
            {"language": "so", "version": "1", "current": "1", "read_by": "En oversetter"},
        ),
        "revoke_text": (actions.revoke_text, {"language": "pl"}),
    }


@pytest.mark.parametrize("deed", MAY)
def test_deed_is_refused_to_everybody_else_whoever_asks_for_them(db: None, deed: str) -> None:
    cast = build_cast()
    action, data = deeds(cast)[deed]
    approved = {"language": "pl", "version": "1", "current": "1", "read_by": "En oversetter"}
    actions.approve_text(by=cast.actor("administrator"), at=NOW, **approved)
    before = snapshot()
    for part in set(STAFF_PARTS) - set(MAY[deed].split()):
        with pytest.raises(Refused):
            action(by=cast.actor(part), at=NOW, **data)
    assert snapshot() == before
    for part in MAY[deed].split():
        with undone():
            action(by=cast.actor(part), at=NOW, **data)
            assert snapshot() != before

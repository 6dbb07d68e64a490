"""What those without cases can do: links instead of things to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from felles.rules.access import Actor, Permission, may
from felles.ui.nav import find_url


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the actor may open, and what it is for."""

    url: str
    title: str | Promise
    text: str | Promise


PLACES: tuple[tuple[Permission, str, str | Promise, str | Promise], ...] = (
    (
        Permission.SETUP,
        "setup",
        _("Oppsett"),
        _("Skoler, innsatsteam, tjenester og innstillinger."),
    ),
    (
        Permission.PEOPLE_ADMIN,
        "setup-people",
        _("Personer og roller"),
        _("Gi nye ansatte en rolle, og avslutt dem som slutter."),
    ),
    (
        Permission.ROSTER_IMPORT,
        "imports",
        _("Elevlister"),
        _("Les inn elever, klasser og ansatte. Du ser hva som endres før det skjer."),
    ),
    (
        Permission.NUMBERS_READ,
        "management",
        _("Styring"),
        _("Står noe stille? Går tiltakene bra? Tall uten barn."),
    ),
    (
        Permission.SCHOOL_READ,
        "school-list",
        _("Skolene"),
        _("Hvem er hvem på skolen, og hvem du kontakter."),
    ),
)


def list_places(actor: Actor) -> list[Place]:
    """The pages to offer somebody who has no cases; none for those who have."""
    if may(actor, Permission.CASE_READ):
        return []
    return [
        Place(url, title, text)
        for permission, name, title, text in PLACES
        if may(actor, permission) and (url := find_url(name))
    ]

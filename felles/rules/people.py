"""Rules about posts, guardians and what a roster may change.

Source: docs/access.md, rules 7-9 (an import never widens access; a roster says who is a parent,
never who holds parental responsibility).
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum, StrEnum

from felles.rules.decision import Decision
from felles.rules.roles import ROLE_KINDS, OrgKind, Role
from felles.rules.text import N_


class Protection(IntEnum):
    """Grade of address protection in the National Population Register.

    The numbers order the grades, the strictest last; they are not the codes 6 and 7 of everyday
    speech, where 6 is the strictest.
    """

    NONE = 0
    CONFIDENTIAL = 6
    STRICTLY_CONFIDENTIAL = 7

    @property
    def label(self) -> str:
        return PROTECTION_LABELS[self]


PROTECTION_LABELS = {
    Protection.NONE: N_("Ingen adressesperre"),
    Protection.CONFIDENTIAL: N_("Fortrolig adresse"),
    Protection.STRICTLY_CONFIDENTIAL: N_("Strengt fortrolig adresse"),
}


class Relation(StrEnum):
    """What a guardian is to the pupil."""

    PARENT = "parent"
    FOSTER_PARENT = "foster_parent"
    OTHER = "other"

    @property
    def label(self) -> str:
        return RELATION_LABELS[self]


RELATION_LABELS = {
    Relation.PARENT: N_("forelder"),
    Relation.FOSTER_PARENT: N_("fosterforelder"),
    Relation.OTHER: N_("annen foresatt"),
}


def may_hold_post(role: Role, kind: OrgKind) -> Decision:
    """May this role act for an organisation of this kind?"""
    if kind in ROLE_KINDS[role]:
        return Decision.yes()
    return Decision.no(N_("Denne rollen kan ikke handle for denne typen virksomhet."))


def may_import_protection(now: Protection, incoming: Protection) -> Decision:
    """A roster may raise address protection, never lower or clear it (rule 8)."""
    if incoming >= now:
        return Decision.yes()
    return Decision.no(N_("En elevliste kan ikke fjerne adressesperre."))


def may_remove_pupil(*, has_open_case: bool) -> Decision:
    """A roster may end a pupil's place at the school only when no case is open."""
    if has_open_case:
        return Decision.no(N_("Eleven har en åpen sak. Se på den før eleven tas ut."))
    return Decision.yes()


def age_on(birth_on: date, on: date) -> int:
    """Whole years of age on the day ``on``."""
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))

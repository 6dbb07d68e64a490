"""What a roster may not do by itself, and what a person may decide about it.

Source: docs/access.md, rules 8 and 9. The kinds that follow from a case are for those who
coordinate cases at the school, never for the administrator (rule 4).
"""

from __future__ import annotations

from enum import StrEnum

from felles.rules.access import Permission
from felles.rules.decision import Decision
from felles.rules.people import may_remove_pupil
from felles.rules.text import N_


class ReviewKind(StrEnum):
    """What waits for a person."""

    GONE_WITH_OPEN_CASE = "gone_with_open_case"
    MOVED_WITH_OPEN_CASE = "moved_with_open_case"
    CLASS_WITH_CASE = "class_with_case"
    PROTECTION_CLEARED = "protection_cleared"
    NEW_PARENT_LINK = "new_parent_link"
    PARENT_LINK_GONE = "parent_link_gone"
    GUARDIAN_RENAMED = "guardian_renamed"
    NEW_STAFF = "new_staff"
    STAFF_GONE = "staff_gone"

    @property
    def label(self) -> str:
        return REVIEW_TEXTS[self][0]

    @property
    def explanation(self) -> str:
        return REVIEW_TEXTS[self][1]

    @property
    def question(self) -> str:
        return REVIEW_TEXTS[self][2]

    @property
    def permission(self) -> Permission:
        """Who settles it."""
        return Permission.PEOPLE_ADMIN if self in OF_STAFF else Permission.GUARDIAN_VERIFY

    @property
    def outcomes(self) -> tuple[ReviewOutcome, ...]:
        """What may be answered. Where a page of its own does the work, only that it is seen."""
        if self in _DECIDED_HERE:
            return (ReviewOutcome.APPLIED, ReviewOutcome.KEPT)
        return (ReviewOutcome.SEEN,)


class ReviewOutcome(StrEnum):
    """What the person answered."""

    APPLIED = "applied"
    KEPT = "kept"
    SEEN = "seen"


K = ReviewKind
OF_STAFF = frozenset({K.NEW_STAFF, K.STAFF_GONE})
_DECIDED_HERE = frozenset(
    {K.GONE_WITH_OPEN_CASE, K.MOVED_WITH_OPEN_CASE, K.CLASS_WITH_CASE, K.PROTECTION_CLEARED}
)
_STAYS = N_("Saken blir hos dere til dere har avsluttet den.")

# Kind -> what it is, what has happened so far, and what the person is asked.
REVIEW_TEXTS: dict[ReviewKind, tuple[str, str, str]] = {
    K.GONE_WITH_OPEN_CASE: (
        N_("Borte fra elevlista, har åpen sak"),
        _STAYS,
        N_("Har eleven sluttet?"),
    ),
    K.MOVED_WITH_OPEN_CASE: (
        N_("Har begynt på en annen skole, har åpen sak"),
        N_("Den nye skolen ser ikke saken. Den blir hos dere til dere har avsluttet den."),
        N_("Har eleven sluttet hos dere?"),
    ),
    K.CLASS_WITH_CASE: (
        N_("Ny klasse, har sak"),
        N_("Kontaktlæreren i den nye klassen ser ikke saken før dere sier ja."),
        N_("Skal kontaktlæreren i den nye klassen se saken?"),
    ),
    K.PROTECTION_CLEARED: (
        N_("Elevlista sier ikke lenger adressesperre"),
        N_("Adressesperren står til noen ved skolen tar den bort."),
        N_("Skal adressesperren bort?"),
    ),
    K.NEW_PARENT_LINK: (
        N_("Ny foresatt i elevlista"),
        N_("Tjenestene ser ikke saken før dere har bekreftet foreldreansvaret."),
        N_("Se på foresatte i saken."),
    ),
    K.PARENT_LINK_GONE: (
        N_("Foresatt er borte fra elevlista"),
        N_("Foresatte er ikke fjernet. Det gjør bare dere."),
        N_("Se om personen fortsatt er foresatt."),
    ),
    K.GUARDIAN_RENAMED: (
        N_("Foresatt har fått nytt navn i elevlista"),
        N_("Foreldreansvaret må bekreftes på nytt. Til da ser ingen tjeneste saken."),
        N_("Bekreft foreldreansvaret på nytt."),
    ),
    K.NEW_STAFF: (
        N_("Ny ansatt i elevlista"),
        N_("Personen har ingen rolle i Felles, og ser ingenting."),
        N_("Gi personen en rolle hvis den skal bruke Felles."),
    ),
    K.STAFF_GONE: (
        N_("Ansatt er borte fra elevlista"),
        N_("Rollene i Felles løper til noen avslutter dem."),
        N_("Avslutt rollene hvis personen har sluttet."),
    ),
}


def may_settle(
    kind: ReviewKind, outcome: ReviewOutcome, *, has_open_case: bool, note: str
) -> Decision:
    """May a review be settled like this? Removing asks for a closed case, or a reason."""
    if outcome not in kind.outcomes:
        return Decision.no(N_("Dette svaret passer ikke her."))
    if outcome is ReviewOutcome.APPLIED and kind in (
        K.GONE_WITH_OPEN_CASE,
        K.MOVED_WITH_OPEN_CASE,
    ):
        return may_remove_pupil(has_open_case=has_open_case)
    if kind is K.PROTECTION_CLEARED and outcome is ReviewOutcome.APPLIED and not note.strip():
        return Decision.no(N_("Skriv hvorfor adressesperren endres."))
    return Decision.yes()

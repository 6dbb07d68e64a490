"""The answers of a draft, for looking over before they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from felles.ui import dates
from felles.ui.parts import SummaryRow
from felles.web.concerns.questions import WHO

if TYPE_CHECKING:
    from felles.people.models import Pupil


def list_rows(draft_id: str, pupil: Pupil, cleaned: Mapping[str, Any]) -> list[SummaryRow]:
    """One row a question, each with the way back to change it."""

    def row(label: str, value: str, slug: str) -> SummaryRow:
        return SummaryRow(label, value, reverse("concern-step", args=[draft_id, slug]))

    return [
        row(_("Hvem gjelder det?"), who_line(pupil), WHO),
        row(_("Hva går bra?"), cleaned["strengths"], "sett"),
        row(_("Hva har du sett eller hørt?"), cleaned["seen"], "sett"),
        row(_("Hvor?"), cleaned["where"], "sett"),
        row(_("Siden når?"), cleaned["since"], "sett"),
        row(_("Hva handler det mest om?"), _(cleaned["topic"].label), "sett"),
        row(_("Samtale med eleven"), _talk(cleaned, "pupil"), "elev"),
        row(_("Samtale med foresatte"), _talk(cleaned, "guardians"), "foresatte"),
        row(_("Hva har dere prøvd?"), cleaned["tried"], "provd"),
    ]


def who_line(pupil: Pupil) -> str:
    """Name and class; of a pupil with a protected address nothing tells the place."""
    if pupil.protection or pupil.class_group is None:
        return pupil.name
    return f"{pupil.name}, {pupil.class_group.name}"


def _talk(cleaned: Mapping[str, Any], who: str) -> str:
    talked = cleaned[f"{who}_talked"]
    if talked == "not_yet":
        return _("Ikke ennå")
    if talked == "could_not":
        return _("Kunne ikke: %(reason)s") % {"reason": cleaned[f"{who}_why_not"]}
    parts = [dates.day_long(cleaned[f"{who}_on"])]
    parts += [cleaned[name] for name in (f"{who}_who", f"{who}_said") if cleaned.get(name)]
    return "\n".join(parts)

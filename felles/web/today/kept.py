"""Kept text under the words of the question that it answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Names of fields, in the forms where people write at length.
LABELS = {
    "strengths": gettext_lazy("Hva går bra?"),
    "seen": gettext_lazy("Hva har du sett eller hørt?"),
    "where": gettext_lazy("Hvor?"),
    "since": gettext_lazy("Siden når?"),
    "tried": gettext_lazy("Hva har dere prøvd?"),
    "pupil_said": gettext_lazy("Hva sa eleven?"),
    "pupil_why_not": gettext_lazy("Hvorfor du ikke kunne snakke med eleven"),
    "guardians_who": gettext_lazy("Hvem av foresatte"),
    "guardians_said": gettext_lazy("Hva sa foresatte?"),
    "guardians_why_not": gettext_lazy("Hvorfor du ikke kunne snakke med foresatte"),
    "who": gettext_lazy("Hvem"),
    "text": gettext_lazy("Tekst"),
    "note": gettext_lazy("Notat"),
    "said": gettext_lazy("Hva eleven sier"),
    "reason_not": gettext_lazy("Hvorfor ikke"),
    "reason": gettext_lazy("Begrunnelse"),
    "goal": gettext_lazy("Mål"),
    "what": gettext_lazy("Tiltak"),
}
# Choices and keys: of no use to whoever wants the text back.
NOT_TEXT = frozenset(
    {"pupil", "topic", "pupil_talked", "guardians_talked", "audience", "action", "service"}
)


@dataclass(frozen=True, slots=True)
class KeptText:
    """One answer that is kept."""

    label: str
    text: str


def list_texts(data: Mapping[str, str]) -> list[KeptText]:
    """What was typed, in the order of the questions, without empty answers and choices."""
    order = {name: number for number, name in enumerate(LABELS)}
    names = sorted(data, key=lambda name: (order.get(name, len(order)), name))
    return [
        KeptText(str(LABELS.get(name, _("Annet du skrev"))), str(data[name]))
        for name in names
        if name not in NOT_TEXT and str(data[name]).strip()
    ]

"""The numbers that a school can choose, and those that it reckons with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from felles.rules.waiting import Rhythm
from felles.ui.forms import FellesForm

if TYPE_CHECKING:
    from felles.people.models import Organisation

# name -> (field of the rhythm, least, most, value to begin with)
NUMBERS: dict[str, tuple[str, int, int, int]] = {
    "uker": ("every_weeks", 1, 12, 4),
    "plasser": ("slots", 1, 20, 5),
    "nye": ("new_a_year", 0, 80, 10),
    "reservert": ("reserved", 0, 20, 0),
    "ekstra": ("extra_meetings", 0, 10, 0),
    "tilbake": ("reviews", 0, 6, 2),
    "etter": ("review_after_weeks", 1, 20, 6),
}
_LABELS = {
    "uker": _("Skoleuker mellom møtene"),
    "plasser": _("Saker det er tid til i hvert møte"),
    "nye": _("Nye saker i året"),
    "reservert": _("Plasser bare for nye saker"),
    "ekstra": _("Ekstra møter i året"),
    "tilbake": _("Ganger hver sak kommer tilbake"),
    "etter": _("Uker før en sak kommer tilbake"),
}


class WaitingForm(FellesForm):
    """All numbers of a rhythm. What is missing in the address has its suggested value."""

    mark = "none"

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        schools: Iterable[Organisation],
        suggested: Mapping[str, Any],
    ) -> None:
        values = {name: row[3] for name, row in NUMBERS.items()} | dict(suggested)
        given = {key: data[key] for key in data if data[key] != ""} if data else {}
        super().__init__({**values, **given})
        self.fields["skole"] = forms.ChoiceField(
            label=_("Skole"),
            required=False,
            choices=[("", _("Ingen bestemt")), *((one.public_id, one.name) for one in schools)],
        )
        for name, (_field, low, high, _start) in NUMBERS.items():
            self.fields[name] = self._number(name, low, high)

    def _number(self, name: str, low: int, high: int) -> forms.IntegerField:
        text = _("Skriv et tall fra %(low)s til %(high)s.") % {"low": low, "high": high}
        return forms.IntegerField(
            label=_LABELS[name],
            min_value=low,
            max_value=high,
            widget=forms.NumberInput({"data-slider": ""}),
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), text),
        )

    def clean(self) -> dict[str, Any]:
        """No more slots can be kept than there are."""
        data = super().clean() or {}
        if data.get("reservert") is not None and data.get("plasser") is not None:
            data["reservert"] = min(data["reservert"], data["plasser"])
        return data

    def rhythm(self) -> Rhythm | None:
        """The rhythm that was asked about; None when a number cannot be."""
        if not self.is_valid():
            return None
        return Rhythm(**{row[0]: self.cleaned_data[name] for name, row in NUMBERS.items()})

    @staticmethod
    def values_of(rhythm: Rhythm) -> dict[str, int]:
        """The numbers of a rhythm, as they stand in the address."""
        return {name: int(getattr(rhythm, row[0])) for name, row in NUMBERS.items()}

    @classmethod
    def holds(cls, rhythm: Rhythm) -> bool:
        """True for a rhythm whose numbers the form takes."""
        values = cls.values_of(rhythm)
        return all(row[1] <= values[name] <= row[2] for name, row in NUMBERS.items())

"""The forms of checklists: a text with one point a line, and the answers of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from felles.activities.queries import RunPoint
from felles.rules.agent_week import Tick
from felles.rules.checklists import NOTE_LONGEST, SOURCE_LONGEST
from felles.ui.forms import ChipRadios, FellesForm
from felles.web.schools.checked import Aid
from felles.web.schools.forms import REFUSED


class TextForm(FellesForm):
    """The points of a list, a line each, and where they are from."""

    mark = "none"
    points = forms.CharField(
        label=_("Punktene"),
        help_text=_("Ett punkt på hver linje."),
        max_length=14_000,
        widget=forms.Textarea({"rows": 14}),
    )
    source = forms.CharField(
        label=_("Hvor er teksten fra?"),
        help_text=_("Navn på dokumentet, utgave og hvor det ligger."),
        max_length=SOURCE_LONGEST,
        required=False,
    )

    def lines(self) -> list[str]:
        """The points, without empty lines."""
        found = (" ".join(line.split()) for line in self.cleaned_data["points"].splitlines())
        return [line for line in found if line]


class VerifyForm(FellesForm):
    """That somebody has compared the text, and with what."""

    mark = "none"
    prefix = "verify"
    source = forms.CharField(
        label=_("Hva har du kontrollert den mot?"),
        help_text=_("Navn på dokumentet, utgave og hvor det ligger."),
        max_length=SOURCE_LONGEST,
    )


@dataclass(frozen=True, slots=True)
class PointFields:
    """One point with its two fields."""

    about: RunPoint
    state: BoundField
    note: BoundField


class RunForm(FellesForm):
    """Yes, partly or no for each point, and a short note for those who want one."""

    mark = "none"

    def __init__(self, *args: Any, points: Sequence[RunPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        for one in points:
            self.fields[f"state_{one.position}"] = forms.ChoiceField(
                label=one.point,
                choices=[(tick.value, _(tick.label)) for tick in Tick],
                required=False,
                initial=one.state.value if one.state else "",
                widget=ChipRadios,
            )
            self.fields[f"note_{one.position}"] = forms.CharField(
                label=_("Merknad"),
                required=False,
                max_length=NOTE_LONGEST,
                initial=one.note,
                widget=forms.TextInput({"autocomplete": "off"}),
            )

    def rows(self) -> list[PointFields]:
        """The points as the page shows them."""
        return [
            PointFields(one, self[f"state_{one.position}"], self[f"note_{one.position}"])
            for one in self.points
        ]

    def clean(self) -> dict[str, Any]:
        """Numbers and addresses that lead to a person are refused."""
        for one in self.points:
            name = f"note_{one.position}"
            note = self.cleaned_data.get(name, "")
            if note and Aid().check(note).is_refused:
                self.add_error(name, REFUSED)
        return self.cleaned_data

    def answers(self) -> dict[int, tuple[Tick, str]]:
        """What is answered, by position."""
        data = self.cleaned_data
        return {
            one.position: (Tick(data[f"state_{one.position}"]), data[f"note_{one.position}"])
            for one in self.points
            if data[f"state_{one.position}"]
        }

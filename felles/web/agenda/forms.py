"""The small forms of an agenda. Each is sent by itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from felles.casework.queries import Candidate, Line
from felles.rules.meetings import RowKind
from felles.ui.forms import FellesForm


class MinutesField(forms.IntegerField):
    """How long something takes."""

    def __init__(self, initial: int | None = None) -> None:
        super().__init__(label=_("Minutter"), min_value=1, max_value=240, initial=initial)


class CandidatesForm(FellesForm):
    """Which of the cases that are ready the meeting takes up."""

    cases = forms.MultipleChoiceField(
        label=_("Saker som er klare"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én sak.")},
    )

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {one.row.public_id: one for one in candidates}
        choices = [(key, one.row.name) for key, one in self.candidates.items()]
        self.fields["cases"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[tuple[str, bool]]:
        """The chosen cases' public ids, each with whether it is to follow up."""
        return [(key, self.candidates[key].is_follow_up) for key in self.cleaned_data["cases"]]


class CommonForm(FellesForm):
    """A point for everybody."""

    title = forms.CharField(
        label=_("Hva handler punktet om?"),
        max_length=120,
        help_text=_("Alle i møtet ser dette. Skriv ingen navn."),
    )
    minutes = MinutesField(10)


class AnonymousForm(FellesForm):
    """A discussion without a name: nothing but how long it takes."""

    minutes = MinutesField(10)


class LineForm(FellesForm):
    """How long a line takes, when its guardians come, what to agree on."""

    minutes = MinutesField()
    guardians_at = forms.TimeField(
        label=_("Foresatte kommer klokka"),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Skriv klokkeslettet slik: 13.30.")},
    )
    question = forms.CharField(label=_("Hva skal vi bli enige om?"), max_length=300, required=False)

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        initial = {
            "minutes": line.row.minutes,
            "guardians_at": line.row.guardians_at,
            "question": line.item.question if line.item else "",
        }
        kwargs.setdefault("auto_id", f"{line.row.public_id}_%s")
        super().__init__(*args, initial=initial, **kwargs)
        if line.row.kind != RowKind.CASE:
            del self.fields["guardians_at"]
            del self.fields["question"]

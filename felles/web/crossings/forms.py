"""What is agreed on for a crossing, and the number of one day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from felles.activities.actions import CrossingText
from felles.rules.agent_week import WEEKDAYS
from felles.ui.forms import ChipRadios, DateField, FellesForm
from felles.web.meetings.forms import TimeField
from felles.web.week.forms import DAY_NAMES

if TYPE_CHECKING:
    from felles.people.models import Organisation

NO_CHILD = _("Skriv ikke navn på elever.")


class CrossingForm(FellesForm):
    """Day, time, where one meets and where the children are handed over."""

    mark = "none"
    weekday = forms.TypedChoiceField(
        label=_("Dag"),
        coerce=int,
        choices=[(day, DAY_NAMES[day]) for day in WEEKDAYS],
        widget=ChipRadios,
    )
    starts_at = TimeField(label=_("Klokka"))
    meet_at = forms.CharField(label=_("Hvor møtes dere?"), help_text=NO_CHILD, max_length=120)
    hand_over_at = forms.CharField(
        label=_("Hvor tar klubben imot?"), help_text=NO_CHILD, max_length=120
    )
    from_on = DateField(label=_("Første gang fra"))

    def text(self) -> CrossingText:
        """What is agreed on, from a form that is valid."""
        return CrossingText(**{name: self.cleaned_data[name] for name in CrossingForm.base_fields})


class NewCrossingForm(CrossingForm):
    """A proposal to the other side."""

    other = forms.ChoiceField(label=_("Hvem avtaler dere med?"))
    field_order = ("other", "weekday", "starts_at", "meet_at", "hand_over_at", "from_on")

    def __init__(self, *args: Any, others: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"] = forms.ChoiceField(
            label=_("Hvem avtaler dere med?"),
            choices=[(one.public_id, one.name) for one in others],
        )
        self.order_fields(self.field_order)

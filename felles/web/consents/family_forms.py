"""Forms about one guardian's way in, messages and exceptions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from felles.rules.consent import ExceptionKind
from felles.rules.families import LinkChannel
from felles.ui.forms import CardRadios, ChipRadios, DateField, FellesForm


class LinkForm(FellesForm):
    """How the link reaches the guardian."""

    mark = "none"
    channel = forms.ChoiceField(
        label=_("Hvordan sender dere lenken?"),
        choices=[(channel.value, capfirst(_(channel.label))) for channel in LinkChannel],
        widget=ChipRadios,
    )


class DoorForm(FellesForm):
    """Whether the guardian comes in, and why."""

    mark = "none"
    door = forms.ChoiceField(
        label=_("Familiens side for denne foresatte"),
        choices=[
            ("rule", _("Følger regelen")),
            ("open", _("Åpen")),
            ("closed", _("Stengt")),
        ],
        widget=CardRadios(
            {
                "rule": _("Åpen for den som har foreldreansvar. Stengt når adressen er sperret."),
                "open": _("Åpen også når adressen er sperret. Siden sier ikke noe om sted."),
                "closed": _("For eksempel når bekymringen gjelder den foresatte selv."),
            }
        ),
    )
    reason = forms.CharField(
        label=_("Hvorfor?"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )


class IdentityForm(FellesForm):
    """The identity number by which ID-porten finds the guardian. Never shown again."""

    mark = "none"
    number = forms.CharField(
        label=_("Fødselsnummer eller D-nummer"),
        help_text=_("Vi lagrer ikke nummeret, bare en kode som ID-porten kan kjennes igjen på."),
        max_length=14,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


class ExceptionForm(FellesForm):
    """Why one guardian's yes is not waited for, and until when."""

    mark = "none"
    kind = forms.ChoiceField(
        label=_("Hvorfor venter dere ikke på dette svaret?"),
        choices=[(kind.value, _(kind.label)) for kind in ExceptionKind],
        widget=CardRadios,
    )
    why = forms.CharField(
        label=_("Begrunnelse"),
        help_text=_("Hva har dere prøvd? Hvem har dere snakket med?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    until_on = DateField(label=_("Til og med"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].widget.attrs["min"] = on.isoformat()


class AnswerForm(FellesForm):
    """What the school answers a guardian."""

    mark = "none"
    answer = forms.CharField(
        label=_("Svar til den foresatte"), max_length=4000, widget=forms.Textarea({"rows": 3})
    )

"""Forms about guardians, and about address protection."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from felles.rules.consent import Authority
from felles.rules.people import Protection, Relation
from felles.ui.forms import CardRadios, ChipRadios, DateField, FellesForm
from felles.web.consents.texts import join_words

NEW_HOUSEHOLD = "new"


class GuardianForm(FellesForm):
    """A guardian whom no roster has brought."""

    mark = "optional"

    name = forms.CharField(label=_("Hva heter den foresatte?"), max_length=200)
    relation = forms.ChoiceField(
        label=_("Hva er den foresatte for eleven?"),
        choices=[(relation.value, capfirst(_(relation.label))) for relation in Relation],
        widget=ChipRadios,
    )
    # Filled with the households that are known.
    household = forms.ChoiceField()
    language = forms.CharField(
        label=_("Hvilket språk snakker den foresatte best?"),
        help_text=_("For eksempel norsk, polsk eller somali."),
        max_length=40,
        required=False,
    )
    needs_interpreter = forms.BooleanField(label=_("Trenger tolk"), required=False)
    phone = forms.CharField(
        label=_("Telefon"),
        max_length=32,
        required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
    )
    email = forms.EmailField(label=_("E-post"), required=False)

    def __init__(self, *args: Any, households: Iterable[tuple[int, list[str]]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = list(households)
        self.next_household = max((number for number, _names in known), default=0) + 1
        self.fields["household"] = forms.ChoiceField(
            label=_("Hvem bor den foresatte sammen med?"),
            choices=[
                *((str(number), join_words(names)) for number, names in known),
                (NEW_HOUSEHOLD, _("Ingen av de andre foresatte")),
            ],
            widget=forms.RadioSelect,
        )

    @property
    def household_number(self) -> int:
        """The number of the household, a new one for those who live apart."""
        chosen: str = self.cleaned_data["household"]
        return self.next_household if chosen == NEW_HOUSEHOLD else int(chosen)


class AuthorityForm(FellesForm):
    """Whether a guardian holds parental responsibility, and how that was checked."""

    authority = forms.ChoiceField(
        label=_("Hva viste det seg?"),
        choices=[(value.value, _(value.label)) for value in (Authority.HOLDS, Authority.HOLDS_NOT)],
        widget=CardRadios(
            hints={
                Authority.HOLDS.value: _("Må svare før noen tjeneste kan være med."),
                Authority.HOLDS_NOT.value: _("Svaret teller ikke. Ingen tilgang følger med."),
            }
        ),
    )
    how = forms.CharField(
        label=_("Hvordan sjekket dere det?"),
        help_text=_("For eksempel: Folkeregisteret, sjekket 24. november."),
        max_length=200,
    )


class EndForm(FellesForm):
    """The day on which a guardian's tie to the pupil ended."""

    ended_on = DateField(label=_("Når sluttet det?"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_ended_on(self) -> date:
        """A tie ends on a day that has come."""
        ended_on: date = self.cleaned_data["ended_on"]
        if ended_on > self.on:
            raise forms.ValidationError(_("Dato må være i dag eller tidligere."))
        return ended_on


class ProtectionForm(FellesForm):
    """The grade of address protection, and why it changes."""

    protection = forms.ChoiceField(
        label=_("Hvilken adressesperre gjelder?"),
        choices=[(str(value.value), _(value.label)) for value in Protection],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Hvorfor endrer dere den?"),
        help_text=_("Skriv hva dere bygger på, ikke hvor eleven bor."),
        max_length=200,
    )

    @property
    def chosen(self) -> Protection:
        """The grade."""
        return Protection(int(self.cleaned_data["protection"]))

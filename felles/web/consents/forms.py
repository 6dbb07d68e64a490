"""The question to the guardians."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from felles.ui.dates import day_long
from felles.ui.forms import DateField, FellesForm
from felles.web.consents.texts import SUGGESTED_DAYS

if TYPE_CHECKING:
    from felles.people.models import Organisation


def suggest_until(on: date, longest: int) -> date:
    """The last day of a consent asked for on ``on``, within what the district allows."""
    return on + timedelta(days=min(SUGGESTED_DAYS, longest))


class AskForm(FellesForm):
    """Which services, what for, and until when."""

    # Filled with the services of the school's innsatsteam.
    services = forms.MultipleChoiceField()
    purpose = forms.CharField(
        label=_("Hva skal dere hjelpe med?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Skriv hvorfor dere spør.")},
    )
    proposed_until = DateField(label=_("Hvor lenge skal samtykket vare?"))
    asked_on = DateField(label=_("Når spurte dere?"))

    def __init__(
        self,
        *args: Any,
        services: Iterable[Organisation],
        called: str,
        on: date,
        longest: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.last = on, on + timedelta(days=longest)
        self.of_services = {service.public_id: service for service in services}
        self.fields["services"] = forms.MultipleChoiceField(
            label=_("Hvilke tjenester trenger dere hjelp fra?"),
            help_text=_("Spør bare om dem dere trenger nå. Dere kan spørre på nytt senere."),
            choices=[(key, service.name) for key, service in self.of_services.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Velg minst én tjeneste å spørre om.")},
        )
        self.fields["purpose"].help_text = _(
            "Skriv slik at %(name)s og foreldrene kan lese det."
        ) % {"name": called}
        until = _("Forslaget er %(days)s dager. Senest %(day)s.")
        self.fields["proposed_until"].help_text = until % {
            "days": SUGGESTED_DAYS,
            "day": day_long(self.last),
        }

    def clean_asked_on(self) -> date:
        """Nobody has been asked in the time to come."""
        asked_on: date = self.cleaned_data["asked_on"]
        if asked_on > self.on:
            raise forms.ValidationError(_("Datoen dere spurte, kan ikke være fram i tid."))
        return asked_on

    def clean_proposed_until(self) -> date:
        """A consent lasts longer than today, and no longer than the district allows."""
        until: date = self.cleaned_data["proposed_until"]
        return check_until(until, self.on, self.last)

    @property
    def service_ids(self) -> list[int]:
        """Ids of the chosen services."""
        return [self.of_services[key].pk for key in self.cleaned_data["services"]]


def check_until(until: date, on: date, last: date) -> date:
    """Return the day.

    Raises:
        ValidationError: it is not to come, or too far away.
    """
    if until <= on:
        raise forms.ValidationError(_("Datoen må være senere enn i dag."))
    if until > last:
        raise forms.ValidationError(
            _("Samtykket kan ikke vare lenger enn til %(day)s.") % {"day": day_long(last)}
        )
    return until

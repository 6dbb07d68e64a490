"""Forms of the set-up of schools, services, teams and settings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from felles.rules.clocks import OFF_AT_ZERO, SettingKey
from felles.rules.meetings import REMIND_AT_MOST
from felles.rules.roles import SERVICE_KINDS, OrgKind
from felles.ui.forms import DateField, FellesForm

if TYPE_CHECKING:
    from felles.people.models import Organisation

KINDS = [
    ("", _("Velg type")),
    *((kind.value, _(kind.label)) for kind in OrgKind if kind in SERVICE_KINDS),
]
# What a setting may sensibly be; the unit is days, but for an age.
_LARGEST_DAYS = 1095
_LARGEST = {
    SettingKey.CHILD_HEARD_FROM: 18,
    SettingKey.MEETING_REMIND: REMIND_AT_MOST,
    SettingKey.OFFICE_WEEKDAY: 5,
    SettingKey.MEETING_TEAMS_A_DAY: 10,
    SettingKey.WAIT_GOAL: 52,
}


class SettingForm(FellesForm):
    """A new value, from a day on. Earlier values stay as history."""

    value = forms.IntegerField(label=_("Ny verdi"), min_value=1)
    from_on = DateField(label=_("Gjelder fra og med"))

    def __init__(self, *args: Any, key: SettingKey, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        largest = _LARGEST.get(key, _LARGEST_DAYS)
        self.fields["value"] = forms.IntegerField(
            label=_(key.label),
            min_value=0 if key in OFF_AT_ZERO else 1,
            max_value=largest,
            error_messages={
                "required": _("Skriv et tall."),
                "invalid": _("Skriv et helt tall."),
                "min_value": _("Tallet må være minst %(limit_value)s."),
                "max_value": _("Tallet kan ikke være større enn %(limit_value)s."),
            },
        )

    def clean_from_on(self) -> date:
        """What has been stays as it was."""
        from_on: date = self.cleaned_data["from_on"]
        if from_on < self.on:
            raise forms.ValidationError(_("Dato må være i dag eller senere."))
        return from_on


class ServiceForm(FellesForm):
    """A service that guardians can say yes or no to."""

    mark = "optional"

    name = forms.CharField(label=_("Hva heter tjenesten?"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Hva slags tjeneste er det?"),
        choices=KINDS,
        error_messages={"required": _("Velg hva slags tjeneste det er.")},
    )
    # Filled with the services that are known.
    parent = forms.ChoiceField(required=False)
    phone = forms.CharField(
        label=_("Telefon"),
        max_length=32,
        required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
    )
    hours = forms.CharField(
        label=_("Når kan noen ringe?"),
        help_text=_("For eksempel: hverdager 9–15."),
        max_length=80,
        required=False,
    )
    org_number = forms.RegexField(
        r"^\d{9}$",
        label=_("Organisasjonsnummer"),
        required=False,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={"invalid": _("Et organisasjonsnummer har ni siffer.")},
    )

    def __init__(self, *args: Any, parents: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_parents = {row.public_id: row for row in parents}
        self.fields["parent"] = forms.ChoiceField(
            label=_("Hører den under en annen tjeneste?"),
            help_text=_("Sier foresatte nei til den andre, gjelder neiet også her."),
            choices=[("", _("Nei")), *((row.public_id, row.name) for row in parents)],
            required=False,
        )

    @property
    def chosen_parent(self) -> Organisation | None:
        """The service above this one."""
        return self.of_parents.get(self.cleaned_data["parent"])


class TeamForm(FellesForm):
    """The services of an innsatsteam, and how often it meets. Nothing is chosen beforehand."""

    services = forms.MultipleChoiceField()
    cadence_weeks = forms.IntegerField(
        label=_("Hvor mange uker er det mellom møtene?"),
        help_text=_(
            "Veilederen sier både hver 4.–6. uke og hver andre eller tredje uke. "
            "Derfor velger hver skole selv."
        ),
        min_value=1,
        max_value=12,
        error_messages={
            "required": _("Skriv hvor mange uker det er mellom møtene."),
            "min_value": _("Skriv et tall fra 1 til 12."),
            "max_value": _("Skriv et tall fra 1 til 12."),
            "invalid": _("Skriv et tall fra 1 til 12."),
        },
    )

    def __init__(self, *args: Any, services: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_services = {row.public_id: row for row in services}
        self.fields["services"] = forms.MultipleChoiceField(
            label=_("Hvilke tjenester er faste medlemmer?"),
            help_text=_("Rektor, sosiallærer og sosialagent er alltid med."),
            choices=[(row.public_id, row.name) for row in services],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Velg minst én tjeneste.")},
        )

    @property
    def chosen(self) -> list[Organisation]:
        """The chosen services."""
        return [self.of_services[key] for key in self.cleaned_data["services"]]

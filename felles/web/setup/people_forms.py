"""Forms about people, their posts and their passwords."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from felles.rules.roles import Role
from felles.ui.forms import DateField, FellesForm

if TYPE_CHECKING:
    from felles.people.models import ClassGroup, Organisation


class SearchForm(FellesForm):
    """A name to look for. Sent as POST, so that no name stands in a log or an address."""

    mark = "none"

    text = forms.CharField(label=_("Navn eller brukernavn"), max_length=100, required=False)


class PasswordForm(FellesForm):
    """A new password for somebody. The person changes it nowhere else yet, so it is handed over."""

    password = forms.CharField(
        label=_("Nytt passord"),
        help_text=_("Minst 12 tegn. Gi det til personen selv, aldri på e-post."),
        max_length=128,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Refuse short and common passwords."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class PersonForm(FellesForm):
    """A new member of staff."""

    mark = "optional"

    name = forms.CharField(label=_("Hva heter personen?"), max_length=150)
    username = forms.RegexField(
        r"^[\w.@+-]+$",
        label=_("Brukernavn"),
        help_text=_("Det personen logger inn med. Gjerne e-postadressen."),
        max_length=150,
        error_messages={"invalid": _("Bruk bare bokstaver, tall og tegnene . @ + - _.")},
    )
    email = forms.EmailField(label=_("E-post"), required=False)
    phone = forms.CharField(
        label=_("Telefon"),
        help_text=_("Vises på skolens side."),
        max_length=32,
        required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
    )
    password = forms.CharField(
        label=_("Passord"),
        help_text=_("Minst 12 tegn. Uten passord kan ikke personen logge inn med passord."),
        max_length=128,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Refuse short and common passwords; none at all is allowed."""
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password)
        return password


class RoleForm(FellesForm):
    """First half of a new post: which role, acted for whom."""

    role = forms.ChoiceField(
        label=_("Hvilken rolle?"),
        choices=[("", _("Velg rolle")), *((role.value, capfirst(_(role.label))) for role in Role)],
        error_messages={"required": _("Velg en rolle.")},
    )
    # Filled with the organisations of the district.
    organisation = forms.ChoiceField()

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_organisations = {row.public_id: row for row in organisations}
        self.fields["organisation"] = forms.ChoiceField(
            label=_("Hvor arbeider personen?"),
            help_text=_("Den virksomheten personen handler for i denne rollen."),
            choices=[
                ("", _("Velg virksomhet")),
                *((row.public_id, row.name) for row in organisations),
            ],
            error_messages={"required": _("Velg hvor personen arbeider.")},
        )

    @property
    def chosen_role(self) -> Role:
        """The chosen role."""
        return Role(self.cleaned_data["role"])

    @property
    def chosen_organisation(self) -> Organisation:
        """The chosen organisation."""
        return self.of_organisations[self.cleaned_data["organisation"]]


class PostForm(FellesForm):
    """Second half of a new post: who pays, from when, and which schools or classes it covers."""

    mark = "optional"

    employer = forms.ChoiceField()
    schools = forms.MultipleChoiceField()
    classes = forms.MultipleChoiceField()
    from_on = DateField(label=_("Fra og med"))
    until_on = DateField(label=_("Til og med"), required=False)

    def __init__(
        self,
        *args: Any,
        employers: list[Organisation],
        schools: list[Organisation],
        classes: list[ClassGroup],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.of_employers = {row.public_id: row for row in employers}
        self.of_schools = {row.public_id: row for row in schools}
        self.of_classes = {row.public_id: row for row in classes}
        self.fields["employer"] = forms.ChoiceField(
            label=_("Hvem betaler lønna?"),
            help_text=_(
                "Sosialagenten arbeider på skolen, men er ansatt i barnevernet. "
                "Sier foresatte nei til arbeidsgiveren, er personen ute av saken."
            ),
            choices=[
                ("", _("Den samme virksomheten")),
                *((row.public_id, row.name) for row in employers),
            ],
            required=False,
        )
        self._offer("schools", _("Hvilke skoler dekker personen?"), self.of_schools)
        self._offer("classes", _("Hvilke klasser har personen ansvar for?"), self.of_classes)

    def _offer(self, name: str, label: Any, rows: dict[str, Any]) -> None:
        """Ask only where there is something to choose."""
        if not rows:
            del self.fields[name]
            return
        self.fields[name] = forms.MultipleChoiceField(
            label=label,
            choices=[(key, row.name) for key, row in rows.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Velg minst én.")},
        )

    def clean(self) -> dict[str, Any]:
        """A post ends after it begins."""
        data = self.cleaned_data
        begins, ends = data.get("from_on"), data.get("until_on")
        if begins and ends and ends < begins:
            self.add_error("until_on", _("Sluttdatoen kan ikke være før startdatoen."))
        return data

    @property
    def chosen_employer(self) -> Organisation | None:
        """Who pays; None when it is the one acted for."""
        return self.of_employers.get(self.cleaned_data["employer"])

    @property
    def chosen_schools(self) -> list[Organisation]:
        """The schools that the post covers."""
        return [self.of_schools[key] for key in self.cleaned_data.get("schools", ())]

    @property
    def chosen_classes(self) -> list[ClassGroup]:
        """The classes that the post answers for."""
        return [self.of_classes[key] for key in self.cleaned_data.get("classes", ())]


class EndPostForm(FellesForm):
    """The last day of a post."""

    until_on = DateField(label=_("Siste dag"))

    def __init__(self, *args: Any, from_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.from_on = from_on

    def clean_until_on(self) -> date:
        """A post ends after it begins."""
        until_on: date = self.cleaned_data["until_on"]
        if until_on < self.from_on:
            raise forms.ValidationError(_("Sluttdatoen kan ikke være før startdatoen."))
        return until_on

"""Forms of the import: the files, which school is which, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from felles.rules.identity import find_org_number
from felles.rules.reviews import ReviewKind, ReviewOutcome
from felles.rules.roster import SchoolRow
from felles.ui.forms import CardRadios, FellesForm
from felles.web.imports.uploads import safe_name

if TYPE_CHECKING:
    from felles.people.models import RosterReview

MOST_FILES = 40
ORDERS = [
    ("", _("Finn ut av filene")),
    ("dmy", _("Dag først: 24/11/2026")),
    ("mdy", _("Måned først: 11/24/2026")),
]
ENCODINGS = [
    ("", _("Finn ut av filene")),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", _("Windows (eldre Excel)")),
]


class ManyFiles(forms.FileInput):
    """One or several files."""

    allow_multiple_selected = True


class RosterFiles(forms.FileField):
    """A zip file, or the CSV files of one export."""

    default_error_messages = {
        "one_zip": _("Last opp én zip-fil, eller CSV-filene hver for seg."),
        "name": _("Filene må hete det de heter i eksporten, og ende på .csv eller .zip."),
        "twice": _("To av filene har samme navn."),
        "many": _("Det er for mange filer. Last opp CSV-filene fra én eksport."),
        "large": _("Filene er for store. Del eksporten på færre skoler."),
    }

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Check the files together."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        found: list[UploadedFile] = [super(RosterFiles, self).clean(one, initial) for one in files]
        if not found:
            super().clean(None, initial)
        names = [safe_name(file.name or "") for file in found]
        self._check("many", len(found) <= MOST_FILES)
        self._check("name", all(names))
        self._check("twice", len(set(names)) == len(names))
        self._check("one_zip", len(names) == 1 or not any(n.endswith(".zip") for n in names))
        self._check("large", sum(file.size or 0 for file in found) <= settings.ROSTER_MAX_BYTES)
        return found

    def _check(self, code: str, is_right: bool) -> None:
        if not is_right:
            raise forms.ValidationError(self.error_messages[code], code=code)


class UploadForm(FellesForm):
    """The files of one export, and how to read them when they do not say so themselves."""

    export = RosterFiles(
        label=_("Filer"),
        help_text=_("Én zip-fil, eller alle CSV-filene fra eksporten."),
        widget=ManyFiles(attrs={"accept": ".zip,.csv"}),
        error_messages={"required": _("Velg filene fra eksporten.")},
    )
    date_order = forms.ChoiceField(label=_("Datoer"), choices=ORDERS, required=False)
    encoding = forms.ChoiceField(label=_("Tegnkoding"), choices=ENCODINGS, required=False)


class SchoolsForm(FellesForm):
    """Which organisation number the schools have that Felles did not recognise."""

    def __init__(self, *args: Any, schools: Iterable[SchoolRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys: dict[str, str] = {}
        for number, row in enumerate(schools):
            name = f"school_{number}"
            self.keys[name] = row.key
            self.fields[name] = forms.CharField(
                label=row.name or _("Skole uten navn"),
                help_text=_("Organisasjonsnummer, ni siffer"),
                required=False,
                max_length=20,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        """Check that every number is one."""
        data = super().clean() or {}
        for name in self.keys:
            if data.get(name) and not find_org_number(data[name]):
                self.add_error(name, _("Dette er ikke et organisasjonsnummer."))
        return data

    def answers(self) -> dict[str, str]:
        """The numbers by the key of the school in the roster."""
        data = self.cleaned_data
        return {
            key: find_org_number(data[name]) for name, key in self.keys.items() if data.get(name)
        }


# Kind -> what the answers are called.
OUTCOMES: dict[ReviewKind, dict[ReviewOutcome, Any]] = {
    ReviewKind.GONE_WITH_OPEN_CASE: {
        ReviewOutcome.APPLIED: _("Ja, eleven har sluttet"),
        ReviewOutcome.KEPT: _("Nei, eleven går her"),
    },
    ReviewKind.MOVED_WITH_OPEN_CASE: {
        ReviewOutcome.APPLIED: _("Ja, eleven har sluttet hos oss"),
        ReviewOutcome.KEPT: _("Nei, eleven går her"),
    },
    ReviewKind.CLASS_WITH_CASE: {
        ReviewOutcome.APPLIED: _("Ja, kontaktlæreren skal se saken"),
        ReviewOutcome.KEPT: _("Nei, bare de vi navngir"),
    },
    ReviewKind.PROTECTION_CLEARED: {
        ReviewOutcome.APPLIED: _("Ja, ta bort adressesperren"),
        ReviewOutcome.KEPT: _("Nei, adressesperren skal stå"),
    },
}


class SettleForm(FellesForm):
    """What a person decides about something that a roster left, and why."""

    mark = "optional"
    note = forms.CharField(
        label=_("Merknad"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Hva dere bygger på. Foresatte kan få se det."),
    )

    def __init__(self, *args: Any, review: RosterReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = ReviewKind(review.kind)
        self.fixed = kind.outcomes[0] if len(kind.outcomes) == 1 else None
        if self.fixed is None:
            choices = [(one.value, OUTCOMES[kind][one]) for one in kind.outcomes]
            self.fields["outcome"] = forms.ChoiceField(
                label=_(kind.question), choices=choices, widget=CardRadios()
            )
            self.order_fields(["outcome", "note"])

    def outcome(self) -> ReviewOutcome:
        """The answer: the only one there is, or the chosen one."""
        return self.fixed or ReviewOutcome(self.cleaned_data["outcome"])

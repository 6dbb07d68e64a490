"""A discussion without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from felles.rules.discussion import Band
from felles.rules.roles import Topic
from felles.ui.forms import ChipCheckboxes, ChipRadios, FellesForm
from felles.web.schools.checked import Aid, Checked

if TYPE_CHECKING:
    from felles.people.models import Organisation

REFUSED = _(
    "Ta bort fødselsnummer, telefonnummer og e-postadresse. De skal ikke stå her. "
    "Vi har merket dem under «Sjekk teksten»."
)
LOOK = _(
    "Noe her kan peke på et barn. Vi har merket det under «Sjekk teksten». "
    "Ta det bort, eller bekreft at du har sett over teksten."
)


class AnonymousForm(FellesForm):
    """Themes, a band of years and the advice. No field can lead to a pupil."""

    school = forms.ChoiceField(label=_("Hvilken skole?"))
    themes = forms.MultipleChoiceField(
        label=_("Hva handlet det om?"),
        choices=[(str(topic.value), _(topic.label)) for topic in Topic],
        widget=ChipCheckboxes,
        error_messages={"required": _("Velg minst ett tema.")},
    )
    grades = forms.ChoiceField(
        label=_("Hvilke trinn?"),
        choices=[(band.value, _(band.label)) for band in Band],
        widget=ChipRadios,
    )
    advice = forms.CharField(
        label=_("Hvilke råd kom dere fram til?"),
        help_text=_("Ikke skriv navn, klasse eller annet som peker på et barn."),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(label=_("Jeg har sett over teksten"), required=False)

    def __init__(self, *args: Any, schools: list[Organisation], aid: Aid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aid = aid
        self.checked: Checked | None = None
        self.of_schools = {school.public_id: school for school in schools}
        self.fields["school"] = forms.ChoiceField(
            label=_("Hvilken skole?"),
            choices=[("", _("Velg skole")), *((s.public_id, s.name) for s in schools)],
            required=len(schools) > 1,
        )
        if len(schools) < 2:
            del self.fields["school"]

    @property
    def school_id(self) -> int | None:
        """The chosen school; None for those who cover a single one."""
        chosen = self.cleaned_data.get("school")
        return self.of_schools[chosen].pk if chosen else None

    def clean_advice(self) -> str:
        """The text as it is looked over and kept: without signs that nobody sees."""
        self.checked = self.aid.check(self.cleaned_data["advice"])
        return self.checked.text

    def clean(self) -> dict[str, Any]:
        """Refuse numbers and addresses; let the writer decide on all else that is marked."""
        data = self.cleaned_data
        if self.checked is None or not self.checked.marks:
            return data
        if self.checked.is_refused:
            self.add_error("advice", REFUSED)
        elif not (data.get("confirmed") and self.checked.was_seen(data.get("seen", ""))):
            self.add_error("advice", LOOK)
        return data

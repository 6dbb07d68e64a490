"""A discussion without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from felles.rules.roles import Topic
from felles.ui.forms import ChipCheckboxes, ChipRadios, FellesForm
from felles.web.schools.marks import find_marks, has_identity_number

if TYPE_CHECKING:
    from felles.people.models import Organisation

# Wide bands: a single year at a small school can point to a child.
GRADES = [("1-4", _("1.–4. trinn")), ("5-7", _("5.–7. trinn"))]


class AnonymousForm(FellesForm):
    """Themes, a band of years and the advice. No field can lead to a pupil."""

    school = forms.ChoiceField(label=_("Hvilken skole?"))
    themes = forms.MultipleChoiceField(
        label=_("Hva handlet det om?"),
        choices=[(str(topic.value), _(topic.label)) for topic in Topic],
        widget=ChipCheckboxes,
        error_messages={"required": _("Velg minst ett tema.")},
    )
    grades = forms.ChoiceField(label=_("Hvilke trinn?"), choices=GRADES, widget=ChipRadios)
    advice = forms.CharField(
        label=_("Hvilke råd kom dere fram til?"),
        help_text=_("Ikke skriv navn, klasse eller annet som peker på et barn."),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        label=_("Jeg har sett over. Ordene peker ikke på et barn."), required=False
    )

    def __init__(
        self,
        *args: Any,
        schools: list[Organisation],
        names: frozenset[str],
        known: frozenset[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names, self.known, self.marks = names, known, list[str]()
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

    def clean(self) -> dict[str, Any]:
        """Warn about what may point to a child. The writer may have good reasons and goes on."""
        data = self.cleaned_data
        text = data.get("advice", "")
        if has_identity_number(text):
            self.add_error("advice", _("Ta bort fødselsnummeret. Det skal aldri stå her."))
            return data
        self.marks = find_marks(text, self.names, self.known)
        looked_at = set(data.get("seen", "").split("|")) if data.get("confirmed") else set()
        if not set(self.marks) <= looked_at:
            words = ", ".join(self.marks)
            self.add_error(
                "advice",
                _("Dette kan peke på et barn: %(words)s. Ta det bort, eller se over og bekreft.")
                % {"words": words},
            )
        return data

"""A note from the school yard: chips, and a short text for those who want one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from felles.activities.actions import Seen
from felles.rules.outreach import TEXT_LONGEST, Arena, HowMany, Level, What
from felles.ui.forms import ChipRadios, FellesForm
from felles.web.schools.checked import Aid, Checked
from felles.web.schools.forms import REFUSED

LOOK = _(
    "Noe her kan peke på et barn. Vi har merket det under «Sjekk teksten». "
    "Ta det bort, eller si at du har lest."
)
_KEY = re.compile(r"[A-Za-z0-9_-]{8,40}")


class OutreachForm(FellesForm):
    """Three chips, a level that may be left out, and a nameless text. No field leads to a pupil."""

    mark = "optional"

    arena = forms.ChoiceField(
        label=_("Hvor er du?"), choices=[(one.value, _(one.label)) for one in Arena],
        widget=ChipRadios,
    )  # fmt: skip
    what = forms.ChoiceField(
        label=_("Hva ser du?"), choices=[(one.value, _(one.label)) for one in What],
        widget=ChipRadios,
    )  # fmt: skip
    how_many = forms.ChoiceField(
        label=_("Hvor mange barn?"), choices=[(one.value, _(one.label)) for one in HowMany],
        widget=ChipRadios,
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("Hva jobbet du med?"),
        help_text=_("Svarer du ikke, velger vi etter antallet."),
        choices=[(one.value, _(one.label)) for one in Level],
        widget=ChipRadios,
        required=False,
    )
    text = forms.CharField(
        label=_("Noen ord"),
        help_text=_("Ikke skriv navn, klasse eller annet som peker på et barn."),
        max_length=TEXT_LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        label=_("Jeg har lest teksten. Den peker ikke på noe barn."), required=False
    )
    client_key = forms.CharField(widget=forms.HiddenInput)
    school = forms.CharField(required=False, widget=forms.HiddenInput)
    noted_at = forms.CharField(required=False, widget=forms.HiddenInput)
    sent_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, aid: Aid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aid = aid
        self.checked: Checked | None = None

    def clean_text(self) -> str:
        """The text as it is looked over and kept: without signs that nobody sees."""
        text = self.cleaned_data["text"]
        if not text:
            return ""
        self.checked = self.aid.check(text)
        return self.checked.text

    def clean_client_key(self) -> str:
        """The note's own key: a random word of the page or of the phone."""
        key = str(self.cleaned_data["client_key"])
        if not _KEY.fullmatch(key):
            raise forms.ValidationError(_("Siden er for gammel. Åpne den på nytt."))
        return key

    def clean(self) -> dict[str, Any]:
        """Refuse numbers and addresses; let the writer decide on all else that is marked."""
        data = self.cleaned_data
        if self.checked is None or not self.checked.marks:
            return data
        if self.checked.is_refused:
            self.add_error("text", REFUSED)
        elif not (data.get("confirmed") and self.checked.was_seen(data.get("seen", ""))):
            self.add_error("text", LOOK)
        return data

    @property
    def needs_look(self) -> bool:
        """True when the text is all that stands between the note and being kept."""
        return set(self.errors) == {"text"}

    def said(self) -> Seen:
        """What was seen, from a form that is valid."""
        data = self.cleaned_data
        return Seen(
            arena=Arena(data["arena"]),
            what=What(data["what"]),
            how_many=HowMany(data["how_many"]),
            level=Level(data["level"]) if data["level"] else None,
            text=data["text"],
        )

    def instant(self, name: str) -> datetime | None:
        """An instant by the phone's clock, sent in milliseconds; None when it is of no use."""
        try:
            return datetime.fromtimestamp(int(self.cleaned_data.get(name) or "") / 1000, UTC)
        except (ValueError, OverflowError, OSError):
            return None

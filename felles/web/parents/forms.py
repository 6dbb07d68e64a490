"""Forms of the events for parents and of the school's page."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from felles.activities.actions import Counts, EventText, PageText
from felles.rules.access import OSLO
from felles.rules.parents import (
    MOST_CAME,
    MOST_WEEKS,
    WORDS_LONGEST,
    EventKind,
    Interpreting,
    may_be_counts,
    may_set_times,
)
from felles.ui.forms import ChipCheckboxes, ChipRadios, DateField, FellesForm
from felles.ui.papers import LANGUAGES
from felles.web.meetings.forms import TimeField
from felles.web.parents.common import NO_NAMES, NamelessForm

if TYPE_CHECKING:
    from felles.activities.models import ParentEvent, SchoolPage

OTHER = "other"
COUNT = "came_"


def language_label(code: str) -> str:
    """A language as staff call it."""
    return gettext(LANGUAGES[code]) if code in LANGUAGES else gettext("et annet språk")


def _languages() -> list[tuple[str, str]]:
    return [(code, language_label(code).capitalize()) for code in (*LANGUAGES, OTHER)]


class EventForm(NamelessForm):
    """What is planned. Most fields may be left as they are."""

    mark = "optional"
    own_text = "words"

    kind = forms.ChoiceField(
        label=_("Hva slags treff?"),
        choices=[(kind.value, _(kind.label)) for kind in EventKind],
        widget=ChipRadios,
    )
    title = forms.CharField(
        label=_("Tema eller navn"), max_length=120, required=False, help_text=NO_NAMES
    )
    on = DateField(label=_("Dato"))
    starts = TimeField(label=_("Begynner"))
    ends = TimeField(label=_("Slutter"))
    place = forms.CharField(label=_("Sted"), max_length=120)
    every_weeks = forms.IntegerField(
        label=_("Hvor mange uker er det mellom hver gang?"),
        help_text=_("Bare for et fast tilbud. 1 betyr hver uke."),
        required=False,
        min_value=1,
        max_value=MOST_WEEKS,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Velg et tall fra 1 til 8 uker.")
        ),
    )
    until_on = DateField(label=_("Siste dag for tilbudet"), required=False)
    wanted = forms.MultipleChoiceField(
        label=_("Tolk må bestilles"), required=False, widget=ChipCheckboxes
    )
    ordered = forms.MultipleChoiceField(
        label=_("Tolk er bestilt"), required=False, widget=ChipCheckboxes
    )
    child_care = forms.BooleanField(label=_("Vi passer barna"), required=False)
    food = forms.BooleanField(label=_("Det blir mat"), required=False)
    agent_comes = forms.BooleanField(label=_("Sosialagenten er med"), required=False)
    invited_by = forms.CharField(
        label=_("Hvem inviterer?"),
        max_length=120,
        required=False,
        help_text=_("For eksempel «Skolen og FAU»."),
    )
    phone = forms.CharField(
        label=_("Telefon for spørsmål"),
        max_length=32,
        required=False,
        help_text=_("Står feltet tomt, bruker vi skolens nummer."),
    )
    words = forms.CharField(
        label=_("Egne ord til foreldrene"),
        help_text=_("Skriv på bokmål. Brev på andre språk sier at dette står på norsk.")
        + " "
        + NO_NAMES,
        max_length=WORDS_LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    is_public = forms.BooleanField(
        label=_("Vis treffet for alle på nett"),
        help_text=_("Da kan brevet ha en lenke, og treffet står på skolens side."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("wanted", "ordered"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- set above
            field.choices = _languages()

    def clean(self) -> dict[str, Any]:
        """The rule says which times can be."""
        data = super().clean()
        if {"kind", "on", "starts", "ends"} <= data.keys():
            again = (data.get("every_weeks"), data.get("until_on"))
            found = may_set_times(
                EventKind(data["kind"]), self._at(data["starts"]), self._at(data["ends"]), again
            )
            if not found:
                self.add_error("ends" if again == (None, None) else "every_weeks", _(found.reason))
        return data

    def _at(self, clock: time) -> datetime:
        return datetime.combine(self.cleaned_data["on"], clock, OSLO)

    def said(self) -> EventText:
        """What was planned, from a form that is valid."""
        data = self.cleaned_data
        languages = dict.fromkeys(data["wanted"], Interpreting.WANTED)
        languages |= dict.fromkeys(data["ordered"], Interpreting.ORDERED)
        names = ("place", "title", "every_weeks", "until_on", "invited_by", "phone", "words")
        flags = ("child_care", "food", "agent_comes", "is_public")
        return EventText(
            kind=EventKind(data["kind"]),
            starts_at=self._at(data["starts"]),
            ends_at=self._at(data["ends"]),
            languages=languages,
            **{name: data[name] for name in (*names, *flags)},
        )


def event_initial(event: ParentEvent) -> dict[str, Any]:
    """The form of an event that stands already."""
    names = (
        "kind title place every_weeks until_on invited_by phone words "
        "child_care food agent_comes is_public"
    )
    starts, ends = event.starts_at.astimezone(OSLO), event.ends_at.astimezone(OSLO)
    of_state: dict[str, list[str]] = {}
    for row in event.languages.all():
        of_state.setdefault(row.interpreting, []).append(row.language)
    return {
        **{name: getattr(event, name) for name in names.split()},
        "on": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "wanted": of_state.get(Interpreting.WANTED.value, []),
        "ordered": of_state.get(Interpreting.ORDERED.value, []),
    }


def _number(label: Any, *, is_required: bool, hint: Any = "") -> forms.IntegerField:
    wrong = _("Skriv et tall fra 0 til 2000.")
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=is_required,
        min_value=0,
        max_value=MOST_CAME,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


class CountForm(NamelessForm):
    """How many came, of which languages, and one thing that was learned. Nobody's name."""

    mark = "none"
    own_text = "learned"

    came = _number(_("Hvor mange voksne kom?"), is_required=True)
    learned = forms.CharField(
        label=_("Én ting dere lærte"),
        help_text=_("Hva gjør dere likt eller annerledes neste gang?") + " " + NO_NAMES,
        max_length=WORDS_LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, event: ParentEvent, **kwargs: Any) -> None:
        rows = {row.language: row for row in event.languages.all()}
        initial: dict[str, Any] = {"came": event.came, "learned": event.learned}
        initial |= {f"{COUNT}{code}": row.came for code, row in rows.items()}
        super().__init__(*args, initial=initial, **kwargs)
        # Those that the event planned for stand first.
        self.planned = [code for code in (*LANGUAGES, OTHER) if code in rows]
        self.others = [code for code in (*LANGUAGES, OTHER) if code not in rows]
        for code in (*self.planned, *self.others):
            label = language_label(code).capitalize()
            self.fields[f"{COUNT}{code}"] = _number(label, is_required=False)
        if event.every_weeks:
            self.fields["came"].label = _("Hvor mange voksne kommer, til vanlig?")

    def clean(self) -> dict[str, Any]:
        """The rule says which numbers can be right."""
        data = super().clean()
        if data.get("came") is not None:
            found = may_be_counts(data["came"], self._of_languages().values())
            if not found:
                self.add_error("came", _(found.reason))
        return data

    def _of_languages(self) -> dict[str, int]:
        found = {code: self.cleaned_data.get(f"{COUNT}{code}") for code in (*LANGUAGES, OTHER)}
        return {code: number for code, number in found.items() if number is not None}

    def said(self) -> Counts:
        """What was counted, from a form that is valid."""
        data = self.cleaned_data
        return Counts(data["came"], self._of_languages(), data["learned"])

    @property
    def planned_fields(self) -> list[forms.BoundField]:
        """The languages that the event planned for."""
        return [self[f"{COUNT}{code}"] for code in self.planned]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """All other languages."""
        return [self[f"{COUNT}{code}"] for code in self.others]

    @property
    def has_others(self) -> bool:
        """True when one of the others is filled in, or wrong."""
        return any(bound.value() or bound.errors for bound in self.other_fields)


class SchoolPageForm(NamelessForm):
    """The school's own words on its public page."""

    mark = "optional"
    own_text = "about"

    about = forms.CharField(
        label=_("Skolens egne ord"),
        help_text=_("Skriv kort, på bokmål. Det står under det vi skriver på ti språk.")
        + " "
        + NO_NAMES,
        max_length=1200,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    reach = forms.CharField(
        label=_("Hvor finner foreldre dere?"),
        help_text=_("For eksempel «Rom 12, ved hovedinngangen»."),
        max_length=300,
        required=False,
    )
    phone = forms.CharField(
        label=_("Telefon"),
        help_text=_("Står feltet tomt, viser vi skolens nummer."),
        max_length=32,
        required=False,
    )
    email = forms.EmailField(
        label=_("E-post"),
        required=False,
        error_messages={"invalid": _("Skriv e-postadressen slik: navn@skole.example.")},
    )
    names_agent = forms.BooleanField(
        label=_("Vis navnet på sosialagenten"),
        help_text=_("Alle kan lese siden. Spør sosialagenten først."),
        required=False,
    )
    is_published = forms.BooleanField(label=_("Siden er åpen for alle"), required=False)

    def said(self) -> PageText:
        """What was written, from a form that is valid."""
        names = ("about", "reach", "phone", "email", "names_agent", "is_published")
        return PageText(**{name: self.cleaned_data[name] for name in names})


def page_initial(page: SchoolPage | None) -> dict[str, Any]:
    """The form of the page as it stands."""
    if page is None:
        return {}
    names = ("about", "reach", "phone", "email", "names_agent", "is_published")
    return {name: getattr(page, name) for name in names}


class LetterForm(FellesForm):
    """In which languages the letter is printed."""

    mark = "none"
    sprak = forms.MultipleChoiceField(
        label=_("Hvilke språk?"),
        widget=ChipCheckboxes,
        error_messages={"required": _("Velg minst ett språk.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sprak"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- set above
        field.choices = [(code, language_label(code).capitalize()) for code in LANGUAGES]

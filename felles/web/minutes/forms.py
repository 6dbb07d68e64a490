"""The forms of minutes and of meetings with families. They ask; the actions' rules decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from felles.rules.meetings import InterpreterState
from felles.rules.roles import Audience
from felles.ui.forms import CardRadios, ChipCheckboxes, ChipRadios, DateField, FellesForm
from felles.ui.papers import LANGUAGES
from felles.web.cases.forms import WRITE_SO, Choices, offer, text_field, topic_field

APART = "apart"


class MinutesForm(FellesForm):
    """The text of the minutes, what it is about, and how far it may travel."""

    mark = "none"
    text = text_field(_("Hva ble dere enige om, og hvorfor?"), rows=10)
    topic = topic_field()
    audience = forms.TypedChoiceField(
        label=_("Hvem kan lese referatet?"),
        choices=[(one.value, _(one.label)) for one in (Audience.TEAM, Audience.SCHOOL)],
        coerce=lambda value: Audience(int(value)),
        widget=CardRadios(
            hints={
                str(Audience.TEAM.value): _("Bare tjenester som foresatte har sagt ja til."),
            }
        ),
    )

    def __init__(self, *args: Any, called: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = WRITE_SO % {"name": called}


class CorrectForm(FellesForm):
    """Why approved minutes must be put right."""

    mark = "none"
    why = text_field(
        _("Hva er feil?"),
        _("Den gamle versjonen blir stående. Her sier du hvorfor det kommer en ny."),
        rows=3,
    )


class TimeField(forms.TimeField):
    """A time of the day, as the browser gives it or as it is typed here."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            input_formats=["%H:%M", "%H.%M"],
            widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
            error_messages={"invalid": _("Skriv klokkeslettet slik: 13.30.")},
        )


def language_field() -> Any:
    """The language that the meeting is held in."""
    return forms.ChoiceField(
        label=_("Språk i møtet"), choices=[("", _("Velg språk")), *_languages()], required=False
    )


def _languages() -> list[tuple[str, Any]]:
    return [(code, _(label)) for code, label in LANGUAGES.items()]


class WhenForm(FellesForm):
    """When and where the family is met, and whether the pupil comes."""

    mark = "optional"
    on = DateField(label=_("Hvilken dag?"))
    clock = TimeField(_("Når begynner det?"))
    minutes = forms.IntegerField(
        label=_("Hvor lenge varer det, i minutter?"), min_value=5, max_value=240
    )
    place = forms.CharField(
        label=_("Hvor?"),
        max_length=120,
        required=False,
        help_text=_("Foresatte ser dette. Skriv rom og bygning."),
    )
    pupil_comes = forms.BooleanField(required=False)

    def __init__(self, *args: Any, called: str, is_protected: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pupil_comes"].label = gettext("%(name)s er med i møtet") % {"name": called}
        if is_protected:
            self.fields["place"].help_text = gettext(
                "Eleven har adressesperre. Stedet står aldri på papir eller familiens side. "
                "Fortell det til dem som skal komme."
            )

    def when(self) -> dict[str, Any]:
        """The answers as the actions take them."""
        data = self.cleaned_data
        return {
            "starts_at": local_moment(data["on"], data["clock"]),
            "minutes": data["minutes"],
            "place": data["place"],
            "pupil_comes": data["pupil_comes"],
        }


def local_moment(on: date, clock: time) -> datetime:
    """A day and a time of the day here."""
    return timezone.make_aware(datetime.combine(on, clock))


class PlanForm(WhenForm):
    """Everything about a new meeting: with whom, in which meeting, in which language."""

    guests = forms.MultipleChoiceField(
        label=_("Hvem av de foresatte skal komme?"),
        widget=ChipCheckboxes(),
        error_messages={"required": _("Velg hvem av de foresatte som skal komme.")},
    )
    together = forms.BooleanField(
        label=_("De bor ikke sammen, og vil selv møtes samtidig"), required=False
    )
    item = forms.ChoiceField(label=_("Hvilket møte?"), required=False, widget=forms.RadioSelect())
    language = language_field()
    needs_interpreter = forms.ChoiceField(
        label=_("Trenger dere tolk?"),
        help_text=_("Barn og slektninger skal ikke tolke. Bestill en kvalifisert tolk."),
        choices=[("yes", _("Ja")), ("no", _("Nei"))],
        widget=ChipRadios(),
    )
    field_order = (
        "guests", "together", "item", "on", "clock", "minutes", "place", "pupil_comes",
        "needs_interpreter", "language",
    )  # fmt: skip

    def __init__(
        self, *args: Any, guests: Choices, items: Choices, live_apart: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "guests", guests)
        if not live_apart:
            del self.fields["together"]
        chosen = list(items)
        offer(self, "item", [(APART, gettext("Et eget møte")), *chosen])
        if not chosen:
            del self.fields["item"]

    def clean(self) -> dict[str, Any]:
        """An interpreter needs a language."""
        data = super().clean() or {}
        if data.get("needs_interpreter") == "yes" and not data.get("language"):
            self.add_error("language", _("Velg språket tolken skal kunne."))
        return data


class InterpreterForm(FellesForm):
    """How far the order of an interpreter has come."""

    mark = "optional"
    state = forms.TypedChoiceField(
        label=_("Hvor langt er dere kommet?"),
        choices=[(state.value, _(state.label)) for state in InterpreterState],
        coerce=InterpreterState,
        widget=CardRadios(),
    )
    language = language_field()
    note = forms.CharField(
        label=_("Navn på tolken, eller nummer på bestillingen"), max_length=200, required=False
    )

    def clean(self) -> dict[str, Any]:
        """A confirmed interpreter has a name or a number, and every one a language."""
        data = super().clean() or {}
        state = data.get("state")
        if state is InterpreterState.CONFIRMED and not data.get("note", "").strip():
            self.add_error("note", _("Skriv navnet på tolken eller nummeret på bestillingen."))
        if state not in (None, InterpreterState.NOT_NEEDED) and not data.get("language"):
            self.add_error("language", _("Velg språket tolken skal kunne."))
        return data


class CancelForm(FellesForm):
    """Why the meeting is cancelled, for the school."""

    mark = "optional"
    reason = text_field(_("Hvorfor?"), _("Bare skolen ser dette."), required=False, rows=2)


class CloseForm(FellesForm):
    """That the meeting was held and who came, or why it was not."""

    YES, NO = "yes", "no"
    mark = "none"
    is_held = forms.ChoiceField(
        label=_("Ble møtet holdt?"),
        choices=[(YES, _("Ja")), (NO, _("Nei"))],
        widget=ChipRadios(),
    )
    came = forms.MultipleChoiceField(label=_("Hvem kom?"), required=False, widget=ChipCheckboxes())
    note = text_field(_("Hva ble dere enige om?"), required=False)
    reason_not = text_field(_("Hvorfor ikke?"), required=False, rows=2)

    def __init__(self, *args: Any, guests: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "came", guests)

    def clean(self) -> dict[str, Any]:
        """Ask for who came, or for the reason. What belongs to the other answer does not count."""
        data = super().clean() or {}
        if data.get("is_held") == self.YES:
            data["reason_not"] = ""
            if not data.get("came"):
                self.add_error("came", _("Kryss av for hvem som kom."))
        elif data.get("is_held") == self.NO:
            data["came"] = []
            if not data.get("reason_not", "").strip():
                self.add_error("reason_not", _("Skriv hvorfor dere ikke møttes."))
        return data

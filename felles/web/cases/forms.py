"""The forms of a case. They ask; the actions' rules decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from felles.rules.roles import Audience, Topic
from felles.ui.forms import CardRadios, ChipRadios, DateField, FellesForm
from felles.web.cases.words import RATING_LABELS, TALK_LABELS

Choices = Iterable[tuple[Any, Any]]
WRITE_SO = _("Skriv slik at %(name)s og foreldrene kan lese det.")


def text_field(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 4) -> Any:
    """A field for more than a line."""
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget)


def topic_field() -> Any:
    """The topic, which decides what consent lets pass. Never chosen beforehand."""
    return forms.TypedChoiceField(
        label=_("Hva handler det mest om?"),
        help_text=_("Foresatte kan ha sagt nei til at noen temaer deles."),
        choices=[(topic.value, _(topic.label)) for topic in Topic],
        coerce=lambda value: Topic(int(value)),
        widget=ChipRadios(),
    )


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Fill in the choices of a field, which only the view knows."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


def limit_topics(form: forms.Form, topics: Iterable[Topic]) -> None:
    """Offer only the topics that the guardians allow the writer."""
    offer(form, "topic", [(topic.value, gettext(topic.label)) for topic in sorted(topics)])


class NoteForm(FellesForm):
    """A note, what it is about, and how far it may travel."""

    mark = "optional"
    text = text_field(_("Notat"), rows=6)
    topic = topic_field()
    audience = forms.TypedChoiceField(
        label=_("Hvem kan lese det?"),
        choices=[
            (item.value, _(item.label))
            for item in (Audience.SCHOOL, Audience.TEAM, Audience.RESTRICTED)
        ],
        coerce=lambda value: Audience(int(value)),
        initial=Audience.SCHOOL.value,
        widget=CardRadios(
            hints={
                str(Audience.TEAM.value): _("Bare tjenester som foresatte har sagt ja til."),
                str(Audience.RESTRICTED.value): _("Andre ser ikke at notatet finnes."),
            }
        ),
    )

    def __init__(
        self, *args: Any, called: str, is_school: bool, topics: Iterable[Topic], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = WRITE_SO % {"name": called}
        if not is_school:
            del self.fields["audience"]
            limit_topics(self, topics)


class TalkForm(FellesForm):
    """A talk on a day, or why there was none."""

    YES, NO = "yes", "no"
    mark = "optional"
    kind = forms.ChoiceField(
        label=_("Hva slags samtale?"), choices=list(TALK_LABELS.items()), widget=ChipRadios()
    )
    is_held = forms.ChoiceField(
        label=_("Har dere snakket sammen?"),
        choices=[(YES, _("Ja")), (NO, _("Nei, ikke ennå"))],
        widget=ChipRadios(),
    )
    held_on = DateField(label=_("Når?"), required=False)
    guardian = forms.TypedChoiceField(
        label=_("Hvilken foresatt?"), required=False, coerce=int, empty_value=None
    )
    who = forms.CharField(label=_("Hvem var med?"), max_length=200, required=False)
    interpreter = forms.CharField(
        label=_("Brukte dere tolk? Skriv språket"), max_length=120, required=False
    )
    note = text_field(_("Hva snakket dere om?"), required=False)
    reason_not = text_field(
        _("Hvorfor ikke?"),
        _("Er dere redde for barnet, varsler dere barnevernet før dere snakker med foresatte."),
        required=False,
        rows=2,
    )

    def __init__(self, *args: Any, guardians: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "guardian", [("", _("Flere, eller en annen")), *guardians])

    def clean(self) -> dict[str, Any]:
        """Ask for the day, or for the reason. What belongs to the other answer does not count."""
        data = super().clean() or {}
        if data.get("is_held") == self.YES:
            data["reason_not"] = ""
            if not data.get("held_on") and "held_on" not in self.errors:
                self.add_error("held_on", _("Skriv når dere snakket sammen."))
        elif data.get("is_held") == self.NO:
            data["held_on"] = None
            if not data.get("reason_not", "").strip():
                self.add_error("reason_not", _("Skriv hvorfor dere ikke har snakket sammen."))
        return data


class ContactForm(FellesForm):
    """Contact with a service between meetings: with which, on what, and what came of it.

    A service that may not be contacted stands there with the reason, so that nobody wonders.
    """

    mark = "none"
    service = forms.ChoiceField(label=_("Hvilken tjeneste?"))
    topic = topic_field()
    held_on = DateField(label=_("Når?"))
    who = forms.CharField(label=_("Hvem snakket dere med?"), max_length=200)
    text = text_field(_("Hva snakket dere om, og hva ble dere enige om?"))
    audience = forms.TypedChoiceField(
        label=_("Hvem kan lese det?"),
        choices=[
            (Audience.TEAM.value, _("Skolen og tjenesten dere snakket med")),
            (Audience.SCHOOL.value, _(Audience.SCHOOL.label)),
        ],
        coerce=lambda value: Audience(int(value)),
        initial=Audience.TEAM.value,
        widget=CardRadios(
            hints={
                str(Audience.TEAM.value): _(
                    "Tjenesten ser det så lenge saken er hos innsatsteamet og samtykket gjelder. "
                    "Andre tjenester ser det ikke."
                )
            }
        ),
    )

    def __init__(
        self, *args: Any, called: str, services: Choices, hints: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = WRITE_SO % {"name": called}
        self.fields["topic"].label = _("Hva handlet det mest om?")
        self.fields["service"] = forms.ChoiceField(
            label=_("Hvilken tjeneste?"),
            choices=list(services),
            widget=CardRadios(hints=dict(hints)),
            error_messages={"required": _("Velg hvilken tjeneste dere snakket med.")},
        )


class VoiceForm(FellesForm):
    """The pupil's own words, and what the pupil does not want passed on."""

    mark = "optional"
    said = text_field("")
    good = text_field(_("Hva er bra?"), required=False, rows=2)
    wish = text_field("", required=False, rows=2)
    safe_with = forms.CharField(max_length=200, required=False)
    not_to_share = text_field(
        _("Er det noe vi ikke skal dele?"),
        _("Bare du og sosiallæreren kan lese dette."),
        required=False,
        rows=2,
    )
    told_on = DateField(label=_("Når ble det sagt?"))
    topic = topic_field()

    def __init__(self, *args: Any, called: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = {"name": called}
        self.fields["said"].label = gettext("Hva sier %(name)s?") % name
        self.fields["said"].help_text = gettext("Bruk ordene til %(name)s.") % name
        self.fields["said"].error_messages["required"] = (
            gettext("Skriv det %(name)s sier, med egne ord.") % name
        )
        self.fields["wish"].label = gettext("Hva ønsker %(name)s?") % name
        self.fields["safe_with"].label = gettext("Hvem er %(name)s trygg på?") % name


class MeasureForm(FellesForm):
    """Something that somebody does, towards a goal, by a day."""

    mark = "optional"
    goal = forms.CharField(label=_("Mål"), max_length=200)
    what = forms.CharField(label=_("Hva skal dere gjøre?"), max_length=200)
    who = forms.ChoiceField(label=_("Hvem gjør det?"))
    due_on = DateField(label=_("Til når?"))
    topic = topic_field()

    def __init__(
        self,
        *args: Any,
        called: str,
        who: Choices,
        topics: Iterable[Topic],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].help_text = gettext(
            "Hva skal være annerledes for %(name)s? Skriv det slik at %(name)s forstår det."
        ) % {"name": called}
        offer(self, "who", [("", _("Velg hvem")), *who])
        limit_topics(self, topics)

    def clean_who(self) -> tuple[int, int | None]:
        """The organisation, and the person when one is chosen."""
        return _split_who(str(self.cleaned_data["who"]))


class MeasureOwnerForm(FellesForm):
    """Who carries out a measure from now on."""

    mark = "none"
    who = forms.ChoiceField(label=_("Hvem gjør det fra nå?"))

    def __init__(self, *args: Any, who: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "who", [("", _("Velg hvem")), *who])

    def clean_who(self) -> tuple[int, int | None]:
        """The organisation, and the person when one is chosen."""
        return _split_who(str(self.cleaned_data["who"]))


def _split_who(value: str) -> tuple[int, int | None]:
    organisation, _colon, owner = value.partition(":")
    return int(organisation), int(owner) if owner else None


class CheckInForm(FellesForm):
    """How it goes: one tap, and perhaps a sentence."""

    mark = "optional"
    rating = forms.TypedChoiceField(
        label=_("Hvordan går det nå?"),
        choices=list(RATING_LABELS.items()),
        coerce=int,
        widget=ChipRadios(),
        error_messages={"invalid_choice": _("Velg hvordan det går.")},
    )
    text = forms.CharField(label=_("Vil du skrive litt mer?"), max_length=300, required=False)


class OwnerForm(FellesForm):
    """Who is responsible from now on."""

    mark = "none"
    owner = forms.TypedChoiceField(label=_("Hvem skal ha ansvaret?"), coerce=int)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", [("", _("Velg en person")), *people])


class ReaderForm(FellesForm):
    """A colleague who gets to see the case, and why."""

    mark = "none"
    user = forms.TypedChoiceField(label=_("Hvem?"), coerce=int)
    reason = forms.CharField(
        label=_("Hvorfor trenger personen tilgang?"),
        help_text=_("Grunnen blir stående i loggen."),
        max_length=200,
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "user", [("", _("Velg en person")), *people])


class ReasonForm(FellesForm):
    """A move that needs a reason."""

    mark = "none"
    reason = text_field(_("Hvorfor?"))


class CaseFilterForm(FellesForm):
    """What the list shows. Works by plain GET."""

    mark = "none"
    steg = forms.ChoiceField(label=_("Steg"), required=False)
    trinn = forms.ChoiceField(label=_("Trinn"), required=False)

    def __init__(self, *args: Any, steps: Choices, grades: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("steg", steps), ("trinn", grades)):
            offer(self, name, [("", _("Alle")), *choices])
        if not list(grades):
            del self.fields["trinn"]

"""The questions of a concern, one form a page. Field names are the keys of the draft."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from felles.rules.roles import Topic
from felles.ui.forms import ChipRadios, DateField, FellesForm

LONGEST = 5000
TALKED = [
    ("yes", _("Ja")),
    ("not_yet", _("Ikke ennå")),
    ("could_not", _("Jeg kunne ikke")),
]


def _text(label: Any, help_text: Any = "", *, rows: int = 3, **more: Any) -> forms.CharField:
    more.setdefault("required", False)
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": rows}),
        **more,
    )


class QuestionForm(FellesForm):
    """Base of the questions: knows what the pupil is called, and what day it is."""

    mark = "optional"
    # Texts that name the pupil: field -> text.
    labels: ClassVar[dict[str, Any]] = {}
    hints: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, called: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        for name, label in self.labels.items():
            self.fields[name].label = label % {"name": called}
        for name, hint in self.hints.items():
            self.fields[name].help_text = hint % {"name": called}


class SeenForm(QuestionForm):
    """What goes well, and what was seen or heard."""

    hints = {
        "strengths": _("Hva liker %(name)s, og hva får %(name)s til?"),
        "seen": _("Skriv det som skjedde. Skriv slik at %(name)s og foreldrene kan lese det."),
    }
    strengths = _text(_("Hva går bra?"))
    seen = _text(
        _("Hva har du sett eller hørt?"),
        rows=5,
        required=True,
        error_messages={"required": _("Skriv hva du har sett eller hørt.")},
    )
    where = forms.CharField(label=_("Hvor?"), max_length=200, required=False)
    since = forms.CharField(
        label=_("Siden når?"),
        help_text=_("For eksempel «siden høstferien»."),
        max_length=200,
        required=False,
    )
    topic = forms.TypedChoiceField(
        label=_("Hva handler det mest om?"),
        choices=[(topic.value, _(topic.label)) for topic in Topic],
        coerce=lambda value: Topic(int(value)),
        widget=ChipRadios(),
        error_messages={"required": _("Velg det som passer best.")},
    )


class TalkForm(QuestionForm):
    """Whether there was a talk: when and what was said, not yet, or why it could not be."""

    who = ""
    can_not_be_empty: tuple[tuple[str, Any], ...] = ()

    def clean(self) -> dict[str, Any]:
        """Ask for what the answer brings with it, and for nothing else."""
        data = super().clean() or {}
        talked = data.get(f"{self.who}_talked")
        day = data.get(f"{self.who}_on")
        if talked == "yes":
            for name, message in self.can_not_be_empty:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, message)
            if day and day > self.on:
                self.add_error(f"{self.who}_on", _("Samtalen kan ikke være fram i tid."))
        elif f"{self.who}_on" in self.errors:
            # A half-written date below an answer that is not asked about it.
            del self.errors[f"{self.who}_on"]
        if talked == "could_not" and not data.get(f"{self.who}_why_not", "").strip():
            self.add_error(f"{self.who}_why_not", _("Skriv hvorfor det ikke gikk."))
        return data


class PupilTalkForm(TalkForm):
    """Has somebody talked with the pupil about it?"""

    who = "pupil"
    labels = {
        "pupil_talked": _("Har du snakket med %(name)s?"),
        "pupil_said": _("Hva sa %(name)s?"),
    }
    hints = {"pupil_said": _("Bruk ordene til %(name)s.")}
    can_not_be_empty = (("pupil_on", _("Skriv hvilken dag dere snakket sammen.")),)

    pupil_talked = forms.ChoiceField(
        label=_("Har du snakket med eleven?"),
        choices=TALKED,
        widget=ChipRadios(),
        error_messages={"required": _("Svar på om du har snakket med eleven.")},
    )
    pupil_on = DateField(label=_("Hvilken dag?"), required=False)
    pupil_said = _text(_("Hva sa eleven?"))
    pupil_why_not = _text(_("Hvorfor kunne du ikke?"))


class GuardianTalkForm(TalkForm):
    """Has somebody talked with the guardians about it?"""

    who = "guardians"
    can_not_be_empty = (
        ("guardians_on", _("Skriv hvilken dag dere snakket sammen.")),
        ("guardians_who", _("Skriv hvem du snakket med.")),
    )

    guardians_talked = forms.ChoiceField(
        label=_("Har du snakket med foresatte?"),
        choices=TALKED,
        widget=ChipRadios(),
        error_messages={"required": _("Svar på om du har snakket med foresatte.")},
    )
    guardians_on = DateField(label=_("Hvilken dag?"), required=False)
    guardians_who = forms.CharField(label=_("Hvem snakket du med?"), max_length=200, required=False)
    guardians_said = _text(_("Hva sa de?"))
    guardians_why_not = _text(
        _("Hvorfor kunne du ikke?"),
        _("For eksempel at du er redd for hva som kan skje hjemme."),
    )


class TriedForm(QuestionForm):
    """What has been tried at school so far."""

    tried = _text(
        _("Hva har dere prøvd?"),
        _("Skriv kort hva dere gjorde, og om det hjalp. La stå tomt hvis dere ikke har prøvd noe."),
        rows=5,
    )


class FindForm(FellesForm):
    """Find a pupil by name. Sent as POST, so that no name stands in an address or a log."""

    mark = "none"
    q = forms.CharField(
        label=_("Søk etter navn"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off", "type": "search"}),
        error_messages={"required": _("Skriv navnet til eleven.")},
    )


class DutyForm(FellesForm):
    """Which route was taken."""

    mark = "none"
    route = forms.ChoiceField(
        label=_("Hvem har du varslet?"),
        choices=[
            ("emergency_112", _("Politiet, 112")),
            ("child_welfare", _("Barnevernet")),
        ],
        widget=ChipRadios(),
        error_messages={"required": _("Velg hvem du har varslet.")},
    )

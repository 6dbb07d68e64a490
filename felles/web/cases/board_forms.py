"""The forms of what the boards decide, and of the evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from felles.rules.case_flow import Move
from felles.rules.decision import Decision
from felles.ui.forms import CardRadios, DateField, FellesForm
from felles.web.cases.forms import WRITE_SO, text_field, topic_field
from felles.web.cases.words import OUTCOME_HINTS


def outcome_field(moves: Mapping[Move, Decision]) -> forms.ChoiceField:
    """Outcomes as cards. One that the rule refuses says what is missing."""
    hints = {}
    for move, decision in moves.items():
        hint = str(OUTCOME_HINTS[move])
        if not decision:
            missing = [f"– {gettext(text)}" for text in decision.missing]
            why = gettext("Kan ikke velges ennå. Dette mangler:")
            hint = "\n".join([why, *missing] if missing else [gettext(decision.reason)])
        hints[move.value] = hint
    return forms.TypedChoiceField(
        label=_("Hva beslutter møtet?"),
        choices=[(move.value, gettext(move.label)) for move in moves],
        coerce=Move,
        widget=CardRadios(hints=hints),
        error_messages={"required": _("Velg hva møtet beslutter.")},
    )


class DecideForm(FellesForm):
    """What the elevsaksmøte decided, and why."""

    mark = "optional"
    text = text_field(_("Hvorfor?"))
    held_on = DateField(label=_("Når var møtet?"))
    next_on = DateField(
        label=_("Når ser dere på saken igjen?"),
        required=False,
    )

    def __init__(
        self, *args: Any, moves: Mapping[Move, Decision], called: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = WRITE_SO % {"name": called}
        self.fields["outcome"] = outcome_field(moves)

    def clean(self) -> dict[str, Any]:
        """The school's new round needs its new date."""
        data = super().clean() or {}
        if data.get("outcome") == Move.TRY_MORE and not self.errors and not data.get("next_on"):
            self.add_error("next_on", _("Skriv når dere ser på saken igjen."))
        return data


class TeamDecideForm(FellesForm):
    """What the innsatsteam decided, and when it is evaluated."""

    mark = "none"
    text = text_field(_("Hva ble dere enige om, og hvorfor?"))
    topic = topic_field()
    evaluate_on = DateField(label=_("Når evaluerer dere?"))
    held_on = DateField(label=_("Når var møtet?"))

    def __init__(self, *args: Any, called: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = WRITE_SO % {"name": called}


class EvaluateForm(FellesForm):
    """How it went, in three views, and what follows. A view that is missing has its reason."""

    mark = "optional"
    child_view = text_field("", required=False, rows=3)
    child_why_not = forms.CharField(max_length=300, required=False)
    guardians_view = text_field(_("Hva sier foresatte?"), required=False, rows=3)
    guardians_why_not = forms.CharField(
        label=_("Har dere ikke hørt med foresatte? Skriv hvorfor"), max_length=300, required=False
    )
    text = text_field(_("Hva mener dere selv? Hva hjalp, og hva hjalp ikke?"))
    topic = topic_field()
    held_on = DateField(label=_("Når evaluerte dere?"))

    def __init__(
        self, *args: Any, moves: Mapping[Move, Decision], called: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        name = {"name": called}
        self.fields["child_view"].label = gettext("Hva sier %(name)s?") % name
        self.fields["child_view"].help_text = gettext("Bruk ordene til %(name)s.") % name
        self.fields["child_why_not"].label = (
            gettext("Har dere ikke hørt med %(name)s? Skriv hvorfor") % name
        )
        if moves:
            outcome = outcome_field(moves)
            outcome.label = gettext("Hva gjør dere nå?")
            self.fields["outcome"] = outcome

    def clean(self) -> dict[str, Any]:
        """Both views, or why not."""
        data = super().clean() or {}
        for view, why_not in (
            ("child_view", "child_why_not"),
            ("guardians_view", "guardians_why_not"),
        ):
            if not (data.get(view, "").strip() or data.get(why_not, "").strip()):
                self.add_error(view, _("Skriv hva de sier, eller hvorfor dere ikke vet det."))
        return data

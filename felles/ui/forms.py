"""Forms as the pages show them: one renderer, one base class, a few fields.

Every form works without JavaScript, and the server says what is wrong, in full sentences.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

Mark = Literal["both", "optional", "none"]


class FellesRenderer(DjangoTemplates):
    """Draws whole forms and single fields with the components of this room."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field_group.html"


class FellesForm(forms.Form):
    """Base of all forms. ``mark`` chooses which fields carry a tag beside the label."""

    mark: ClassVar[Mark] = "both"
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_which_field(field)


class ChipRadios(forms.RadioSelect):
    """A few short answers side by side, one of them chosen."""

    look = "chips"


class ChipCheckboxes(forms.CheckboxSelectMultiple):
    """A few short answers side by side, any of them chosen."""

    look = "chips"


class CardRadios(forms.RadioSelect):
    """Answers that need room: each in a frame, with a sentence of its own below."""

    look = "cards"

    def __init__(self, hints: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choice_hints = hints or {}


class DateField(forms.DateField):
    """A day. The browser's own date picker; typed Norwegian dates are understood too."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"])
        kwargs.setdefault("widget", forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("error_messages", {}).setdefault(
            "invalid", _("Skriv datoen slik: 24.11.2026.")
        )
        super().__init__(**kwargs)


def _say_which_field(field: forms.Field) -> None:
    """Replace Django's general «required» text with one that names the question."""
    general = forms.Field.default_error_messages["required"]
    if field.error_messages.get("required") == general and field.label:
        field.error_messages["required"] = _("Svar på «%(label)s».") % {"label": field.label}

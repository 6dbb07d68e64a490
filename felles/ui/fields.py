"""What a field's template needs: which sort it is, its words, and its choices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

KIND_CHECK = "check"
KIND_GROUP = "group"
KIND_FILE = "file"
KIND_INPUT = "input"


@dataclass(frozen=True, slots=True)
class Option:
    """One radio button or tick-box of a group."""

    id: str
    control: SafeString
    label: str
    hint: str


def field_context(bound: BoundField, look: str = "", mark: str = "") -> dict[str, Any]:
    """Return the context of ``ui/forms/field.html`` for one bound field."""
    widget = bound.field.widget
    widget.attrs.setdefault("class", "ds-input")
    kind = _kind(widget)
    return {
        "field": bound,
        "kind": kind,
        "look": look or getattr(widget, "look", "") or "list",
        "show_required": bound.field.required and _marks(bound, mark) == "both",
        "show_optional": not bound.field.required and _marks(bound, mark) != "none",
        "described_by": bound.aria_describedby or "",
        "control": bound.as_widget() if kind != KIND_GROUP else "",
        "options": list(_options(bound)) if kind == KIND_GROUP else [],
    }


def first_id(bound: BoundField) -> str:
    """Return the id of the control that an error message should lead to."""
    if _kind(bound.field.widget) == KIND_GROUP:
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return KIND_GROUP
    if isinstance(widget, forms.CheckboxInput):
        return KIND_CHECK
    return KIND_FILE if isinstance(widget, forms.FileInput) else KIND_INPUT


def _marks(bound: BoundField, mark: str) -> str:
    # A lone tick-box explains itself, and "optional" beside it only confuses.
    if _kind(bound.field.widget) == KIND_CHECK:
        return "none"
    return mark or getattr(bound.form, "mark", "both")


def _options(bound: BoundField) -> Iterator[Option]:
    hints = getattr(bound.field.widget, "choice_hints", {})
    for choice in bound.subwidgets:
        value = str(choice.data["value"])
        hint = str(hints.get(value, ""))
        attrs = choice.data["attrs"]
        option_id = attrs.get("id", "")
        if hint:
            attrs["aria-describedby"] = f"{option_id}_hint"
        yield Option(option_id, choice.tag(wrap_label=False), str(choice.choice_label), hint)

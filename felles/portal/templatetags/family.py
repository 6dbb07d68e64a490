"""``{% say "ask.thanks" %}``: the words of a page, in the language that the family reads."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

from felles.casework.queries import PaperService
from felles.portal.papers.parts import day, service_name
from felles.portal.texts import FamilyText

register = template.Library()


def _text(context: Any) -> FamilyText:
    text = context["t"]
    assert isinstance(text, FamilyText)  # noqa: S101 -- render_family puts it there
    return text


@register.simple_tag(takes_context=True)
def say(context: Any, key: str, **values: Any) -> str:
    """One text, with its placeholders filled in; escaped like every variable."""
    return _text(context).say(key, **{name: str(value) for name, value in values.items()})


@register.simple_tag(takes_context=True)
def say_list(context: Any, key: str, **values: Any) -> list[str]:
    """The texts of a list, to loop over."""
    return _text(context).say_list(key, **{name: str(value) for name, value in values.items()})


@register.simple_tag(takes_context=True)
def service(context: Any, which: PaperService) -> str:
    """A service as families call it."""
    return service_name(_text(context), which)


@register.simple_tag(takes_context=True)
def say_kind(context: Any, kind: str) -> str:
    """A kind of service as families call it, and what it does."""
    text = _text(context)
    does = text.words.get(f"does.{kind}")
    label = text.say(f"services.{kind}")
    return f"{label}: {does}" if isinstance(does, str) else label


@register.filter
def on_day(value: date | datetime) -> str:
    """A day as it is written here."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return day(value)


@register.filter
def at_time(value: datetime) -> str:
    """A day and a time of the day."""
    return timezone.localtime(value).strftime("%d.%m.%Y %H.%M")

"""The components as template tags. See felles/ui/README.md for one line of use each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext

from felles.rules.decision import Decision
from felles.ui import clock, dates, fields, icons
from felles.ui.nav import find_url

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An inline picture beside a text; screen readers skip it."""
    return icons.svg(name)


@register.simple_tag
def tag(text: str, color: str = "neutral", icon: str = "") -> SafeString:
    """A short fact in a coloured box. The colour never stands alone: the text says it."""
    picture = icons.svg(icon) if icon else ""
    return format_html('<span class="ds-tag" data-color="{}">{}{}</span>', color, picture, text)


@register.simple_tag
def person(name: str, role: str = "", organisation: str = "") -> SafeString:
    """A name, safe beside right-to-left text, with role and organisation in plain sight."""
    detail = ", ".join(part for part in (gettext(role) if role else "", organisation) if part)
    if not detail:
        return format_html('<bdi class="strong">{}</bdi>', name)
    return format_html('<bdi class="strong">{}</bdi>, <span class="muted">{}</span>', name, detail)


@register.inclusion_tag("ui/parts/due.html")
def due(value: date | datetime | None, is_done: bool = False) -> dict[str, Any]:
    """How near a deadline is, in words, colour and picture."""
    if value is None or is_done:
        return {"value": value, "is_done": is_done, "level": "done" if is_done else "none"}
    level, words = dates.deadline(value, clock.today())
    return {"value": dates.as_day(value), "level": level, "words": words}


@register.filter
def day(value: date | datetime | None) -> str:
    """«26. nov.»"""
    return dates.day(value) if value else ""


@register.filter
def day_long(value: date | datetime | None) -> str:
    """«26. november 2026»"""
    return dates.day_long(value) if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """«torsdag 26. nov.»"""
    return dates.weekday(value) if value else ""


@register.filter(name="clock")
def clock_filter(value: datetime | time | None) -> str:
    """«13.45»"""
    return dates.clock_time(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """«23. nov. kl. 20.14»"""
    return dates.moment(value) if value else ""


@register.filter
def relative(value: date | datetime | None) -> str:
    """«om 2 dager»"""
    return dates.relative(value, clock.today()) if value else ""


@register.filter
def said(message: object) -> str:
    """Translate a message id that a rule gave, such as a label or a reason."""
    return gettext(str(message)) if message else ""


@register.inclusion_tag("ui/parts/steps.html")
def step_tracker(steps: Iterable[Any], title: str = "") -> dict[str, Any]:
    """Where on its way a case is. Collapses on phones to a bar and «Steg 5 av 8»."""
    numbered = list(steps)
    states = [str(_read(step, "state")) for step in numbered]
    now = states.index("now") if "now" in states else len(states) - 1
    return {
        "steps": numbered,
        "title": title,
        "now": numbered[now] if numbered else None,
        "number": now + 1,
        "total": len(numbered),
    }


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(events: Iterable[Any], level: int = 3) -> dict[str, Any]:
    """What has happened, newest first, with date and who."""
    return {"events": list(events), "level": level}


@register.inclusion_tag("ui/parts/breadcrumbs.html")
def breadcrumbs(*parts: str) -> dict[str, Any]:
    """The way here: label, address, label, address, …, and last the page itself."""
    links = list(zip(parts[:-1:2], parts[1::2], strict=True))
    return {"links": links, "here": parts[-1]}


@register.inclusion_tag("ui/forms/error_summary.html")
def error_summary(*bound_forms: forms.BaseForm) -> dict[str, Any]:
    """All that is wrong in one or more forms, with links. Nothing when all is well."""
    general: list[str] = []
    links: list[tuple[str, str]] = []
    for form in bound_forms:
        general += [str(error) for error in form.non_field_errors()]
        for bound in form:
            links += [(fields.first_id(bound), str(error)) for error in bound.errors]
    return {"general": general, "links": links}


@register.inclusion_tag("ui/forms/field.html")
def field(bound: BoundField, look: str = "", mark: str = "") -> dict[str, Any]:
    """Label, hint, control and error of one field, tied together for screen readers."""
    return fields.field_context(bound, look, mark)


@register.inclusion_tag("ui/parts/reason_button.html")
def reason_button(
    label: str,
    decision: Decision,
    *,
    href: str = "",
    name: str = "",
    value: str = "",
    variant: str = "primary",
    picture: str = "",
) -> dict[str, Any]:
    """A button that works when the rule says yes, and else says why not beside itself."""
    return {
        "label": label,
        "allowed": decision.allowed,
        "reason": gettext(decision.reason) if decision.reason else "",
        "missing": [gettext(message) for message in decision.missing],
        "reason_id": f"why-{slugify(f'{label}-{name}-{value}')}",
        "href": href,
        "name": name,
        "value": value,
        "variant": variant,
        "picture": picture,
    }


@register.inclusion_tag("ui/parts/access_strip.html")
def access_strip(reason: str, reader_count: int | None = None, url: str = "") -> dict[str, Any]:
    """Why you may see this case, and how many others may."""
    return {"reason": reason, "reader_count": reader_count, "url": url}


@register.inclusion_tag("ui/parts/duty_route.html")
def duty_route(report_url: str = "") -> dict[str, Any]:
    """The way that never waits: 112, and the report to barnevernet."""
    return {"report_url": report_url or find_url("duty-route") or ""}


@register.inclusion_tag("ui/parts/consent.html")
def consent_services(answers: Iterable[Any]) -> dict[str, Any]:
    """What the guardians answered, service by service."""
    return {"answers": list(answers)}


@register.inclusion_tag("ui/parts/arenas.html")
def arenas(places: Iterable[Any], level: int = 3) -> dict[str, Any]:
    """Where the child has a trusted adult, and where one is missing."""
    return {"places": list(places), "level": level}


@register.inclusion_tag("ui/parts/todos.html")
def todo_list(todos: Iterable[Any]) -> dict[str, Any]:
    """Things to do: one verb, one deadline, one button each."""
    return {"todos": list(todos)}


@register.inclusion_tag("ui/parts/day.html")
def day_list(appointments: Iterable[Any]) -> dict[str, Any]:
    """The day, hour by hour."""
    return {"appointments": list(appointments)}


@register.inclusion_tag("ui/parts/weeks.html")
def weeks(values: Sequence[str]) -> dict[str, Any]:
    """How a measure has gone, a square a week (good, mixed, bad), and the same in words."""
    return {"values": values, "good": values.count("good"), "total": len(values)}


@register.inclusion_tag("ui/parts/summary.html")
def summary_list(rows: Iterable[Any]) -> dict[str, Any]:
    """Questions and answers, with «Endre» where an answer may be changed."""
    return {"rows": list(rows)}


@register.inclusion_tag("ui/parts/diff.html")
def diff_table(changes: Iterable[Any], caption: str) -> dict[str, Any]:
    """What an import would do, row by row, before it is done."""
    return {"changes": list(changes), "caption": caption}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", url: str = "", link: str = "") -> dict[str, Any]:
    """Nothing here: why, and what to do."""
    return {"title": title, "text": text, "url": url, "link": link}


@register.inclusion_tag("ui/parts/pager.html")
def pager(previous: str = "", next: str = "", more: str = "") -> dict[str, Any]:  # noqa: A002
    """The way to more of a list. Never says how many there are."""
    return {"previous": previous, "next": next, "more": more}


@register.simple_block_tag
def panel(
    content: SafeString,
    title: str,
    *,
    id: str = "",  # noqa: A002
    level: int = 2,
    note: str = "",
    url: str = "",
    link: str = "",
    flush: bool = False,
) -> str:
    """A white surface with a heading and, to the right, a note or a link."""
    context = {
        "content": content,
        "title": title,
        "id": id or f"h-{slugify(title)}",
        "level": level,
        "note": note,
        "url": url,
        "link": link,
        "flush": flush,
    }
    return render_to_string("ui/parts/panel.html", context)


@register.simple_block_tag
def next_step(
    content: SafeString, title: str, *, due_on: date | None = None, owner: str = ""
) -> str:
    """The one next step of a case: verb, owner, deadline. The block holds text and buttons."""
    context = {"content": content, "title": title, "due_on": due_on, "owner": owner}
    return render_to_string("ui/parts/next_step.html", context)


@register.simple_block_tag
def voice(content: SafeString, title: str, *, quote: str = "", level: int = 2) -> str:
    """The child's own words, above everything adults think. The block holds who was told."""
    context = {"content": content, "title": title, "quote": quote, "level": level}
    return render_to_string("ui/parts/voice.html", context)


@register.simple_block_tag
def notice(content: SafeString, color: str = "info", title: str = "") -> str:
    """A message in the page: info, success, warning or danger."""
    names = {"success": "yes", "warning": "warning", "danger": "danger"}
    context = {
        "content": content,
        "color": color,
        "title": title,
        "picture": names.get(color, "info"),
    }
    return render_to_string("ui/parts/notice.html", context)


@register.simple_tag
def brand_mark() -> SafeString:
    """The mark of Felles: four that meet in one."""
    circles = "".join(
        f'<circle class="mark__{number}" cx="{x}" cy="{y}" r="6.4"/>'
        for number, (x, y) in enumerate(((8, 8), (18, 8), (8, 18), (18, 18)), start=1)
    )
    return mark_safe(  # noqa: S308 - only constants
        '<svg class="mark" aria-hidden="true" focusable="false" viewBox="0 0 26 26">'
        f"{circles}</svg>"
    )


def _read(item: Any, name: str) -> Any:
    return item[name] if isinstance(item, dict) else getattr(item, name)

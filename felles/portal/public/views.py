"""A school's page for parents, and an event of it. The same for everybody who asks.

No session is opened and no cookie set: the language stands in the address, or is what the
browser asks for. What is read here touches no table of pupils, guardians or cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from felles.activities.queries import (
    PublicEvent,
    find_public_event,
    find_public_school,
    is_published,
)
from felles.people.queries import list_approved_texts
from felles.portal.papers.event import say_kind, say_next, say_offers, say_time, say_whom_to_ask
from felles.portal.session import wanted_language
from felles.portal.texts import FamilyText, list_texts, load_text, with_approval
from felles.ui import clock
from felles.ui.papers import LANGUAGES, TextStatus


@require_safe
def school(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who helps at a school, how to reach them, and what is next; when the school says so."""
    found = find_public_school(public_id, clock.now())
    if found is None:
        return _gone(request)
    text = _text(request)
    context = {
        "school": found,
        "services": [kind.value for kind in found.services],
        "events": [(one, say_kind(text, one), say_next(text, one)) for one in found.events],
    }
    return _page(request, text, "portal/public/school.html", context)


@require_safe
def event(request: HttpRequest, public_id: str) -> HttpResponse:
    """An event that is for everybody, also when it is off or over."""
    found = find_public_event(public_id, clock.now())
    if found is None:
        return _gone(request)
    text = _text(request)
    context = {
        **_words(text, found),
        "event": found,
        "has_school": is_published(found.school_id),
    }
    return _page(request, text, "portal/public/event.html", context)


def _words(text: FamilyText, found: PublicEvent) -> dict[str, object]:
    return {
        "kind": say_kind(text, found),
        "when": say_next(text, found),
        "later": [say_time(text, found, at) for at in found.times[1:]],
        "offers": say_offers(text, found),
        "ask": say_whom_to_ask(text, found),
    }


def _text(request: HttpRequest) -> FamilyText:
    chosen = request.GET.get("sprak", "")
    code = chosen if chosen in LANGUAGES else wanted_language(request)
    return with_approval(load_text(code), list_approved_texts())


def _gone(request: HttpRequest) -> HttpResponse:
    """The same for what does not exist and for what is not for everybody."""
    return _page(request, _text(request), "portal/public/gone.html", {}, status=404)


def _page(
    request: HttpRequest,
    text: FamilyText,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    frame = {
        "t": text,
        "direction": "rtl" if text.is_rtl else "ltr",
        "is_norwegian": text.about.code in ("nb", "nn"),
        "needs_translator": text.about.status is TextStatus.TO_BE_APPROVED,
        "languages": [other.about for other in list_texts()],
    }
    response = render(request, template, {**frame, **context}, status=status)
    response.headers["Content-Language"] = text.about.code
    patch_vary_headers(response, ["Accept-Language"])
    return response

"""Renders the families' pages: in their language, in its direction, with a form token."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from felles.casework.actions import Conflict
from felles.ledger.actions import submit_once
from felles.people.queries import list_approved_texts
from felles.portal.session import FamilyRequest, get_text
from felles.portal.texts import list_texts, with_approval
from felles.rules.decision import Refused
from felles.ui.papers import TextStatus

TOKEN = "form_token"  # noqa: S105 -- the name of a form field, no secret


def render_family(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page with ``t``, the words of the family's language, and a fresh token for its forms."""
    text = with_approval(get_text(request), list_approved_texts())
    frame = {
        "t": text,
        "direction": "rtl" if text.is_rtl else "ltr",
        "needs_translator": text.about.status is TextStatus.TO_BE_APPROVED,
        "languages": [other.about for other in list_texts()],
        "is_inside": getattr(request, "family", None) is not None,
        "here": request.get_full_path() if request.method == "GET" else request.path,
        TOKEN: secrets.token_urlsafe(24),
    }
    response = render(request, template, {**frame, **context}, status=status)
    response.headers["Content-Language"] = text.about.code
    return response


def not_found(request: HttpRequest) -> HttpResponse:
    """The same page for what does not exist and for what is somebody else's."""
    return render_family(request, "portal/parts/not_found.html", {}, status=404)


def say_problem(request: HttpRequest, title: str, words: str, *, status: int) -> HttpResponse:
    """A page with a heading and a sentence, by the keys of the texts."""
    context = {"title_key": title, "text_key": words}
    return render_family(request, "portal/parts/message.html", context, status=status)


def carry_out(request: FamilyRequest, do: Callable[[], object]) -> str:
    """Carry out a form's action at most once; "" when it is done, now or by an earlier click.

    Returns the key of what to say otherwise: ``page.not_saved`` when the rule refused,
    ``ask.changed`` when something changed meanwhile.
    """
    token = request.POST.get(TOKEN, "")
    if not token:
        return "page.not_saved"
    try:
        submit_once(by=request.family, at=request.family.at, token=token, do=do)
    except Refused:
        return "page.not_saved"
    except Conflict:
        return "ask.changed"
    return ""

"""What a phone needs to note where there is no net: a shell of the page, and a way to send later.

The service worker keeps the shell and static files, never a page with content. Its address is its
scope: it stands under ``/noter/`` and answers for that page alone.
"""

from __future__ import annotations

import hashlib
import json
from functools import partial
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from felles.rules.access import Permission
from felles.ui.access import ActorRequest, needs
from felles.web.common import carry_out
from felles.web.outreach.forms import OutreachForm
from felles.web.outreach.views import filled, keep, own_schools, owner_of
from felles.web.schools.checked import Aid

WORKER = Path(__file__).parents[1] / "static" / "web" / "outreach-worker.js"
SHELL = "web/outreach/shell.html"
# Raised when what phones keep must be fetched anew although no file and no word has changed.
RELEASE = "1"
FILES = (
    "ui/app.css",
    "ui/parts.css",
    "ui/mark.svg",
    "web/outreach.css",
    "web/outreach.js",
    "npm/designsystemet/theme/designsystemet.css",
    "npm/designsystemet/src/index.css",
    "npm/inter/files/inter-latin-wght-normal.woff2",
)


@require_GET
@needs(Permission.OUTREACH_WRITE)
def shell(request: ActorRequest) -> HttpResponse:
    """The page without a word of who asks, of a school, or of what was noted before."""
    return render(request, SHELL, _shell_context())


def _shell_context() -> dict[str, object]:
    form = OutreachForm(aid=Aid())
    return {"form": form, "checked": None, "refusal": None, "is_shell": True}


@require_GET
@needs(Permission.OUTREACH_WRITE)
def ready(request: ActorRequest) -> HttpResponse:
    """Before a phone sends: whose login this is, at which school, and a fresh token."""
    own = own_schools(request.actor)
    return JsonResponse(
        {
            "csrf": get_token(request),
            "owner": owner_of(request.actor),
            "school": own[0].public_id if own else "",
        }
    )


@require_POST
@needs(Permission.OUTREACH_WRITE)
def send(request: ActorRequest) -> HttpResponse:
    """Take in a note that waited on a phone. Sent twice, it is kept once.

    ``saved``: the phone lets go of it. ``look``: the writer must look over the text.
    ``refused``: the phone keeps it, and shows why.
    """
    form = filled(request)
    if not form.is_valid():
        state = "look" if form.needs_look else "refused"
        return JsonResponse({"state": state, "reason": _unreadable()}, status=422)
    refusal = carry_out(request, partial(keep, request.actor, form))
    if refusal is not None:
        return JsonResponse({"state": "refused", "reason": _(refusal.reason)}, status=422)
    return JsonResponse({"state": "saved"})


def _unreadable() -> str:
    return _("Ett notat mangler noe. Åpne siden på nytt, og noter en gang til.")


@require_GET
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker. Its version follows the shell, the files and the language."""
    files = [static(name) for name in FILES]
    shown = render_to_string(SHELL, _shell_context())
    marks = "\n".join([RELEASE, get_language() or "", *files, shown])
    told = {
        "version": hashlib.sha256(marks.encode()).hexdigest()[:16],
        "page": reverse("outreach-new"),
        "shell": reverse("outreach-shell"),
        "static": settings.STATIC_URL,
        "files": files,
    }
    script = f'"use strict";\nconst SETTINGS = {json.dumps(told)};\n{WORKER.read_text("utf-8")}'
    return HttpResponse(script, content_type="text/javascript")


@require_GET
def manifest(_request: HttpRequest) -> HttpResponse:
    """What the phone shows when the page is put on its front."""
    start = reverse("outreach-new")
    described = {
        "id": start,
        "name": _("Noter – Felles"),
        "short_name": _("Noter"),
        "lang": get_language(),
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [
            {"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")

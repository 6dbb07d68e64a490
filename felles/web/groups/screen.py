"""Three questions on a shared screen, for one child after the other. No login, no name, no way on.

The screen knows a round and nothing else: no course, no school, no list.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from felles.activities.actions import answer_smileys
from felles.activities.queries import find_open_round
from felles.rules.courses import FACES, QUESTIONS
from felles.rules.smileys import FACE_TEXTS, QUESTION_TEXTS, SCREEN_OPEN
from felles.ui import clock

_KEY = "smileys"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on the page, and the face that was tapped."""

    number: int
    text: str
    chosen: int


def hand_over(request: HttpRequest, round_id: int, *, at: datetime) -> None:
    """End whatever login is in this browser, so that the children reach this one page only."""
    request.session.flush()
    request.session[_KEY] = {
        "round": round_id,
        "until": (at + SCREEN_OPEN).isoformat(),
        "token": secrets.token_urlsafe(18),
    }


def shared_screen(
    view: Callable[[HttpRequest, dict[str, Any]], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let a view run only in a browser that an adult has handed over, while the round is open."""

    @wraps(view)
    def wrapper(request: HttpRequest) -> HttpResponse:
        kept = request.session.get(_KEY)
        now = clock.now()
        if (
            not isinstance(kept, dict)
            or request.user.is_authenticated
            or now >= datetime.fromisoformat(kept["until"])
            or find_open_round(kept["round"], at=now) is None
        ):
            return render(request, "web/groups/screen_over.html", status=404)
        return view(request, kept)

    wrapper.needed = "visit"  # type: ignore[attr-defined]
    wrapper.login_required = False  # type: ignore[attr-defined]
    return wrapper


@shared_screen
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest, kept: dict[str, Any]) -> HttpResponse:
    """The three questions; thanks; and the next child."""
    if request.method == "POST":
        faces = _tapped(request)
        if len(faces) < len(QUESTIONS):
            return _show(request, kept, faces, status=422)
        # A second tap brings the token of the page that was sent: it is counted once.
        token = request.POST.get("token", "")
        if token == kept["token"]:
            answer_smileys(at=clock.now(), round_id=kept["round"], token=token, faces=faces)
            request.session[_KEY] = {**kept, "token": secrets.token_urlsafe(18)}
        return redirect(f"{reverse('pupil-smileys')}?takk=1")
    if "takk" in request.GET:
        return render(request, "web/groups/screen_thanks.html")
    return _show(request, kept, {})


def _tapped(request: HttpRequest) -> dict[int, int]:
    found = {}
    for question in QUESTIONS:
        said = request.POST.get(f"face-{question}", "")
        if said in map(str, FACES):
            found[question] = int(said)
    return found


def _show(
    request: HttpRequest, kept: dict[str, Any], faces: dict[int, int], *, status: int = 200
) -> HttpResponse:
    context = {
        "token": kept["token"],
        "is_missing": status == 422,
        "asked": [
            Asked(number, _(QUESTION_TEXTS[number]), faces.get(number, 0)) for number in QUESTIONS
        ],
        "faces": [(face, _(FACE_TEXTS[face]), f"web/faces/{face}.svg") for face in FACES],
    }
    return render(request, "web/groups/screen.html", context, status=status)

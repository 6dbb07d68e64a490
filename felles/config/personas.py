"""Persona login. In the routes only in demo mode, and only for people made for the demo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from felles.config.demo.district import PARTS
from felles.people.queries import Persona, find_persona, list_demo_guardians, list_personas
from felles.portal.session import LANGUAGE_KEY, enter
from felles.rules.families import FamilyLogin
from felles.rules.roles import Role
from felles.ui import clock
from felles.ui.papers import find_language


@dataclass(frozen=True, slots=True)
class Featured:
    """A person to begin with, and what there is to see as that person."""

    public_id: str
    name: str
    role: Role
    organisation_name: str
    comes_for: str


@require_http_methods(["GET", "POST"])
def persona_login(request: HttpRequest) -> HttpResponse:
    """Choose an invented person and log in as that person, without a password.

    Three locks: the route exists in demo mode only, demo mode answers on loopback names only,
    and only users marked as made for the demo are found.
    """
    if not settings.IS_DEMO:
        raise Http404
    if request.method == "POST":
        user = find_persona(request.POST.get("persona", ""))
        if user is None:
            raise Http404
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("today")
    personas = list_personas(clock.now())
    context = {"personas": personas, "featured": list(_featured(personas))}
    return render(request, "config/personas.html", context)


@require_http_methods(["GET", "POST"])
def family_persona(request: HttpRequest) -> HttpResponse:
    """Choose an invented guardian and come in. The same three locks: only guardians whose
    responsibility an invented member of staff has verified are found."""
    if not settings.IS_DEMO:
        raise Http404
    ties = list_demo_guardians(clock.now())
    if request.method == "POST":
        wanted = request.POST.get("guardian", "")
        tie = next((tie for tie in ties if tie.guardian.public_id == wanted), None)
        if tie is None:
            raise Http404
        code = find_language(tie.guardian.language)
        if code:
            request.session[LANGUAGE_KEY] = code
        enter(request, tie.guardian_id, FamilyLogin.DEMO)
        return redirect("family-home")
    return render(request, "config/family_personas.html", {"ties": ties})


def _featured(personas: Iterable[Persona]) -> Iterator[Featured]:
    for persona in personas:
        part = PARTS.get(persona.username)
        if part is not None and part.comes_for:
            yield Featured(
                persona.public_id,
                persona.name,
                persona.role,
                persona.organisation_name,
                part.comes_for,
            )

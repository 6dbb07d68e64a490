"""Persona login. In the routes only in demo mode, and only for people made for the demo."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from felles.people.queries import find_persona, list_personas
from felles.ui import clock


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
    return render(request, "config/personas.html", {"personas": personas})

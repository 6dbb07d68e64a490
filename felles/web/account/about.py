"""Pages that stand open to all: help, privacy and accessibility."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to begin, and whom to ask."""
    return _show(request, "web/account/help.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """How Felles treats personal data."""
    return _show(request, "web/account/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What Felles does for everybody to be able to use it, and what is not known yet."""
    return _show(request, "web/account/accessibility.html")


def _show(request: HttpRequest, template: str) -> HttpResponse:
    context = {"contact": settings.CONTACT, "operator": settings.OPERATOR}
    return render(request, template, context)

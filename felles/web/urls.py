"""Routes of the staff's pages, area by area."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

# TEMPORARY: areas are being written; the list becomes plain includes.
_AREAS = (
    "account",
    "today",
    "concerns",
    "cases",
    "consents",
    "schools",
    "setup",
    "imports",
    "papers",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"felles.web.{area}.urls"))
    for area in _AREAS
    if find_spec(f"felles.web.{area}")
    and import_module(f"felles.web.{area}")
    and find_spec(f"felles.web.{area}.urls")
]

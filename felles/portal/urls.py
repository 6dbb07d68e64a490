"""Routes of the families' pages."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("felles.portal.entry.urls")),
    path("", include("felles.portal.family.urls")),
    path("", include("felles.portal.pupil.urls")),
    path("", include("felles.portal.public.urls")),
]

"""All routes. Slugs are Norwegian and the same in every language; names are English."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from felles.config import health
from felles.ui import gallery

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("oppsett/komponenter/", gallery.gallery, name="gallery"),
    path("", include("felles.web.urls")),
]

if settings.IS_DEMO:
    from felles.config import personas

    urlpatterns += [path("demo/", personas.persona_login, name="persona-login")]

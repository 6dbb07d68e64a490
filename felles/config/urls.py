"""All routes. Slugs are Norwegian and the same in every language; names are English."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from felles.config import health, personas
from felles.ui import gallery

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("oppsett/komponenter/", gallery.gallery, name="gallery"),
    path("", include("felles.web.urls")),
    path("", include("felles.portal.urls")),
    path("", include("felles.interop.urls")),
]

# The first of the locks on persona login: outside the demo there is no such route.
if settings.IS_DEMO:
    urlpatterns += [
        path("demo/", personas.persona_login, name="persona-login"),
        path("demo/familie/", personas.family_persona, name="family-persona"),
    ]

"""Routes of the papers for families, below a case."""

from __future__ import annotations

from django.urls import path

from felles.web.papers import views

PAPERS = "sak/<slug:public_id>/papirer/"

urlpatterns = [
    path(PAPERS, views.papers, name="case-papers"),
    path(
        f"{PAPERS}<slug:kind>/<slug:language>/<slug:guardianship>/",
        views.paper,
        name="case-paper",
    ),
]

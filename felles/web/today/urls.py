"""Routes of the day page and of drafts."""

from __future__ import annotations

from django.urls import path

from felles.web.today import drafts, views

urlpatterns = [
    path("", views.today, name="today"),
    path("utkast/", drafts.drafts, name="drafts"),
    path("utkast/<slug:public_id>/slett/", drafts.delete, name="draft-delete"),
]

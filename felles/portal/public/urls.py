"""Routes of the pages for parents that open without login."""

from __future__ import annotations

from django.urls import path

from felles.portal.public import views

urlpatterns = [
    path("for-foreldre/<slug:public_id>/", views.school, name="public-school"),
    path("for-foreldre/treff/<slug:public_id>/", views.event, name="public-event"),
]

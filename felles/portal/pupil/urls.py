"""Routes of the pupil's own page."""

from __future__ import annotations

from django.urls import path

from felles.portal.pupil import views

urlpatterns = [
    path("elev/", views.start, name="pupil-page"),
    path("elev/<str:step>/", views.step, name="pupil-step"),
]

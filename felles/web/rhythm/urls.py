"""Route of the rhythm monitor."""

from __future__ import annotations

from django.urls import path

from felles.web.rhythm import views

urlpatterns = [path("moterytme/", views.rhythm, name="rhythm")]

"""Routes of raising a concern, of hearing back, and of the duty to report."""

from __future__ import annotations

from django.urls import path

from felles.web.concerns import after, duty, views

urlpatterns = [
    path("si-fra/", views.new, name="concern-new"),
    path("si-fra/svar/<slug:public_id>/", after.status, name="concern-status"),
    path("si-fra/<slug:public_id>/<slug:step>/", views.step, name="concern-step"),
    path("varsle/", duty.duty_route, name="duty-route"),
]

"""Routes of the outreach log. All that a phone keeps lies under one address, and nothing else."""

from __future__ import annotations

from django.urls import path

from felles.web.outreach import offline, picture, views

urlpatterns = [
    path("noter/", views.new, name="outreach-new"),
    path("noter/bildet/", picture.picture, name="outreach-picture"),
    path("noter/send/", offline.send, name="outreach-send"),
    path("noter/klar/", offline.ready, name="outreach-ready"),
    path("noter/skall/", offline.shell, name="outreach-shell"),
    path("noter/arbeider.js", offline.worker, name="outreach-worker"),
    path("noter/app.webmanifest", offline.manifest, name="outreach-manifest"),
]

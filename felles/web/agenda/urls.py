"""Routes of agendas."""

from __future__ import annotations

from django.urls import path

from felles.web.agenda import views

urlpatterns = [
    path("mote/<str:public_id>/saksliste/", views.agenda, name="meeting-agenda"),
]

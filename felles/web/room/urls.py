"""Routes of the room."""

from __future__ import annotations

from django.urls import path

from felles.web.room import closing, member, screen, texts, views

MEETING = "mote/<str:public_id>/"

urlpatterns = [
    path(f"{MEETING}rom/", views.room, name="meeting-room"),
    path(f"{MEETING}rom/tekst/", texts.text, name="meeting-text"),
    path(f"{MEETING}skjerm/", screen.screen, name="meeting-screen"),
    path(f"{MEETING}bidrag/", member.contribution, name="meeting-contribute"),
    path(f"{MEETING}avslutt/", closing.close, name="meeting-close"),
]

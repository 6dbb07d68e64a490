"""Routes of meetings and of one's own calendar."""

from __future__ import annotations

from django.urls import path

from felles.web.meetings import lead, own, views

urlpatterns = [
    path("moter/", views.list_page, name="meeting-list"),
    path("moter/nytt/", lead.new, name="meeting-new"),
    path("moter/kalender/", own.calendar, name="calendar"),
    path("mote/<slug:public_id>/", views.meeting, name="meeting"),
    path("mote/<slug:public_id>/svar/", own.reply, name="meeting-reply"),
    path("mote/<slug:public_id>/vikar/", own.substitute, name="meeting-substitute"),
    path("mote/<slug:public_id>/innkalling/", lead.call, name="meeting-call"),
    path("mote/<slug:public_id>/flytt/", lead.move, name="meeting-move"),
    path("mote/<slug:public_id>/avlys/", lead.cancel, name="meeting-cancel"),
    path("mote/<slug:public_id>/deltakere/", lead.attendees, name="meeting-attendees"),
    path("mote/<slug:public_id>/kom/<slug:attendee>/", lead.come_at, name="meeting-come-at"),
]

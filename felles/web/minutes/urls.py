"""Routes of minutes, recaps, and meetings with families."""

from __future__ import annotations

from django.urls import path

from felles.web.minutes import family, minutes, recap

MINUTES = "sak/<slug:public_id>/referat/"
ONE = f"{MINUTES}<slug:minutes_id>/"
RECAP = "mote/<str:public_id>/oppsummering/"
FAMILY = "sak/<slug:public_id>/familiemote/"
MEETING = f"{FAMILY}<slug:family_meeting_id>/"

urlpatterns = [
    path(MINUTES, minutes.minutes_list, name="minutes-list"),
    path(ONE, minutes.minutes, name="minutes"),
    path(f"{ONE}rett/", minutes.correct, name="minutes-correct"),
    path(f"{ONE}pdf/", minutes.paper, name="minutes-paper"),
    path(RECAP, recap.recap, name="meeting-recap"),
    path(f"{RECAP}send/", recap.send, name="meeting-recap-send"),
    path(f"{RECAP}pdf/", recap.paper, name="meeting-recap-paper"),
    path(FAMILY, family.meetings, name="case-family-meetings"),
    path(f"{FAMILY}ny/", family.plan, name="case-family-meeting-plan"),
    path(MEETING, family.meeting, name="case-family-meeting"),
    path(f"{MEETING}inviter/", family.invite, name="case-family-meeting-invite"),
    path(f"{MEETING}flytt/", family.move, name="case-family-meeting-move"),
    path(f"{MEETING}tolk/", family.interpreter, name="case-family-meeting-interpreter"),
    path(f"{MEETING}avlys/", family.cancel, name="case-family-meeting-cancel"),
    path(f"{MEETING}holdt/", family.close, name="case-family-meeting-close"),
]

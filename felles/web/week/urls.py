"""Routes of the social agents' week. What names an agent is the leader's."""

from __future__ import annotations

from django.urls import path

from felles.web.week import away, lead, plan, views

urlpatterns = [
    path("uka/", views.week, name="week"),
    path("uka/alle/", lead.everybody, name="week-all"),
    path("uka/legg/", plan.own, name="week-plan"),
    path("uka/borte/", away.own, name="week-away"),
    path("uka/<slug:public_id>/legg/", plan.of_agent, name="week-plan-of"),
    path("uka/<slug:public_id>/borte/", away.of_agent, name="week-away-of"),
    path("uka/<slug:public_id>/oppfolging/", lead.follow_up, name="week-follow-up"),
]

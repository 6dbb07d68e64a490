"""Routes of the set-up."""

from __future__ import annotations

from django.urls import path

from felles.web.setup import organisations, people, settings, texts, views

urlpatterns = [
    path("oppsett/", views.setup, name="setup"),
    path("oppsett/personer/", people.people, name="setup-people"),
    path("oppsett/personer/ny/", people.new_person, name="setup-person-new"),
    path("oppsett/personer/<str:public_id>/", people.person, name="setup-person"),
    path("oppsett/personer/<str:public_id>/rolle/ny/", people.new_post, name="setup-post-new"),
    path("oppsett/rolle/<str:public_id>/avslutt/", people.end_post_page, name="setup-post-end"),
    path("oppsett/skoler/", organisations.schools, name="setup-schools"),
    path("oppsett/skoler/<str:public_id>/innsatsteam/", organisations.team, name="setup-team"),
    path("oppsett/tjenester/", organisations.services, name="setup-services"),
    path("oppsett/tekster/", texts.texts, name="setup-texts"),
    path("oppsett/innstillinger/", settings.settings, name="setup-settings"),
]

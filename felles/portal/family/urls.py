"""Routes of the guardian's pages."""

from __future__ import annotations

from django.urls import path

from felles.portal.family import question, views

urlpatterns = [
    path("min-side/", views.home, name="family-home"),
    path("min-side/<str:pupil>/", views.pupil, name="family-pupil"),
    path("min-side/<str:pupil>/samtykke/", question.begin, name="family-consent"),
    path("min-side/<str:pupil>/samtykke/takk/", views.thanks, name="family-thanks"),
    path("min-side/<str:pupil>/samtykke/<str:step>/", question.show, name="family-consent-step"),
    path("min-side/<str:pupil>/hvem-vet-hva/", views.access, name="family-access"),
    path("min-side/<str:pupil>/trekk/", views.withdraw, name="family-withdraw"),
    path("min-side/<str:pupil>/skriv/", views.write, name="family-write"),
    path("min-side/<str:pupil>/hjelp/", views.get_help, name="family-help"),
    path("min-side/<str:pupil>/papir/<str:kind>/", views.paper, name="family-paper"),
]

"""Routes of consent, guardians and address protection, all below a case."""

from __future__ import annotations

from django.urls import path

from felles.web.consents import families, guardians, signed, views

urlpatterns = [
    path("sak/<str:public_id>/samtykke/", views.overview, name="consent"),
    path("sak/<str:public_id>/samtykke/spor/", views.ask, name="consent-ask"),
    path(
        "sak/<str:public_id>/samtykke/<str:guardianship>/svar/",
        views.answer,
        name="consent-answer",
    ),
    path(
        "sak/<str:public_id>/samtykke/papir/<str:paper_id>/",
        signed.show,
        name="consent-paper",
    ),
    path(
        "sak/<str:public_id>/samtykke/<str:answer_id>/papir/",
        signed.add,
        name="consent-paper-add",
    ),
    path("sak/<str:public_id>/foresatte/ny/", guardians.add, name="guardian-add"),
    path(
        "sak/<str:public_id>/foresatte/<str:guardianship>/foreldreansvar/",
        guardians.verify,
        name="guardian-verify",
    ),
    path(
        "sak/<str:public_id>/foresatte/<str:guardianship>/avslutt/",
        guardians.end,
        name="guardian-end",
    ),
    path(
        "sak/<str:public_id>/foresatte/<str:guardianship>/",
        families.guardian,
        name="guardian-page",
    ),
    path("sak/<str:public_id>/adressesperre/", guardians.protect, name="protection"),
]

"""Routes of the families' entry."""

from __future__ import annotations

from django.urls import path

from felles.portal.entry import views

urlpatterns = [
    path("familie/", views.start, name="family-start"),
    path("familie/lenke/<str:token>/", views.link, name="family-link"),
    path("familie/logg-inn/idporten/", views.idporten_login, name="family-idporten"),
    path("familie/logg-inn/svar/", views.callback, name="family-callback"),
    path("familie/utlogget/", views.ended, name="family-ended"),
    path("familie/logg-ut/", views.logout, name="family-logout"),
    path("familie/sprak/", views.language, name="family-language"),
]

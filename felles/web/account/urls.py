"""Routes of logging in and out, and of the pages about Felles."""

from __future__ import annotations

from django.urls import path

from felles.web.account import about, views

urlpatterns = [
    path("logg-inn/", views.log_in, name="login"),
    path("logg-ut/", views.log_out, name="logout"),
    path("rolle/", views.switch_post, name="switch-post"),
    path("sprak/", views.set_language, name="set-language"),
    path("hjelp/", about.help_page, name="help"),
    path("personvern/", about.privacy, name="about-privacy"),
    path("tilgjengelighet/", about.accessibility, name="about-accessibility"),
]

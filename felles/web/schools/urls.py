"""Routes of the schools' pages and of discussion without a name."""

from __future__ import annotations

from django.urls import path

from felles.web.schools import anonymous, views

urlpatterns = [
    path("skoler/", views.list_page, name="school-list"),
    path("skole/<str:public_id>/", views.school, name="school"),
    path("uten-navn/", anonymous.list_page, name="anonymous-list"),
    path("uten-navn/ny/", anonymous.new, name="anonymous-new"),
]

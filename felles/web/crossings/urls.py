"""Routes of crossings from school to club."""

from __future__ import annotations

from django.urls import path

from felles.web.crossings import views

urlpatterns = [
    path("overganger/", views.list_page, name="crossing-list"),
    path("overganger/ny/", views.new, name="crossing-new"),
    path("overgang/<slug:public_id>/", views.crossing, name="crossing"),
    path("overgang/<slug:public_id>/endre/", views.change, name="crossing-change"),
    path("overgang/<slug:public_id>/enig/", views.agree, name="crossing-agree"),
    path("overgang/<slug:public_id>/tall/", views.note, name="crossing-note"),
    path("overgang/<slug:public_id>/slutt/", views.end, name="crossing-end"),
]

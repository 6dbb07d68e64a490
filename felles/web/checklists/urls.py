"""Routes of checklists. The texts have their own pages: who writes them need not use them."""

from __future__ import annotations

from django.urls import path

from felles.web.checklists import texts, views

urlpatterns = [
    path("sjekklister/", views.list_page, name="checklist-list"),
    path("sjekklister/begynn/", views.begin, name="checklist-begin"),
    path("sjekklister/tekster/", texts.list_page, name="checklist-texts"),
    path("sjekklister/tekster/<slug:key>/", texts.text, name="checklist-text"),
    path("sjekkliste/<slug:public_id>/", views.run, name="checklist-run"),
]

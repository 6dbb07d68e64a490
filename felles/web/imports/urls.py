"""Routes of the import and of what it leaves to decide."""

from __future__ import annotations

from django.urls import path

from felles.web.imports import reviews, views

urlpatterns = [
    path("oppsett/import/", views.imports, name="imports"),
    path("oppsett/import/<str:public_id>/", views.preview, name="import-preview"),
    path("oppsett/import/<str:public_id>/bruk/", views.apply, name="import-apply"),
    path("oppsett/import/<str:public_id>/avbryt/", views.cancel, name="import-cancel"),
    path("oppsett/gjennomgang/", reviews.reviews, name="reviews"),
    path("oppsett/gjennomgang/<str:public_id>/", reviews.settle, name="review-settle"),
    path("oppsett/nye-ansatte/", reviews.staff, name="staff-reviews"),
    path("oppsett/nye-ansatte/<str:public_id>/", reviews.settle_staff, name="staff-review-settle"),
]

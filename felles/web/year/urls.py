"""Routes of the year wheel, the structure of meetings, free times and the wait."""

from __future__ import annotations

from django.urls import path

from felles.web.year import holidays, structure, times, waiting, wheel

urlpatterns = [
    path("arshjul/", wheel.wheel, name="year-wheel"),
    path("arshjul/skolefri/", holidays.holidays, name="year-holidays"),
    path("arshjul/skolefri/les-inn/", holidays.import_page, name="year-holidays-import"),
    path("arshjul/moter/", structure.structures, name="year-structures"),
    path("arshjul/moter/<str:public_id>/", structure.structure, name="year-structure"),
    path("arshjul/serie/<str:public_id>/", structure.series, name="year-series"),
    path("nar-kan-du/", times.own_times, name="own-times"),
    path("ventetid/", waiting.waiting, name="waiting"),
]

"""Routes of courses. What has pupils in it stands elsewhere, under the same addresses."""

from __future__ import annotations

from django.urls import path

from felles.web.courses import guests, plan, series, sessions, suggestions, themes, views

_SERIES = "kurs/<slug:public_id>/"
_SESSION = f"{_SERIES}okt/<int:number>/"

urlpatterns = [
    path("kurs/", views.list_page, name="course-list"),
    path("kurs/ny/", plan.new, name="course-new"),
    path("kurs/temaer/", themes.list_page, name="course-themes"),
    path("kurs/temaer/<slug:theme>/", themes.theme, name="course-theme"),
    path("kurs/foresla/", suggestions.suggest, name="course-suggest"),
    path("kurs/forslag/<slug:public_id>/nei/", suggestions.decline, name="course-decline"),
    path(_SERIES, views.course, name="course"),
    path(f"{_SERIES}endre/", series.change, name="course-change"),
    path(f"{_SERIES}hvem/", series.holders, name="course-holders"),
    path(f"{_SERIES}avslutt/", series.end, name="course-end"),
    path(_SESSION, sessions.session, name="course-session"),
    path(f"{_SESSION}flytt/", sessions.move, name="course-session-move"),
    path(f"{_SESSION}avlys/", sessions.off, name="course-session-off"),
    path(f"{_SESSION}ny-dag/", sessions.replace, name="course-session-replace"),
    path(f"{_SESSION}opplegg/", sessions.outline, name="course-session-outline"),
    path(f"{_SESSION}holdt/", sessions.held, name="course-session-held"),
    path(f"{_SESSION}gjest/", guests.invite, name="course-guest-invite"),
    path(f"{_SESSION}gjest/<slug:guest>/trekk/", guests.take_back, name="course-guest-take-back"),
    path("gjest/<str:token>/", guests.answer, name="guest-answer"),
]

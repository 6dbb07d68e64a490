"""Routes of the staff's pages, area by area."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("felles.web.account.urls")),
    path("", include("felles.web.today.urls")),
    path("", include("felles.web.concerns.urls")),
    path("", include("felles.web.cases.urls")),
    path("", include("felles.web.consents.urls")),
    path("", include("felles.web.papers.urls")),
    path("", include("felles.web.minutes.urls")),
    path("", include("felles.web.rhythm.urls")),
    path("", include("felles.web.schools.urls")),
    path("", include("felles.web.meetings.urls")),
    path("", include("felles.web.setup.urls")),
    path("", include("felles.web.imports.urls")),
    path("", include("felles.web.agenda.urls")),
    path("", include("felles.web.year.urls")),
    path("", include("felles.web.room.urls")),
    path("", include("felles.web.courses.urls")),
    path("", include("felles.web.outreach.urls")),
    path("", include("felles.web.week.urls")),
    path("", include("felles.web.crossings.urls")),
    path("", include("felles.web.checklists.urls")),
    path("", include("felles.web.parents.urls")),
    path("", include("felles.web.groups.urls")),
]

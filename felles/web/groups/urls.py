"""Routes of a course's group. They lie under the course's own address."""

from __future__ import annotations

from django.urls import path

from felles.web.groups import apart, attendance, choose, group, parts, screen, smileys

_OF = "kurs/<str:public_id>"

urlpatterns = [
    path(f"{_OF}/gruppe/", group.group, name="course-group"),
    path(f"{_OF}/gruppe/velg/", choose.choose, name="course-group-add"),
    path(f"{_OF}/gruppe/deler/", parts.parts, name="course-parts"),
    path(f"{_OF}/gruppe/hver-for-seg/", apart.apart, name="course-apart"),
    path(f"{_OF}/okt/<int:number>/oppmote/", attendance.attendance, name="course-attendance"),
    path(f"{_OF}/smilefjes/", smileys.smileys, name="course-smileys"),
    path(f"{_OF}/smilefjes/papir/", smileys.paper, name="course-smileys-paper"),
    path("smilefjes/", screen.screen, name="pupil-smileys"),
]

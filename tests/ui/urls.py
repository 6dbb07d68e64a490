"""Routes of a small site that has one page of each kind."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from felles.rules.access import Permission
from felles.rules.roles import Role
from felles.ui import clock
from felles.ui.access import ActorRequest, needs
from felles.ui.gallery import gallery_context
from tests.ui.actors import an_actor


class SomeUser:
    """Stands for a logged in person."""

    is_authenticated = True


@needs(Permission.SETUP)
def for_setup(request: ActorRequest) -> HttpResponse:
    """Open to those who set up."""
    return HttpResponse(request.actor.role)


def open_gallery(request: HttpRequest) -> HttpResponse:
    """The gallery as a rector's page, without database or login."""
    request.actor = an_actor(Role.RECTOR)  # type: ignore[attr-defined]
    request.user = SomeUser()  # type: ignore[assignment]
    return render(request, "ui/gallery.html", gallery_context(clock.now()))


def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Any page at all."""
    return HttpResponse("svar")


urlpatterns = [
    path("", answer, name="today"),
    path("saker/", answer, name="case-list"),
    path("saker/sok/", answer, name="case-search"),
    path("si-fra/", answer, name="concern-new"),
    path("skolen/", answer, name="my-school"),
    path("oppsett/", for_setup, name="setup"),
    path("komponenter/", open_gallery, name="gallery"),
    path("logg-inn/", answer, name="login"),
    path("logg-ut/", answer, name="logout"),
    path("rolle/", answer, name="switch-post"),
    path("personvern/", answer, name="about-privacy"),
]

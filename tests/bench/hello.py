"""An empty page, served by Django's handler without any middleware."""

from collections.abc import Callable
from typing import Any

from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import override_settings
from django.urls import path


def hello(_request: HttpRequest) -> HttpResponse:
    """Say hello."""
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello)]


def make_hello() -> Callable[[], None]:
    """A request for the empty page."""
    handler = BaseHandler()
    with override_settings(MIDDLEWARE=[]):
        handler.load_middleware()
    factory: Any = RequestFactory()

    def request() -> None:
        message = factory.get("/hello/")
        message.urlconf = __name__
        handler.get_response(message)

    return request

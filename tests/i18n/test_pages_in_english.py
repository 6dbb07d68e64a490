"""No bokmål is left on a page that somebody reads in English."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from script.tool.catalogues import load
from tests import make
from tests.cast import Cast, build_cast
from tests.guards.routes import Route, list_routes

pytestmark = pytest.mark.django_db

# Samples for those who make pages; what the machines that watch read.
ASIDE = {"gallery", "healthz", "readyz"}
OF_A_CASE = ("case", "consent", "measure-add", "protection", "guardian-add")


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_data(self, data: str) -> None:
        self.found.add(" ".join(data.split()))


def bokmal() -> set[str]:
    """Texts that are written otherwise in English."""
    return {entry.msgid for entry in load("en") if entry.msgstr and entry.msgstr != entry.msgid}


def paths(cast: Cast, public_id: str) -> Iterator[tuple[Route, str]]:
    """Every page without parameters, and every page of one case."""
    for route in list_routes():
        # Families' pages have ten languages of their own, from other files.
        if route.name in ASIDE or route.name.startswith(("family-", "pupil-")):
            continue
        if not route.parameters:
            yield route, reverse(route.name)
        elif route.parameters == ("public_id",) and route.name.startswith(OF_A_CASE):
            yield route, reverse(route.name, args=[public_id])
        elif route.name == "school":
            yield route, reverse(route.name, args=[cast.furulia.public_id])


@pytest.mark.parametrize("part", ["social_teacher", "administrator"])
def test_pages_in_english_say_nothing_in_bokmal(client: Client, clock: object, part: str) -> None:
    cast = build_cast()
    made = make.STATES["measures"](cast)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(cast.users[part])
    known, left, read = bokmal(), {}, 0
    for route, path in paths(cast, made.public_id):
        page = client.get(path)
        if page.status_code != 200:
            continue
        texts = _Texts()
        texts.feed(page.content.decode())
        read += 1
        if texts.found & known:
            left[route.name] = sorted(texts.found & known)
    assert left == {}
    assert read > 8

"""A guardian who is in, for tests of the families' pages."""

import re
from datetime import datetime

from django.test import Client

from felles.people.actions import make_link
from felles.people.models import Guardianship
from felles.rules.families import LinkChannel
from tests.cast import NOW, Cast

BORN = {"day": "4", "month": "3", "year": "2015"}


def link_to(cast: Cast, tie: Guardianship, *, at: datetime = NOW, days: int = 14) -> str:
    """The address of a one-time link to the guardian."""
    token = make_link(
        by=cast.actor("social_teacher", at=at),
        at=at,
        tie=tie,
        channel=LinkChannel.LETTER,
        days=days,
    )
    return f"/familie/lenke/{token}/"


def come_in(cast: Cast, tie: Guardianship, language: str = "nb") -> Client:
    """A browser in which the guardian is in."""
    client = Client()
    client.post("/familie/sprak/", {"language": language})
    response = client.post(link_to(cast, tie), BORN)
    assert response["Location"] == "/min-side/", response.content.decode()
    return client


def token_of(page: str) -> str:
    """The token of the page's form."""
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found, page
    return found.group(1)


def send(client: Client, path: str, **data: object) -> "object":
    """Open a form and send it with its token."""
    page = client.get(path).content.decode()
    return client.post(path, {"form_token": token_of(page), **data})


def base(tie: Guardianship) -> str:
    """The address of the child's page."""
    return f"/min-side/{tie.pupil.public_id}/"

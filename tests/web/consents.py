"""What the tests of the consent pages share: a filled-in answer, and the two steps of saving it."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, TEAM, Cast, days


def token(client: Client, path: str) -> str:
    """The form token that the page at ``path`` hands out."""
    found = re.search(r'name="form_token" value="([^"]+)"', client.get(path).content.decode())
    assert found, f"no form token at {path}"
    return found.group(1)


def answer_path(made: make.Made, number: int) -> str:
    """The page for the answer of guardian ``number``."""
    return reverse("consent-answer", args=[made.public_id, made.ties[number].public_id])


def answer_data(cast: Cast, kind: str, **more: Any) -> dict[str, Any]:
    """A filled-in answer."""
    until = NOW.date() + days(100)
    return {
        "kind": kind,
        "channel": "oral",
        "answered_on": NOW.date().isoformat(),
        "language": "polsk",
        "interpreter": "Tolketjenesten",
        "explained": "on",
        "valid_until": until.isoformat(),
        "note": "",
        **more,
    }


def yes_but(cast: Cast, *refused: str) -> dict[str, str]:
    """A yes to each service of the team but those named."""
    return {
        f"service_{cast.service(name).public_id}": "no" if name in refused else "yes"
        for name in TEAM
    }


def barred(*topics: Topic) -> list[str]:
    """Topics as the form sends them."""
    return [str(topic.value) for topic in topics]


def question_of(made: make.Made) -> str:
    """The public id of the latest question."""
    request = made.pupil.consent_requests.order_by("-asked_at", "-pk").first()
    assert request is not None
    return request.public_id


def post_answer(
    client: Client, made: make.Made, number: int, data: dict[str, Any], *, save: bool = True
) -> HttpResponse:
    """Send the answer of guardian ``number``; with ``save`` past the check page."""
    path = answer_path(made, number)
    sent = {**data, "question": question_of(made), "form_token": token(client, path)}
    if save:
        sent["save"] = "1"
    response = client.post(path, sent)
    assert isinstance(response, HttpResponse)
    return response

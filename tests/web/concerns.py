"""Raising a concern as a person does it: page by page, through the test client."""

import re
from typing import Any

from django.test import Client

from felles.people.models import Pupil

SEEN = {
    "strengths": "Er god til å tegne.",
    "seen": "Står ofte alene i friminuttet.",
    "where": "I skolegården",
    "since": "Siden høstferien",
    "topic": "1",
}
PUPIL_TALK = {
    "pupil_talked": "yes",
    "pupil_on": "2026-11-20",
    "pupil_said": "Jeg vil ha noen å leke med.",
    "pupil_why_not": "",
}
GUARDIAN_TALK = {
    "guardians_talked": "yes",
    "guardians_on": "2026-11-23",
    "guardians_who": "Mor",
    "guardians_said": "Hun har merket det samme.",
    "guardians_why_not": "",
}
NOT_YET = {"guardians_talked": "not_yet"}
TRIED = {"tried": "Byttet plass i klassen."}
PAGES: dict[str, dict[str, str]] = {
    "sett": SEEN,
    "elev": PUPIL_TALK,
    "foresatte": GUARDIAN_TALK,
    "provd": TRIED,
}


def token_of(response: Any) -> str:
    """The form token that a page hands out."""
    found = re.search(r'name="form_token" value="([^"]+)"', response.content.decode())
    assert found, "the page has no form token"
    return found.group(1)


def pick(client: Client, pupil: Pupil) -> str:
    """Choose the pupil; returns the public id of the draft."""
    response = client.post("/si-fra/", {"pupil": pupil.public_id})
    assert response.status_code == 302, response.status_code
    return str(response.headers["Location"]).split("/")[2]


def path(draft: str, step: str) -> str:
    """The page of a draft."""
    return f"/si-fra/{draft}/{step}/"


def answer(client: Client, draft: str, **changes: dict[str, str]) -> str:
    """Answer all questions in order; returns where the last answer leads."""
    goes_to = ""
    for step, data in PAGES.items():
        response = client.post(path(draft, step), changes.get(step, data))
        assert response.status_code == 302, (step, response.status_code)
        goes_to = str(response.headers["Location"])
    return goes_to


def send(client: Client, draft: str) -> Any:
    """Press «Send» on the page where the answers are looked over."""
    token = token_of(client.get(path(draft, "se-over")))
    return client.post(path(draft, "se-over"), {"form_token": token})


def raise_concern(client: Client, pupil: Pupil, **changes: dict[str, str]) -> str:
    """The whole way; returns the public id of draft and concern."""
    draft = pick(client, pupil)
    answer(client, draft, **changes)
    assert send(client, draft).status_code == 302
    return draft


def without_ids(response: Any, *names: str) -> str:
    """A page without tokens, public ids and the names given: what is left must be equal."""
    text = response.content.decode()
    text = re.sub(r'(name="(?:csrfmiddlewaretoken|form_token)" value=")[^"]+', r"\1", text)
    text = re.sub(r'("X-CSRFToken": ")[^"]+', r"\1", text)
    text = re.sub(r"\b[2-9a-hjkmnp-z]{8}(?=/|\")", "ID", text)
    for name in names:
        text = text.replace(name, "NAME")
    return text

"""What the tests of the case pages share: a form sent as a browser sends it, and a page's heart."""

import re
from datetime import datetime
from typing import Any

from django.test import Client

from felles.casework import actions
from felles.casework.models import Measure
from felles.rules.roles import Topic
from tests.cast import NOW, Cast, days
from tests.make import Made
from tests.masks import without_tokens

HIDDEN = re.compile(r'<input type="hidden" name="(form_token|version)" value="([^"]*)">')


def login(client: Client, cast: Cast, part: str) -> None:
    """Be somebody of the cast from now on."""
    client.force_login(cast.users[part])


def address(made: Made, part: str = "") -> str:
    """Address of a case, or of a page under it."""
    return f"/sak/{made.public_id}/{part}"


def heart(response: Any) -> str:
    """What stands in the page itself, without the frame around it and its forms' tokens."""
    return without_tokens(heart_as_sent(response))


def heart_as_sent(response: Any) -> str:
    """The page itself with the tokens that a browser sends back."""
    text = response.content.decode()
    found = re.search(r"<main.*?</main>", text, re.DOTALL)
    return found.group() if found else text


def hidden(response: Any) -> dict[str, str]:
    """The token and the version of the last form on the page, as a browser would send them."""
    return dict(HIDDEN.findall(heart_as_sent(response)))


def send(client: Client, url: str, **data: Any) -> Any:
    """Open the page of a form, fill it in and send it."""
    return client.post(url, {**hidden(client.get(url)), **data})


def show(client: Client, cast: Cast, part: str, made: Made, page: str = "") -> str:
    """What somebody of the cast sees of a case, or of a page under it."""
    login(client, cast, part)
    answer = client.get(address(made, page))
    assert answer.status_code == 200, (part, page, answer.status_code)
    return heart(answer)


def speak(cast: Cast, made: Made, *, safe_with: str = "", not_to_share: str = "") -> None:
    """The pupil has told the contact teacher something."""
    by = cast.actor("contact_teacher")
    actions.write_child_voice(
        by=by,
        at=NOW,
        public_id=made.public_id,
        said="Jeg vil ha noen å leke med.",
        told_on=by.on,
        safe_with=safe_with,
        not_to_share=not_to_share,
    )


def measure(
    cast: Cast,
    made: Made,
    what: str = "Lese sammen",
    part: str = "rector",
    at: datetime = NOW,
    organisation: str = "furulia",
) -> Measure:
    """Somebody of the cast has promised something."""
    return actions.add_measure(
        by=cast.actor(part, at),
        at=at,
        public_id=made.public_id,
        goal="Har noen å være med",
        what=what,
        organisation_id=cast.service(organisation).pk,
        due_on=NOW.date() + days(20),
        topic=Topic.SCHOOL_ENVIRONMENT,
        owner_id=cast.users[part].pk,
    )


def check_in(cast: Cast, made: Made, row: Measure, rating: int, part: str = "rector") -> None:
    """Somebody says how a measure goes."""
    actions.check_in(
        by=cast.actor(part),
        at=NOW,
        public_id=made.public_id,
        measure_public_id=row.public_id,
        rating=rating,
    )

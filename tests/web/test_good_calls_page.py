"""Good news home from the page: two taps, households apart, and nobody who may not be called."""

import re

import pytest
from django.test import Client

from felles.casework.models import Talk
from felles.ledger.models import ReadEvent
from felles.people.models import Guardian
from tests import make
from tests.cast import Cast, build_cast
from tests.web.cases import heart, hidden, login

pytestmark = pytest.mark.django_db
CALLS = "/foreldre/ringe/"


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def buttons(html: str) -> list[str]:
    return re.findall(r'name="call" value="([^"]+)"', html)


def test_call_is_noted_with_one_button_and_no_text(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    login(client, cast, "contact_teacher")
    page = client.get(CALLS)
    assert buttons(heart(page)) == [f"{made.public_id}/{tie.public_id}" for tie in made.ties]
    assert "<textarea" not in heart(page)
    sent = {**hidden(page), "call": buttons(heart(page))[0]}
    answers = [client.post(CALLS, sent, follow=True) for _ in range(2)]
    assert "Notert. Fint at du ringte." in answers[0].content.decode()
    assert Talk.objects.get(kind=Talk.Kind.POSITIVE_CALL).guardian_id == made.ties[0].guardian_id
    assert buttons(heart(client.get(CALLS))) == []


def test_households_stand_apart_and_interpreter_is_shown(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    Guardian.objects.filter(pk=made.ties[1].guardian_id).update(
        language="somali", needs_interpreter=True, phone="00 11 22 33"
    )
    login(client, cast, "rector")
    html = heart(client.get(CALLS))
    assert html.index("Hjem 1") < html.index("Foresatt 1") < html.index("Hjem 2")
    assert "Tolk: somali" in html
    assert 'href="tel:00112233"' in html


@pytest.mark.parametrize("chosen", ["", "zzzzzzzz", "/"])
def test_button_that_is_none_changes_nothing(client: Client, cast: Cast, chosen: str) -> None:
    make.at_school(cast)
    login(client, cast, "rector")
    answer = client.post(CALLS, {**hidden(client.get(CALLS)), "call": chosen})
    assert answer.status_code == 422
    assert "Velg hvem du ringte." in heart(answer)


def test_day_page_names_three_at_most_and_writes_their_read_rows(
    client: Client, cast: Cast
) -> None:
    for number in range(4):
        make.at_school(cast, given_name=f"Nora {number}")
    login(client, cast, "rector")
    html = heart(client.get("/"))
    panel = html[html.index("Ring hjem med noe bra") :]
    assert panel[: panel.index("</ul>")].count("<li>") == 3
    assert ReadEvent.objects.filter(route="today").count() >= 3


@pytest.mark.parametrize("part", ["health_nurse", "club_leader", "agent_leader", "secretary"])
def test_services_and_leaders_have_no_such_page(client: Client, cast: Cast, part: str) -> None:
    make.in_measures(cast)
    login(client, cast, part)
    assert client.get(CALLS).status_code == 404
    assert "Ring hjem" not in heart(client.get("/"))

"""A guardian writes to the school, and asks for help."""

import pytest

from felles.people.models import FamilyMessage
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.portal.family import base, come_in, send
from tests.portal.test_family_pages import shown


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def test_message_reaches_the_school_and_its_answer_only_the_sender(cast: Cast) -> None:
    from felles.people.actions import handle_message

    made = make.in_measures(cast)
    client = come_in(cast, made.ties[0])
    path = f"{base(made.ties[0])}skriv/"
    response = send(client, path, kind="wish", text="Vi vil ha møte på kvelden.")
    assert "Vi har fått det du skrev." in response.content.decode()  # type: ignore[attr-defined]
    message = FamilyMessage.objects.get()
    handle_message(by=cast.actor("social_teacher"), at=NOW, message=message, answer="Det gjør vi.")
    assert "Det gjør vi." in shown(client, path)
    assert "Det gjør vi." not in shown(come_in(cast, made.ties[1]), f"{base(made.ties[1])}skriv/")


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("wish", "  ", "Skriv noe først."),
        ("", "Hei", "Velg et svar."),
        ("call", "Hei", "Velg et svar."),
        ("wish", "a" * 4001, "Teksten er for lang."),
    ],
)
def test_message_that_cannot_be_sent_keeps_what_was_typed(
    cast: Cast, kind: str, text: str, said: str
) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    response = send(client, f"{base(made.ties[0])}skriv/", kind=kind, text=text)
    page = response.content.decode()  # type: ignore[attr-defined]
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert said in page
    assert text in page
    assert not FamilyMessage.objects.exists()


@pytest.mark.parametrize("kind", ["call", "interpreter", "paper"])
def test_help_is_asked_for_with_one_choice(cast: Cast, kind: str) -> None:
    made = make.asked(cast)
    client = come_in(cast, made.ties[0])
    response = send(client, f"{base(made.ties[0])}hjelp/", kind=kind)
    assert response.status_code == 200  # type: ignore[attr-defined]
    assert FamilyMessage.objects.get().kind == kind

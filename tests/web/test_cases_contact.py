"""Contact with a team member between meetings: what is allowed is shown before one writes."""

import pytest
from django.test import Client

from felles.casework.models import Contact, Draft
from felles.rules.consent import AnswerKind
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.web.cases import address, heart, hidden, login, send, show

pytestmark = pytest.mark.django_db
PAGE = "kontakt/"


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def filled(cast: Cast, **more: str) -> dict[str, str]:
    """What the school writes of a talk with the health nurse."""
    return {
        "service": cast.service("health").public_id,
        "topic": str(Topic.HEALTH.value),
        "held_on": NOW.date().isoformat(),
        "who": "Helsesykepleieren",
        "text": "Hun snakker med Maja på torsdag.",
        "audience": "3",
        **more,
    }


def test_page_says_first_who_may_be_contacted_and_about_what(client: Client, cast: Cast) -> None:
    made = make.not_child_welfare(cast)
    page = show(client, cast, "rector", made, PAGE)
    told = page.index("Dette gjelder i dag")
    assert told < page.index("Alle tema") < page.index("<form")
    assert "Foresatte har ikke sagt ja til denne tjenesten nå." in page
    welfare = cast.service("child_welfare")
    assert welfare.name in page
    assert welfare.public_id not in page


@pytest.mark.parametrize("build", [make.at_school, make.asked, make.refused])
def test_without_consent_the_page_offers_to_ask_or_to_discuss_without_a_name(
    client: Client, cast: Cast, build: "object"
) -> None:
    made = build(cast)  # type: ignore[operator]
    page = show(client, cast, "rector", made, PAGE)
    assert "Spør foresatte om samtykke, eller drøft uten navn." in page
    assert f'href="/sak/{made.public_id}/samtykke/"' in page
    assert 'href="/uten-navn/ny/"' in page
    assert "<form" not in page


def test_contact_stands_on_the_timeline_with_service_and_topic(client: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    login(client, cast, "social_agent")
    answer = send(client, address(made, PAGE), **filled(cast))
    assert answer["Location"] == address(made)
    page = show(client, cast, "contact_teacher", made, "tidslinje/")
    assert f"Kontakt med {cast.service('health').name}" in page
    assert "med Helsesykepleieren. Tema: Helse. Hun snakker med Maja på torsdag." in page
    assert "Hun snakker med Maja" in show(client, cast, "health_nurse", made, "tidslinje/")
    assert "Hun snakker med Maja" not in show(client, cast, "club_leader", made, "tidslinje/")


def test_double_click_logs_one_contact(client: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    login(client, cast, "rector")
    form = {**hidden(client.get(address(made, PAGE))), **filled(cast)}
    for _click in "12":
        assert client.post(address(made, PAGE), form).status_code == 302
    assert Contact.objects.count() == 1


def test_consent_withdrawn_while_one_wrote_refuses_and_keeps_the_text(
    client: Client, cast: Cast
) -> None:
    made = make.in_measures(cast)
    login(client, cast, "rector")
    form = {**hidden(client.get(address(made, PAGE))), **filled(cast)}
    make.answer(cast, made, 0, kind=AnswerKind.NO)
    answer = client.post(address(made, PAGE), form)
    page = heart(answer)
    assert answer.status_code == 422
    assert "Foresatte har ikke sagt ja til denne tjenesten nå." in page
    assert "Spør om samtykke, eller drøft uten navn." in page
    assert "Hun snakker med Maja på torsdag." in page
    assert not Contact.objects.exists()


def test_agent_shut_out_while_writing_finds_the_text_among_the_drafts(
    client: Client, cast: Cast
) -> None:
    made = make.in_measures(cast)
    login(client, cast, "social_agent")
    form = {**hidden(client.get(address(made, PAGE))), **filled(cast)}
    make.answer(cast, made, 0, kind=AnswerKind.NO)
    assert client.post(address(made, PAGE), form).status_code == 404
    assert Draft.objects.get().data["text"] == "Hun snakker med Maja på torsdag."


def test_page_is_reached_from_the_case_and_spoken_of_where_people_are_found(
    client: Client, cast: Cast
) -> None:
    made = make.in_measures(cast)
    assert address(made, PAGE) in show(client, cast, "social_agent", made)
    assert address(made, PAGE) not in show(client, cast, "contact_teacher", made)
    who = f"/skole/{cast.furulia.public_id}/"
    login(client, cast, "rector")
    assert "velg «Kontakt med en tjeneste»" in client.get(who).content.decode()
    login(client, cast, "health_nurse")
    assert "velg «Kontakt med en tjeneste»" not in client.get(who).content.decode()


def test_closed_case_leads_back_to_the_case(client: Client, cast: Cast) -> None:
    made = make.closed(cast)
    login(client, cast, "rector")
    assert client.get(address(made, PAGE))["Location"] == address(made)


def test_page_of_a_protected_pupil_leads_to_no_school(client: Client, cast: Cast) -> None:
    made = make.protected(cast)
    page = show(client, cast, "social_teacher", made, PAGE)
    assert cast.furulia.public_id not in page

"""The consent page: the one next thing, each guardian alone, and what is in force."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from felles.casework import actions
from felles.ledger.models import ReadEvent
from felles.people.actions import add_guardian
from felles.rules.consent import AnswerKind
from felles.rules.roles import Topic
from tests import make
from tests.cast import NOW, Cast, build_cast
from tests.guards.read_only import read_only

pytestmark = pytest.mark.django_db

FEW = frozenset({Topic.LEARNING, Topic.LEISURE})


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def overview(client: Client, cast: Cast, made: make.Made, part: str = "social_teacher") -> str:
    client.force_login(cast.users[part])
    response = client.get(reverse("consent", args=[made.public_id]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


NEXT = {
    "concern": "Neste steg: elevsaksmøtet beslutter først",
    "asked": "Neste steg: skriv inn svaret til Foresatt 1 Prøvesen",
    "team_yes_all": "Neste steg: ingenting haster",
    "refused": "Neste steg: hjelp eleven på skolen",
    "team_withdrawn": "Neste steg: hjelp eleven på skolen",
    "team_new_guardian": "Neste steg: bekreft foreldreansvaret",
}


@pytest.mark.parametrize("state", NEXT)
def test_next_thing_to_do_follows_from_the_case(client: Client, cast: Cast, state: str) -> None:
    assert NEXT[state] in overview(client, cast, make.STATES[state](cast))


def test_referred_case_leads_to_the_question(client: Client, cast: Cast) -> None:
    made = make.referred(cast)
    html = overview(client, cast, made)
    assert "Neste steg: spør foresatte" in html
    assert reverse("consent-ask", args=[made.public_id]) in html


def test_consented_case_leads_to_the_team(client: Client, cast: Cast) -> None:
    made = make.consented(cast)
    html = overview(client, cast, made)
    assert "Neste steg: meld saken til innsatsteamet" in html
    assert reverse("case-to-team", args=[made.public_id]) in html


def test_consent_near_its_end_is_asked_for_again(client: Client, cast: Cast) -> None:
    made = make.asked(cast)
    for number in (0, 1):
        make.answer(cast, made, number, until=NOW.date() + timedelta(days=20))
    actions.move_to_innsatsteam(
        by=cast.actor("rector"), at=NOW, public_id=made.public_id, version=made.version
    )
    assert "Neste steg: spør foresatte på nytt" in overview(client, cast, made)


def test_answer_to_an_earlier_question_is_asked_for_again(client: Client, cast: Cast) -> None:
    made = make.in_team(cast)
    actions.ask_for_consent(
        by=cast.actor("rector"),
        at=NOW + timedelta(minutes=1),
        public_id=made.public_id,
        service_ids=[cast.service("club").pk],
        purpose="Klubben på tirsdager.",
        form_version="2026-1",
        proposed_until=NOW.date() + timedelta(days=90),
        asked_on=NOW.date(),
    )
    html = overview(client, cast, made)
    assert "Svaret gjelder et tidligere spørsmål." in html
    assert "Neste steg: skriv inn svaret til Foresatt 1 Prøvesen" in html
    assert "Klubben på tirsdager." in html


def test_what_is_missing_is_listed(client: Client, cast: Cast) -> None:
    html = overview(client, cast, make.asked(cast, holds=False))
    for text in (
        "Bekreftet foreldreansvar for Foresatt 1 Prøvesen.",
        "Bekreftet foreldreansvar for Foresatt 2 Prøvesen.",
        "Svar fra Foresatt 1 Prøvesen.",
        "Svar fra Foresatt 2 Prøvesen.",
    ):
        assert text in html


def test_only_topics_that_all_allow_are_in_force(client: Client, cast: Cast) -> None:
    made = make.asked(cast)
    make.answer(cast, made, 0, topics=FEW | {Topic.HOME})
    make.answer(cast, made, 1, topics=FEW | {Topic.HEALTH})
    now = overview(client, cast, made).split('id="now"')[1]
    assert "Bare «Læring» og «Fritid»:" in now


def test_withdrawal_says_who_and_that_nobody_sees_the_case(client: Client, cast: Cast) -> None:
    now = overview(client, cast, make.withdrawn(cast)).split('id="now"')[1]
    assert "Foresatt 1 Prøvesen har trukket samtykket." in now
    assert "Ingen tjeneste kan se at saken finnes." in now


def test_earlier_answers_stay_in_sight(client: Client, cast: Cast) -> None:
    made = make.asked(cast)
    make.answer(cast, made, 0, kind=AnswerKind.NO)
    make.answer(cast, made, 0, at=NOW + timedelta(minutes=5))
    html = overview(client, cast, made)
    assert "Tidligere svar" in html
    assert "<li>Nei. Svarte 24. november 2026." in html


def test_households_are_kept_apart(client: Client, cast: Cast) -> None:
    made = make.asked(cast)
    html = overview(client, cast, made)
    first, second = html.split('aria-label="Husstand 2"')
    assert "Foresatt 1 Prøvesen" in first.split('aria-label="Husstand 1"')[1]
    assert "Foresatt 2 Prøvesen" not in first.split('aria-label="Husstand 1"')[1]
    assert "Foresatt 2 Prøvesen" in second


def test_agent_sees_who_is_shut_out_but_may_not_record(client: Client, cast: Cast) -> None:
    made = make.agent_named(cast)
    html = overview(client, cast, made, "social_agent")
    assert "Ikke Barneverntjenesten Eksempel" in html
    for name in ("consent-ask", "guardian-add", "protection"):
        path = reverse(name, args=[made.public_id])
        assert path not in html
        assert client.get(path).status_code == 404


def test_phone_is_shown_unless_the_address_is_protected(client: Client, cast: Cast) -> None:
    made = make.in_measures(cast)
    add_guardian(
        by=cast.actor("rector"),
        at=NOW,
        pupil=made.pupil,
        name="Tante",
        phone="912 34 567",
        email="tante@example.org",
    )
    html = overview(client, cast, made)
    assert "912 34 567" in html
    assert ">6B<" in html
    make.protect(cast, made)
    html = overview(client, cast, made)
    assert "Adressesperre" in html
    assert "912 34 567" not in html
    assert "tante@example.org" not in html
    assert ">6B<" not in html


def test_consent_page_writes_nothing_but_its_read_row(client: Client, cast: Cast) -> None:
    made = make.in_team(cast)
    client.force_login(cast.users["rector"])
    with read_only():
        client.get(reverse("consent", args=[made.public_id]))
    assert ReadEvent.objects.filter(route="consent", case_id=made.case.pk).count() == 1


def test_consent_page_costs_the_same_with_one_answer_and_with_many(
    client: Client, cast: Cast
) -> None:
    small, large = make.asked(cast, guardians=1), make.asked(cast, given_name="Leo", guardians=4)
    make.answer(cast, small, 0)
    for number in range(4):
        for minutes in range(4):
            make.answer(cast, large, number, at=NOW + timedelta(minutes=minutes))
    client.force_login(cast.users["rector"])
    paths = [reverse("consent", args=[made.public_id]) for made in (small, large)]
    counts = []
    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] < 50

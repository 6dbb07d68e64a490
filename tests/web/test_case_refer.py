"""The worked example: the elevsaksmøte brings in the innsatsteam, from the page to the history."""

import pytest
from django.test import Client

from felles.casework.models import BoardDecision, Case, CaseStep
from felles.ledger.models import ChangeEvent
from felles.rules.case_flow import Move, Step
from tests import make
from tests.cast import Cast, build_cast
from tests.web.cases import address, heart, hidden, login, send, show

pytestmark = pytest.mark.django_db
REFER = {"text": "Maja trenger flere voksne.", "held_on": "2026-11-24"}


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.mark.parametrize(("page", "outcome"), [("koble-pa/", ""), ("elevsaksmote/", "refer")])
def test_refer_moves_the_case_to_consent_and_writes_the_decision(
    client: Client, cast: Cast, page: str, outcome: str
) -> None:
    made = make.at_elevsaksmote(cast)
    login(client, cast, "rector")
    answer = send(client, address(made, page), **REFER, outcome=outcome)
    assert answer.headers["Location"] == address(made, "#steg")
    case = Case.objects.get(pk=made.case.pk)
    assert Step(case.step) is Step.CONSENT
    decision = BoardDecision.objects.get()
    assert (decision.outcome, decision.text) == (Move.REFER, "Maja trenger flere voksne.")
    last = CaseStep.objects.order_by("-pk")[0]
    assert (last.move, last.by_id) == (Move.REFER, cast.users["rector"].pk)
    changes = ChangeEvent.objects.filter(case_id=case.pk, user_id=cast.users["rector"].pk)
    assert {"case.refer", "elevsaksmote.decide"} <= {change.action for change in changes}


def test_refer_shows_in_the_steps_and_in_the_history(client: Client, cast: Cast) -> None:
    made = make.at_elevsaksmote(cast)
    login(client, cast, "rector")
    page = heart(client.post(address(made, "koble-pa/"), _filled(client, made), follow=True))
    assert 'id="steg"' in page
    now = page.split('data-state="now"')[1].split("</li>")[0]
    assert "Samtykke" in now
    assert "Beslutningen er lagret." in page
    history = show(client, cast, "contact_teacher", made, "tidslinje/")
    assert "Elevsaksmøte: koble på innsatsteamet" in history


def _filled(client: Client, made: make.Made) -> dict[str, str]:
    return {**hidden(client.get(address(made, "koble-pa/"))), **REFER}


def test_refer_page_has_the_outcome_chosen(client: Client, cast: Cast) -> None:
    page = show(client, cast, "rector", make.at_elevsaksmote(cast), "koble-pa/")
    chosen = page.split('value="refer"')[1].split(">")[0]
    assert "checked" in chosen


def test_refer_before_the_elevsaksmote_is_refused_in_words(client: Client, cast: Cast) -> None:
    made = make.at_school(cast)
    login(client, cast, "rector")
    page = client.get(address(made))
    answer = client.post(address(made, "koble-pa/"), {**hidden(page), **REFER})
    assert answer.status_code == 422
    assert "Saken er ikke på dette steget." in heart(answer)
    assert "Maja trenger flere voksne." in heart(answer)
    assert not BoardDecision.objects.exists()


@pytest.mark.parametrize("part", ["contact_teacher", "social_agent", "health_nurse", "secretary"])
def test_refer_is_for_coordinators_alone(client: Client, cast: Cast, part: str) -> None:
    made = make.at_elevsaksmote(cast)
    login(client, cast, part)
    assert client.get(address(made, "koble-pa/")).status_code == 404
    assert client.post(address(made, "koble-pa/"), REFER).status_code == 404
    assert not BoardDecision.objects.exists()


def test_refer_tells_no_service_anything_yet(client: Client, cast: Cast) -> None:
    made = make.at_elevsaksmote(cast)
    login(client, cast, "rector")
    client.post(address(made, "koble-pa/"), _filled(client, made))
    for part in ("health_nurse", "club_leader", "child_welfare_intake", "oslohjelpa"):
        login(client, cast, part)
        assert client.get(address(made)).status_code == 404
        assert "Maja" not in heart(client.get("/saker/"))

"""The guardian's first page: all children at once, in as many queries as for one."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from felles.casework.queries import list_family_children
from felles.casework.queries.family import get_family_page, get_family_view
from felles.ledger.models import ReadEvent
from felles.people.models import Guardian, Guardianship
from felles.people.queries import find_family_actor
from felles.portal.session import KEY
from felles.rules.families import FamilyActor, FamilyLogin
from tests import make
from tests.cast import NOW, Cast, build_cast, days
from tests.make import Made
from tests.proofs.families import PROTECTED
from tests.proofs.states import STATES


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def mother_of(*children: Made) -> Guardian:
    """One guardian of them all."""
    guardian = children[0].ties[0].guardian
    for made in children[1:]:
        theirs = made.ties[0].guardian_id
        Guardianship.objects.filter(pk=made.ties[0].pk).update(guardian=guardian)
        made.pupil.consent_answers.filter(guardian_id=theirs).update(guardian=guardian)
    return guardian


def logged_in(guardian: Guardian) -> Client:
    """A browser in which the guardian came in by ID-porten: for all children."""
    client = Client()
    session = client.session
    session[KEY] = {
        "guardian": guardian.pk, "login": FamilyLogin.IDPORTEN.value, "tie": None,
        "since": NOW.isoformat(), "seen": NOW.isoformat(),
    }  # fmt: skip
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client


def actor_of(guardian: Guardian) -> FamilyActor:
    actor = find_family_actor(guardian.pk, login=FamilyLogin.IDPORTEN, at=NOW)
    assert actor is not None
    return actor


def test_first_page_costs_the_same_queries_for_one_child_two_and_ten(
    cast: Cast, clock: object
) -> None:
    children = [make.asked(cast, given_name=f"Barn {number}") for number in range(10)]
    counts = []
    for number in (1, 2, 10):
        client = logged_in(mother_of(*children[:number]))
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/min-side/").content.decode()
        assert page.count("Svar nå") == number
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2], counts


def test_first_page_writes_a_row_for_every_child_before_it_shows_any(
    cast: Cast, clock: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    children = [make.asked(cast, given_name=name) for name in ("Maja", "Nora")]
    client = logged_in(mother_of(*children))
    ReadEvent.objects.all().delete()
    client.get("/min-side/")
    rows = ReadEvent.objects.filter(kind=ReadEvent.Kind.LIST)
    assert {row.case_id for row in rows} == {made.case.pk for made in children}

    def fail(**_fields: object) -> None:
        raise OSError("no room for the log")

    monkeypatch.setattr("felles.casework.actions.family.record_reads", fail)
    client.raise_request_exception = False
    response = client.get("/min-side/")
    assert response.status_code == 500
    assert "Maja" not in response.content.decode()


@pytest.mark.parametrize("state", sorted(set(STATES) - PROTECTED))
def test_first_page_says_of_a_child_what_the_childs_own_page_says(
    cast: Cast, clock: object, state: str
) -> None:
    made = STATES[state](cast)
    quiet, ties = make.pupil(cast, given_name="Nora")
    guardian = mother_of(made, Made(quiet, None, ties))  # type: ignore[arg-type]
    actor = actor_of(guardian)
    for child in list_family_children(actor):
        view = get_family_view(actor, child.public_id)
        page = get_family_page(actor, view)
        waits = bool(page.facts and page.facts.question) and not page.is_answered
        assert child.has_question == waits, state
        assert child.case_id == (view.case.pk if view.case else None)


def test_question_is_asked_until_its_last_day_and_not_of_a_case_that_is_over(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    made = make.asked(cast)
    guardian = made.ties[0].guardian
    (child,) = list_family_children(actor_of(guardian))
    assert child.has_question
    until = made.pupil.consent_requests.get().proposed_until
    late = NOW + timedelta(days=(until - NOW.date()).days)
    actor = find_family_actor(guardian.pk, login=FamilyLogin.IDPORTEN, at=late)
    assert actor is not None
    (child,) = list_family_children(actor)
    assert not child.has_question
    closed = make.closed(cast)
    closed.pupil.consent_requests.update(proposed_until=NOW.date() + days(90))
    closed.pupil.consent_answers.update(is_current=False)
    (child,) = list_family_children(actor_of(closed.ties[0].guardian))
    assert not child.has_question
    assert child.case_id == closed.case.pk

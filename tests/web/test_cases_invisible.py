"""A case out of sight answers as one that is not there, on every route, byte for byte."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from felles.casework.models import Concern, Draft, Measure
from felles.ledger.models import ReadEvent
from felles.people.models import User
from felles.rules.consent import AnswerKind
from felles.web.cases.urls import urlpatterns
from tests import make
from tests.cast import NOW, Cast, build_cast, days
from tests.make import Made
from tests.web.cases import address, hidden, login

pytestmark = pytest.mark.django_db
ROUTES = [str(route.name) for route in urlpatterns if "public_id" in str(route.pattern)]
UNKNOWN = "zzzzzzzz"
TYPED = {"text": "lang tekst", "topic": "1", "reason": "fordi", "form_token": "t", "version": "1"}


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def url(name: str, case_id: str, measure_id: str = UNKNOWN, text_id: str = UNKNOWN) -> str:
    if name == "case-text-take-back":
        return reverse(name, args=[case_id, "bekymring", text_id])
    arguments = [case_id, measure_id] if name.startswith("measure-") else [case_id]
    return reverse(name, args=arguments[:1] if name == "measure-add" else arguments)


def same(one: Any, other: Any) -> bool:
    return bool(
        one.status_code == other.status_code == 404
        and one.content == other.content
        and dict(one.items()) == dict(other.items())
    )


@pytest.mark.parametrize("part", ["child_welfare_intake", "social_agent", "other_rector"])
def test_case_out_of_sight_answers_like_one_that_is_not_there(
    client: Client, cast: Cast, part: str
) -> None:
    made = make.in_measures(cast)
    make.answer(cast, made, 1, kind=AnswerKind.YES_SOME, services=("health",))
    ids = (Measure.objects.get().public_id, Concern.objects.get().public_id)
    login(client, cast, part)
    told = [
        name
        for name in ROUTES
        for call in (client.get, lambda path: client.post(path, TYPED))
        if not same(call(url(name, made.public_id, *ids)), call(url(name, UNKNOWN)))
    ]
    assert told == []
    assert not ReadEvent.objects.exists()


def test_every_page_of_a_case_leaves_a_row_and_an_answer_of_nothing_none(
    client: Client, cast: Cast
) -> None:
    made = make.in_measures(cast)
    ids = (Measure.objects.get().public_id, Concern.objects.get().public_id)
    login(client, cast, "rector")
    shown, silent = 0, []
    for name in ROUTES:
        before = ReadEvent.objects.filter(case_id=made.case.pk).count()
        response = client.get(url(name, made.public_id, *ids))
        rows = ReadEvent.objects.filter(case_id=made.case.pk).count() - before
        if response.status_code == 200:
            shown += 1
            if rows != 1:
                silent.append((name, rows))
    assert silent == []
    assert shown > 15


def test_measure_out_of_sight_answers_like_one_that_is_not_there(
    client: Client, cast: Cast
) -> None:
    made = make.in_measures(cast)
    row = Measure.objects.get()
    other = make.in_measures(cast)
    login(client, cast, "rector")
    for name in ("measure-check-in", "measure-status"):
        astray = url(name, other.public_id, row.public_id)
        assert same(client.get(astray), client.get(url(name, other.public_id)))
        assert same(client.post(astray, TYPED), client.post(url(name, other.public_id), TYPED))
        assert client.get(url(name, made.public_id, row.public_id)).status_code == 200


def test_role_without_the_permission_gets_the_same_answer(client: Client, cast: Cast) -> None:
    made = make.in_team(cast)
    login(client, cast, "health_nurse")
    for page in ("samtale/", "logg/", "elevsaksmote/", "innsatsteam/", "evaluering/", "ansvar/"):
        assert same(client.get(address(made, page)), client.get(f"/sak/{UNKNOWN}/{page}"))


def rescued(user: User) -> list[dict[str, str]]:
    return [row.data for row in Draft.objects.filter(writer=user).order_by("pk")]


def nurse_writes(client: Client, cast: Cast, made: Made) -> dict[str, str]:
    """The nurse has the form of a note open, and has typed."""
    login(client, cast, "health_nurse")
    page = client.get(address(made, "notat/"))
    assert page.status_code == 200
    return {**hidden(page), "text": "Sover bedre nå.", "topic": "1"}


def test_consent_withdrawn_while_writing_closes_the_case_and_keeps_the_text(
    client: Client, cast: Cast
) -> None:
    made = make.in_team(cast)
    typed = nurse_writes(client, cast, made)
    make.answer(cast, made, 0, kind=AnswerKind.WITHDRAWN)
    answer = client.post(address(made, "notat/"), typed)
    assert same(answer, client.get(f"/sak/{UNKNOWN}/notat/"))
    assert rescued(cast.users["health_nurse"]) == [{"text": "Sover bedre nå.", "topic": "1"}]
    assert not made.case.notes.exists()


def test_consent_that_runs_out_while_writing_closes_the_case_and_keeps_the_text(
    client: Client, cast: Cast, clock: Any
) -> None:
    made = make.in_team(cast, until=NOW.date())
    typed = nurse_writes(client, cast, made)
    clock.shift(days(1))
    # The session is shorter than a night; whoever comes back in the morning logs in again.
    login(client, cast, "health_nurse")
    assert client.post(address(made, "notat/"), typed).status_code == 404
    assert rescued(cast.users["health_nurse"])[0]["text"] == "Sover bedre nå."


def test_text_for_a_case_that_never_was_is_kept_alike(client: Client, cast: Cast) -> None:
    login(client, cast, "health_nurse")
    client.post(f"/sak/{UNKNOWN}/notat/", {**TYPED, "csrfmiddlewaretoken": "x"})
    assert rescued(cast.users["health_nurse"]) == [
        {"text": "lang tekst", "topic": "1", "reason": "fordi"}
    ]

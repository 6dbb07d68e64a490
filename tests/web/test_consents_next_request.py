"""A change in consent counts from the next request, whatever page stands open."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from felles.casework.models import CheckIn, Measure, Note
from felles.ledger.models import ReadEvent
from felles.people.actions import add_guardian, create_post
from felles.people.queries import system_actor
from felles.rules.consent import AnswerKind
from felles.rules.roles import Role
from tests import make
from tests.cast import NOW, START, TEAM, Cast, build_cast
from tests.web.cases import heart, hidden

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
BUT_HEALTH = tuple(name for name in TEAM if name != "health")

Happening = Callable[[Cast, make.Made, time_machine.Traveller], None]


def withdrawn(cast: Cast, made: make.Made, _clock: time_machine.Traveller) -> None:
    make.answer(cast, made, 1, kind=AnswerKind.WITHDRAWN, at=LATER)


def narrowed(cast: Cast, made: make.Made, _clock: time_machine.Traveller) -> None:
    kind = AnswerKind.YES_SOME
    make.answer(cast, made, 1, kind=kind, services=BUT_HEALTH, at=LATER)


def lapsed(_cast: Cast, _made: make.Made, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=11))


def joined(cast: Cast, made: make.Made, _clock: time_machine.Traveller) -> None:
    by = cast.actor("social_teacher", LATER)
    add_guardian(by=by, at=LATER, pupil=made.pupil, name="Foresatt 3")


CHANGES = pytest.mark.parametrize("happens", [withdrawn, narrowed, lapsed, joined])


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def in_measures(cast: Cast) -> make.Made:
    return make.in_measures(cast, until=NOW.date() + timedelta(days=10))


@CHANGES
def test_open_page_and_open_forms_of_a_service_refuse_the_next_click(
    client: Client, cast: Cast, clock: time_machine.Traveller, happens: Happening
) -> None:
    made = in_measures(cast)
    client.force_login(cast.users["health_nurse"])
    case = reverse("case", args=[made.public_id])
    note = reverse("case-note", args=[made.public_id])
    measure = Measure.objects.get(case=made.case).public_id
    check_in = reverse("measure-check-in", args=[made.public_id, measure])
    page = client.get(case)
    assert "Maja" in heart(page)
    forms = {url: hidden(client.get(url)) for url in (note, check_in)}
    happens(cast, made, clock)
    if happens is lapsed:
        client.force_login(cast.users["health_nurse"])
    reads = ReadEvent.objects.count()
    assert client.get(case).status_code == 404
    sent = {"text": "Et notat", "topic": "5", "audience": "team", "rating": "1"}
    for url, kept in forms.items():
        assert client.post(url, {**kept, **sent}).status_code == 404
        tap = client.post(url, {**kept, **sent}, headers={"HX-Request": "true"})
        assert tap.status_code == 404
    assert (Note.objects.count(), CheckIn.objects.count()) == (0, 0)
    assert ReadEvent.objects.count() == reads


@CHANGES
def test_services_day_and_list_lose_the_case_with_the_next_request(
    client: Client, cast: Cast, clock: time_machine.Traveller, happens: Happening
) -> None:
    made = in_measures(cast)
    client.force_login(cast.users["health_nurse"])
    pages = [reverse("today"), reverse("case-list")]
    assert "Maja" in heart(client.get(pages[1]))
    happens(cast, made, clock)
    if happens is lapsed:
        client.force_login(cast.users["health_nurse"])
    for page in pages:
        assert "Maja" not in heart(client.get(page))


@pytest.mark.parametrize("happens", [withdrawn, narrowed])
def test_download_is_refused_to_whoever_is_shut_out_since_the_page_was_shown(
    client: Client, cast: Cast, clock: time_machine.Traveller, happens: Happening
) -> None:
    made = in_measures(cast)
    # The rector also works for the service that is shut out: the hat follows the person.
    create_post(
        by=system_actor(NOW),
        at=NOW,
        user=cast.users["rector"],
        role=Role.HEALTH_NURSE,
        organisation=cast.service("health"),
        employer=cast.service("health"),
        from_on=START,
        schools=[cast.furulia],
    )
    client.force_login(cast.users["rector"])
    tie = made.ties[0].public_id
    papers = client.get(reverse("case-papers", args=[made.public_id]))
    assert papers.status_code == 200
    paper = reverse("case-paper", args=[made.public_id, "samtykke", "nb", tie])
    assert client.get(paper)["Content-Type"] == "application/pdf"
    happens(cast, made, clock)
    files = ReadEvent.objects.filter(kind="file").count()
    assert client.get(paper).status_code == 404
    assert ReadEvent.objects.filter(kind="file").count() == files


def test_saving_a_withdrawal_says_what_was_carried_out_and_keeps_the_history(
    client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    made = in_measures(cast)
    clock.shift(timedelta(minutes=5))
    client.force_login(cast.users["social_teacher"])
    path = reverse("consent-answer", args=[made.public_id, made.ties[1].public_id])
    form = client.get(path)
    question = made.pupil.consent_requests.get().public_id
    data = {
        **hidden(form),
        "question": question,
        "kind": "withdrawn",
        "channel": "oral",
        "answered_on": NOW.date().isoformat(),
        "language": "norsk",
    }
    checked = heart(client.post(path, data))
    assert "Disse ser ikke lenger saken:" in checked
    saved = client.post(path, {**data, "save": "1"}, follow=True).content.decode()
    assert "er ikke lenger med." in saved
    assert "Ser ikke lenger saken:" in saved
    assert "Foresatt 2 Prøvesen trakk samtykket." in saved
    case = heart(client.get(reverse("case", args=[made.public_id])))
    assert "Maja får hjelp på skolen uansett." in case


def test_withdrawing_asks_for_no_more_than_giving(
    client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    made = in_measures(cast)
    client.force_login(cast.users["social_teacher"])
    path = reverse("consent-answer", args=[made.public_id, made.ties[1].public_id])
    kept = {**hidden(client.get(path)), "question": made.pupil.consent_requests.get().public_id}

    def missing(kind: str) -> set[str]:
        response = client.post(path, {**kept, "kind": kind})
        assert response.status_code == 422
        return set(re.findall(r'name="(\w+)"[^>]*aria-invalid="true"', response.content.decode()))

    giving, withdrawing = missing("yes_all"), missing("withdrawn")
    assert withdrawing <= giving
    assert "explained" in giving - withdrawing

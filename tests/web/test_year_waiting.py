"""How long a family waits: an answer in words, for any numbers, and no child in any of it."""

from datetime import timedelta
from time import perf_counter
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from felles.casework.models import CaseStep
from felles.insight.queries import find_band_of_new_cases
from felles.rules.case_flow import Step
from felles.web.year.waiting import GUIDE_WEEKS
from tests import make
from tests.cast import NOW, Cast, build_cast

pytestmark = pytest.mark.django_db
LAST_YEAR = 2025


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def ask(client: Client, **numbers: object) -> str:
    response = client.get(f"{reverse('waiting')}?{urlencode(numbers)}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def leader(client: Client, cast: Cast) -> Client:
    client.force_login(cast.users["project_leader"])
    return client


def test_page_answers_at_once_and_settles_the_guides_two_rhythms(leader: Client) -> None:
    html = ask(leader)
    assert "Ni av ti familier venter høyst omtrent" in html
    assert "Veilederen sier både hver 4.–6. uke og hver andre eller tredje uke." in html
    for weeks in GUIDE_WEEKS:
        assert f"Hver {weeks}. uke" in html


def test_few_cases_and_many_slots_let_a_team_meet_seldom(leader: Client) -> None:
    html = ask(leader, nye=4, plasser=8, tilbake=0, ekstra=2)
    assert "Med disse tallene holder det å møtes hver" in html


def test_more_cases_than_slots_is_said_and_no_number_is_given(leader: Client) -> None:
    html = ask(leader, uker=6, plasser=2, nye=40)
    assert "Køen blir bare lengre." in html
    assert "Med disse tallene er ingen av dem nok." in html


def test_one_more_of_each_is_a_link_with_its_answer(leader: Client) -> None:
    html = ask(leader, uker=4, plasser=5, nye=10)
    assert "plasser=6" in html
    assert "ekstra=1" in html
    assert "reservert=1" in html
    # At the edge nothing more is offered.
    edge = ask(leader, plasser=20, reservert=20, nye=10)
    assert "plasser=21" not in edge
    assert "reservert=21" not in edge


@pytest.mark.parametrize("wrong", [{"nye": "mange"}, {"uker": 0}, {"plasser": 99}, {"nye": -1}])
def test_wrong_number_is_answered_beside_its_field(
    leader: Client, wrong: dict[str, object]
) -> None:
    html = ask(leader, **wrong)
    assert "Skriv et tall fra" in html
    assert "Se over tallene" in html


def test_page_without_cases_says_that_nobody_waits(leader: Client) -> None:
    assert "Uten nye saker er det ingen som venter." in ask(leader, nye=0)


def test_fragment_is_the_answer_alone(leader: Client) -> None:
    response = leader.get(
        reverse("waiting"), headers={"HX-Request": "true", "HX-Target": "wait-result"}
    )
    html = response.content.decode()
    assert "Ni av ti" in html
    assert "<html" not in html


def test_page_never_costs_more_than_a_second(leader: Client) -> None:
    ask(leader)
    for number, numbers in enumerate(
        (
            {"nye": 80, "plasser": 20, "uker": 1, "tilbake": 6},
            {"nye": 80, "plasser": 1, "uker": 12, "tilbake": 6},
            {"nye": 10, "plasser": 5, "uker": 4},
        )
    ):
        began = perf_counter()
        # Another number each time, so that no answer is remembered.
        ask(leader, **{**numbers, "etter": 3 + number})
        # On an idle machine less than half a second; tests share theirs.
        assert perf_counter() - began < 3


def came_last_year(cast: Cast, count: int) -> None:
    """So many cases that first came to Furulia's team a school year ago."""
    at = NOW - timedelta(days=300)
    for number in range(count):
        case = make.concern(cast, given_name=f"Barn {number}", guardians=0).case
        CaseStep.objects.create(
            case=case, to_step=Step.INNSATSTEAM.value, by=cast.users["rector"], at=at
        )


@pytest.mark.parametrize(("count", "band"), [(9, None), (10, 10), (12, 10)])
def test_schools_own_number_is_a_band_and_never_a_small_one(
    client: Client, cast: Cast, count: int, band: int | None
) -> None:
    came_last_year(cast, count)
    school = cast.furulia.pk
    assert find_band_of_new_cases(cast.actor("project_leader"), school, LAST_YEAR) == band
    # Those who may read the cases are told the same.
    assert find_band_of_new_cases(cast.actor("rector"), school, LAST_YEAR) == band
    client.force_login(cast.users["project_leader"])
    html = ask(client, skole=cast.furulia.public_id)
    if band is None:
        assert "Færre enn 10 saker i fjor viser vi ikke som tall." in html
    else:
        assert "I fjor kom det mellom 10 og 14 nye saker" in html


def test_number_of_a_year_that_runs_is_not_told(cast: Cast) -> None:
    came_last_year(cast, 12)
    assert find_band_of_new_cases(cast.actor("project_leader"), cast.furulia.pk, 2026) is None


def test_rector_reckons_with_the_own_school_only(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["other_rector"])
    html = ask(client, skole=cast.furulia.public_id)
    assert "Granåsen skole" in html
    assert "Furulia skole" not in html
    assert find_band_of_new_cases(cast.actor("other_rector"), cast.furulia.pk, LAST_YEAR) is None


@pytest.mark.parametrize("part", ["teacher", "health_nurse", "administrator"])
def test_others_have_no_such_page(client: Client, cast: Cast, part: str) -> None:
    client.force_login(cast.users[part])
    assert client.get(reverse("waiting")).status_code == 404

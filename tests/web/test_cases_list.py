"""The list of cases and the search: what one may see, and nothing that tells of the rest."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from felles.casework.models import Case
from felles.ledger.models import ReadEvent
from felles.rules.access import Ground
from felles.rules.case_flow import Step
from tests import make
from tests.cast import Cast, build_cast, days
from tests.guards.read_only import read_only
from tests.masks import without_tokens
from tests.web.cases import heart, login

pytestmark = pytest.mark.django_db
NOBODY = "Ingen saker her."


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def search(client: Client, text: str) -> Any:
    return client.post("/sok/", {"q": text})


def plain(page: str) -> str:
    """The page without the token against forged forms, which is new each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", page)


def test_list_names_the_next_step_the_deadline_and_the_step(client: Client, cast: Cast) -> None:
    make.at_elevsaksmote(cast)
    login(client, cast, "rector")
    page = heart(client.get("/saker/"))
    assert "Maja Prøvesen" in page
    assert "Beslutt i elevsaksmøtet" in page
    assert "Frist 15. des., om 21 dager" in page
    assert "Elevsaksmøte</span>" in page


@pytest.mark.parametrize(
    ("part", "state", "sees"),
    [
        ("rector", "concern", True),
        ("contact_teacher", "concern", True),
        ("other_contact_teacher", "concern", False),
        ("teacher", "concern", False),
        ("other_rector", "concern", False),
        ("health_nurse", "asked", False),
        ("health_nurse", "team_yes_all", True),
        ("child_welfare_intake", "team_not_child_welfare", False),
        ("social_agent", "team_not_child_welfare", False),
        ("social_agent", "team_agent_named", True),
        ("health_nurse", "team_withdrawn", False),
        ("rector", "protected", False),
        ("social_teacher", "protected", True),
    ],
)
def test_list_and_search_show_what_one_may_see_alone(
    client: Client, cast: Cast, part: str, state: str, sees: bool
) -> None:
    make.STATES[state](cast)
    login(client, cast, part)
    for page in (heart(client.get("/saker/")), heart(search(client, "maja prøve"))):
        assert ("Maja Prøvesen" in page) is sees
        assert (NOBODY in page) is not sees


def test_roles_without_cases_have_no_list(client: Client, cast: Cast) -> None:
    login(client, cast, "administrator")
    assert client.get("/saker/").status_code == 404
    assert search(client, "maja").status_code == 404


def test_empty_list_says_why(client: Client, cast: Cast) -> None:
    login(client, cast, "club_leader")
    page = heart(client.get("/saker/"))
    assert NOBODY in page
    assert "Du ser bare saker du har en rolle i." in page


def test_class_is_for_the_school_and_never_for_a_protected_pupil(
    client: Client, cast: Cast
) -> None:
    made = make.in_measures(cast)
    for part, shown in (("rector", True), ("health_nurse", False)):
        login(client, cast, part)
        for page in (heart(client.get("/saker/")), heart(search(client, "maja"))):
            assert ("6B" in page) is shown
    make.protect(cast, made)
    login(client, cast, "social_teacher")
    page = heart(client.get("/saker/"))
    assert "Adressesperre" in page
    assert "6B" not in without_tokens(page)
    assert "Furulia" not in page


def test_tabs_cut_to_mine_late_and_closed(client: Client, cast: Cast) -> None:
    make.at_school(cast, given_name="Mine")
    late = make.at_school(cast, given_name="Sen")
    make.closed(cast)
    Case.objects.filter(pk=late.case.pk).update(
        owner=None, due_on=late.case.step_since_on - days(1)
    )
    login(client, cast, "rector")
    shown = {
        tab: {name for name in ("Mine", "Sen", "Maja") if f"{name} Prøvesen" in page}
        for tab in ("", "mine", "over-fristen", "avsluttede", "tull")
        for page in [heart(client.get("/saker/", {"vis": tab}))]
    }
    assert shown == {
        "": {"Mine", "Sen"},
        "mine": {"Mine"},
        "over-fristen": {"Sen"},
        "avsluttede": {"Maja"},
        "tull": {"Mine", "Sen"},
    }


def test_filter_by_step_and_year_works_by_plain_address(client: Client, cast: Cast) -> None:
    make.concern(cast, given_name="Ny")
    make.at_elevsaksmote(cast, given_name="Femte", class_name="5A", part="rector")
    login(client, cast, "rector")

    def names(**query: str) -> set[str]:
        page = heart(client.get("/saker/", query))
        return {name for name in ("Ny", "Femte") if f"{name} Prøvesen" in page}

    assert names(steg=str(Step.ELEVSAKSMOTE.value)) == {"Femte"}
    assert names(trinn="6") == {"Ny"}
    assert names(trinn="6", steg=str(Step.ELEVSAKSMOTE.value)) == set()
    assert names(trinn="x", steg="999", side="-1") == {"Ny", "Femte"}


def test_services_are_offered_no_year_and_only_their_own_steps(client: Client, cast: Cast) -> None:
    make.in_team(cast)
    login(client, cast, "health_nurse")
    page = heart(client.get("/saker/"))
    assert 'name="trinn"' not in page
    assert "Bekymring" not in page
    assert "Maja Prøvesen" in heart(client.get("/saker/", {"trinn": "1"}))


def test_list_has_25_a_page_and_never_says_how_many(client: Client, cast: Cast) -> None:
    for number in range(26):
        make.concern(cast, given_name=f"Nr{number:02}", guardians=0)
    login(client, cast, "rector")
    first = heart(client.get("/saker/"))
    assert first.count('<th scope="row">') == 25
    assert "/saker/?side=2" in first
    assert "Forrige" not in first
    second = heart(client.get("/saker/", {"side": "2"}))
    assert second.count('<th scope="row">') == 1
    assert 'rel="prev" href="/saker/"' in second
    assert not re.search(r"\b26\b", re.sub(r"<[^>]+>", " ", first + second))


def test_fragment_is_the_list_alone(client: Client, cast: Cast) -> None:
    make.concern(cast)
    login(client, cast, "rector")
    answer = client.get("/saker/", headers={"HX-Request": "true", "HX-Target": "case-list"})
    text = answer.content.decode()
    assert "Maja Prøvesen" in text
    assert "<html" not in text
    assert "<h1" not in text
    assert "HX-Target" in answer.headers["Vary"]


def test_list_and_search_cost_the_same_with_one_row_and_with_ten(
    client: Client, cast: Cast
) -> None:
    login(client, cast, "rector")

    def cost() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as listed:
            client.get("/saker/")
        with CaptureQueriesContext(connection) as found:
            search(client, "prøvesen")
        return len(listed), len(found)

    make.concern(cast, given_name="En")
    cost()
    one = cost()
    for number in range(9):
        make.concern(cast, given_name=f"Nr{number}")
    assert cost() == one


def test_each_row_shown_leaves_a_read_row_first(client: Client, cast: Cast) -> None:
    made = [make.concern(cast, given_name=name) for name in ("Ada", "Bo")]
    login(client, cast, "rector")
    client.get("/saker/")
    search(client, "bo")
    rows = ReadEvent.objects.order_by("pk").values_list("case_id", "route", "kind", "ground")
    listed = [(one.case.pk, "case-list", "list", Ground.ROLE_AT_SCHOOL.value) for one in made]
    found = (made[1].case.pk, "case-search", "list", Ground.ROLE_AT_SCHOOL.value)
    assert list(rows) == [*listed, found]


def test_nothing_is_shown_when_the_log_cannot_be_written(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.concern(cast)
    login(client, cast, "rector")
    client.raise_request_exception = False

    def fail(*_args: object, **_more: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(type(ReadEvent.objects), "bulk_create", fail)
    for answer in (client.get("/saker/"), search(client, "maja")):
        assert answer.status_code == 500
        assert b"Maja" not in answer.content


def test_list_writes_nothing_but_the_log(client: Client, cast: Cast) -> None:
    make.concern(cast)
    login(client, cast, "rector")
    with read_only():
        assert client.get("/saker/").status_code == 200
        assert client.get("/sok/").status_code == 200


def test_search_never_puts_the_name_in_an_address(client: Client, cast: Cast) -> None:
    make.concern(cast)
    login(client, cast, "rector")
    answer = search(client, "Maja")
    assert answer.status_code == 200
    assert not any("Maja" in str(value) for value in answer.headers.values())
    assert "Maja" not in heart(client.get("/sok/?q=Maja"))


def test_search_answers_an_excluded_service_as_if_there_were_no_case(
    client: Client, cast: Cast
) -> None:
    make.not_child_welfare(cast)
    login(client, cast, "child_welfare_intake")
    hit, miss = (heart(search(client, name)) for name in ("Maja", "Mojo"))
    assert plain(hit).replace("Maja", "Mojo") == plain(miss)

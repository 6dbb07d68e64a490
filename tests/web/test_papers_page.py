"""The page with the papers of a case: each guardian apart, in a language of their own."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from felles.people.models import Guardian
from tests import make
from tests.cast import Cast, build_cast
from tests.guards.read_only import read_only
from tests.masks import without_tokens
from tests.web.cases import show

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The district."""
    return build_cast()


def speaks(made: make.Made, number: int, language: str) -> None:
    """Guardian ``number`` (from 0) speaks a language."""
    Guardian.objects.filter(pk=made.ties[number].guardian_id).update(language=language)


def papers(client: Client, cast: Cast, made: make.Made, query: str = "") -> str:
    """The page as the social teacher sees it."""
    return show(client, cast, "social_teacher", made, f"papirer/{query}")


def links(page: str) -> list[tuple[str, str]]:
    """Kind and language of each paper that the page links to."""
    return re.findall(r"/papirer/(\w+)/(\w+)/\w+/", page)


def test_papers_come_in_the_language_of_each_guardian_and_in_bokmal(
    client: Client, cast: Cast
) -> None:
    made = make.in_measures(cast)
    speaks(made, 0, "polsk")
    speaks(made, 1, "so")
    assert links(papers(client, cast, made)) == [
        (kind, code)
        for own in ("pl", "so")
        for kind in ("samtykke", "informasjon", "beslutning")
        for code in (own, "nb")
    ]


def test_papers_are_in_bokmal_when_the_language_is_unknown(client: Client, cast: Cast) -> None:
    made = make.asked(cast)
    speaks(made, 1, "klingon")
    assert {code for _, code in links(papers(client, cast, made))} == {"nb"}


def test_papers_come_in_the_language_that_staff_choose(client: Client, cast: Cast) -> None:
    made = make.asked(cast, guardians=1)
    assert links(papers(client, cast, made, "?sprak=ti"))[0] == ("samtykke", "ti")
    assert links(papers(client, cast, made, "?sprak=xx"))[0] == ("samtykke", "nb")


def test_page_warns_of_a_translation_that_nobody_has_approved(client: Client, cast: Cast) -> None:
    made = make.asked(cast)
    assert "er ikke godkjent" not in papers(client, cast, made, "?sprak=en")
    assert "Oversettelsen til somali er ikke godkjent." in papers(client, cast, made, "?sprak=so")


def test_page_says_what_must_come_first(client: Client, cast: Cast) -> None:
    page = papers(client, cast, make.at_school(cast))
    assert {kind for kind, _ in links(page)} == {"informasjon"}
    assert "Skriv inn hva dere spør om først." in page
    assert "Noe må være bestemt først" in page


def test_page_says_that_papers_of_a_protected_pupil_leave_words_out(
    client: Client, cast: Cast
) -> None:
    made = make.protected(cast)
    page = papers(client, cast, made)
    assert "Papirene sier ikke noe om skole eller sted." in page
    assert "6B" not in without_tokens(page)
    assert "Furulia" not in page


def test_page_without_guardians_says_so(client: Client, cast: Cast) -> None:
    assert "Ingen foresatte er registrert." in papers(client, cast, make.concern(cast, guardians=0))


def test_page_writes_nothing_but_its_read_row(client: Client, cast: Cast) -> None:
    made = make.asked(cast)
    client.force_login(cast.users["rector"])
    with read_only():
        assert client.get(f"/sak/{made.public_id}/papirer/").status_code == 200


def test_page_costs_the_same_queries_however_many_guardians(client: Client, cast: Cast) -> None:
    client.force_login(cast.users["social_teacher"])
    counts = []
    for number, name in ((1, "Nora"), (5, "Ida")):
        made = make.asked(cast, guardians=number, given_name=name)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/sak/{made.public_id}/papirer/")
        counts.append(len(queries))
    assert counts[0] == counts[1]

"""Every route, asked by everybody, about a case in every state: who sees it, and what is shown."""

from collections.abc import Callable

import pytest

from tests.guards.routes import list_routes
from tests.proofs import oracle
from tests.proofs.crawl import Crawler
from tests.proofs.places import PLACES
from tests.proofs.tokens import CLASS_OF_PROTECTED, Token, list_text_fields, place_of
from tests.proofs.world import World

pytestmark = pytest.mark.django_db
PARTS = oracle.EVERYONE.split()
# Who meets which words at least once: see TABLE in tests/proofs/places.py.
MUST_MEET = {
    "social_teacher": "name school consent anonymous text unshared",
    "health_nurse": "name anonymous text",
    "teacher": "name writer",
}
# Written down, and on no page: why.
UNMET = {
    "people.Pupil.given_name": "the name that the child goes by stands there instead",
    "people.Pupil.language": "not shown yet",
    "people.ConsentAnswer.form_version": "that of the question is shown",
    "casework.Evaluation.child_why_not": "shown when there is no view",
    "casework.Evaluation.guardians_why_not": "shown when there is no view",
}


def test_oracle_speaks_of_every_route_and_of_no_other() -> None:
    written = {*oracle.CASE_ROUTES, *oracle.PAGES, *oracle.OWN, oracle.LOOP, oracle.REVIEW}
    written |= {*oracle.ENTERED, *oracle.PUBLIC, *oracle.NOT_ASKED}
    assert written == {route.name for route in list_routes()}


def test_oracle_speaks_of_every_state_and_part(world: World) -> None:
    assert set(oracle.SEES) == set(oracle.RAISED_BY) == set(world.made)
    assert set(PARTS) == {*world.cast.users, "anonymous"}
    named = {part for parts in oracle.SEES.values() for part in parts.split()}
    assert named <= set(PARTS)


def test_every_text_field_has_its_place() -> None:
    # A new field with words in it fails here until somebody has decided who may read it.
    assert set(PLACES) == {place_of(model, column) for model, column in list_text_fields()}


@pytest.mark.parametrize("part", PARTS)
def test_part_sees_what_the_oracle_says_and_no_word_more(
    part: str,
    world: World,
    tokens: dict[str, Token],
    record_property: Callable[[str, object], None],
) -> None:
    found = Crawler(world, tokens, part).crawl()
    record_property("cells", found.cells)
    record_property("words", len(found.seen))
    assert not found.wrong, "\n".join(found.wrong)
    assert not found.leaks, "\n".join(sorted(set(found.leaks)))
    assert not found.unlogged, "\n".join(found.unlogged)
    places = {tokens[word].place for word in found.seen if word in tokens}
    wanted = {place for place, who in PLACES.items() if who in MUST_MEET.get(part, "").split()}
    # A word that nobody meets could not be found where it should not be, either.
    assert wanted - places - set(UNMET) == set()


def test_words_are_planted_everywhere(world: World, tokens: dict[str, Token]) -> None:
    places = {token.place for token in tokens.values()}
    secret = {place for place, who in PLACES.items() if who not in ("code", "staff")}
    assert secret == places - {CLASS_OF_PROTECTED}

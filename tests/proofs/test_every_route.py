"""Every route, asked by everybody, about a case in every state: who sees it, and what is shown."""

from collections.abc import Callable

import pytest

from tests.guards.routes import list_routes
from tests.proofs import oracle
from tests.proofs.crawl import IS_FULL, Crawler
from tests.proofs.places import PLACES
from tests.proofs.tokens import CLASS_OF_PROTECTED, Token, list_text_fields, place_of
from tests.proofs.world import World

pytestmark = pytest.mark.django_db
PARTS = oracle.EVERYONE.split()
ROUTES = sorted(
    {*oracle.CASE_ROUTES, *oracle.PAGES, *oracle.OWN, oracle.LOOP, oracle.REVIEW}
    | {*oracle.ENTERED, *oracle.PUBLIC, *oracle.VISIT_ROUTES}
    | {*oracle.FAMILY_ENTRY, oracle.FAMILY_HOME, *oracle.FAMILY_ROUTES}
)
# Who meets which words at least once: see TABLE in tests/proofs/places.py.
MUST_MEET = {
    "social_teacher": "name school consent anonymous outreach text contact unshared room meeting",
    "health_nurse": "name anonymous text contact room",
    "teacher": "name writer week course course_room",
    "social_agent": "week crossing checklist tick course course_room course_plan suggestion",
}
STATES_TO_MEET_IN = (
    "concern",
    "asked",
    "evaluation",
    "measures",
    "named",
    "protected_nurse_named",
    "team_school_topics_only",
)
# Written down, and on no page: why.
UNMET = {
    "people.Pupil.given_name": "the name that the child goes by stands there instead",
    "people.Pupil.language": "not shown yet",
    "people.ConsentAnswer.form_version": "that of the question is shown",
    "casework.Evaluation.child_why_not": "shown when there is no view",
    "casework.Evaluation.guardians_why_not": "shown when there is no view",
    "casework.FamilyMeeting.reason_not": "shown once the meeting is off",
    "people.ConsentException.reason": "has no page yet",
}


def test_oracle_speaks_of_every_route_and_of_no_other() -> None:
    assert {*ROUTES, *oracle.NOT_ASKED} == {route.name for route in list_routes()}


def test_oracle_speaks_of_every_state_and_part(world: World) -> None:
    assert set(oracle.SEES) == set(oracle.RAISED_BY) == set(world.made)
    assert set(PARTS) == {*world.cast.users, "anonymous"}
    named = {part for parts in oracle.SEES.values() for part in parts.split()}
    assert named <= set(PARTS)


def test_every_text_field_has_its_place() -> None:
    # A new field with words in it fails here until somebody has decided who may read it.
    assert set(PLACES) == {place_of(model, column) for model, column in list_text_fields()}


@pytest.mark.parametrize("route", ROUTES)
def test_route_shows_each_part_what_the_oracle_says_and_no_word_more(
    route: str,
    world: World,
    tokens: dict[str, Token],
    record_property: Callable[[str, object], None],
) -> None:
    cells = shown = 0
    states: set[str] = set()
    problems = []
    for part in PARTS:
        crawler = Crawler(world, tokens, part)
        asks = list(crawler.chosen([route]))
        found = crawler.crawl(asks)
        cells, shown = cells + found.cells, shown + found.shown
        states |= {ask.state for ask in asks}
        problems.append(found.problems())
    record_property("cells", cells)
    record_property("read rows", shown)
    assert not "".join(problems), "\n".join(problems)
    is_of_cases = route in {*oracle.CASE_ROUTES, *oracle.FAMILY_ROUTES, oracle.LOOP, oracle.REVIEW}
    assert states == (set(world.made) if is_of_cases else {""}) or not IS_FULL


@pytest.mark.parametrize("part", MUST_MEET)
def test_every_word_is_met_by_somebody(part: str, world: World, tokens: dict[str, Token]) -> None:
    crawler = Crawler(world, tokens, part)
    asks = crawler.asks(states=STATES_TO_MEET_IN)
    found = crawler.crawl(ask for ask in asks if ask.is_open and ask.method == "GET")
    places = {tokens[word].place for word in found.seen if word in tokens}
    wanted = {place for place, who in PLACES.items() if who in MUST_MEET[part].split()}
    # A word that nobody meets could not be found where it should not be, either.
    assert wanted - places - set(UNMET) == set()


@pytest.mark.skipif(not IS_FULL, reason="the whole matrix is asked by script/proof")
def test_matrix_is_as_large_as_promised(world: World, tokens: dict[str, Token]) -> None:
    cells = sum(1 for part in PARTS for _ask in Crawler(world, tokens, part).asks())
    assert len(PARTS) >= 18
    assert len(world.made) >= 12
    assert cells >= 30_000


def test_words_are_planted_everywhere(world: World, tokens: dict[str, Token]) -> None:
    places = {token.place for token in tokens.values()}
    secret = {place for place, who in PLACES.items() if who not in ("code", "staff")}
    assert secret == places - {CLASS_OF_PROTECTED}

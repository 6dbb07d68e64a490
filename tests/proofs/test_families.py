"""The families' pages, asked by guardians of every kind about a child in every state."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from django.contrib.staticfiles import finders
from django.core import mail
from django.test import Client
from django.urls import reverse

from felles.casework.actions import remind_of_ends
from felles.casework.models import BoardDecision, Measure
from felles.config.notices import send_due
from felles.ledger.models import ReadEvent
from felles.people.models import ConsentRequest, Guardian
from felles.rules.roles import Audience, Topic
from tests.cast import NOW
from tests.guards.routes import list_routes
from tests.proofs import families, family_oracle, oracle
from tests.proofs.channels import is_swept, text_of, words_in
from tests.proofs.crawl import IS_FULL, Crawler
from tests.proofs.families import GUARDIANS, PROTECTED, STRANGER_OF, FamilyAsk
from tests.proofs.places import PLACES
from tests.proofs.tokens import PATTERN, Token
from tests.proofs.world import World, undone

pytestmark = pytest.mark.django_db
STATES = sorted(oracle.SEES)
FEW_OF = len(GUARDIANS)  # one guardian in so many for each state, when time is short
# Guardians who knock at staff's doors, each with a session of the own.
KNOCKING = ("said_yes", "said_no", "by_link", "opened") if IS_FULL else ("said_yes",)
STAFFS_ROUTES = sorted(
    {*oracle.CASE_ROUTES, *oracle.PAGES, *oracle.OWN, oracle.LOOP, oracle.REVIEW, *oracle.ENTERED}
)


class FamilyCrawler:
    """Asks as one guardian about one child."""

    def __init__(self, world: World, tokens: dict[str, Token], guardian: str, state: str) -> None:
        self.world, self.tokens = world, tokens
        self.guardian, self.state = guardian, state
        self.own = STRANGER_OF if guardian == "of_another_child" else state
        self.tie = families.tie_of(world.made[self.own], guardian)
        self.problems: list[str] = []
        self.met: set[str] = set()
        self.cells = self.shown = 0

    def crawl(self) -> None:
        """Every page and method, each asked of the same world."""
        for ask in families.list_asks(self.world, self.guardian, self.state):
            with undone():
                client = families.come_in(self.world, self.guardian, self.state)
                if client is None:
                    return
                last = ReadEvent.objects.order_by("pk").values_list("pk", flat=True).last() or 0
                send: Any = client.get if ask.method == "GET" else client.post
                response = send(ask.url, families.JUNK if ask.method == "POST" else {})
                self.cells += 1
                self._look(ask, response)
                self._read_rows(ask, response, last)

    def _look(self, ask: FamilyAsk, response: Any) -> None:
        own = self.world.made[self.own].pupil.public_id
        if not families.matches(ask.expected, response, own):
            place = response.headers.get("Location", "")
            self._problem(ask, f"{response.status_code} {place}, not {ask.expected}")
        if not is_swept(response):
            self._problem(ask, f"nobody looks into {response.headers.get('Content-Type')}")
        if self.own in PROTECTED and "furulia" in text_of(response).lower():
            self._problem(ask, "the school of a pupil with a protected address")
        for word in sorted(words_in(response) & set(self.tokens)):
            token = self.tokens[word]
            self.met.add(token.place)
            if not self._may_meet(token):
                self._problem(ask, f"{token.place} of {token.state}")

    def _may_meet(self, token: Token) -> bool:
        if not families.is_let_in(self.guardian, self.state):
            return False
        pupil = self.world.made[self.own].pupil.pk
        made = self.world.made.get(token.state)
        is_own_child = made is not None and made.pupil.pk == pupil
        is_own_word = token.guardian_id in (None, self.tie.guardian_id)
        if token.place in oracle.FAMILY_TEXTS and not self._may_stand(token):
            return False
        return is_own_child and is_own_word and token.place in oracle.FAMILY_READS

    def _may_stand(self, token: Token) -> bool:
        is_closed = token.audience == Audience.RESTRICTED.value or token.topic == Topic.HOME.value
        return not is_closed and self.own not in PROTECTED

    def _read_rows(self, ask: FamilyAsk, response: Any, last: int) -> None:
        """One row of the guardian's own for a page that tells of a case; never two."""
        rows = ReadEvent.objects.filter(pk__gt=last).values_list("case_id", "guardian_id")
        counted = Counter(rows)
        places = {self.tokens[word].place for word in words_in(response) if word in self.tokens}
        if places & oracle.FAMILY_CASE_WORDS:
            self.shown += 1
            if len(counted) != 1:
                self._problem(ask, f"{len(counted)} rows for what was shown")
        for (_case, guardian), count in counted.items():
            if count != 1 or guardian != self.tie.guardian_id:
                self._problem(ask, f"{count} rows by {guardian}")

    def _problem(self, ask: FamilyAsk, words: str) -> None:
        self.problems.append(f"{ask}: {words}")


def test_oracle_speaks_of_every_page_of_families_and_of_every_state(world: World) -> None:
    rows = {row.partition("/")[0] for row, _method in family_oracle.ANSWERS}
    named = {"step": families.STEPS, "paper": families.PAPERS}
    assert {named.get(row, row) for row in rows} == {oracle.FAMILY_HOME, *oracle.FAMILY_ROUTES}
    both = Counter(row for row, _method in family_oracle.ANSWERS)
    assert set(both.values()) == {2}
    assert set(family_oracle.CASE_IS) == set(world.made)


@pytest.mark.parametrize("state", STATES)
def test_guardians_open_their_own_childs_pages_and_meet_no_word_more(
    state: str,
    world: World,
    tokens: dict[str, Token],
    record_property: Callable[[str, object], None],
) -> None:
    problems: list[str] = []
    cells = shown = 0
    start = crc32(state.encode()) % FEW_OF
    for guardian in GUARDIANS if IS_FULL else GUARDIANS[start::FEW_OF]:
        crawler = FamilyCrawler(world, tokens, guardian, state)
        crawler.crawl()
        problems += crawler.problems
        cells, shown = cells + crawler.cells, shown + crawler.shown
    record_property("family cells", cells)
    record_property("read rows", shown)
    assert not problems, "\n".join(sorted(set(problems)))


@pytest.mark.parametrize("guardian", GUARDIANS)
def test_guardians_of_every_kind_are_asked_whatever_the_time(
    guardian: str,
    world: World,
    tokens: dict[str, Token],
    record_property: Callable[[str, object], None],
) -> None:
    problems: list[str] = []
    for state in ("measures", "protected"):
        crawler = FamilyCrawler(world, tokens, guardian, state)
        crawler.crawl()
        problems += crawler.problems
        record_property("family cells", crawler.cells)
    assert not problems, "\n".join(sorted(set(problems)))


def test_family_meets_every_word_that_it_may_meet(world: World, tokens: dict[str, Token]) -> None:
    met: set[str] = set()
    for guardian in ("has_not_answered", "said_yes"):
        crawler = FamilyCrawler(world, tokens, guardian, "measures")
        crawler.crawl()
        met |= crawler.met
    assert met == oracle.FAMILY_READS


@pytest.mark.parametrize("route", family_oracle.PUBLIC)
@pytest.mark.parametrize("guardian", GUARDIANS)
def test_guardian_gets_the_public_pages_that_everybody_gets(
    guardian: str, route: str, world: World, tokens: dict[str, Token]
) -> None:
    ids = {"public-school": world.cast.furulia.public_id, "public-event": world.public_event_id}
    url = reverse(route, args=[ids[route]])
    for_all = Client().get(url)
    met = {tokens[word].place for word in words_in(for_all) if word in tokens}
    assert {PLACES[place] for place in met} == {"everybody"}
    for state in ("measures", "protected"):
        with undone():
            client = families.come_in(world, guardian, state)
            assert client is not None
            last = ReadEvent.objects.count()
            answer = client.get(url)
            assert (answer.status_code, answer.content) == (200, for_all.content)
            assert client.post(url).status_code == 405
            assert ReadEvent.objects.count() == last


@pytest.mark.parametrize("guardian", KNOCKING)
def test_staffs_pages_are_the_login_page_to_a_guardian_who_is_in(
    guardian: str,
    world: World,
    tokens: dict[str, Token],
    record_property: Callable[[str, object], None],
) -> None:
    with undone():
        client = families.come_in(world, guardian, "measures")
        assert client is not None
        known = replace(world, clients={"anonymous": client}, cookies={"anonymous": client.cookies})
        crawler = Crawler(known, tokens, "anonymous")
        for route in STAFFS_ROUTES:
            asks = list(crawler.chosen([route]))
            found = crawler.crawl(asks)
            assert asks, route
    record_property("guardian knocks", found.cells)
    assert not found.problems(), found.problems()


def test_guardian_knocks_at_every_door_that_is_staffs() -> None:
    names = {route.name for route in list_routes()}
    families_own = {name for name in names if name.startswith(("family-", "pupil-"))}
    assert set(STAFFS_ROUTES) == names - families_own - {*oracle.PUBLIC, *oracle.NOT_ASKED}


# --- What staff wrote may mean the other household. Then it stands with nobody but who is meant.
OPEN = "lekegruppe"
MEANT = ("ring Navnesen", "ring 22 33 44 55", "skriv til hjemme@eksempel.example", "mor er med")
WORDS = {"measure": "Qzk88881", "decision": "Qzk88882", "purpose": "Qzk88883"}


def write_about_families(world: World, text: str) -> None:
    """Staff write the same words in a measure, a decision and a question, for the team."""
    made = world.made["measures"]
    open_to_team = {"audience": Audience.TEAM.value, "topic": Topic.LEISURE.value}
    say = {place: f"{word} {text}" for place, word in WORDS.items()}
    Measure.objects.filter(case=made.case).update(what=say["measure"], **open_to_team)
    BoardDecision.objects.filter(case=made.case).update(text=say["decision"], **open_to_team)
    ConsentRequest.objects.filter(pupil=made.pupil).update(purpose=say["purpose"])
    Guardian.objects.filter(pk=made.ties[1].guardian_id).update(
        name="Andre Navnesen", phone="99 88 77 66", email="annen@eksempel.example"
    )


def everything(world: World, guardian: str) -> str:
    """All that the guardian can open: pages, papers with their metadata, what is read aloud."""
    client = families.come_in(world, guardian, "measures")
    assert client is not None
    asks = families.list_asks(world, guardian, "measures")
    return " ".join(text_of(client.get(ask.url)) for ask in asks if ask.method == "GET")


@pytest.mark.parametrize("text", [OPEN, *MEANT])
def test_words_about_the_other_household_stand_with_nobody_else(text: str, world: World) -> None:
    with undone():
        write_about_families(world, text)
        said = {who: everything(world, who) for who in ("said_yes", "other_household")}
    for who, shown in said.items():
        is_meant = "Navnesen" in text and who == "other_household"
        found = {place for place, word in WORDS.items() if word in shown}
        assert found == (set(WORDS) if text == OPEN or is_meant else set()), who
    assert not re.findall(r"Navnesen|99 ?88 ?77 ?66|annen@", said["said_yes"])


def test_mail_to_a_guardian_holds_no_word_but_the_own_address(
    world: World, tokens: dict[str, Token], settings: Any
) -> None:
    settings.CONTACT = "21 80 21 80"
    with undone():
        at = NOW + timedelta(days=180 - 30)
        assert remind_of_ends(at=at) > 3
        for _batch in range(20):
            send_due(at, unmarked=set(), go_on=lambda: True)
        addresses = set(Guardian.objects.values_list("email", flat=True)) - {""}
    letters = [one for one in mail.outbox if set(one.to) & addresses]
    assert len(letters) > 3
    for letter in letters:
        (address,) = letter.to
        words = {word.lower() for word in PATTERN.findall(str(letter.message()))}
        assert words == {address.partition("@")[0].lower()}
        assert not re.findall(r"furulia|granåsen|maja", str(letter.message()), re.IGNORECASE)


def test_voice_reads_nothing_but_the_words_of_the_open_page() -> None:
    # So what no page holds is never heard, and nothing is sent to be read elsewhere.
    path = finders.find("portal/read-aloud.js")
    assert isinstance(path, str)
    script = Path(path).read_text(encoding="utf-8")
    assert re.findall(r"querySelectorAll\(([^)]*)\)", script) == ['"h1, [data-read]"']
    assert not re.findall(r"fetch|XMLHttp|Beacon|WebSocket|import|localStorage|http", script)

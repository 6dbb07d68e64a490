"""The families' pages, asked by guardians of every kind about a child in every state."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from zlib import crc32

import pytest
from django.urls import reverse

from felles.ledger.models import ReadEvent
from felles.rules.roles import Audience, Topic
from tests.proofs import families, oracle
from tests.proofs.channels import is_swept, text_of, words_in
from tests.proofs.crawl import IS_FULL
from tests.proofs.families import GUARDIANS, OWN, PROTECTED, STRANGER_OF, FamilyAsk
from tests.proofs.tokens import Token
from tests.proofs.world import STATES, World, undone

pytestmark = pytest.mark.django_db
ENTRY = ("family-start", "family-ended")
FEW_OF = 4  # one guardian in so many for each state, when time is short


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
        if not self._is_right(ask, response):
            self._problem(ask, f"{response.status_code} {response.headers.get('Location', '')}")
        if not is_swept(response):
            self._problem(ask, f"nobody looks into {response.headers.get('Content-Type')}")
        if self.own in PROTECTED and "furulia" in text_of(response).lower():
            self._problem(ask, "the school of a pupil with a protected address")
        for word in sorted(words_in(response) & set(self.tokens)):
            token = self.tokens[word]
            self.met.add(token.place)
            if not self._may_meet(token):
                self._problem(ask, f"{token.place} of {token.state}")

    def _is_right(self, ask: FamilyAsk, response: Any) -> bool:
        status, place = response.status_code, response.headers.get("Location", "")
        if not families.is_let_in(self.guardian, self.state):
            return status == 302 and place in [reverse(name) for name in ENTRY]
        if self.guardian == "of_another_child" and ask.route != oracle.FAMILY_HOME:
            return status in (404, 405)
        return status in (200, 302, 404, 405, 409, 422) and place not in [
            reverse(name) for name in ENTRY
        ]

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


@pytest.mark.parametrize("state", [*STATES, "later_case"])
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
    record_property("cells", cells)
    record_property("read rows", shown)
    assert not problems, "\n".join(sorted(set(problems)))


def test_family_meets_every_word_that_it_may_meet(world: World, tokens: dict[str, Token]) -> None:
    met: set[str] = set()
    for guardian in OWN[:1]:
        for state in ("asked", "measures"):
            crawler = FamilyCrawler(world, tokens, guardian, state)
            crawler.crawl()
            met |= crawler.met
    assert met == oracle.FAMILY_READS
